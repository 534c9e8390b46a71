"""The service directory kept and sent (U10)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, sound, versions
from core.errors import DomainError
from units.models import Contact, DirectoryEntry, DirectorySending
from units.search import doubled
from units.services.shared import written

FACTS = (
    "kind",
    "place",
    "name",
    "telephone",
    "address",
    "latitude",
    "longitude",
    "hours",
    "prices",
    "discount",
    "pick_up",
    "remarks",
)


@transaction.atomic
def directory_add(*, facts: Mapping[str, Any], by: User, project_id: int | None = None) -> Any:
    """A new entry in the directory of the person's project."""
    entry = DirectoryEntry(project_id=project_id or _project_of(by), **_only(facts))
    _keep(entry)
    audit.record("units.directory.added", entry, by=by)
    return entry


@transaction.atomic
def directory_edit(
    *, directoryentry_id: int, version: int, facts: Mapping[str, Any], by: User
) -> DirectoryEntry:
    """Correct an entry; refused when somebody saved it since `version`."""
    entry = _locked(directoryentry_id)
    versions.check(entry, version)
    for name, value in _only(facts).items():
        setattr(entry, name, value)
    entry.closed_on = None  # who corrects it, offers it again
    versions.bump(entry)
    _keep(entry)
    audit.record("units.directory.changed", entry, by=by)
    return entry


@transaction.atomic
def directory_remove(*, directoryentry_id: int, by: User) -> DirectoryEntry:
    """Take an entry out of the list; its page stays for whom it was sent to."""
    entry = _locked(directoryentry_id)
    entry.closed_on = timezone.localdate()
    entry.save(update_fields=["closed_on", versions.bump(entry)])
    audit.record("units.directory.removed", entry, by=by)
    return entry


@transaction.atomic
def directory_send(*, directoryentry_id: int, contact_id: int, by: User) -> DirectorySending:
    """Note that a customer was given an entry; the message leaves by the own telephone."""
    contact = Contact.objects.get(pk=contact_id)
    if DirectoryEntry.objects.filter(pk=directoryentry_id, closed_on__isnull=False).exists():
        raise DomainError(_("This entry was taken out of the directory. Send another one."))
    if not contact.mobile:
        raise DomainError(
            _("No mobile number of this person is known. Enter it first."), field="contact"
        )
    sending = DirectorySending.objects.create(
        entry_id=directoryentry_id, contact=contact, by=by, at=timezone.now()
    )
    audit.record("units.directory.sent", contact, by=by, entry=directoryentry_id)
    return sending


def _locked(entry_id: int) -> DirectoryEntry:
    rows = DirectoryEntry.objects.select_for_update(no_key=True, of=("self",))
    entry: DirectoryEntry = rows.get(pk=entry_id)
    return entry


def _keep(entry: DirectoryEntry) -> None:
    """Spell it for search, let the constraints speak, write it."""
    entry.doubled = doubled(entry.name)
    entry.sound = sound.pinyin(entry.name, person=False)[:200]
    entry.initials = sound.initials(entry.name, person=False)[:60]
    written(entry)


def _only(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FACTS if name in facts}


def _project_of(user: User) -> int:
    if len(user.project_ids) != 1:
        raise DomainError(_("You work for several projects. Sign in for one of them."))
    return next(iter(user.project_ids))
