"""Tables that only grow keep their triggers through every migration (L3)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core.operations import guarded_tables

DECLARED = re.compile(r"(?:AppendOnly|MaskOnly)\(\s*['\"](\w+)['\"]")


@pytest.mark.django_db
def test_l3_what_a_migration_declared_to_grow_only_still_refuses_changes() -> None:
    declared = {
        table
        for path in Path(settings.BASE_DIR).glob("*/migrations/*.py")
        for table in DECLARED.findall(path.read_text(encoding="utf-8"))
    }
    assert "units_ownershipchange" in declared
    assert declared - guarded_tables(connection) == set()
