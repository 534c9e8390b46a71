"""What accounts tells the apps above, inside the transaction of the service that did it."""

from django.dispatch import Signal

# sender=User; user: User, by: User, day: date. What the person followed needs a new owner.
person_left = Signal()
# sender=Membership; user: User, team: Team | None (None: now in no team), by: User, day: date.
team_changed = Signal()
