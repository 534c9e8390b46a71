"""What units tells the apps above it, inside the transaction that changed it."""

from django.dispatch import Signal

# sender=Registration, registration=…
customer_registered = Signal()
# sender=Arrival, arrival=…
customer_arrived = Signal()
# sender=KeyPersonTenure, tenure=… (the one that began)
key_person_changed = Signal()
