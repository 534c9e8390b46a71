"""What is told of an entry of the service directory, and to whom it was (U10)."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from accounts.models import User
from core.registry import TimelineEntry
from core.timeline import older_than
from units.models import Contact, DirectoryEntry, DirectorySending, Unit


def message_text(entry: DirectoryEntry) -> str:
    """The entry as a message of a few lines; what is not known is left out."""
    lines = [
        entry.name,
        entry.telephone and _("Telephone: %(value)s") % {"value": entry.telephone},
        entry.address and _("Address: %(value)s") % {"value": entry.address},
        entry.hours and _("Open: %(value)s") % {"value": entry.hours},
        entry.prices and _("Prices: %(value)s") % {"value": entry.prices},
        entry.discount and _("For you: %(value)s") % {"value": entry.discount},
        _("A pick-up can be booked.") if entry.pick_up else "",
    ]
    return "\n".join(line for line in lines if line)


def phone_message(mobile: str, text: str) -> str:
    """A link that opens the telephone's own messages with `text`; `mobile` may be empty."""
    return f"sms:{mobile}?&body={quote(text)}"


def directory_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What a customer, or a unit's people, were sent."""
    rows = DirectorySending.objects.select_related("entry", "contact", "by")
    if isinstance(subject, Unit):
        rows = rows.filter(contact__unit=subject)
    elif isinstance(subject, Contact):
        rows = rows.filter(contact=subject)
    else:
        return []
    return [
        TimelineEntry(
            row.at,
            "directory",
            _("%(entry)s was sent to %(name)s") % {"entry": row.entry, "name": row.contact},
            str(row.by),
            url=row.entry.get_absolute_url(),
            icon="send",
        )
        for row in older_than(rows, "at", before)[:limit]
    ]
