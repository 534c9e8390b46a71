"""Pages core itself answers."""
