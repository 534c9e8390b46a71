"""The influence map: where people stand, who knows whom (K2)."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import DomainError
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Tie
from units.rules.influence import COLUMN, LINE, layout
from units.selectors.influence import influence_map
from units.services.tie import tie_add, tie_remove

Browser = Callable[[Any], Client]


def test_k2_influence_goes_right_and_power_up() -> None:
    spots = layout([("low", 1, 1), ("right", 2, 1), ("high", 1, 5)]).spots
    assert (spots["right"].x - spots["low"].x, spots["right"].y) == (COLUMN, spots["low"].y)
    assert (spots["high"].x, spots["high"].y < spots["low"].y) == (spots["low"].x, True)


def test_k2_who_shares_a_cell_stands_under_each_other_and_the_row_grows() -> None:
    crowd = layout((n, 3, 3) for n in range(9))
    heights = [crowd.spots[n].y for n in range(9)]
    assert {lower - upper for upper, lower in pairwise(heights)} == {LINE}
    assert heights[-1] < crowd.edges[3]
    assert crowd.height > layout([]).height


@pytest.mark.parametrize(("field", "value"), [("influence", 0), ("decision_power", 6)])
def test_k2_the_database_takes_one_to_five_or_nothing(ann: User, field: str, value: int) -> None:
    person = make_contact(ann, make_unit(ann))
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=person.pk).update(**{field: value})


def test_k2_a_tie_has_two_people_of_one_unit_once(ann: User) -> None:
    unit = make_unit(ann)
    one, two = make_contact(ann, unit), make_contact(ann, unit, name="林主任")
    stranger = make_contact(ann, make_unit(ann, "泉州商会"), name="外人")
    given: dict[str, Any] = {"contact_id": one.pk, "kind": "knows", "by": ann}
    tie = tie_add(other_id=two.pk, **given)
    for other, said in ((two, "on the map already"), (one, "map already"), (stranger, "another")):
        with pytest.raises(DomainError, match=said):
            tie_add(other_id=other.pk, **given)
    tie_remove(tie_id=tie.pk, by=ann)
    assert not Tie.objects.exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("knows", "on the map already"),
        ("reports_to", "says the opposite: 林主任 reports to 陈会长"),
        ("introduced", "says the opposite: 林主任 was introduced by 陈会长"),
    ],
)
def test_k2_the_map_does_not_contradict_itself(ann: User, kind: str, said: str) -> None:
    unit = make_unit(ann)
    one, two = make_contact(ann, unit), make_contact(ann, unit, name="林主任")
    tie = tie_add(contact_id=two.pk, kind=kind, other_id=one.pk, by=ann)
    with pytest.raises(DomainError, match=said):
        tie_add(contact_id=one.pk, kind=kind, other_id=two.pk, by=ann)
    tie_remove(tie_id=tie.pk, by=ann)
    assert tie_add(contact_id=one.pk, kind=kind, other_id=two.pk, by=ann).other == two


def test_k2_only_ties_between_people_on_the_map_are_drawn(ann: User) -> None:
    unit = make_unit(ann)
    seen = [
        make_contact(ann, unit, name=name, influence=level, decision_power=level)
        for name, level in (("甲", 5), ("乙", 2))
    ]
    unseen = make_contact(ann, unit, name="丙", influence=3)
    for other in (seen[1], unseen):
        tie_add(contact_id=seen[0].pk, kind="knows", other_id=other.pk, by=ann)
    drawn = influence_map(unit)
    assert [one.contact.name for one in drawn.people] == ["甲", "乙", "丙"]
    assert [one.spot is not None for one in drawn.people] == [True, True, False]
    assert len(drawn.lines) == 1


def test_k2_a_tie_is_read_from_both_its_sides(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    chief, clerk = make_contact(ann, unit), make_contact(ann, unit, name="庄秘书")
    tie_add(contact_id=clerk.pk, kind="reports_to", other_id=chief.pk, by=ann)
    rows = {row.contact: row for row in influence_map(unit).people}
    assert (rows[clerk].ties, rows[chief].ties) == (rows[chief].back, rows[clerk].back)
    assert rows[chief].back[0].person == clerk
    browser = as_user(ann)
    assert "庄秘书 reports to 陈会长" in browser.get(reverse("unit_people", args=[unit.pk])).text
    page = browser.get(chief.get_absolute_url()).text
    assert f'<a href="{clerk.get_absolute_url()}">庄秘书</a> reports to 陈会长' in page


def test_k2_the_page_says_in_a_table_what_the_picture_shows(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    make_contact(ann, unit, influence=5, decision_power=4)
    page = as_user(ann).get(reverse("unit_people", args=[unit.pk])).text
    assert page.count("陈会长") >= 3
    assert '<svg class="influence"' in page


def test_k2_before_anybody_is_judged_the_page_says_what_to_do(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    make_contact(ann, unit)
    page = as_user(ann).get(reverse("unit_people", args=[unit.pk])).text
    assert "Nobody is on the map yet." in page
    assert '<svg class="influence"' not in page


def test_k2_a_tie_is_made_from_the_map_and_leads_back_to_it(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    person, url = make_contact(ann, unit), reverse("unit_people", args=[unit.pk])
    page = as_user(ann).get(reverse("tie_add", args=[person.pk]))
    assert page.context["back_url"] == url
    assert "Kind of tie" in page.text


def test_k2_weight_is_judged_for_people_who_never_were_key_person(
    ann: User, as_user: Browser
) -> None:
    person = make_contact(ann, make_unit(ann))
    typed = {"name": person.name, "version": 1, "influence": "4", "helps": ["stand", "assembly"]}
    as_user(ann).post(reverse("contact_edit", args=[person.pk]), typed)
    person.refresh_from_db()
    assert (person.influence, person.decision_power) == (4, None)
    assert person.helps == ["stand", "assembly"]
