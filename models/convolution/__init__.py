"""Convolution, its kernels, and how a kernel is recovered from two pictures."""
