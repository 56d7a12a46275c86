"""Models: weights on disk."""
