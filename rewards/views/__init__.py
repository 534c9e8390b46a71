"""Pages of rewards, vouchers and what is owed."""
