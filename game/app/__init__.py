"""The window: frame loop, bar, dialogs, keys, options, and how finished frames reach the screen."""
