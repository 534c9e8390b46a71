"""The person named in a report (K3): somebody known to the unit, or a new contact."""

from accounts.models import User
from core import phones
from core.errors import DomainError
from units.models import Contact, Unit
from units.services import contact_add
from visits.models import VisitReport


def found_or_added(report: VisitReport, unit: Unit, *, by: User) -> Contact:
    """The unit's contact with this mobile number, or without one of this name; else a new one."""
    mobile = _mobile(report.new_mobile)
    name = report.new_name.strip()
    contacts = Contact.objects.filter(unit=unit)
    same = contacts.filter(mobile=mobile) if mobile else contacts.filter(name=name)
    return same.order_by("pk").first() or _added(report, mobile, by)


def _mobile(text: str) -> str:
    """One spelling; the refusal belongs to the report's own field."""
    if not text.strip():
        return ""
    try:
        return phones.normalise_mobile(text)
    except DomainError as refusal:
        raise DomainError(refusal.message, field="new_mobile") from refusal


def _added(report: VisitReport, mobile: str, by: User) -> Contact:
    facts = {
        "name": report.new_name.strip(),
        "position": report.new_position,
        "mobile": mobile,
        "official": report.new_official,
        "source": Contact.Source.VISIT,
    }
    try:
        return contact_add(unit_id=report.unit_id, facts=facts, by=by)
    except DomainError as refusal:
        field = f"new_{refusal.field}" if refusal.field in facts else None
        raise DomainError(refusal.message, field=field) from refusal
