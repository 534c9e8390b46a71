"""Lists and records of pricing need as many queries for many rows as for few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Project, User
from tests.pricing import factories as make
from units.models import Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


@pytest.fixture
def chamber(project: Project, ann: User) -> Unit:
    make.campaign(project)
    return make.unit(ann)


@pytest.mark.parametrize("name", ["home_list", "purchase_list", "difference_list"])
def test_a_longer_list_needs_no_more_queries(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User, name: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(name))
        return len(seen)

    client = as_user(fin1)
    make.contracted(ann, fin1, chamber)
    make.group(8, ann, fin1, chamber)
    few = queries()
    make.contracted(ann, fin1, make.unit(ann, name="Quanzhou Chamber of Commerce"))
    for _ in range(3):
        make.home(chamber.project)
    assert queries() == few


def test_the_purchase_page_needs_the_same_queries_for_a_large_unit(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User
) -> None:
    purchase = make.contracted(ann, fin1, chamber)
    client = as_user(ann)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(purchase.get_absolute_url())
        return len(seen)

    few = queries()
    make.group(9, ann, fin1, chamber)
    assert queries() == few
