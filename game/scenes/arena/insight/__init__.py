"""Understanding the agent."""
