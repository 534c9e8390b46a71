"""People of a unit, and who is its key person (K1, K2)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, TelephoneInput, VersionField, searchable
from core.found import FoundField, offer
from units.forms.birthday import BirthdayField
from units.forms.sections import Section
from units.models import Contact, KeyPersonTenure, Tie, Unit
from units.services import Period
from units.services.people import STANDING

_WEIGHTS = (
    ("", _("not judged yet")),
    ("1", _("1 – hardly any")),
    ("2", _("2 – little")),
    ("3", _("3 – some")),
    ("4", _("4 – much")),
    ("5", _("5 – the last word")),
)


def weight(label: Any, help_text: Any) -> Any:
    """1 to 5, or not judged; a fresh field for each form."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=_WEIGHTS,
        coerce=int,
        empty_value=None,
        required=False,
    )


def unit_field() -> FoundField:
    """The unit somebody belongs to, if any."""
    return FoundField(url_name="unit_search", label=_("Unit"), required=False, add="unit")


class ContactForm(forms.ModelForm[Contact]):
    """A person of a unit."""

    born = BirthdayField()

    class Meta:
        model = Contact
        fields: tuple[str, ...] = ("name", "position", "role", "mobile", "official")
        widgets: ClassVar = {"mobile": TelephoneInput()}

    field_order: tuple[str, ...] = ("name", "position", "role", "mobile", "born", "official")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("born", self.instance.born)

    def clean(self) -> dict[str, Any]:
        """The birthday as its two columns (K6)."""
        cleaned = super().clean() or {}
        if "born" in cleaned:
            born = cleaned["born"]
            cleaned["birthday"] = born.solar if born else None
            cleaned["lunar_birthday"] = born.lunar if born else ""
        return cleaned


class ContactNewForm(ContactForm):
    """The same with the unit they belong to, if any."""

    unit = unit_field()

    field_order = ("name", "unit", *ContactForm.field_order[1:])

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.visible_to(user))


class ContactEditForm(ContactForm):
    """The same with what we know of the person's weight (K2), and the version."""

    influence = weight(_("Influence"), _("How far others follow."))
    decision_power = weight(_("Decision power"), _("How far it is theirs to decide."))
    helps = forms.MultipleChoiceField(
        label=_("Helps with"),
        choices=Contact.Help.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = VersionField()

    class Meta(ContactForm.Meta):
        fields = (*ContactForm.Meta.fields, *STANDING)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """Somebody of no unit may be put into one of the user's; whoever has one stays there."""
        super().__init__(*args, **kwargs)
        if self.instance.unit_id is None and user is not None:
            self.fields["unit"] = unit_field()
            offer(self, "unit", Unit.objects.visible_to(user))

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        """Those of the fields that are asked for: a row edited alone has only its own."""
        return [self[name] for name in names if name in self.fields]

    @property
    def sections(self) -> list[Section]:
        """Who it is; what weight the word has."""
        return [
            Section(_("About the person"), "person", "", self._bound((*self.field_order, "unit"))),
            Section(
                _("In the unit"),
                "diagram-3",
                _("For everybody who has a say, key person or not: it draws the influence map."),
                self._bound(STANDING),
            ),
        ]


class KeyPersonForm(forms.Form):
    """Who is the key person from when, and what is known of them."""

    contact = searchable(Contact.objects.none(), label=_("Person"), add="contact")
    starts_on = DayField(label=_("From"), initial=timezone.localdate)
    influence = weight(_("Influence"), _("How far others follow."))
    decision_power = weight(_("Decision power"), _("How far it is theirs to decide."))
    helps = forms.MultipleChoiceField(
        label=_("Helps with"),
        choices=Contact.Help.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helps_with = forms.CharField(label=_("Helps with, in words"), max_length=200, required=False)
    preferences = forms.CharField(label=_("Preferences"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["contact"]
        person.queryset = unit.contacts.all()
        person.add_url = reverse("contact_add", args=[unit.pk])


class KeyPersonEndForm(forms.Form):
    """The first day somebody is key person no more, and why."""

    ends_on = DayField(
        label=_("Ends on"),
        initial=timezone.localdate,
        help_text=_("From this day on they are not the key person any more."),
    )
    why = forms.CharField(label=_("Reason"), max_length=200, required=False)


class TenureForm(forms.Form):
    """A tenure put right; the version it was loaded with."""

    contact = searchable(Contact.objects.none(), label=_("Person"))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_(
            "This day is not included; empty means until today and on. Who never was key person "
            "ends on the day they began."
        ),
    )
    why = forms.CharField(label=_("What was wrong"), min_length=5, max_length=200)
    version = VersionField()

    def __init__(self, *args: Any, tenure: KeyPersonTenure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Contact.objects.filter(unit=tenure.unit_id)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]

    def period(self) -> Period:
        """How it is to be, for the service."""
        typed = self.cleaned_data
        return Period(typed["contact"].pk, typed["starts_on"], typed["ends_on"])


class TieForm(forms.Form):
    """Somebody the person reports to, was introduced by, or knows."""

    kind = forms.ChoiceField(
        label=_("Kind of tie"), choices=Tie.Kind.choices, widget=forms.RadioSelect
    )
    other = searchable(Contact.objects.none(), label=_("Whom"))

    def __init__(self, *args: Any, person: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Contact.objects.filter(unit=person.unit_id or 0).exclude(pk=person.pk)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a number is to be seen."""

    reason = forms.CharField(label=_("Reason"), min_length=5, max_length=200)
