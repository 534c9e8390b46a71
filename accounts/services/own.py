"""What people set for themselves: password, language, appearance."""

from django.db import transaction

from accounts.models import User
from core import audit


@transaction.atomic
def password_set(*, password: str, by: User) -> User:
    """Set one's own password, checked by the form; every other session ends."""
    by.set_password(password)
    by.initial_until = None
    by.save(update_fields=["password", "initial_until"])
    audit.record("accounts.user.password_changed", by, by=by)
    return by


@transaction.atomic
def language_choose(*, language: str, by: User) -> User:
    """Speak `language` to this person from now on, also in messages."""
    by.language = language
    by.save(update_fields=["language"])
    return by


@transaction.atomic
def theme_choose(*, theme: str, by: User) -> User:
    """Light, dark, or like the device."""
    by.theme = theme
    by.save(update_fields=["theme"])
    return by
