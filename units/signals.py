"""What units tells the apps above it, inside the transaction that changed it."""

from django.dispatch import Signal

# sender=Registration, registration=…
customer_registered = Signal()
# sender=Arrival, arrival=…
customer_arrived = Signal()
# sender=KeyPersonTenure, tenure=… (the one that began)
key_person_changed = Signal()
# sender=Unit, unit=… (locked, with its new grade), evaluation=…, by=User
unit_evaluated = Signal()
# sender=Unit, unit=… (locked, with its new owner and team), change=OwnershipChange, by=User
unit_assigned = Signal()
