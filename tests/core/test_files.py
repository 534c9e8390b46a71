"""Files: what is taken, how it is kept, who opens it (bad input, L1)."""

import io
import os
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageFile
from pytest_django import Settings

from accounts.models import Project, User
from core import files, uploads
from core.errors import DomainError
from core.files import EVIDENCE, PHOTO, FileKind, attachment_remove, attachment_save
from core.models import Attachment, AuditRecord

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    data = io.BytesIO()
    Image.new(options.pop("mode", "RGB"), size, options.pop("colour", "teal")).save(
        data, form, **options
    )
    return data.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_cut_picture_is_refused_also_after_something_was_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    with pytest.raises(DomainError, match="damaged"):
        uploads.check(upload(picture("PNG", (90, 90))[:-40]))


@pytest.mark.parametrize(
    ("form", "content_type", "suffix"),
    [
        ("JPEG", "image/jpeg", ".jpg"),
        ("PNG", "image/png", ".png"),
        ("WEBP", "image/webp", ".webp"),
    ],
)
def test_photos_are_taken_whatever_they_are_called(
    form: str, content_type: str, suffix: str
) -> None:
    checked = uploads.check(upload(picture(form), "holiday.exe"))
    assert (checked.content_type, checked.suffix) == (content_type, suffix)
    assert Image.open(io.BytesIO(checked.data)).size == (60, 40)


@pytest.mark.parametrize("mode", ["L", "1", "CMYK"])
def test_photos_of_other_colours_become_plain_ones(mode: str) -> None:
    form = "PNG" if mode == "1" else "JPEG"
    checked = uploads.check(upload(picture(form, mode=mode, colour=0)))
    assert Image.open(io.BytesIO(checked.data)).mode == "RGB"


def test_a_transparent_picture_stays_transparent() -> None:
    checked = uploads.check(upload(picture("PNG", mode="RGBA", colour=(1, 2, 3, 128))))
    kept = Image.open(io.BytesIO(checked.data))
    assert kept.getpixel((5, 5)) == (1, 2, 3, 128)


def test_nothing_comes_along_with_a_photo() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-description"
    exif.get_ifd(0x8825)[2] = (24.0, 54.0, 0.0)
    data = picture(exif=exif.tobytes(), comment=b"SECRET-comment") + b"SECRET-trailer<?php"
    kept = uploads.check(upload(data)).data
    assert data.count(b"SECRET") == 3
    assert b"SECRET" not in kept
    assert b"Exif" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_only_the_first_of_many_pictures_is_kept() -> None:
    first, second = (Image.new("RGB", (9, 9), colour) for colour in ("red", "blue"))
    data = io.BytesIO()
    first.save(data, "WEBP", save_all=True, append_images=[second], lossless=True)
    kept = Image.open(io.BytesIO(uploads.check(upload(data.getvalue())).data))
    assert getattr(kept, "n_frames", 1) == 1


def test_a_photo_taken_sideways_is_kept_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    kept = uploads.check(upload(picture(size=(60, 40), exif=exif.tobytes()))).data
    assert Image.open(io.BytesIO(kept)).size == (40, 60)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_large_photo_is_made_smaller(form: str) -> None:
    kept = Image.open(io.BytesIO(uploads.check(upload(picture(form, (6000, 3000)))).data))
    assert kept.size == (3072, 1536)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (SVG, "SVG"),
        (b"\n  <SVG onload=alert(1)>", "SVG"),
        (b"GIF89a" + b"\0" * 50, "Only JPEG, PNG and WebP"),
        (b"BM" + b"\0" * 50, "Only JPEG, PNG and WebP"),
        (PDF, "Only JPEG, PNG and WebP"),
        (b"MZ\x90\0", "Only JPEG, PNG and WebP"),
        (b"<html>", "Only JPEG, PNG and WebP"),
        (picture()[:200], "damaged"),
        (b"\xff\xd8\xff" + SVG, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "damaged"),
        (picture("PNG", (9, 9))[:-30], "damaged"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "damaged"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        uploads.check(upload(data))


def test_a_20_mb_photo_is_refused_before_it_is_read() -> None:
    class Huge(SimpleUploadedFile):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("read")

    huge = Huge("huge.jpg", b"")
    huge.size = 20 * 1024 * 1024
    with pytest.raises(DomainError, match="20 MB; at most 10 MB"):
        uploads.check(huge)


@pytest.mark.parametrize("size", [(8000, 7000), (20000, 20000)])
def test_a_small_file_with_too_many_pixels_is_refused(size: tuple[int, int]) -> None:
    bomb = picture("PNG", size, mode="1", colour=0)
    assert len(bomb) < 200_000
    with pytest.raises(DomainError, match="50 million pixels"):
        uploads.check(upload(bomb))


def test_broken_bytes_never_break_the_page() -> None:
    chance = random.Random(2008)
    good = [picture(form, (30, 30)) for form in ("JPEG", "PNG", "WEBP")]
    for turn in range(300):
        data = bytearray(good[turn % 3])
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(12, len(data))] = chance.randrange(256)
        with suppress(DomainError):
            uploads.check(upload(bytes(data)))


def test_evidence_may_be_a_pdf_and_is_kept_as_it_is() -> None:
    checked = uploads.check(upload(PDF, "contract.pdf"), pdf=True)
    assert (checked.content_type, checked.data) == ("application/pdf", PDF)
    with pytest.raises(DomainError, match="and PDF files"):
        uploads.check(upload(b"PK\x03\x04", "contract.docx"), pdf=True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\people\\photo.jpg", "photo.jpg"),
        ("商会\r\n.jpg", "商会.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + "…" + "x" * 15 + ".jpg"),
    ],
)
def test_the_shown_name_is_harmless(name: str, shown: str) -> None:
    given = upload(picture())
    given.__dict__["_name"] = name  # past Django's own cleaning
    assert uploads.check(given).name == shown


def test_one_time_keys_tell_two_contents_apart() -> None:
    first, second = (uploads.check(upload(picture(colour=c))) for c in ("red", "blue"))
    assert repr(first) != repr(second)
    assert len(repr(first)) < 300


# --- saving ---------------------------------------------------------------------------------


@pytest.fixture
def photo(ann: User, bob: User) -> Attachment:
    """A photo of bob, added by ann."""
    return attachment_save(subject=bob, upload=upload(picture(), "bob.jpg"), kind=PHOTO, by=ann)


def stored_path(kept: Attachment, settings: Settings) -> Path:
    return Path(settings.MEDIA_ROOT) / kept.stored


def test_a_file_is_kept_under_a_random_name(photo: Attachment, settings: Settings) -> None:
    path = stored_path(photo, settings)
    assert path.stat().st_size == photo.size
    assert "bob" not in photo.stored
    assert (photo.name, photo.subject_type) == ("bob.jpg", "accounts.user")
    assert AuditRecord.objects.get().data == {
        "file": photo.pk,
        "kind": "photo",
        "sha256": photo.sha256,
    }
    assert list(files.attachments_of(User.objects.get(username="bob"), PHOTO)) == [photo]
    assert not files.attachments_of(User.objects.get(username="bob"), EVIDENCE)


def test_a_pdf_is_no_photo_even_when_a_form_let_it_through(ann: User) -> None:
    checked = uploads.check(upload(PDF), pdf=True)
    with pytest.raises(DomainError):
        attachment_save(subject=ann, upload=checked, kind=PHOTO, by=ann)
    assert attachment_save(subject=ann, upload=checked, kind=EVIDENCE, by=ann).size == len(PDF)


def test_an_unknown_kind_is_a_programming_error(ann: User) -> None:
    with pytest.raises(KeyError):
        attachment_save(subject=ann, upload=upload(picture()), kind="nonsense", by=ann)


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file grows past 200 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(ann: User, full_disk: None) -> None:
    with pytest.raises(DomainError, match="could not be kept"):
        attachment_save(subject=ann, upload=upload(picture()), kind=PHOTO, by=ann)
    assert not Attachment.objects.exists()
    assert list(files._stored_names(default_storage, files.FOLDER)) == []


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_goes_with_its_bytes(photo: Attachment, ann: User) -> None:
    attachment_remove(attachment_id=photo.pk, by=ann)
    assert not Attachment.objects.exists()
    assert not default_storage.exists(photo.stored)


def test_a_removal_rolled_back_keeps_the_bytes(photo: Attachment, ann: User) -> None:
    with transaction.atomic():
        attachment_remove(attachment_id=photo.pk, by=ann)
        transaction.set_rollback(True)
    assert default_storage.exists(photo.stored)


def age(name: str, how_old: timedelta) -> None:
    then = (timezone.now() - how_old).timestamp()
    os.utime(default_storage.path(name), (then, then))


def test_files_without_a_row_are_found_and_swept_once_they_are_old(photo: Attachment) -> None:
    now = timezone.now()
    stray, young = (
        default_storage.save(f"files/ab/{name}.jpg", ContentFile(b"x")) for name in ("a", "b")
    )
    age(stray, timedelta(hours=2))
    age(photo.stored, timedelta(days=9))
    assert files.stray_files(now) == [stray]
    assert (files.sweep(now), files.sweep(now)) == (1, 0)
    assert default_storage.exists(young)
    assert default_storage.exists(photo.stored)


@pytest.mark.parametrize("fault", ["missing", "shortened"])
def test_rows_without_their_file_are_found(
    photo: Attachment, settings: Settings, fault: str
) -> None:
    assert files.lost_files() == []
    path = stored_path(photo, settings)
    path.unlink() if fault == "missing" else path.write_bytes(b"x")
    assert files.lost_files() == [f"core.attachment {photo.pk}"]


# --- opening --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [("ann", 200), ("lead", 200), ("manager", 200), ("admin", 200), ("cai", 404)],
)
def test_a_file_opens_for_who_sees_its_record(
    request: pytest.FixtureRequest,
    photo: Attachment,
    as_user: Callable[[Any], Client],
    who: str,
    status: int,
) -> None:
    browser = as_user(request.getfixturevalue(who))
    assert browser.get(photo.get_absolute_url()).status_code == status


def test_a_file_is_closed_to_strangers(photo: Attachment, client: Client) -> None:
    answer = client.get(photo.get_absolute_url())
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (
        302,
        "/accounts/sign-in/",
    )


def test_a_photo_is_shown_under_headers_that_let_it_do_nothing(
    photo: Attachment, ann: User, as_user: Callable[[Any], Client]
) -> None:
    answer = as_user(ann).get(photo.get_absolute_url())
    content = b"".join(answer)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == 'inline; filename="bob.jpg"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert content.startswith(b"\xff\xd8\xff")


def test_a_pdf_is_only_handed_out_to_be_saved(ann: User, as_user: Callable[[Any], Client]) -> None:
    kept = attachment_save(subject=ann, upload=upload(PDF, "合同.pdf"), kind=EVIDENCE, by=ann)
    answer = as_user(ann).get(kept.get_absolute_url())
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_file_that_is_gone_is_404(
    photo: Attachment, ann: User, as_user: Callable[[Any], Client]
) -> None:
    default_storage.delete(photo.stored)
    assert as_user(ann).get(photo.get_absolute_url()).status_code == 404
    assert as_user(ann).get("/files/999999/").status_code == 404


def test_a_record_that_nobody_may_list_shows_no_files(
    project: Project, admin: User, as_user: Callable[[Any], Client]
) -> None:
    team = project.teams.create(name="Team 9")
    kept = attachment_save(subject=team, upload=upload(picture()), kind=PHOTO, by=admin)
    Attachment.objects.filter(pk=kept.pk).update(subject_type="core.counter")
    assert as_user(admin).get(kept.get_absolute_url()).status_code == 404


@pytest.fixture
def sealed_kind() -> Iterator[str]:
    yield files.register_kind(
        FileKind("sealed", "sealed", pdf=True, ability="accounts.user_manage")
    )
    del files._kinds["sealed"]


def test_a_kind_may_ask_for_an_ability(
    ann: User, admin: User, sealed_kind: str, as_user: Callable[[Any], Client]
) -> None:
    kept = attachment_save(subject=ann, upload=upload(PDF), kind=sealed_kind, by=ann)
    assert as_user(ann).get(kept.get_absolute_url()).status_code == 403
    assert as_user(admin).get(kept.get_absolute_url()).status_code == 200
