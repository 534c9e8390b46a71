"""Mobile numbers: one spelling each, because a customer is known by it (U6), and masked (L1)."""

import re

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from core.errors import DomainError
from core.text import fold_width

# A letter is a slip here; the library would read it as a key of the telephone.
_WRITTEN = re.compile(r"[+\d\s().\-]+", re.ASCII)
CHINA = 86
_DASHES = re.compile(r"[‐‑‒–—―−]")  # people paste them

# In some countries (the United States) a number does not tell whether it is a mobile.
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def normalise_mobile(text: str) -> str:
    """The number as +8613800138000 (E.164); +86 where no country is given.

    Raises DomainError, field "mobile", for what is not a mobile number.
    """
    written = _DASHES.sub("-", fold_width(text)).strip()
    number = _parsed(written)
    if number is None or phonenumbers.number_type(number) not in _MOBILE:
        raise DomainError(
            _(
                "This is not a mobile number. Enter eleven digits such as 138 0013 8000, or the "
                "number with its country code."
            ),
            field="mobile",
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def spoken(number: str) -> str:
    """138 0013 8000, as one reads it aloud; a foreign one with its country's code.

    Expects E.164; anything else comes back as it is.
    """
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == CHINA
    way = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, way)


def mask_mobile(text: str) -> str:
    """138****8000; with the country code in front if it is not China's. Expects a whole number."""
    number = text.removeprefix("+86")
    if len(number) < 8:
        return "*" * len(number)
    shown = 4 if number.startswith("+") else 3
    return f"{number[:shown]}****{number[-(7 - shown) :]}"


def _parsed(written: str) -> phonenumbers.PhoneNumber | None:
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        return phonenumbers.parse(written, "CN")
    except phonenumbers.NumberParseException:
        return None
