"""Reads over several tables."""
