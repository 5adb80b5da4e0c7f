"""Threads, child processes and files beside the window; no pygame."""
