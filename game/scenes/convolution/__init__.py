"""The convolution laboratory, one folder a tab."""
