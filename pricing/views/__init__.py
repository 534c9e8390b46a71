"""Pages of homes, purchases and price differences."""
