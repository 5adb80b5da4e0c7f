"""The discriminator as a judge, and three exercises with it."""
