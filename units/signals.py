"""What units tells the apps above it, inside the transaction that changed it."""

from django.dispatch import Signal

# sender=Registration, registration=…
customer_registered = Signal()
# sender=Arrival, arrival=…
customer_arrived = Signal()
# sender=KeyPersonTenure, tenure=… (the one that began)
key_person_changed = Signal()
# sender=KeyPersonTenure, tenure=… (as it stands, unit locked), period=units.services.Period (as it
# is to be); whoever relies on the history refuses with DomainError (K4)
tenure_rewriting = Signal()
# sender=Gift, gift=… (person locked), on=date; a receiver returns the codes it must wait for (L2)
gift_weighed = Signal()
# sender=Contact, contact=… (locked, with or without a certificate from now on), by=User
certificate_changed = Signal()
# sender=Unit, unit=… (locked, with its new grade), evaluation=…, by=User
unit_evaluated = Signal()
# sender=Unit, unit=… (locked, with its new owner and team), change=OwnershipChange, by=User.
# A hand-over of everything sends none of these two: it moves what is registered in `holdings`.
unit_assigned = Signal()
# sender=Contact, contact=… (locked, with its new owner and team), change=OwnershipChange, by=User
customer_assigned = Signal()
# sender=Unit or Contact, subject=… (locked, followed by nobody now), by=User or None (nightly job)
pooled = Signal()
# sender=Registration, registration=… (with its new owner and team), was_owner_id=…, was_team_id=…
registration_moved = Signal()


# sender=Contact, contact=… (locked, still readable), by=User: close what is open about them
contact_erased = Signal()
# sender=Merge, merge=…, by=User (units or contacts; everything stands at its place)
records_merged = Signal()
# sender=Merge, merge=…, by=User (the loser stands for itself again)
merge_undone = Signal()
