"""Detection as it was: features and stages that people made."""
