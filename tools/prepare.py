"""Before serving: translations compiled, database migrated, files collected, demo loaded.

One process for all of it, and cheap when nothing changed.
"""

import os

import django
from django.core.management import call_command

from tools import messages


def main() -> None:
    """Bring everything up to date; safe to repeat at any time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    messages.refresh()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    # The fonts are for paper: found on disk, never served, and slow to compress.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.ttf"])
    call_command("seed_demo")


if __name__ == "__main__":
    main()
