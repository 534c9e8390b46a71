"""What the lists and the menu ask about saved views (`core.pages.saved`, `core.menu`)."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView
from accounts.selectors import led_teams
from core.addresses import closed_url
from core.menu import ShownItem
from core.pages.saved import View


class Views:
    """The one who keeps them."""

    def first(self, user: Any, list_name: str) -> str:
        """From the person's own row: no table is asked."""
        return closed_url(_first(user, list_name))

    def views(self, user: Any, list_name: str) -> list[View]:
        """One's own first, then the teams'."""
        seen = SavedView.objects.visible_to(user).filter(list_name=list_name)
        rows = seen.select_related("team").order_by(
            F("team__name").asc(nulls_first=True), "name", "pk"
        )
        first, led = _first(user, list_name), led_teams(user)
        return [
            View(
                key=view.pk,
                name=view.name,
                query=view.query,
                url=view.get_absolute_url(),
                team=view.team.name if view.team else "",
                mine=view.owner_id == user.pk or view.team_id in led,
                default=view.address == first,
            )
            for view in rows
        ]


def _first(user: Any, list_name: str) -> str:
    return str(user.shelf.get("first", {}).get(list_name, ""))


def pinned(request: HttpRequest) -> list[ShownItem]:
    """The menu items of the views somebody pinned."""
    user: Any = request.user
    return [
        ShownItem(
            label=name,
            url=closed_url(url),
            icon="bookmark",
            active=request.GET.get("view") == str(key),
            big=False,
            group=_("Saved views"),
        )
        for key, name, url in user.shelf.get("pins", ())
    ]
