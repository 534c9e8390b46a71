"""The inbox: told once, in the receiver's language, opened safely."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from pytest_django import DjangoAssertNumQueries

from accounts.models import Notification, User
from accounts.services.notifications import notify
from core.commands import execute

AsUser = Callable[[User], Client]


def tell(*users: User, key: str = "1", url: str = "/accounts/me/") -> int:
    return notify(
        user_ids=[user.pk for user in users], kind="test", key=key, title=f"Note {key}", url=url
    )


def test_everybody_named_is_told_once_however_often_it_is_said(ann: User, bob: User) -> None:
    assert tell(ann) == 1
    assert tell(ann, bob) == 1
    assert tell(ann, bob) == 0
    assert Notification.objects.count() == 2


def test_who_left_is_not_told(ann: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert tell(ann, bob) == 1


def test_each_reads_it_in_their_own_language(ann: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(language="zh-hans")
    notify(
        user_ids=[ann.pk, bob.pk],
        kind="test",
        key="1",
        title=lambda: f"in {get_language()}",
        body=gettext_lazy("Save"),
    )
    assert set(Notification.objects.values_list("user__username", "title")) == {
        ("ann", "in en"),
        ("bob", "in zh-hans"),
    }


def test_who_reads_in_another_language_than_was_expected_reads_it_in_that(
    as_user: AsUser, ann: User
) -> None:
    notify(user_ids=[ann.pk], kind="test", key="1", title=lambda: f"in {get_language()}")
    Notification.objects.create(user=ann, kind="test", key="old", title="As it was kept")
    page = as_user(ann).get(reverse("inbox"), headers={"accept-language": "zh-hans"}).text
    assert ("in zh-hans" in page, "in en" in page) == (True, False)
    assert "As it was kept" in page


def test_telling_many_costs_three_queries(
    ann: User, bob: User, cai: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):  # two of them savepoints, two for each language's text
        tell(ann, bob, cai)


def test_the_page_shows_the_newest_first_and_marks_the_unread(as_user: AsUser, ann: User) -> None:
    tell(ann, key="old")
    tell(ann, key="new")
    Notification.objects.filter(key="old").update(read_at="2008-05-15T08:00+08:00")
    page = as_user(ann).get(reverse("inbox")).content.decode()
    assert page.index("Note new") < page.index("Note old")
    assert page.count('class="unread"') == 1


def test_older_ones_are_behind_a_link(as_user: AsUser, ann: User) -> None:
    for number in range(35):
        tell(ann, key=f"n{number:02}")
    client = as_user(ann)
    first = client.get(reverse("inbox"))
    assert first.context["older"]
    second = client.get(f"{reverse('inbox')}?before={first.context['older']}")
    assert [note.key for note in second.context["notes"]] == ["n04", "n03", "n02", "n01", "n00"]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "'"])
def test_a_nonsense_place_shows_the_newest(as_user: AsUser, ann: User, before: str) -> None:
    tell(ann)
    response = as_user(ann).get(reverse("inbox"), {"before": before})
    assert len(response.context["notes"]) == 1


def test_opening_marks_it_read_and_leads_on(as_user: AsUser, ann: User) -> None:
    tell(ann)
    note = Notification.objects.get()
    client = as_user(ann)
    assert client.get(reverse("inbox_open", args=[note.pk]))["Location"] == "/accounts/me/"
    note.refresh_from_db()
    first = note.read_at
    assert first
    client.get(reverse("inbox_open", args=[note.pk]))
    note.refresh_from_db()
    assert note.read_at == first


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example", "javascript:x"])
def test_an_address_outside_leads_back_to_the_inbox(as_user: AsUser, ann: User, url: str) -> None:
    tell(ann, url=url)
    note = Notification.objects.get()
    response = as_user(ann).get(reverse("inbox_open", args=[note.pk]))
    assert response["Location"] == reverse("inbox")


def test_another_persons_message_is_not_there(as_user: AsUser, ann: User, bob: User) -> None:
    tell(bob)
    note = Notification.objects.get()
    assert as_user(ann).get(reverse("inbox_open", args=[note.pk])).status_code == 404
    note.refresh_from_db()
    assert note.read_at is None


def test_all_are_marked_read_at_once_and_only_ones_own(
    as_user: AsUser, ann: User, bob: User
) -> None:
    tell(ann, bob)
    tell(ann, key="2")
    client = as_user(ann)
    assert client.get(reverse("inbox_read")).status_code == 405
    client.post(reverse("inbox_read"))
    assert list(Notification.objects.filter(read_at=None).values_list("user", flat=True)) == [
        bob.pk
    ]


@pytest.mark.races
def test_the_same_message_from_twenty_jobs_arrives_once(
    race: Callable[[int, Callable[[], object]], list[object]], ann: User
) -> None:
    results = race(
        20,
        lambda: execute(notify, by=ann, user_ids=[ann.pk], kind="test", key="1", title="Once"),
    )
    assert all(isinstance(result, int) for result in results)
    assert Notification.objects.count() == 1
