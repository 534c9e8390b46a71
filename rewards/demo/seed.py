"""All steps in order."""

from django.utils import translation

from rewards.demo.budget import seed_budget
from rewards.demo.customers import seed_customers
from rewards.demo.directory import seed_directory
from rewards.demo.duplicates import seed_duplicates
from rewards.demo.imports import seed_imports
from rewards.demo.lists import saved_views
from rewards.demo.ownership import seed_ownership
from rewards.demo.people import seed_people
from rewards.demo.people_of_units import seed_people_of_units
from rewards.demo.privacy import seed_privacy
from rewards.demo.records import seed_records
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
    seed_people_of_units(units, cast)
    seed_customers(cast)
    seed_directory(cast)
    seed_ownership(cast)
    saved_views(cast.people)
    seed_records(units)
    seed_privacy(units, cast)
    seed_duplicates(units, cast)
    seed_imports(cast)
