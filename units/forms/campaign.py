"""A campaign planned: window, phases, rounds, targets (U3)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Project
from core.forms import DayField, SeveralField, VersionField
from core.found import FoundSeveralField, offer_several
from units.models import Campaign, Category, Phase, Round, Target, Unit
from units.permissions import UNIT_VIEW

DAYS = {"starts_on": DayField, "ends_on": DayField}


class CampaignForm(forms.ModelForm[Campaign]):
    """A new campaign of one of the person's projects.

    The project is no field of the model's here: whether its name is free is asked by the service,
    after the one-time key, so that a form sent twice is one campaign and no refusal.
    """

    project = forms.ModelChoiceField(queryset=Project.objects.none(), label=_("Project"))

    class Meta:
        model = Campaign
        fields = ("name", "starts_on", "ends_on")
        field_classes = DAYS

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Project.objects.filter(pk__in=user.project_ids)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["project"].initial = projects.first()


class CampaignEditForm(forms.ModelForm[Campaign]):
    """Name and window."""

    version = VersionField()

    class Meta:
        model = Campaign
        fields = ("name", "starts_on", "ends_on")
        field_classes = DAYS


class PhaseForm(forms.ModelForm[Phase]):
    """A stretch of the campaign."""

    class Meta:
        model = Phase
        fields = ("name", "starts_on", "ends_on")
        field_classes = DAYS


class RoundForm(forms.ModelForm[Round]):
    """Where a round goes, and to whom."""

    units = FoundSeveralField(url_name="unit_search", label=_("Units entered"), required=False)

    class Meta:
        model = Round
        fields = ("areas", "planned", "units")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.has_perm(UNIT_VIEW):
            offer_several(self, "units", Unit.objects.visible_to(user))
        else:  # who plans without seeing units leaves them as they are
            del self.fields["units"]

    def clean(self) -> dict[str, Any]:
        """Without the field no unit is put in."""
        return {"units": (), **(super().clean() or {})}


class TargetForm(forms.ModelForm[Target]):
    """What is to be reached."""

    categories = SeveralField(
        queryset=Category.objects.all(),
        label=_("Categories"),
        required=False,
        help_text=_("Only units and customers of these; none chosen means all."),
        widget=forms.SelectMultiple(attrs={"data-search": "1"}),
    )

    class Meta:
        model = Target
        fields = ("label", "kind", "goal", "categories")


class CutForm(forms.Form):
    """Which phase or target; the service says no to one that is gone."""

    part = forms.CharField(label=_("Part of the plan"), max_length=30, widget=forms.Select)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"phase:{row.pk}", row.name) for row in campaign.phases.all()]
        choices += [(f"target:{row.pk}", row.label) for row in campaign.targets.all()]
        self.fields["part"].widget.choices = choices


class WeekForm(forms.Form):
    """The week that is looked at, by any of its days."""

    day = DayField(label=_("Week of"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean_day(self) -> Any:
        """Today's week where none is asked for; of a campaign that is over, its last."""
        return self.cleaned_data["day"] or self.campaign.window.nearest(timezone.localdate())
