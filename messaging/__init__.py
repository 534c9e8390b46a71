"""Texts, occasions and their rules (M)."""
