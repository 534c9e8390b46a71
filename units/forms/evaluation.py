"""How a unit is judged (U4)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.forms.sections import Section
from units.labels import FACTORS
from units.policies import SINCERITY, STRENGTH


class EvaluationForm(forms.Form):
    """Nine factors, each 0 to 100; an empty one is not known and does not count.

    `known` says of a factor what is on record of the unit, for who judges it.
    """

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*STRENGTH, *SINCERITY):
            self.fields[name] = forms.IntegerField(
                label=FACTORS[name],
                help_text=_("On record: %(facts)s") % {"facts": known[name]}
                if name in known
                else "",
                min_value=0,
                max_value=100,
                required=False,
                widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
            )
        against = self.fields["self_build"]
        against.help_text = format_lazy("{} {}", _("Counts against the unit."), against.help_text)

    @property
    def sections(self) -> list[Section]:
        """Strength, then sincerity."""
        return [
            Section(_("Purchasing strength"), "building", "", [self[name] for name in STRENGTH]),
            Section(_("Sincerity"), "clipboard-check", "", [self[name] for name in SINCERITY]),
        ]

    def clean(self) -> dict[str, Any]:
        """At least one factor has to be known."""
        cleaned = super().clean() or {}
        if not self.errors and all(value is None for value in cleaned.values()):
            raise forms.ValidationError(_("Judge at least one factor from 0 to 100."))
        return cleaned


def _on_record(facts: str) -> str:
    return gettext("On record: %(facts)s") % {"facts": facts} if facts else ""
