"""Put the head of the audit trail outside the database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import audit


class Command(BaseCommand):
    """`manage.py audit_head`: the hourly job, by hand."""

    help = "Write the newest link of the audit trail into a signed file in AUDIT_DIR."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print where it went."""
        path = audit.write_head(timezone.now())
        self.stdout.write(str(path) if path else "Nothing has been recorded yet.")
