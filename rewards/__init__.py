"""Key-person rewards, vouchers and the ranking (R, I)."""
