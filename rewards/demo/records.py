"""What a unit's page shows: a group with branches, roles, photos, facts corrected (U2)."""

from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from core.commands import execute
from core.files import attachments_of
from units.models import Category, Contact, Unit
from units.selectors.files import UNIT_FILE
from units.services import contact_edit, unit_add, unit_edit, unit_files_add

GROUP = "晋江恒达纺织厂"
BRANCHES = (("恒达纺织第二分厂", 420), ("恒达印染车间", 180))
ROLES = {
    "陈金水": "decides",
    "苏丽华": "union",
    "洪志强": "office",
    "叶秋萍": "union",
    "吴建平": "decides",
}


def seed_records(units: Mapping[str, Unit]) -> None:
    """Each step looks whether it was done."""
    _branches(units[GROUP])
    for name, role in ROLES.items():
        _role(name, role)
    _photos(units["泉州商会"])
    _corrected(units["泉州商会"])


def _branches(group: Unit) -> None:
    for name, headcount in BRANCHES:
        if not Unit.objects.filter(project=group.project, name=name).exists():
            facts = {
                "name": name,
                "category": Category.objects.get(code="factory"),
                "parent": group,
                "headcount": headcount,
            }
            execute(unit_add, facts=facts, by=group.owner)


def _role(name: str, role: str) -> None:
    person = Contact.objects.filter(name=name, role="", unit__isnull=False).first()
    if person is not None:
        facts = {"role": role}
        version = person.version
        execute(contact_edit, contact_id=person.pk, version=version, facts=facts, by=person.owner)


def _corrected(unit: Unit) -> None:
    """Ann counted again, and asked about their own building plans."""
    if unit.self_build_soon:
        return
    unit.refresh_from_db()
    facts = {"headcount": 396, "self_build_soon": "no"}
    execute(unit_edit, unit_id=unit.pk, version=unit.version, facts=facts, by=unit.owner)


def _photos(unit: Unit) -> None:
    if attachments_of(unit, UNIT_FILE).exists():
        return
    uploads = [_house("门口.jpg", "#7fa8c9"), _house("会议室.jpg", "#c9a87f")]
    execute(unit_files_add, unit_id=unit.pk, uploads=uploads, by=unit.owner)


def _house(name: str, sky: str) -> SimpleUploadedFile:
    """A front of windows, drawn."""
    picture = Image.new("RGB", (960, 720), sky)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((180, 200, 780, 680), fill="#e8e0d2", outline="#8a8272", width=6)
    for row in range(3):
        for column in range(5):
            left, top = 220 + column * 112, 240 + row * 110
            pen.rectangle((left, top, left + 72, top + 70), fill="#5b7f95")
    pen.rectangle((430, 570, 530, 680), fill="#6b4a35")
    out = BytesIO()
    picture.save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
