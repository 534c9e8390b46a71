"""Before serving: translations compiled, database migrated, files collected, demo loaded.

One process for all of it, and cheap when nothing changed.
"""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from tools import messages

FONTS = "*.ttf"  # for paper: found on disk, never served


def fingerprint() -> str:
    """Changes when a static file of ours or of a package does."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([FONTS]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files() -> None:
    """Copy, name by content and compress; takes ten seconds, so only when something changed."""
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    present = fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == present:
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=[FONTS])
    stamp.write_text(present, encoding="utf-8")


def main() -> None:
    """Bring everything up to date; safe to repeat at any time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    messages.refresh()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static_files()
    call_command("seed_demo")


if __name__ == "__main__":
    main()
