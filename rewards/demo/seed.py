"""All steps in order."""

from rewards.demo.people import seed_people
from rewards.demo.units import seed_campaigns, seed_categories, seed_units


def seed() -> None:
    """Make what is missing of the demonstration."""
    cast = seed_people()
    seed_categories(cast.people["admin"])
    seed_campaigns(cast)
    seed_units(cast)
