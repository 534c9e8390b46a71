"""Client units, contacts, registrations, key persons and who follows them (U, K)."""
