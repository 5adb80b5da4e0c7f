"""A blind choice: which of two pictures was repaired?"""
