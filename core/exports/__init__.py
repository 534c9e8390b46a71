"""Exports: recorded, counted by person, long ones written by the worker (L1, L3)."""
