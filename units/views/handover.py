"""Handing over what a leaver follows: who holds something, the preview, the deed (U5)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.pages import ActionPage, Empty, ListPage
from units import permissions
from units.filters.ownership import HolderFilter
from units.forms.ownership import HandoverForm
from units.models import Holder
from units.selectors import handover as reads
from units.selectors.ownership import candidates
from units.services import handover
from units.tables.ownership import HolderTable


class HandoverList(ListPage):
    """Everybody of the manager's projects who holds something."""

    model = Holder
    permission = permissions.HANDOVER
    table_class = HolderTable
    filterset_class = HolderFilter
    title = _("Hand-over")
    empty = Empty(
        _("Nobody holds anything"), _("Units and customers appear with who follows them.")
    )

    def rows(self) -> Any:
        """With how many units and people each follows."""
        return reads.holders_for_list(super().rows(), self.user.project_ids)


class HandoverDo(ActionPage):
    """What one person holds, to whom it goes, one deed."""

    model = User
    permission = permissions.HANDOVER
    form_class = HandoverForm
    service = staticmethod(handover)
    template_name = "units/handover.html"
    title = _("Hand over")
    submit = _("Hand over everything")
    done = _("Everything is handed over; the receivers are told.")

    def heading(self, subject: User) -> Any:
        """Whose things."""
        return _("Hand over from %(name)s") % {"name": subject}

    def form_kwargs(self, subject: User) -> dict[str, Any]:
        """A choice for each pile, of colleagues who are in a team today."""
        self.piles = reads.held_by(subject, self.user.project_ids)
        people = candidates(self.user, self.user.project_ids, but=subject.pk)
        return {"piles": self.piles, "candidates": people}

    def params(self, form: Any, subject: User) -> dict[str, Any]:
        """The receivers by pile."""
        return {"leaver_id": subject.pk, "receivers": form.receivers()}

    def context(self, form: Any, subject: User) -> dict[str, Any]:
        """The preview."""
        shown = reads.shown(subject, self.piles, self.user.project_ids)
        return {"piles": self.piles, "shown": shown, "limit": reads.SHOWN}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("handover_list")

    def success_url(self, result: Any, subject: Any) -> str:
        """The list, without the person."""
        return reverse("handover_list")
