"""The ranking: daily totals, the league of teams and people, its page (I1, I2)."""
