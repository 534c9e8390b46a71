"""The permission table, tried: every address, everybody, ann's record and cai's, GET and POST.

What one may not see is 404, what one may not do is 403, signed out is led to the sign-in; and
whoever is refused has changed nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from tests.house.addresses import address_of, addresses
from tests.house.conftest import Browsers
from tests.house.permission_table import ALL, ROLE_OF, ROWS, SEEN, Row
from tests.house.subjects import Pair
from tests.house.writes import undone

pytestmark = pytest.mark.once
DOUBLES = {"bob", "cai", "lead2", "fin2"}
# A page asked for by who may, and a form sent empty: shown, led on, gone back with a sentence,
# overtaken by another version.
ANSWERS = {"GET": {200, 302}, "POST": {200, 302, 409, 422}}
# Opening a message marks it as read; no other GET changes anything.
READS_THAT_WRITE = {"inbox_open"}


@dataclass(frozen=True)
class Call:
    """One person asks one address about one record; `seen` is whether they see it."""

    username: str
    kind: str
    address: str
    seen: bool

    @property
    def role(self) -> str:
        """What the table knows them by."""
        return ROLE_OF.get(self.username, self.username.removeprefix("stranger-"))


def calls(name: str, row: Row, found: dict[str, Pair]) -> Iterator[Call]:
    """Who asks about what: of a role that is let in everybody, of the others one, about one."""
    for username in ("", *ROLE_OF):
        let_in = username and ROLE_OF[username] in row.roles
        if not row.subjects:
            yield Call(username, "", reverse(name), True)
        elif let_in:
            for kind in row.subjects:
                yield from _about(name, kind, found[kind], username)
        elif username not in DOUBLES:
            kind = row.subjects[0]
            yield Call(username, kind, address_of(name, found[kind].anns), False)
    for role in sorted(row.roles):
        for kind in row.subjects:
            address = address_of(name, found[kind].anns)
            yield Call(f"stranger-{role}", kind, address, kind not in SEEN)


def _about(name: str, kind: str, pair: Pair, username: str) -> Iterator[Call]:
    seen = SEEN.get(kind)
    yield Call(username, kind, address_of(name, pair.anns), seen is None or username in seen.anns)
    if seen and seen.cais is not None:
        yield Call(username, kind, address_of(name, pair.cais), username in seen.cais)


def expected(row: Row, call: Call, method: str) -> set[int]:
    """The answers that are right."""
    if not call.username and not row.open:
        return {302}
    if call.username and call.role not in row.roles:
        return {403}
    if method not in row.methods.split():
        return {405}
    return ANSWERS[method] if call.seen else {404}


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert {address.name for address in addresses()} == set(ROWS)


def test_an_address_with_an_argument_names_its_subject_and_no_other() -> None:
    with_argument = {address.name for address in addresses() if address.arguments}
    assert with_argument == {name for name, row in ROWS.items() if row.subjects}


def test_every_kind_of_record_is_asked_for() -> None:
    asked = {kind for row in ROWS.values() for kind in row.subjects}
    assert asked >= set(SEEN)


@pytest.mark.parametrize("name", ROWS)
def test_an_address_lets_in_whom_the_table_names_and_nobody_else(
    name: str, found: dict[str, Pair], browsers: Browsers
) -> None:
    row, let_in, wrong = ROWS[name], set(), []
    for call in calls(name, row, found):
        for method in ("GET", "POST"):
            status, why = tried(name, method, call, browsers)
            wrong += [f"{method} {call}: {status}, {reason}" for reason in why]
            if status in ANSWERS[method] and call.username:
                let_in.add(call.role)
    assert not wrong, "\n".join(wrong)
    # A page that asks for no ability is everybody's, and shows each what they see.
    assert let_in == row.roles or (row.subjects and row.roles == ALL and let_in), let_in


def tried(name: str, method: str, call: Call, browsers: Browsers) -> tuple[int, list[str]]:
    """The status of one call and what is wrong with it; whatever it did is taken back."""
    row = ROWS[name]
    with undone() as writes:
        client = browsers(call.username)
        send = client.get if method == "GET" else client.post
        answer: Any = send(call.address, row.sent if method == "POST" else None)
        status = answer.status_code
        if answer.streaming:
            b"".join(answer.streaming_content)  # which closes the file
    right, wrong = expected(row, call, method), []
    if status not in right:
        wrong.append(f"not {right}")
    if not (call.username or row.open or answer["Location"].startswith(reverse("sign_in"))):
        wrong.append("not led to the sign-in")
    may_write = name in READS_THAT_WRITE if method == "GET" else status in (200, 302)
    if writes.kept and not may_write:
        wrong.append(f"but wrote {writes.kept}")
    return status, wrong


def test_what_is_taken_back_is_no_write_and_what_stays_is_one(people: dict[str, User]) -> None:
    ann = User.objects.filter(pk=people["ann"].pk)
    with undone() as writes:
        with transaction.atomic():
            ann.update(theme="dark")
            transaction.set_rollback(True)
        assert writes.kept == []
        with transaction.atomic():
            ann.update(theme="dark")
        assert len(writes.kept) == 1
    assert ann.get().theme != "dark"
