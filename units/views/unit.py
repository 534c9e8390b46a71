"""Units: list, record, entry with duplicates shown while typing, correction, evaluation."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import registry
from core.pages import (
    ActionPage,
    Button,
    CreatePage,
    DetailPage,
    EditPage,
    Empty,
    Fact,
    ListPage,
    Page,
)
from core.templatetags.tuoke import yuan
from units import permissions
from units.filters import UnitFilter
from units.forms import EvaluationForm, KeyPersonForm, UnitAddForm, UnitEditForm
from units.models import Evaluation, Unit
from units.selectors import fact_label, likely_same
from units.services import key_person_name, unit_add_with_person, unit_edit, unit_evaluate
from units.tables import UnitTable


class UnitList(ListPage):
    """Client units."""

    model = Unit
    permission = permissions.UNIT_VIEW
    table_class = UnitTable
    filterset_class = UnitFilter
    title = _("Units")
    buttons = (Button(_("New unit"), "unit_add", "plus-lg", permissions.UNIT_ADD, primary=True),)
    empty = Empty(
        _("No units yet"),
        _("Add the first organisation you want to win."),
        "unit_add",
        _("New unit"),
        permissions.UNIT_ADD,
    )


class UnitDetail(DetailPage):
    """One unit: what happened in the middle, what is known at the side."""

    model = Unit
    permission = permissions.UNIT_VIEW
    template_name = "units/unit_detail.html"
    buttons = (
        Button(
            _("Record visit"), "visit_start", "journal-plus", "visits.visit_add", True, "post", True
        ),
        Button(
            _("Evaluate"), "unit_evaluate", "clipboard-check", permissions.UNIT_EVALUATE, own=True
        ),
        Button(_("Key person"), "key_person_name", "key", permissions.KEY_PERSON_NAME, own=True),
        Button(_("Edit"), "unit_edit", "pencil", permissions.UNIT_EDIT, own=True),
    )

    def queryset(self) -> Any:
        """With what the page shows of other tables."""
        return super().queryset().select_related("category", "owner", "team")

    def subtitle(self, subject: Unit) -> str:
        """Its kind and who follows it."""
        return f"{subject.category} · {subject.owner or '–'} · {subject.team or '–'}"

    def pill(self, subject: Unit) -> tuple[Any, str] | None:
        """The grade."""
        return (subject.grade, subject.grade) if subject.grade else None

    def facts(self, subject: Unit) -> list[tuple[Any, list[Fact]]]:
        """Ownership first, then what is known."""
        return [
            (_("Following"), _following(subject)),
            (_("What is known"), _known(subject)),
        ]

    def context(self, subject: Unit) -> dict[str, Any]:
        """People, panels of other apps; the timeline reads ten tables and comes after the page."""
        present = subject.tenures.filter(ends_on__isnull=True).select_related("contact")
        tenures = list(present.only("unit_id", "starts_on", "contact__name", "contact__position"))
        named = {tenure.contact_id for tenure in tenures}
        people = subject.contacts.only("unit", "name", "position").order_by("sound")[:20]
        return {
            "people": [person for person in people if person.pk not in named],
            "tenures": tenures,
            "panels": registry.panels(subject, self.user),
            "kinds": registry.timeline_kinds(),
        }


def _following(unit: Unit) -> list[Fact]:
    today = timezone.localdate()
    days = (unit.protected_until - today).days if unit.protected_until else None
    return [
        Fact(_("Followed by"), unit.owner),
        Fact(_("Team"), unit.team),
        Fact(_("Last contact"), unit.last_contact_at and timezone.localdate(unit.last_contact_at)),
        Fact(_("Protected until"), unit.protected_until),
        Fact(
            _("Days left"),
            max(days, 0) if days is not None else None,
            css="late" if days is not None and days <= 3 else "",
        ),
        Fact(_("Visits"), unit.visit_count),
    ]


KNOWN = (
    "telephone",
    "address",
    "headcount",
    "income",
    "industry",
    "office",
    "living",
    "self_build",
    "cars",
    "people_flow",
    "promotion_place",
    "promotion_method",
    "assembly",
)


def _known(unit: Unit) -> list[Fact]:
    return [
        Fact(fact_label(name), _written(name, value))
        for name in KNOWN
        if (value := getattr(unit, name)) not in (None, "")
    ]


def _written(name: str, value: Any) -> Any:
    if name == "income":
        return yuan(value)
    return f"{value:,}" if name == "headcount" else value


class UnitAdd(CreatePage):
    """A new unit with its key person, on a telephone."""

    model = Unit
    permission = permissions.UNIT_ADD
    form_class = UnitAddForm
    service = staticmethod(unit_add_with_person)
    title = _("New unit")
    done = _("The unit is added and yours to follow.")
    template_name = "units/unit_add.html"
    called: ClassVar = {"mobile": "person_mobile"}

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The name may come from a search that found nothing."""
        return {"initial": {"name": self.asked("name", 120)}}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The unit's facts and, apart, the person's."""
        prefix = "person_"
        person = {k.removeprefix(prefix): v for k, v in form.cleaned_data.items() if prefix in k}
        facts = {k: v for k, v in form.cleaned_data.items() if prefix not in k}
        return {"facts": facts, "person": person}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("unit_list")


class UnitSame(Page):
    """The fragment under the name while it is typed: is this unit known, is it taken? (U8)"""

    permission = permissions.UNIT_ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        """Likely duplicates across all owners; a name without a link is another team's."""
        matches = likely_same(
            name=self.asked("name", 120),
            telephone=self.asked("telephone", 20),
            user=self.user,
        )
        return render(request, "units/_same.html", {"matches": matches})


class UnitEdit(EditPage):
    """All facts of a unit."""

    model = Unit
    permission = permissions.UNIT_EDIT
    form_class = UnitEditForm
    service = staticmethod(unit_edit)
    title = _("Edit the unit")

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """The version apart from the facts."""
        facts = dict(form.cleaned_data)
        return {"unit_id": subject.pk, "version": facts.pop("version"), "facts": facts}


class UnitEvaluate(ActionPage):
    """Judge strength and sincerity (U4)."""

    model = Unit
    permission = permissions.UNIT_EVALUATE
    form_class = EvaluationForm
    service = staticmethod(unit_evaluate)
    title = _("Evaluate the unit")
    help = _("From 0 (nothing) to 100 (as much as can be). Leave empty what you do not know.")
    done = _("The evaluation is kept.")

    def initial(self, subject: Unit) -> dict[str, Any]:
        """What was judged last time."""
        last: Evaluation | None = subject.evaluations.first()
        return dict(last.factors) if last else {}

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """All factors as one."""
        return {"unit_id": subject.pk, "factors": form.cleaned_data}


class KeyPersonName(ActionPage):
    """Name the unit's key person; who was it before ends that day (K1)."""

    model = Unit
    permission = permissions.KEY_PERSON_NAME
    form_class = KeyPersonForm
    service = staticmethod(key_person_name)
    title = _("Name the key person")
    done = _("The key person is named.")

    def form_kwargs(self, subject: Unit) -> dict[str, Any]:
        """Only people of this unit."""
        return {"unit": subject}

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Person and day; the rest as facts of the tenure."""
        facts = dict(form.cleaned_data)
        contact, day = facts.pop("contact"), facts.pop("starts_on")
        return {
            "unit_id": subject.pk,
            "contact_id": contact.pk,
            "starts_on": day,
            "facts": facts,
        }
