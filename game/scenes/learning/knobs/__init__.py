"""Turn the model's knobs by hand."""
