"""What every app stands on: pages, states, money, audit. It imports no app."""
