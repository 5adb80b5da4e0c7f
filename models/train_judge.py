"""Teach the discriminator what else is no portrait: ``python -m models.train_judge``."""

from models.generator.finetune_discriminator import main

if __name__ == "__main__":
    main()
