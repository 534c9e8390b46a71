"""Photos and files of a unit (U2): visible without a click, to who sees the unit only."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from core.errors import DomainError
from core.files import lost_files, stray_files
from core.models import Attachment, AuditRecord
from core.uploads import check
from tests.house.extras import picture
from tests.units.factories import make_unit
from units.models import Unit
from units.selectors.files import file_entries
from units.services import unit_file_remove, unit_files_add

Browser = Callable[[Any], Client]

PDF = b"%PDF-1.4 a map"


def document(*parts: str, name: str = "plan.docx") -> SimpleUploadedFile:
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return SimpleUploadedFile(name, out.getvalue())


WORD = ("[Content_Types].xml", "word/document.xml")


def add(browser: Client, unit: Unit, *files: Any) -> Any:
    """Send the form."""
    typed = {"form_key": str(uuid4()), "uploads": list(files)}
    return browser.post(reverse("unit_file_add", args=[unit.pk]), typed)


def told(browser: Client, unit: Unit) -> str:
    """What the timeline says of files."""
    url = unit.get_absolute_url()
    text: str = browser.get(f"{url}?part=timeline&kind=files").text
    return text


def test_u2_several_at_once_stand_in_the_timeline_as_pictures(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    files = (picture("gate.png"), picture("hall.png"), SimpleUploadedFile("map.pdf", PDF))
    assert add(browser, unit, *files, document(*WORD)).status_code == 302
    text = told(browser, unit)
    assert "2 photos and 2 files added" in text
    assert text.count('width="160"') == 2
    assert text.count("?small=1") == 2
    for name in ("gate.png", "hall.png", "map.pdf", "plan.docx"):
        assert name in text
    assert Attachment.objects.values("at").distinct().count() == 1


def test_u2_a_thumbnail_is_small_and_swept_with_its_photo(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    big = io.BytesIO()
    Image.new("RGB", (1600, 1200), "green").save(big, "JPEG")
    add(browser, unit, SimpleUploadedFile("gate.jpg", big.getvalue()))
    kept = Attachment.objects.get()
    answer: Any = browser.get(kept.get_small_url())
    small = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert max(small.size) == 480
    assert lost_files() == []
    default_storage.delete(kept.small)
    assert lost_files() == [f"core.attachment {kept.pk}"]


def test_u2_only_who_sees_the_unit_opens_its_files(
    ann: User, cai: User, fin1: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    add(as_user(ann), unit, picture())
    kept = Attachment.objects.get()
    for user in (cai, fin1):
        assert as_user(user).get(kept.get_absolute_url()).status_code == 404
        assert as_user(user).get(kept.get_small_url()).status_code == 404
    assert add(as_user(cai), unit, picture()).status_code == 404


def test_u2_who_added_it_or_a_leader_removes_it_and_the_trail_says_so(
    ann: User, bob: User, lead: User, as_user: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    unit = make_unit(ann)
    add(as_user(ann), unit, picture(), picture("hall.png"))
    first, second = Attachment.objects.all()
    with pytest.raises(DomainError, match="Only who added this file or a leader"):
        unit_file_remove(attachment_id=first.pk, by=bob)
    assert reverse("unit_file_remove", args=[first.pk]) not in told(as_user(bob), unit)
    assert reverse("unit_file_remove", args=[first.pk]) in told(as_user(lead), unit)
    with django_capture_on_commit_callbacks(execute=True):
        unit_file_remove(attachment_id=first.pk, by=ann)
    assert not default_storage.exists(first.stored)
    assert not default_storage.exists(first.small)
    answer = as_user(lead).post(
        reverse("unit_file_remove", args=[second.pk]), {"form_key": str(uuid4())}
    )
    assert answer.headers["Location"] == unit.get_absolute_url()
    assert not Attachment.objects.exists()
    assert AuditRecord.objects.filter(action="core.file_removed").count() == 2


def test_u2_a_bad_one_among_good_ones_keeps_nothing(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    answer = add(browser, unit, picture(), document("readme.txt", name="all.zip"))
    assert answer.status_code == 422
    assert "all.zip" in answer.text
    assert not Attachment.objects.exists()


def test_u2_files_of_one_upload_are_told_together_whatever_the_page(ann: User) -> None:
    unit = make_unit(ann)
    for _ in range(2):
        unit_files_add(unit_id=unit.pk, uploads=[picture(), picture()], by=ann)
    newest, older = file_entries(unit, ann, 5)
    assert [len(entry.pictures) for entry in (newest, older)] == [2, 2]
    assert file_entries(unit, ann, 5, newest.at) == [older]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("a.txt",), "no DOCX, XLSX or PPTX"),
        (("word/document.xml",), "no DOCX, XLSX or PPTX"),
        ((*WORD, "word/vbaProject.bin"), "macros"),
        ((*WORD, "word/embeddings/oleObject1.bin"), "macros"),
        ((*WORD, "word/media/run.EXE"), "macros"),
        ((*WORD, "word/activeX/activeX1.xml"), "macros"),
    ],
)
def test_a_document_that_may_carry_a_program_is_refused(
    parts: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        check(document(*parts), office=True)


def test_a_document_is_taken_only_where_documents_are(ann: User) -> None:
    kept = check(document(*WORD), office=True)
    assert (kept.suffix, "wordprocessingml" in kept.content_type) == (".docx", True)
    sheet = check(document("[Content_Types].xml", "xl/workbook.xml"), office=True)
    assert sheet.suffix == ".xlsx"
    with pytest.raises(DomainError, match="Only JPEG"):
        check(document(*WORD), pdf=True)
    with pytest.raises(DomainError, match="damaged"):
        check(ContentFile(b"PK\x03\x04 cut off", name="x.docx"), office=True)


def test_a_document_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in WORD:
            archive.writestr(part, "<x/>")
        with archive.open("word/big.xml", "w", force_zip64=True) as big:
            for _ in range(201):
                big.write(b"0" * 1024 * 1024)
    with pytest.raises(DomainError, match="not safe"):
        check(SimpleUploadedFile("bomb.docx", out.getvalue()), office=True)


def test_nothing_kept_for_a_unit_is_a_stray(ann: User) -> None:
    unit_files_add(unit_id=make_unit(ann).pk, uploads=[picture()], by=ann)
    assert stray_files(timezone.now() + timedelta(hours=2)) == []
