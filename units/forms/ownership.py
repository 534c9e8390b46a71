"""Giving on, ruling, evidence: who follows what (U5–U7)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.file_fields import EvidenceField, PhotosField
from core.forms import LONGEST_KEY, searchable
from units.models import Dispute
from units.selectors.handover import Pile
from units.selectors.ownership import candidates
from units.states import RULINGS


class PapersField(PhotosField, EvidenceField):
    """Up to nine photos or PDFs."""


class WhyForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label=gettext_lazy("Why"), min_length=2, max_length=200)


class AssignForm(WhyForm):
    """Who follows it from now on, and why: for one record of a project, or for many."""

    owner = searchable(User.objects.none(), label=gettext_lazy("Followed by"))
    field_order = ("owner", "why")

    def __init__(
        self, *args: Any, user: User, project_id: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        projects = user.project_ids if project_id is None else frozenset({project_id})
        self.fields["owner"].queryset = candidates(user, projects)  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """What one knows, with photos or papers."""

    text = forms.CharField(
        label=gettext_lazy("What you know"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("When you met, where, what was said; who can confirm it."),
    )
    uploads = PapersField(
        label=gettext_lazy("Photos and papers"),
        required=False,
        help_text=gettext_lazy("Pictures or PDF files, nine at most."),
    )


class RulingForm(forms.Form):
    """The ruling and its reason; both sides read them."""

    ruling = forms.ChoiceField(
        label=gettext_lazy("Ruling"),
        choices=[(state, label) for state, label in Dispute.STATE_CHOICES if state in RULINGS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=5,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HandoverForm(forms.Form):
    """A receiver for everything, or for each team's pile; a yes that it was looked at."""

    everyone = searchable(
        User.objects.none(),
        label=gettext_lazy("Everything to"),
        required=False,
    )
    sure = forms.BooleanField(label=gettext_lazy("I have looked at what is handed over"))

    def __init__(self, *args: Any, piles: list[Pile], candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.piles = piles
        self.fields["everyone"].queryset = candidates  # type: ignore[attr-defined]
        if len(piles) > 1:
            self.fields["everyone"].help_text = _("Or choose somebody for each team below.")
            for pile in piles:
                label = _("What belongs to %(team)s, to") % {"team": pile.label}
                self.fields[f"to_{pile.key}"] = searchable(candidates, label=label, required=False)
        self.order_fields(["everyone", *(f"to_{pile.key}" for pile in piles), "sure"])

    def clean(self) -> dict[str, Any]:
        """Each pile has a receiver: its own, else the one for everything."""
        cleaned = super().clean() or {}
        everyone = cleaned.get("everyone")
        for pile in self.piles:
            if not (cleaned.get(f"to_{pile.key}") or everyone):
                name = f"to_{pile.key}" if f"to_{pile.key}" in self.fields else "everyone"
                self.add_error(name, _("Choose who receives it."))
        return cleaned

    def receivers(self) -> dict[str, int]:
        """The receiver's key by pile, "" for all others.

        Read from what was sent, so that a second click, when the piles are gone, says the same.
        """
        everyone = self.cleaned_data.get("everyone")
        chosen = {"": everyone.pk} if everyone else {}
        for name in self.data:
            key = self.data[name]
            if name.startswith("to_") and key.isdecimal() and len(key) <= LONGEST_KEY:
                chosen[name.removeprefix("to_")] = int(key)
        return chosen
