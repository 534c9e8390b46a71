"""What pricing tells the apps above it, inside the transaction that changed it."""

from django.dispatch import Signal

# sender=Purchase, purchase=…, was="" for a new one, to=…, by=User, at=datetime. The purchase has
# its dates (reserved_on, subscribed_on, …) and its price after any re-pricing of its unit.
purchase_advanced = Signal()
# sender=LedgerEntry, entry=the reversing entry (entry.reverses is the reversed one), by=User
entry_reversed = Signal()
