"""Saved views: private or a team's, changed by whom, never more than one may see (ux)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import SavedView, Team, User
from accounts.services.memberships import membership_start
from accounts.services.people import person_leave
from accounts.services.saved_views import (
    ViewFacts,
    saved_view_add,
    saved_view_delete,
    saved_view_edit,
)
from core.commands import execute
from core.errors import DomainError
from tests.units.factories import make_unit
from units.models import Unit

Browser = Callable[[Any], Client]


def save(by: User, name: str = "Best", query: str = "grade=A", **facts: Any) -> SavedView:
    """As the form does."""
    view: SavedView = execute(
        saved_view_add, list_name="unit_list", query=query, facts=ViewFacts(name, **facts), by=by
    )
    by.refresh_from_db()
    return view


def names(client: Client) -> list[str]:
    """The views in the list's menu."""
    page = client.get("/units/", {"part": "views", "view": ""}, headers={"HX-Request": "true"})
    return [view.name for view in page.context["list"].views]


def test_a_view_is_ones_own_or_the_teams(
    ann: User, bob: User, cai: User, lead: User, team1: Team, as_user: Browser
) -> None:
    save(ann, "Mine")
    save(ann, "Ours", team_id=team1.pk)
    assert names(as_user(ann)) == ["Mine", "Ours"]
    assert names(as_user(bob)) == names(as_user(lead)) == ["Ours"]
    assert names(as_user(cai)) == []


def test_a_view_shows_each_only_their_rows(
    ann: User, bob: User, team1: Team, cai: User, as_user: Browser
) -> None:
    view = save(ann, "Ours", query="q=unit&sort=-name", team_id=team1.pk)
    make_unit(ann, "Unit 1")
    make_unit(cai, "Unit 2")
    rows = as_user(bob).get(view.address).context["page"].rows
    assert [unit.name for unit in rows] == ["Unit 1"]
    assert [unit.name for unit in as_user(cai).get(view.address).context["page"].rows] == ["Unit 2"]
    assert as_user(cai).get(view.address).context["list"].view is None


def test_only_known_filters_order_and_way_are_kept(ann: User) -> None:
    view = save(ann, query="page=3&export=csv&grade=A&sort=-name&as=board&x=1&view=9&q=")
    assert view.query == "as=board&grade=A&sort=-name"


@pytest.mark.parametrize("query", ["grade=Z", "last_contact_after=2008-13-40"])
def test_a_filter_that_cannot_be_read_is_not_saved(ann: User, query: str) -> None:
    with pytest.raises(DomainError, match="filters"):
        save(ann, query=query)


@pytest.mark.parametrize("given", [("Customer 13812345678", ""), ("Ours", "q=13812345678")])
def test_l1_no_number_is_kept_with_a_view(ann: User, given: tuple[str, str]) -> None:
    with pytest.raises(DomainError, match="telephone"):
        save(ann, given[0], query=given[1])


def test_l1_a_view_leads_to_a_closed_address(ann: User, as_user: Browser) -> None:
    view = save(ann, query="q=unit&grade=A", pinned=True, default=True)
    browser = as_user(ann)
    led = browser.get("/units/")
    page = browser.get(led.headers["Location"])
    assert page.context["filter"].data["q"] == "unit"
    assert page.context["list"].changed is False
    for url in (led.headers["Location"], view.get_absolute_url(), page.text):
        assert "q=unit" not in url
    assert "q=unit" in ann.shelf["pins"][0][2]  # in the clear, for erasure to find


def test_a_list_one_may_not_open_and_no_list_are_refused(planner: User, ann: User) -> None:
    with pytest.raises(DomainError):
        save(planner)
    for name in ("", "nothing", "today", "unit_detail"):
        with pytest.raises(DomainError):
            execute(saved_view_add, list_name=name, query="", facts=ViewFacts("X"), by=ann)


def test_two_views_of_one_name_are_refused_with_a_sentence(ann: User, bob: User) -> None:
    save(ann)
    save(bob)
    with pytest.raises(DomainError, match="of this name"):
        save(ann)


def test_a_teams_view_is_changed_by_its_maker_or_a_leader_only(
    ann: User, bob: User, lead: User, team1: Team
) -> None:
    view = save(ann, team_id=team1.pk)
    facts = ViewFacts("Renamed", team1.pk)
    execute(saved_view_edit, view_id=view.pk, facts=facts, by=bob)
    assert SavedView.objects.get().name == "Best"
    with pytest.raises(DomainError, match="who made"):
        execute(saved_view_edit, view_id=view.pk, facts=facts, query="grade=B", by=bob)
    with pytest.raises(DomainError, match="who made"):
        execute(saved_view_delete, view_id=view.pk, by=bob)
    execute(saved_view_edit, view_id=view.pk, facts=facts, query="grade=B", by=lead)
    kept = SavedView.objects.get()
    assert (kept.name, kept.query, kept.owner) == ("Renamed", "grade=B", ann)
    execute(saved_view_delete, view_id=view.pk, by=lead)
    assert not SavedView.objects.exists()


def test_a_view_is_given_to_no_strangers_team(ann: User, team2: Team) -> None:
    with pytest.raises(DomainError, match="team of your own"):
        save(ann, team_id=team2.pk)


def test_the_default_opens_first_and_everything_stays_one_click_away(
    ann: User, bob: User, as_user: Browser
) -> None:
    view = save(ann, default=True)
    assert as_user(ann).get("/units/").headers["Location"] == view.address
    assert as_user(ann).get("/units/?view=").status_code == 200
    assert as_user(bob).get("/units/").status_code == 200
    second = save(ann, "Other", query="grade=B", default=True)
    assert as_user(ann).get("/units/").headers["Location"] == second.address
    execute(saved_view_delete, view_id=second.pk, by=ann)
    assert as_user(ann).get("/units/").status_code == 200


def test_a_pinned_view_stands_in_the_menu_under_its_present_name(
    ann: User, bob: User, team1: Team, as_user: Browser
) -> None:
    view = save(ann, "Ours", team_id=team1.pk)
    execute(saved_view_edit, view_id=view.pk, facts=ViewFacts("", pinned=True), by=bob)
    assert f'href="{view.address.replace("&", "&amp;")}"' in as_user(bob).get("/approvals/").text
    facts = ViewFacts("Renamed", team1.pk)
    execute(saved_view_edit, view_id=view.pk, facts=facts, by=ann)
    page = as_user(bob).get(view.address).text
    assert "Renamed" in page
    assert "Renamed" not in as_user(ann).get("/approvals/").text
    execute(saved_view_delete, view_id=view.pk, by=ann)
    assert "Renamed" not in as_user(bob).get("/approvals/").text


def test_who_changes_the_team_loses_its_views_in_the_menu(
    ann: User, bob: User, team1: Team, team2: Team, admin: User
) -> None:
    view = save(ann, "Ours", team_id=team1.pk)
    execute(saved_view_edit, view_id=view.pk, facts=ViewFacts("", pinned=True), by=bob)
    bob.refresh_from_db()
    assert bob.shelf["pins"]
    day = date(2008, 6, 1)
    execute(membership_start, user_id=bob.pk, team_id=team2.pk, starts_on=day, by=admin)
    bob.refresh_from_db()
    assert not bob.shelf["pins"]


def test_a_teams_view_stays_with_the_team_its_maker_leaves(
    ann: User, bob: User, lead: User, team1: Team, team2: Team, admin: User, as_user: Browser
) -> None:
    view = save(ann, "Ours", team_id=team1.pk, pinned=True, default=True)
    own = save(ann, "Mine", query="grade=B", pinned=True)
    day = date(2008, 6, 1)
    execute(membership_start, user_id=ann.pk, team_id=team2.pk, starts_on=day, by=admin)
    ann = User.objects.get(pk=ann.pk)
    assert [pin[0] for pin in ann.shelf["pins"]] == [own.pk]
    assert ann.shelf["first"] == {}
    assert names(as_user(ann)) == ["Mine"]
    assert as_user(ann).get(f"/accounts/views/{view.pk}/edit/").status_code == 404
    assert names(as_user(bob)) == ["Ours"]
    execute(saved_view_edit, view_id=view.pk, facts=ViewFacts("Theirs", team1.pk), by=lead)
    assert names(as_user(bob)) == ["Theirs"]


def test_the_views_a_leaver_made_for_the_team_stay(
    ann: User, bob: User, lead: User, team1: Team, admin: User, as_user: Browser
) -> None:
    view = save(ann, "Ours", team_id=team1.pk)
    save(ann, "Mine")
    execute(saved_view_edit, view_id=view.pk, facts=ViewFacts("", pinned=True), by=bob)
    execute(person_leave, user_id=ann.pk, by=admin)
    assert "Ours" in as_user(bob).get("/approvals/").text
    assert names(as_user(bob)) == names(as_user(lead)) == ["Ours"]
    execute(saved_view_delete, view_id=view.pk, by=lead)
    assert "Ours" not in as_user(bob).get("/approvals/").text


def test_a_manager_of_no_team_keeps_the_views_made_for_one(
    manager: User, bob: User, team1: Team, as_user: Browser
) -> None:
    view = save(manager, "Ours", team_id=team1.pk)
    assert names(as_user(manager)) == names(as_user(bob)) == ["Ours"]
    execute(saved_view_edit, view_id=view.pk, facts=ViewFacts("Renamed", team1.pk), by=manager)
    assert names(as_user(bob)) == ["Renamed"]


@pytest.mark.parametrize("way", ["", "board", "cards"])
def test_a_view_that_names_somebody_who_is_gone_says_so_in_every_way(
    ann: User, bob: User, as_user: Browser, way: str
) -> None:
    make_unit(bob)
    view = save(ann, query=f"owner={bob.pk}&as={way}")
    assert as_user(ann).get(view.address).context["has_rows"] is True
    bob.projects.clear()
    page = as_user(ann).get(view.address)
    assert page.context["has_rows"] is False
    assert "This choice is no longer offered." in page.text
    assert "no longer fits this list" in page.text
    exported = as_user(ann).get(f"{view.address}&export=csv")
    assert "no longer fits this list" in exported.text


def test_a_filter_that_has_become_invalid_gives_a_sentence_and_no_row(
    ann: User, cai: User, as_user: Browser
) -> None:
    make_unit(ann)
    view = save(ann)
    for query in (f"owner={cai.pk + 999}", "gone=1"):
        SavedView.objects.filter(pk=view.pk).update(query=query)
        page = as_user(ann).get(f"/units/?{query}&view={view.pk}")
        assert page.context["has_rows"] is False
        assert "no longer fits this list" in page.text
    assert Unit.objects.count() == 1


def test_changed_filters_are_offered_to_be_saved(ann: User, as_user: Browser) -> None:
    view = save(ann)
    menu = {"part": "views", "view": str(view.pk), "grade": "B"}
    page = as_user(ann).get("/units/", menu, headers={"HX-Request": "true"}).text
    assert f"/views/{view.pk}/edit/?where=grade%3DB" in page
    shown = as_user(ann).get(f"/accounts/views/{view.pk}/edit/?where=grade%3DB")
    assert 'value="grade=B"' in shown.text


def test_the_form_saves_and_leads_to_the_view(ann: User, as_user: Browser) -> None:
    sent = {"name": "Best", "list": "unit_list", "where": "grade=A", "pinned": "on"}
    answer = as_user(ann).post("/accounts/views/new/", sent)
    view = SavedView.objects.get()
    assert answer.headers["Location"] == view.address == f"/units/?grade=A&view={view.pk}"
