"""Forms of units and people: they check what was typed; services do the work."""
