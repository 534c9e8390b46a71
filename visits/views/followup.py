"""Follow-ups: list, record, done with the next day offered, moved, cancelled (V6)."""

from dataclasses import replace
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.pages import (
    ActionPage,
    Board,
    Button,
    CreatePage,
    DetailPage,
    Empty,
    Face,
    Fact,
    ListPage,
    Steps,
)
from core.pages.base import Link
from core.policies import policy_on
from core.states import changes
from units.models import Contact, Unit
from visits import permissions
from visits.filters import FollowUpFilter
from visits.forms import AddForm, DoneForm, MoveForm, WhyForm
from visits.models import FollowUp
from visits.policies import VisitPolicy
from visits.rules import due_on
from visits.services import followup_add, followup_cancel, followup_done, followup_move
from visits.states import FOLLOW_UP_TRANSITIONS, FollowUpState
from visits.tables import FollowUpTable, is_late

_WORK = permissions.FOLLOWUP_WORK
_DONE = Button(_("Done"), "followup_done", "check-lg", _WORK, True, own=True)
_MOVE = Button(_("Move"), "followup_move", "calendar-event", _WORK, own=True)
_CANCEL = Button(_("Cancel it"), "followup_cancel", "x-lg", _WORK, own=True)

FACE = Face("whom", ("title", "due_on", "owner"), late=is_late)
STEPS = Steps(FOLLOW_UP_TRANSITIONS, {FollowUpState.DONE: _DONE, FollowUpState.CANCELLED: _CANCEL})


class FollowUpList(ListPage):
    """What is owed, the most urgent first."""

    model = FollowUp
    permission = permissions.FOLLOWUP_VIEW
    table_class = FollowUpTable
    filterset_class = FollowUpFilter
    title = _("Follow-ups")
    boards = (Board("state", _("by state"), FACE, steps=STEPS),)
    cards = replace(FACE, pill="state")
    empty = Empty(
        _("Nothing is owed"),
        _("A visit report opens the next follow-up by itself."),
        "visit_new",
        _("New report"),
        permissions.VISIT_ADD,
    )


class FollowUpDetail(DetailPage):
    """One follow-up."""

    model = FollowUp
    permission = permissions.FOLLOWUP_VIEW
    template_name = "visits/followup_detail.html"
    buttons = (_DONE, _MOVE, _CANCEL)

    def queryset(self) -> Any:
        """With what the page shows of other tables."""
        others = ("unit", "contact", "owner", "team", "opened_by__unit", "closed_by__unit")
        return super().queryset().select_related(*others)

    def heading(self, subject: FollowUp) -> str:
        """What is to be done."""
        return subject.title

    def subtitle(self, subject: FollowUp) -> str:
        """For whom."""
        return subject.whom

    def links(self, subject: Any = None) -> list[Link]:
        """Nothing is to be done with what is done."""
        return super().links(subject) if subject.state == FollowUpState.OPEN else []

    def facts(self, subject: FollowUp) -> list[tuple[Any, list[Fact]]]:
        """Whom, when, where it came from."""
        late = subject.state == FollowUpState.OPEN and subject.due_on < timezone.localdate()
        return [
            (
                _("Follow-up"),
                [
                    _row(_("Unit"), subject.unit),
                    _row(_("Person"), subject.contact),
                    Fact(_("Due"), subject.due_on, css="late" if late else ""),
                    Fact(_("Owed by"), subject.owner),
                    Fact(_("Team"), subject.team),
                    _row(_("Opened by"), subject.opened_by),
                    _row(_("Closed by"), subject.closed_by),
                ],
            )
        ]

    def context(self, subject: FollowUp) -> dict[str, Any]:
        """Who did what when."""
        return {"changes": changes(subject)}


def _row(label: Any, value: Any) -> Fact:
    return Fact(label, value, value.get_absolute_url() if value else "")


class _FollowUpAction(ActionPage):
    """What is done with an open follow-up."""

    model = FollowUp
    permission = permissions.FOLLOWUP_WORK
    noun = "followup"

    def queryset(self) -> Any:
        """With whom it is about."""
        return super().queryset().select_related("unit", "contact", "opened_by")

    def context(self, form: Any, subject: FollowUp) -> dict[str, Any]:
        """What it is about, on top."""
        return {
            "summary": [
                (_("Unit or person"), subject.whom),
                (_("What to do"), subject.title),
                (_("Due"), f"{subject.due_on:%Y-%m-%d}"),
            ]
        }


class FollowUpDone(_FollowUpAction):
    """Done, and the next one by the rhythm if one likes."""

    form_class = DoneForm
    service = staticmethod(followup_done)
    title = _("Done: what came of it?")
    submit = _("Done")
    done = _("Noted.")

    def initial(self, subject: FollowUp) -> dict[str, Any]:
        """The next day by the unit's grade."""
        if subject.unit is None:
            return {}
        today = timezone.localdate()
        rhythm = policy_on(VisitPolicy, today, subject.project_id).rhythm
        return {"next_on": due_on(today, subject.unit.grade, rhythm)}

    def success_url(self, result: FollowUp, subject: FollowUp) -> str:
        """The unit or the person."""
        followed = subject.unit or subject.contact
        return (followed or subject).get_absolute_url()


class FollowUpMove(_FollowUpAction):
    """To another day."""

    form_class = MoveForm
    service = staticmethod(followup_move)
    title = _("Move the follow-up")
    submit = _("Move")
    done = _("Moved.")


class FollowUpCancel(_FollowUpAction):
    """Nobody needs it any more."""

    form_class = WhyForm
    service = staticmethod(followup_cancel)
    title = _("Cancel the follow-up")
    submit = _("Cancel it")
    done = _("Cancelled.")


class FollowUpAdd(CreatePage):
    """A follow-up of a unit."""

    model: ClassVar[Any] = Unit
    permission = permissions.FOLLOWUP_WORK
    form_class = AddForm
    service = staticmethod(followup_add)
    title = _("New follow-up")
    done = _("It is on the list.")

    def found(self) -> Any:
        """The unit or person it is for."""
        return get_object_or_404(self.queryset(), pk=self.kwargs["of_pk"])

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """For whom, and what."""
        return {"unit_id": subject.pk, "contact_id": None, **form.cleaned_data}


class ContactFollowUpAdd(FollowUpAdd):
    """A follow-up of a person."""

    model = Contact

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """For whom, and what."""
        return {"unit_id": None, "contact_id": subject.pk, **form.cleaned_data}
