"""What the periods of keeping would delete, and whom nobody deals with any more. Deletes nothing.

People are shown by number: the output may end in a log.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from accounts.models import Project
from core.personal.retention import all_periods
from units.selectors.retention import proposal


class Command(BaseCommand):
    """A dry run; the deed is confirmed on the page and worked by the worker."""

    help = "Show what would be forgotten now: rows by period, people by project."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether each person is listed."""
        parser.add_argument("--list", action="store_true", help="name every person by number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and list where asked."""
        now = timezone.now()
        for period in all_periods():
            self.stdout.write(f"{period.name}: {period.due(now).count()}")
        for project in Project.objects.order_by("code"):
            found = proposal(project.pk, timezone.localdate(now))
            self.stdout.write(f"{project.code}, no dealing since {found.cutoff}: {found.count}")
            if options["list"]:
                for key in found.keys:
                    self.stdout.write(f"  #{key}")
