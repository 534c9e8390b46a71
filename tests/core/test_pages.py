"""The five kinds of page: pager without a count, strict filters, forms worked once (house)."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from accounts.models import User
from config.urls import urlpatterns as house
from core.errors import DomainError
from core.models import Counter, JobRun
from core.pages import Button, CreatePage, Empty, ListPage
from core.permissions import AUDIT_VIEW, JOB_VIEW, POLICY_EDIT
from core.tables import Column, DayColumn, NumberColumn, Table
from core.views.watch import JobFilter

Browser = Callable[[Any], Client]
SIZE = settings.PAGE_SIZE
ROWS = 2 * SIZE + 10


class RunTable(Table):
    job = Column()
    day = DayColumn()
    result = NumberColumn()

    class Meta:
        model = JobRun
        fields = ("job", "day", "result")
        order_by = ("job",)


class Runs(ListPage):
    model = JobRun
    permission = JOB_VIEW
    table_class = RunTable
    filterset_class = JobFilter
    title = "Runs"
    buttons = (
        Button("Check", "audit_check", ability=AUDIT_VIEW, primary=True),
        Button("Rules", "policy_list", ability=POLICY_EDIT),
        Button("Home", "today"),
    )
    empty = Empty("No runs yet", "Wait for the night.", "policy_list", "Rules", POLICY_EDIT)


class CountForm(forms.Form):
    kind = forms.CharField(max_length=20)
    amount = forms.DecimalField()


def count(*, name: str, amount: Any, by: User) -> Counter:
    """Make a counter; some names are refused."""
    if name == "taken":
        raise DomainError("This name is taken.", field="name")
    if name == "never":
        raise DomainError("Not on a Sunday.", field="day")
    return Counter.objects.create(kind=name, value=amount)


class CountAdd(CreatePage):
    permission = JOB_VIEW
    form_class = CountForm
    service = staticmethod(count)
    title = "Count"
    done = "Counted."
    called = {"name": "kind"}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        return {"name": form.cleaned_data["kind"], "amount": form.cleaned_data["amount"]}

    def success_url(self, result: Counter, subject: Any) -> str:
        return f"/test/runs/?q={result.pk}"


urlpatterns = [
    *house,
    path("test/runs/", Runs.as_view(), name="test_runs"),
    path("test/count/", CountAdd.as_view(), name="test_count"),
]
pytestmark = pytest.mark.urls(__name__)
RUNS, COUNT = "/test/runs/", "/test/count/"


@pytest.fixture
def browser(admin: User, as_user: Browser) -> Client:
    return as_user(admin)


@pytest.fixture
def runs(db: None) -> list[JobRun]:
    """More than two pages of runs, all with the same result."""
    day, now = timezone.localdate(), timezone.now()
    return JobRun.objects.bulk_create(
        JobRun(job=f"job.{number:03d}", day=day, started_at=now, result=7) for number in range(ROWS)
    )


def page(browser: Client, **given: str) -> Any:
    return browser.get(RUNS, given).context["page"]


# --- lists --------------------------------------------------------------------------------------


def test_a_page_is_read_without_counting(browser: Client, runs: list[JobRun]) -> None:
    browser.get(RUNS)
    with CaptureQueriesContext(connection) as queries:
        first = page(browser)
    read = [query["sql"] for query in queries if "core_jobrun" in query["sql"]]
    assert len(read) == 1
    assert "COUNT(" not in read[0]
    assert (len(first.rows), first.previous_url, first.next_url) == (SIZE, "", "?page=2")


def test_the_last_page_leads_back_only(browser: Client, runs: list[JobRun]) -> None:
    last = page(browser, page="3", sort="-job")
    assert len(last.rows) == 10
    assert (last.previous_url, last.next_url) == ("?page=2&sort=-job", "")


def test_a_full_last_page_promises_no_next(browser: Client, runs: list[JobRun]) -> None:
    JobRun.objects.filter(pk__in=[run.pk for run in runs[2 * SIZE :]]).delete()
    last = page(browser, page="2")
    assert (len(last.rows), last.next_url) == (SIZE, "")


@pytest.mark.parametrize("nonsense", ["abc", "0", "-1", "1e9", "9999999", "", "²", "1;2"])
def test_a_page_that_is_none_is_the_first(
    browser: Client, runs: list[JobRun], nonsense: str
) -> None:
    assert page(browser, page=nonsense).number == 1


def test_equal_rows_never_jump_between_pages(browser: Client, runs: list[JobRun]) -> None:
    for sort in ("result", "-result", "nonsense", "-"):
        seen = [
            row.pk
            for number in (1, 2, 3)
            for row in page(browser, sort=sort, page=str(number)).rows
        ]
        assert sorted(seen) == sorted(run.pk for run in runs), sort


def test_htmx_gets_the_fragment_and_a_boosted_link_the_page(
    browser: Client, runs: list[JobRun]
) -> None:
    fragment = browser.get(RUNS, headers={"HX-Request": "true"}).text
    assert 'id="list"' in fragment
    assert "<html" not in fragment
    boosted = browser.get(RUNS, headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in boosted.text


def test_a_date_that_is_none_shows_nothing_and_says_so(browser: Client, runs: list[JobRun]) -> None:
    answer = browser.get(RUNS, {"on_after": "2008-13-40"})
    assert answer.status_code == 200
    assert answer.context["page"].rows == []
    assert "cannot be read, so nothing is shown" in answer.text
    assert "Enter a valid date." in answer.text
    exported = browser.get(RUNS, {"on_after": "2008-13-40", "export": "csv"})
    assert "Content-Disposition" not in exported.headers


def test_the_filter_panel_comes_alone(browser: Client, db: None) -> None:
    panel = browser.get(RUNS, {"panel": "1"}).text
    assert 'name="on_after"' in panel
    assert "<html" not in panel


def test_an_export_holds_the_filtered_rows_and_no_formula(
    browser: Client, runs: list[JobRun]
) -> None:
    JobRun.objects.filter(pk=runs[0].pk).update(job="=HYPERLINK(1)")
    answer: Any = browser.get(RUNS, {"q": "hyper", "export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Job", "Day", "Result"],
        ["'=HYPERLINK(1)", f"{timezone.localdate()}", "7"],
    ]


def test_only_buttons_one_may_press_are_drawn(browser: Client, db: None) -> None:
    answer = browser.get(RUNS)
    assert [link.label for link in answer.context["buttons"]] == ["Check", "Home"]
    assert answer.context["empty"]["url"] == ""
    assert "No runs yet" in answer.text


def test_signed_out_missing_right_and_right(ann: User, browser: Client, as_user: Browser) -> None:
    assert Client().get(RUNS).status_code == 302
    assert as_user(ann).get(RUNS).status_code == 403
    assert browser.get(RUNS).status_code == 200


# --- forms --------------------------------------------------------------------------------------


def sent(**typed: Any) -> dict[str, Any]:
    return {"form_key": str(uuid4()), "kind": "a", "amount": "5", **typed}


def test_every_drawing_of_a_form_has_a_key_of_its_own(browser: Client) -> None:
    keys = {browser.get(COUNT).context["form_key"] for _ in range(3)}
    assert len(keys) == 3


def test_one_form_is_worked_once_and_leads_to_one_result(browser: Client) -> None:
    typed = sent()
    answers = [browser.post(COUNT, typed) for _ in range(3)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Counter.objects.count() == 1


def test_one_key_with_another_amount_is_refused(browser: Client) -> None:
    typed = sent()
    browser.post(COUNT, typed)
    answer = browser.post(COUNT, {**typed, "amount": "6"})
    assert answer.status_code == 422
    assert "sent before with other entries" in answer.text
    assert Counter.objects.get().value == 5


def test_a_form_refused_can_be_put_right_with_its_key(browser: Client) -> None:
    typed = sent(kind="taken")
    refused = browser.post(COUNT, typed)
    assert refused.context["form_key"] == UUID(typed["form_key"])
    assert browser.post(COUNT, {**typed, "kind": "free"}).status_code == 302


@pytest.mark.parametrize("key", ["", "nonsense", "0"])
def test_a_key_that_is_none_is_a_new_form(browser: Client, key: str) -> None:
    assert browser.post(COUNT, sent(form_key=key)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"amount": "abc"}, "amount", "Enter a number."),
        ({"amount": ""}, "amount", "required"),
        ({"kind": "taken"}, "kind", "This name is taken."),
        ({"kind": "never"}, "__all__", "Not on a Sunday."),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    browser: Client, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = browser.post(COUNT, sent(**typed))
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert "Nothing was saved yet." in answer.text
    assert [answer.context["form"][name].value() for name in typed] == list(typed.values())
    assert not Counter.objects.exists()
