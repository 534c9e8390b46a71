"""Saying no: one exception whose message the user can read and act on."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal. `message` is a translated sentence; `field` names the form field it belongs to."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
