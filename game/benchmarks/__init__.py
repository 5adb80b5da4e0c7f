"""`main.py --bench …`: what the running app costs, one file a benchmark."""
