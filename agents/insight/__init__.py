"""Understanding an agent: saliency, the policy gradient written out, imitation."""
