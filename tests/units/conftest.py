"""Whom the tests of personal data are about."""

import pytest

from accounts.models import User
from tests.units.factories import make_contact, make_unit
from units.models import Contact


@pytest.fixture
def person(ann: User) -> Contact:
    return make_contact(ann, make_unit(ann), name="甲乙丙", mobile="13800138000")
