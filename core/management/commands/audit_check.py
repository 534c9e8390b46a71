"""Check the chain of the audit trail."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import audit


class Command(BaseCommand):
    """`manage.py audit_check`: prints every broken place."""

    help = "Check that the audit trail is whole and agrees with the signed heads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A quick look takes the newest links only."""
        parser.add_argument("--newest", type=int, help="look at so many links from the end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is broken."""
        broken = audit.verify(newest=options["newest"])
        for place in broken:
            self.stdout.write(str(place))
        if broken:
            raise CommandError(f"The audit trail is broken in {len(broken)} places.")
        self.stdout.write("The audit trail is whole.")
