"""A campaign's budget and its lines (B)."""
