"""Homes, quotes, group rules, purchases and the money ledger (P)."""
