"""Saved views, as people who work with lists every day would have them."""

from collections.abc import Mapping

from accounts.models import SavedView, User
from accounts.services.saved_views import ViewFacts, saved_view_add
from core.commands import execute

# who, list, name, filters, for the team, pinned
VIEWS = (
    ("ann", "unit_list", "最大的单位", "sort=-headcount", False, True),
    ("lead1", "unit_list", "本组 A 级单位", "grade=A&sort=last_contact_at", True, True),
    ("lead1", "followup_list", "本组待跟进", "as=board", True, False),
    ("manager", "purchase_list", "成交看板", "as=board", False, True),
    ("manager", "unit_list", "未评级单位", "grade=none", False, False),
)


def saved_views(people: Mapping[str, User]) -> None:
    """Each once."""
    for username, list_name, name, query, shared, pinned in VIEWS:
        by = people[username]
        if SavedView.objects.filter(owner=by, list_name=list_name, name=name).exists():
            continue
        team = next(iter(by.team_ids), None) if shared else None
        facts = ViewFacts(name, team, pinned=pinned)
        execute(saved_view_add, list_name=list_name, query=query, facts=facts, by=by)
