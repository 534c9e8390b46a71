"""Mistakes of deployment, found by `manage.py check` and not by users."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core import crypto

_MAKE_ONE = (
    "Make one with: python -c 'import base64, secrets; "
    "print(base64.b64encode(secrets.token_bytes(32)).decode())'"
)
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,20}")


@register("core")
def field_keys(**_: Any) -> list[CheckMessage]:
    """FIELD_KEYS: at least one, each "id:base64 of 32 bytes", no id twice."""
    entries = [entry.strip() for entry in settings.FIELD_KEYS if entry.strip()]
    if not entries:
        return [Error("FIELD_KEYS is empty.", hint=f"Set id:key. {_MAKE_ONE}", id="core.E001")]
    names = [entry.partition(":")[0] for entry in entries]
    found: list[CheckMessage] = [
        Error(
            f"Key number {place} of FIELD_KEYS is malformed.",
            hint=f"Write it as id:base64 of 32 bytes. {_MAKE_ONE}",
            id="core.E002",
        )
        for place, entry in enumerate(entries, start=1)
        if not _well_formed(entry)
    ]
    if len(set(names)) < len(names):
        hint = "Give each key an id of its own; newest first."
        found.append(Error("Two keys of FIELD_KEYS share an id.", hint=hint, id="core.E003"))
    return found


@register("core")
def lookup_key(**_: Any) -> list[CheckMessage]:
    """LOOKUP_KEY: base64 of 32 bytes, and not one of the encrypting keys."""
    try:
        key = crypto.read_key(settings.LOOKUP_KEY)
    except ValueError:
        return [Error("LOOKUP_KEY is malformed.", hint=_MAKE_ONE, id="core.E004")]
    texts = {entry.strip().partition(":")[2] for entry in settings.FIELD_KEYS}
    if any(_is(text, key) for text in texts):
        hint = f"One key, one purpose. {_MAKE_ONE}"
        return [Error("LOOKUP_KEY is also a key of FIELD_KEYS.", hint=hint, id="core.E005")]
    return []


def _well_formed(entry: str) -> bool:
    key_id, _, text = entry.partition(":")
    try:
        crypto.read_key(text)
    except ValueError:
        return False
    return bool(_KEY_ID.fullmatch(key_id))


def _is(text: str, key: bytes) -> bool:
    try:
        return crypto.read_key(text) == key
    except ValueError:
        return False
