"""The Chinese font for paper, found without installing it.

Pango and Chromium ask fontconfig for fonts. `FONTCONFIG_FILE` names a file that includes the
system's own configuration and adds the folder of the two Noto Sans SC files we ship. It has to be
set before WeasyPrint is imported. No `@font-face`: that would load 10 MB a document.
"""

import os
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

FAMILY = "Noto Sans SC"
_FILE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def folder() -> Path:
    """Where the TTF files are."""
    return Path(settings.BASE_DIR) / "static" / "vendor" / "fonts"


def configure() -> Path:
    """Write var/fonts.conf, point `FONTCONFIG_FILE` at it, and return its path.

    May be called as often as one likes; what is already right is not written again, so two
    processes never see half a file.
    """
    var = Path(settings.VAR_DIR)
    path = var / "fonts.conf"
    text = _FILE.format(fonts=escape(str(folder())), cache=escape(str(var / "fontconfig")))
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)
    return path
