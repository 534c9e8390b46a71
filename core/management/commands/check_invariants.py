"""Ask every invariant; the exit code says whether all hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.invariants import check_all


class Command(BaseCommand):
    """`manage.py check_invariants`: one line each, offending rows below."""

    help = "Check what must always hold; prints the rows that offend."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each invariant's answer."""
        findings = check_all()
        for finding in findings:
            self.stdout.write(f"{'BROKEN' if finding.rows else 'ok':8}{finding.invariant.name}")
            for row in finding.rows:
                self.stdout.write(f"        {row}")
        broken = sum(1 for finding in findings if finding.rows)
        if broken:
            raise CommandError(f"{broken} of {len(findings)} invariants do not hold.")
