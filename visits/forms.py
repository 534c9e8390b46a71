"""Forms of reports and follow-ups: they check what was typed; services do the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.abilities import FIELD
from core.errors import DomainError
from core.file_fields import PhotosField
from core.forms import DayField, MomentField, SeveralField, VersionField, searchable
from core.phones import normalise_mobile
from units.models import Contact, Unit
from visits import report_fields
from visits.models import VisitReport

NAME_THE_KEY_PERSON = gettext_noop("This is the first visit: name the key person you met.")
ASKED = [choice for choice in VisitReport.JointEvent.choices if choice[0] != "unasked"]


@dataclass(frozen=True)
class Section:
    """A part of the report's form; a folded one opens by itself when it holds an error."""

    title: str | Promise
    icon: str
    fields: list[forms.BoundField]
    folded: bool = False
    hint: str | Promise = ""

    @property
    def opened(self) -> bool:
        """Whether it has to be seen at once."""
        return not self.folded or any(field.errors for field in self.fields)


class ReportForm(forms.ModelForm[VisitReport]):
    """The visit report (V4) while it is written: nothing is required but the moment."""

    version = VersionField()
    joint_event = forms.ChoiceField(
        label=_("Would they hold an event with us?"),
        choices=ASKED,
        widget=forms.RadioSelect,
        required=False,
    )
    intention = forms.ChoiceField(
        label=_("Purchase intention"),
        choices=VisitReport.Intention.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    met_contact = searchable(Contact.objects.none(), label=_("Somebody we know"), required=False)

    class Meta:
        model = VisitReport
        fields = report_fields.WRITTEN
        field_classes = {"visited_at": MomentField, "next_on": DayField, "party": SeveralField}
        widgets = {
            "remarks": forms.Textarea(attrs={"rows": 3}),
            "new_mobile": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "income": forms.NumberInput(attrs={"inputmode": "decimal", "min": 0}),
            "party": forms.SelectMultiple(attrs={"data-search": "1"}),
            "latitude": forms.HiddenInput(),
            "longitude": forms.HiddenInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.instance.unit
        self.fields["met_contact"].queryset = unit.contacts.all()  # type: ignore[attr-defined]
        self.fields["party"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            projects=unit.project_id, role__in=FIELD, is_active=True
        ).exclude(pk=self.instance.owner_id)
        for said, known in report_fields.LEARNED.items():
            if value := _written(unit, known):
                self.fields[said].help_text = gettext("So far: %(value)s") % {"value": value}

    def clean_joint_event(self) -> str:
        """Not answered is a value of its own."""
        return self.cleaned_data["joint_event"] or VisitReport.JointEvent.UNASKED

    @property
    def first_visit(self) -> bool:
        """Whether the unit has no filed report yet, so that the key person must be named (K3)."""
        return not self.instance.unit.visit_count

    @cached_property
    def somebody_known(self) -> bool:
        """Whether the unit has people to choose from."""
        known: bool = self.fields["met_contact"].queryset.exists()  # type: ignore[attr-defined]
        return known

    def sections(self) -> Iterator[Section]:
        """What 60 seconds are enough for; then everything else, folded."""
        open_ones = [
            Section(_("This visit"), "journal-text", self._bound(report_fields.FIRST)),
            self._person_section(),
        ]
        # At the first visit the key person is what must not be forgotten.
        yield from reversed(open_ones) if self.first_visit else open_ones
        for title, icon, names in (
            (_("The unit and its place"), "building", report_fields.UNIT),
            (_("How its people live"), "house", report_fields.LIVING),
            (_("Demand"), "graph-up", report_fields.DEMAND),
            (_("Promotion and activities"), "megaphone", report_fields.SPECIAL),
            (_("Who went along"), "people", report_fields.PARTY),
        ):
            yield Section(title, icon, self._bound(names), folded=True)

    def _person_section(self) -> Section:
        names: tuple[str, ...] = report_fields.KEY_PERSON
        if not self.somebody_known:
            names = names[1:]
        if self.first_visit:
            hint = _("The first report names the key person: choose somebody, or enter the name.")
            return Section(_("The key person"), "key", self._bound(names), hint=hint)
        hint = _("Only when somebody is to be remembered by name.")
        return Section(_("Person met"), "key", self._bound(names), folded=True, hint=hint)

    def _bound(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]


def _written(unit: Unit, name: str) -> str:
    """A fact of the unit as one reads it; nothing where it is not known."""
    choice = getattr(unit, f"get_{name}_display", None)
    value = choice() if choice else getattr(unit, name)
    return "" if value is None else str(value)


class ReportSubmitForm(ReportForm):
    """The same when it is filed: everything that is missing is said at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joint_event"].required = True
        self.fields["joint_event"].error_messages["required"] = gettext(
            "Say whether they would hold an event with us; ask at every visit."
        )
        if self.first_visit and not self.somebody_known:
            self.fields["new_name"].required = True
            self.fields["new_name"].error_messages["required"] = gettext(NAME_THE_KEY_PERSON)

    def clean_new_mobile(self) -> str:
        """One spelling, or the reason why not."""
        typed: str = self.cleaned_data["new_mobile"].strip()
        try:
            return normalise_mobile(typed) if typed else ""
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code="mobile") from None

    def clean(self) -> dict[str, Any]:
        """The key person at the first visit, somebody at each."""
        cleaned = super().clean() or {}
        named = cleaned.get("met_contact") or cleaned.get("new_name")
        if self.first_visit and not named and "new_name" in cleaned:
            self.add_error("new_name", gettext(NAME_THE_KEY_PERSON))
        elif not named and not cleaned.get("people_met") and "people_met" in cleaned:
            self.add_error("people_met", gettext("Say whom you met."))
        return cleaned


class PhotosForm(forms.Form):
    """Photos of a visit."""

    photos = PhotosField(label=_("Photos"), most=9)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["data-photos"] = "1"


class DoneForm(forms.Form):
    """What came of it, and when next."""

    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_on = DayField(
        label=_("Next follow-up on"),
        required=False,
        help_text=_("Leave it empty where nothing more is owed."),
    )


class AddForm(forms.Form):
    """A follow-up."""

    subject = forms.CharField(label=_("What is to be done?"), max_length=120)
    due_on = DayField(label=_("Due"))


class MoveForm(forms.Form):
    """Another day, and why."""

    due_on = DayField(label=_("New day"))
    why = forms.CharField(label=_("Reason"), max_length=200)


class WhyForm(forms.Form):
    """Why nobody needs it."""

    why = forms.CharField(label=_("Reason"), max_length=200)
