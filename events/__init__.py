"""Briefings, events, tenders and questionnaires (E) will live here; nothing does yet."""
