"""Columns of the lists."""
