"""The toolkit that scenes are built from: it knows no scene, no agent and no network."""
