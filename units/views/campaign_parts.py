"""Phases, rounds and targets of a campaign (U3)."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, FormPage
from units import permissions
from units.forms.campaign import CutForm, PhaseForm, RoundForm, TargetForm
from units.models import Campaign, Phase, Round, Target
from units.services.campaign import campaign_cut, phase_save, round_save, target_save


class _PartPage(FormPage):
    """Adds a part to the campaign of the address, or changes the part of the address."""

    permission = permissions.CAMPAIGN_EDIT
    part: ClassVar[str]  # what the service calls it: "phase" → phase_id

    def found(self) -> Any:
        """The campaign for a new part, else the part."""
        if "campaign_pk" in self.kwargs:
            campaigns = Campaign.objects.visible_to(self.user)
            return get_object_or_404(campaigns, pk=self.kwargs["campaign_pk"])
        return self.subject()

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """An empty form, or one filled with the part."""
        return {} if isinstance(subject, Campaign) else {"instance": subject}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Whose part, which, and what is said of it."""
        new = isinstance(subject, Campaign)
        return {
            "campaign_id": subject.pk if new else subject.campaign_id,
            f"{self.part}_id": None if new else subject.pk,
            "facts": form.cleaned_data,
        }

    def back_url(self, subject: Any) -> str:
        """The campaign."""
        campaign = subject if isinstance(subject, Campaign) else subject.campaign
        return str(campaign.get_absolute_url())

    def success_url(self, result: Any, subject: Any) -> str:
        """The campaign."""
        return self.back_url(subject)


class PhaseEdit(_PartPage):
    """A phase corrected."""

    model = Phase
    form_class = PhaseForm
    part = "phase"
    service = staticmethod(phase_save)
    title = _("Edit the phase")


class PhaseAdd(PhaseEdit):
    """A phase of the campaign."""

    title = _("New phase")


class RoundEdit(_PartPage):
    """A round corrected."""

    model = Round
    form_class = RoundForm
    part = "round"
    service = staticmethod(round_save)
    title = _("Edit the round")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Only units one sees."""
        return {**super().form_kwargs(subject), "user": self.user}


class RoundAdd(RoundEdit):
    """The next round of the campaign."""

    title = _("New round")


class TargetEdit(_PartPage):
    """A target corrected."""

    model = Target
    form_class = TargetForm
    part = "target"
    service = staticmethod(target_save)
    title = _("Edit the target")


class TargetAdd(TargetEdit):
    """A target of the campaign."""

    title = _("New target")


class CampaignCut(ActionPage):
    """A phase or target taken out of the plan."""

    model = Campaign
    permission = permissions.CAMPAIGN_EDIT
    form_class = CutForm
    service = staticmethod(campaign_cut)
    title = _("Take something out of the plan")
    help = _("What has happened stays; it is only no longer compared with this.")
    submit = _("Take out")
    done = _("It is taken out of the plan.")

    def form_kwargs(self, subject: Campaign) -> dict[str, Any]:
        """What this campaign has."""
        return {"campaign": subject}
