"""All steps in order."""

from django.utils import translation

from rewards.demo.budget import seed_budget
from rewards.demo.customers import seed_customers
from rewards.demo.people import seed_people
from rewards.demo.rewards import seed_rewards
from rewards.demo.sales import seed_homes, seed_purchases
from rewards.demo.units import seed_campaigns, seed_categories, seed_units
from rewards.demo.visits import seed_visits


@translation.override("zh-hans")
def seed() -> None:
    """Make what is missing of the demonstration; reasons that are kept are kept in Chinese."""
    cast = seed_people()
    seed_categories(cast.people["admin"])
    seed_campaigns(cast)
    seed_budget(cast)
    units = seed_units(cast)
    seed_visits(units, cast)
    seed_homes(cast)
    seed_purchases(units, cast)
    seed_rewards(units, cast)
    seed_customers(cast)
