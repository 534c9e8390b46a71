"""Compliance's desk for gifts: why one is held, and what lets it go (K5, L2)."""
