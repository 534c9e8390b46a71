"""Forms of units and people: they check what was typed; services do the work."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, VersionField, searchable
from units.models import Contact, Unit
from units.services.evaluation import SINCERITY, STRENGTH
from units.services.unit import FACTS

FIRST_FACTS = ("name", "category", "telephone", "address", "headcount")
MORE_FACTS = tuple(name for name in FACTS if name not in FIRST_FACTS)


class UnitAddForm(forms.ModelForm[Unit]):
    """A unit in the field: five facts, and its key person if known."""

    person_name = forms.CharField(
        label=_("Key person"), max_length=60, required=False, help_text=_("Whom do we talk to?")
    )
    person_position = forms.CharField(label=_("Position"), max_length=60, required=False)
    person_mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    person_official = forms.BooleanField(
        label=_("Public official or in a public-sector post"), required=False
    )

    class Meta:
        model = Unit
        fields = FIRST_FACTS

    def clean(self) -> dict[str, Any]:
        """What is known of a person is not dropped because the name is missing."""
        cleaned = super().clean() or {}
        known = [value for name, value in cleaned.items() if name.startswith("person_") and value]
        if known and not cleaned.get("person_name"):
            self.add_error("person_name", _("Give the name of this person, too."))
        return cleaned


class UnitEditForm(forms.ModelForm[Unit]):
    """All facts."""

    version = VersionField()

    class Meta:
        model = Unit
        fields = (*FIRST_FACTS, *MORE_FACTS)
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}


class ContactForm(forms.ModelForm[Contact]):
    """A person of a unit."""

    class Meta:
        model = Contact
        fields = ("name", "position", "mobile", "official", "certificate", "birthday")
        field_classes = {"birthday": DayField}


class ContactEditForm(ContactForm):
    """The same with its version."""

    version = VersionField()


class KeyPersonForm(forms.Form):
    """Who is the key person from when."""

    contact = searchable(Contact.objects.none(), label=_("Person"))
    starts_on = DayField(label=_("From"), initial=timezone.localdate)
    influence = forms.IntegerField(label=_("Influence"), min_value=1, max_value=5, initial=3)
    decision_power = forms.IntegerField(
        label=_("Decision power"), min_value=1, max_value=5, initial=3
    )
    helps_with = forms.CharField(
        label=_("Helps with"),
        max_length=200,
        required=False,
        help_text=_("Display stand, assembly times, introductions …"),
    )
    preferences = forms.CharField(label=_("Preferences"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = unit.contacts.all()  # type: ignore[attr-defined]


_FACTORS = {
    "headcount": _("Headcount"),
    "income": _("Income"),
    "cars": _("Private cars"),
    "need": _("Housing need"),
    "help": _("Help of the key person"),
    "intention": _("Purchase intention"),
    "self_build": _("Self-build plans"),
    "assembly": _("Assembly allowed"),
    "deposits": _("Deposits paid"),
}


class EvaluationForm(forms.Form):
    """Nine factors, each 0 to 100; an empty one is not known and does not count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*STRENGTH, *SINCERITY):
            self.fields[name] = forms.IntegerField(
                label=_FACTORS[name],
                min_value=0,
                max_value=100,
                required=False,
                widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
            )
        self.fields["self_build"].help_text = _("Counts against the unit.")

    def clean(self) -> dict[str, Any]:
        """At least one factor has to be known."""
        cleaned = super().clean() or {}
        if not self.errors and all(value is None for value in cleaned.values()):
            raise forms.ValidationError(_("Judge at least one factor from 0 to 100."))
        return cleaned


class RegisterForm(forms.Form):
    """A customer in the field: name, mobile, unit."""

    name = forms.CharField(label=_("Name"), max_length=60)
    mobile = forms.CharField(
        label=_("Mobile"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    unit = searchable(Unit.objects.none(), label=_("Unit"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]


class ArrivalForm(forms.Form):
    """The day a registered customer came."""

    arrived_on = DayField(label=_("Day"), initial=timezone.localdate)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReasonForm(forms.Form):
    """Why a number is to be seen."""

    reason = forms.CharField(label=_("Reason"), min_length=5, max_length=200)
