"""`manage.py seed_demo`: the 2008 campaign, entered through the services."""

from typing import Any

from django.core.management.base import BaseCommand

from rewards.demo.seed import seed


class Command(BaseCommand):
    """Running it twice changes nothing."""

    help = "Enter the demonstration: the key-account campaign of 2008."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        seed()
        self.stdout.write("The demonstration is complete.")
