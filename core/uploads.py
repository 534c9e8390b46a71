"""Bytes from outside: what is taken, and in which shape it is kept.

A photo is decoded whole and painted on a new canvas, so no position, comment, thumbnail, second
picture or hidden payload comes along. A PDF or a document is kept as it is and only ever handed out
to be saved.
"""

import io
import warnings
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from core.documents import document_type, is_packed
from core.errors import DomainError

LARGEST = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 3072  # pixels; enough to read a page that was photographed
PHOTO_ACCEPT = "image/jpeg,image/png,image/webp"
PDF = "application/pdf"
EVIDENCE_ACCEPT = f"{PHOTO_ACCEPT},{PDF}"
SMALL_EDGE = 480  # pixels of a thumbnail: sharp at 240 on a telephone

Format = Literal["JPEG", "PNG", "WEBP"]
_TYPES: dict[Format, tuple[str, str]] = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "WEBP": ("image/webp", ".webp"),
}


@dataclass(frozen=True)
class CheckedFile:
    """What passed the checks, as it will be kept; `name` is what people see.

    Its repr tells two contents apart and repeats neither, for the digest of a one-time key.
    """

    name: str
    content_type: str
    suffix: str
    data: bytes = field(repr=False)
    sha256: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)


def check(upload: "File[Any]", *, pdf: bool = False, office: bool = False) -> CheckedFile:
    """The upload as a photo, with `pdf` also as a PDF, with `office` also as a document.

    Raises DomainError with a reason.

    The size is looked at first, so nothing large is read or decoded.
    """
    if upload.size > LARGEST:
        raise DomainError(
            _("The file is %(size)s MB; at most %(most)s MB fit. Make it smaller and choose again.")
            % {"size": -(-upload.size // 1024**2), "most": LARGEST // 1024**2}
        )
    upload.seek(0)
    data = upload.read()
    name = _shown_name(upload.name or "")
    if pdf and data.startswith(b"%PDF-"):
        return _checked(name, PDF, ".pdf", data)
    if office and is_packed(data):
        return _checked(name, *document_type(data), data)
    form = _format(data)
    if form is None:
        raise DomainError(_why_not(data, pdf=pdf, office=office))
    content_type, suffix = _TYPES[form]
    return _checked(name, content_type, suffix, _painted_anew(data, form))


def _checked(name: str, content_type: str, suffix: str, data: bytes) -> CheckedFile:
    return CheckedFile(name, content_type, suffix, data, sha256(data).hexdigest())


def _format(data: bytes) -> Format | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return None


def _why_not(data: bytes, *, pdf: bool, office: bool) -> str:
    if not data:
        return _("The file is empty. Choose another one.")
    if b"<svg" in data[:4096].lower():
        return _("An SVG drawing can carry programs. Choose a JPEG, PNG or WebP picture instead.")
    if office:
        return _(
            "Only JPEG, PNG and WebP pictures, PDF files and DOCX, XLSX and PPTX documents can be "
            "added. Save it as one of them."
        )
    if pdf:
        return _("Only JPEG, PNG and WebP pictures and PDF files can be added. Choose one of them.")
    return _("Only JPEG, PNG and WebP pictures can be added. Choose one of them.")


def thumbnail(data: bytes, content_type: str) -> bytes:
    """A photo that was painted anew, small, as it is shown among others."""
    form: Format = next(name for name, (kind, _suffix) in _TYPES.items() if kind == content_type)
    picture: Image.Image = Image.open(io.BytesIO(data), formats=[form])
    picture.draft("RGB", (SMALL_EDGE, SMALL_EDGE))
    picture.thumbnail((SMALL_EDGE, SMALL_EDGE))
    small = io.BytesIO()
    picture.save(small, form, quality=80)
    return small.getvalue()


def _painted_anew(data: bytes, form: Format) -> bytes:
    try:
        canvas = _paint(data, form)
    except DomainError:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:  # a broken picture makes the decoders fail in a dozen ways
        raise DomainError(_("The picture is damaged. Take or save it again.")) from None
    kept = io.BytesIO()
    canvas.save(kept, form, quality=85, optimize=form != "WEBP")
    return kept.getvalue()


def _paint(data: bytes, form: Format) -> Image.Image:
    # WeasyPrint, once it has printed in this process, lets Pillow take pictures that are cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted here, below
        picture: Image.Image = Image.open(io.BytesIO(data), formats=[form])
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    # Lets a JPEG be read at half its size or less where that is enough: a quarter of the memory.
    picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if form != "JPEG" and upright.has_transparency_data else "RGB"
    upright = upright.convert(mode)
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    canvas = Image.new(mode, upright.size)
    canvas.paste(upright)
    return canvas


def _too_many_pixels() -> DomainError:
    return DomainError(
        _("The picture has more than %(most)s million pixels. Make it smaller and choose it again.")
        % {"most": MOST_PIXELS // 1_000_000}
    )


def _shown_name(name: str) -> str:
    """The last part of the name, printable, at most 120 characters with its end kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(sign for sign in last if sign.isprintable()).strip() or "file"
    return printable if len(printable) <= 120 else f"{printable[:100]}…{printable[-19:]}"
