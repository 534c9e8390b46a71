"""A unit entered and corrected (U2)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import TelephoneInput, VersionField
from core.found import FoundField, offer
from units.forms.birthday import BirthdayField
from units.models import Category, Unit
from units.services.unit import FACTS

FIRST_FACTS = ("name", "category", "telephone", "address", "headcount")
PLACE = ("latitude", "longitude")

MORE_FACTS = tuple(name for name in FACTS if name not in FIRST_FACTS)


class UnitAddForm(forms.ModelForm[Unit]):
    """A unit in the field: five facts, where one stands, and its key person if known."""

    person_name = forms.CharField(
        label=_("Key person"), max_length=60, required=False, help_text=_("Whom do we talk to?")
    )
    person_position = forms.CharField(label=_("Position"), max_length=60, required=False)
    person_mobile = forms.CharField(
        label=_("Mobile"), max_length=20, required=False, widget=TelephoneInput
    )
    person_born = BirthdayField()
    person_official = forms.BooleanField(
        label=_("Public official or in a public-sector post"), required=False
    )

    class Meta:
        model = Unit
        fields = (*FIRST_FACTS, *PLACE)
        widgets = {**dict.fromkeys(PLACE, forms.HiddenInput()), "telephone": TelephoneInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.offered()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is known of a person is not dropped because the name is missing."""
        cleaned = super().clean() or {}
        known = [value for name, value in cleaned.items() if name.startswith("person_") and value]
        if known and not cleaned.get("person_name"):
            self.add_error("person_name", _("Give the name of this person, too."))
        born = cleaned.pop("person_born", None)
        cleaned["person_birthday"] = born.solar if born else None
        cleaned["person_lunar_birthday"] = born.lunar if born else ""
        return cleaned


class UnitEditForm(forms.ModelForm[Unit]):
    """All facts."""

    version = VersionField()
    parent = FoundField(
        url_name="unit_search",
        label=_("Group"),
        required=False,
        add="unit",
        help_text=_("The organisation this unit is a branch of."),
    )

    class Meta:
        model = Unit
        fields = (*FIRST_FACTS, *MORE_FACTS)
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3}), "telephone": TelephoneInput()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.instance
        offered = Category.objects.offered(unit.category_id)
        self.fields["category"].queryset = offered  # type: ignore[attr-defined]
        # Another team's group stays where it stands, though nobody here may choose it.
        groups = Unit.objects.visible_to(user) | Unit.objects.filter(branches=unit)
        offer(self, "parent", groups.exclude(pk=unit.pk))
