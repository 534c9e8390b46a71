"""Paper as PDF: HTML and one of our style sheets in, bytes out.

WeasyPrint is imported when the first page is printed, after `core.fonts` named our fonts; without
Pango the HTML print view still works. It may fetch nothing but data addresses.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core import fonts
from core.errors import DomainError

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_MISSING = ".notdef glyph"

# Pango is used by one thread at a time, and the shared configuration with it.
_press = threading.Lock()


class NoPango(Exception):
    """The libraries WeasyPrint needs are not on this machine."""


def pdf(html: str, *, style: str) -> bytes:
    """The page as PDF; `style` is a file under static/.

    Raises NoPango, and DomainError for a character no font has.
    """
    press = _weasyprint()
    with _press, _listening() as missing:
        printed: bytes = press.HTML(string=html, url_fetcher=_fetcher()).write_pdf(
            stylesheets=[_style(style)], font_config=_font_config()
        )
    if missing:
        raise DomainError(
            _("A character of this page is in none of the fonts, so it was not printed.")
        )
    return printed


def available() -> bool:
    """Whether PDFs can be made here."""
    try:
        _weasyprint()
    except NoPango:
        return False
    return True


def as_file(document: bytes, name: str) -> HttpResponse:
    """The document as the browser shows it; `name` without its ending."""
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _weasyprint() -> Any:
    fonts.configure()
    try:
        import weasyprint
    except OSError as error:
        raise NoPango(str(error)) from error
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    return weasyprint


@cache
def _font_config() -> Any:
    """One for all: a new one for every document would keep its fonts for ever."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


@cache
def _style(name: str) -> Any:
    text = (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")
    return _weasyprint().CSS(string=text, font_config=_font_config(), url_fetcher=_fetcher())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What WeasyPrint says of characters it could not draw, in this thread."""
    heard: list[str] = []
    here = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == here and _MISSING in record.getMessage():
                heard.append(record.levelname)

    ear, log = Ear(), logging.getLogger("weasyprint")
    log.addHandler(ear)
    try:
        yield heard
    finally:
        log.removeHandler(ear)
