"""Then: features thought up by people, stage after stage."""
