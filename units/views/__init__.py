"""Pages of units, people, customers and campaigns."""
