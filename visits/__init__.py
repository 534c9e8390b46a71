"""Visit reports, follow-ups and the day's work (V)."""
