"""Template tags of the paper."""
