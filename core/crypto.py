"""Identity and account numbers at rest: AES-GCM with a key id, an HMAC to look them up (L1).

`context` names the place a value belongs to ("units.contact:17:id_number"). It is authenticated
with the value, so a cipher text copied into another row or column does not open there.
Never log what these functions take or give, and never put it into an address.
"""

import base64
import binascii
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
_NONCE_BYTES = 12


class Undecipherable(Exception):
    """The value was changed, belongs elsewhere, or its key is not among the settings' keys."""


def encrypt(plain: str, *, context: str) -> str:
    """`plain` as "<key id>:<base64 of nonce and cipher text>", with the newest key."""
    key_id, key = next(iter(keys().items()))
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), context.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, context: str) -> str:
    """What was encrypted for this very `context`. Raises Undecipherable."""
    key_id, _, text = stored.partition(":")
    try:
        key, sealed = keys()[key_id], base64.b64decode(text, validate=True)
        return (
            AESGCM(key)
            .decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
            .decode()
        )
    except (KeyError, ValueError, InvalidTag):
        raise Undecipherable(context) from None


def reencrypt(stored: str, *, context: str) -> str:
    """The same value under the newest key; unchanged if it is under it already."""
    if stored.partition(":")[0] == next(iter(keys())):
        return stored
    return encrypt(decrypt(stored, context=context), context=context)


def lookup_hash(plain: str) -> str:
    """The same 64 hex digits for the same `plain`: equal values are found without decrypting.

    It has a key of its own (LOOKUP_KEY), so it outlives the rotation of the encrypting keys.
    """
    return hmac.new(read_key(settings.LOOKUP_KEY), plain.encode(), "sha256").hexdigest()


def keys() -> dict[str, bytes]:
    """The keys by id, newest first. Raises ValueError for a malformed one (see core.checks)."""
    pairs = (entry.strip().partition(":") for entry in settings.FIELD_KEYS)
    return {key_id: read_key(text) for key_id, _, text in pairs}


def read_key(text: str) -> bytes:
    """32 bytes from base64. Raises ValueError without repeating the text."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("a key is the base64 of 32 bytes")
    return key
