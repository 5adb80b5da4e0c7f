"""The console's games: emulators, observations, joysticks and action logs."""
