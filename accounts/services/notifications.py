"""The inbox: told once, however often somebody says it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import Notification, User
from core.sentences import in_each

# A function is called once for each language; use it where figures are put in.
Text = str | Promise | Callable[[], str]
Said = dict[str, list[str]]  # title and text, by language


@dataclass(frozen=True)
class Message:
    """What one person is told; `url` is where it leads."""

    title: Text
    body: Text = ""
    url: str = ""


@transaction.atomic
def notify(  # noqa: PLR0913 - the parts of a message
    *,
    user_ids: Iterable[int],
    kind: str,
    key: str,
    title: Text,
    body: Text = "",
    url: str = "",
    by: User | None = None,
) -> int:
    """Put one message into each inbox, for its reader's language; returns how many are new.

    (user, kind, key) is unique: a second call with the same key adds nothing, also at the same
    instant. People who left are skipped. `by` is who caused it, for services called alike; they
    are told as well if `user_ids` names them.
    """
    message = Message(title, body, url)
    return notify_each(kind=kind, key=key, messages=dict.fromkeys(user_ids, message), by=by)


@transaction.atomic
def notify_each(
    *, kind: str, key: str, messages: Mapping[int, Message], by: User | None = None
) -> int:
    """Put each person's own message into their inbox; else as `notify`.

    As many queries for a thousand people as for one.
    """
    receivers = (
        User.objects.filter(pk__in=set(messages), is_active=True)
        .exclude(notifications__in=Notification.objects.filter(kind=kind, key=key))
        .values_list("pk", "language")
    )
    said: dict[int, Said] = {}  # most messages go to many
    rows = []
    for pk, language in receivers:
        message = messages[pk]
        if id(message) not in said:
            said[id(message)] = in_each(partial(_words, message))
        row = _row(language, message, said[id(message)])
        row.user_id, row.kind, row.key = pk, kind, key
        rows.append(row)
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def _row(language: str, message: Message, said: Said) -> Notification:
    title, body = said.get(language) or said[settings.LANGUAGE_CODE]
    return Notification(title=title, body=body, told=said, url=message.url[:200])


def _words(message: Message) -> list[str]:
    return [_worded(message.title)[:200], _worded(message.body)]


def _worded(text: Text) -> str:
    return str(text() if callable(text) else text)


@transaction.atomic
def notification_read(*, notification_id: int, by: User) -> Notification:
    """Mark one message of `by` as read; reading it again keeps the first time."""
    note = by.notifications.get(pk=notification_id)
    if note.read_at is None:
        note.read_at = timezone.now()
        note.save(update_fields=["read_at"])
    return note


@transaction.atomic
def notifications_read_all(*, by: User) -> int:
    """Mark everything `by` has as read; returns how many were unread."""
    return by.notifications.filter(read_at__isnull=True).update(read_at=timezone.now())
