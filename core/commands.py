"""The outermost block of every change: durable, once only, and busy rather than broken."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.core.files.base import File
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core import audit, crypto
from core.errors import DomainError
from core.models import UsedKey

Result = TypeVar("Result")


@dataclass(frozen=True)
class FormKey:
    """A form's one-time key and what the form is for."""

    key: UUID
    purpose: str


def execute(
    service: Callable[..., Result], *, by: Any, once: FormKey | None = None, **params: Any
) -> Result:
    """Run `service(by=by, **params)` in its own transaction.

    With `once`, a key that was worked already gives its first result again, and DomainError if it
    comes with other parameters. A lock that cannot be had in time is DomainError, too.
    """
    try:
        with transaction.atomic(durable=True), audit.gathered():
            if once is None:
                return service(by=by, **params)
            result: Result = _work_once(service, once, by, params)
            return result
    except OperationalError as error:
        if not is_busy(error):
            raise
        raise DomainError(
            _("Somebody is working on this at the moment. Wait a moment and try again.")
        ) from error


def _work_once(service: Callable[..., Any], once: FormKey, by: Any, params: dict[str, Any]) -> Any:
    digest = _digest(params)
    used, created = _take(once, by, digest)
    if not created:
        return _earlier_result(used, by, once, digest)
    result = service(by=by, **params)
    if isinstance(result, Model):
        used.result_type, used.result_id = result._meta.label_lower, str(result.pk)
        used.save(update_fields=["result_type", "result_id"])
    return result


def _take(once: FormKey, by: Any, digest: str) -> tuple[UsedKey, bool]:
    """Insert the key; a second sender waits here for the first one's commit."""
    try:
        with transaction.atomic():
            return (
                UsedKey.objects.create(
                    key=once.key, by=by, purpose=once.purpose, params_hash=digest
                ),
                True,
            )
    except IntegrityError:
        return UsedKey.objects.get(key=once.key), False


def _earlier_result(used: UsedKey, by: Any, once: FormKey, digest: str) -> Any:
    same_form = used.by_id == by.pk and used.purpose == once.purpose
    if not (same_form and used.params_hash == digest):
        raise DomainError(
            _("This form was sent before with other entries. Open it afresh and enter it again.")
        )
    if not used.result_type:
        return None
    return apps.get_model(used.result_type)._default_manager.get(pk=used.result_id)


def _digest(params: dict[str, Any]) -> str:
    text = json.dumps({name: _plain(value) for name, value in params.items()}, sort_keys=True)
    return crypto.lookup_hash(text)  # keyed, so that nobody tries all numbers against it (L1)


def _plain(value: Any) -> str:
    """A value as text that is the same for the same entry."""
    if isinstance(value, Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, QuerySet | list | tuple):
        return ",".join(sorted(_plain(item) for item in value))
    if isinstance(value, File):
        return f"{value.name}:{value.size}"
    return repr(value)


def is_busy(error: OperationalError) -> bool:
    """Lock timeout, deadlock, serialization failure; SQLite's "database is locked"."""
    state = getattr(error.__cause__, "sqlstate", "") or ""
    return state in {"55P03", "40P01", "40001"} or "locked" in str(error)
