"""What visits tells the apps above it, inside the transaction that changed it."""

from django.dispatch import Signal

# sender=VisitReport, report=… (submitted, with its number), by=User
report_submitted = Signal()
