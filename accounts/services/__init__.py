"""What can be done with people: one module a noun."""
