"""Campaigns: the plan, and how far it has come (U3)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet, SearchFilter
from core.pages import Button, CreatePage, DetailPage, EditPage, Empty, Fact, ListPage
from core.tables import DayColumn, LinkColumn, Table
from units import permissions
from units.forms.campaign import CampaignEditForm, CampaignForm
from units.models import Campaign
from units.rules import Window
from units.selectors.campaign import phases_in, rounds_with_units, target_progress
from units.services.campaign import CampaignPlan, campaign_add, campaign_edit


class CampaignTable(Table):
    """Campaigns."""

    name = LinkColumn()
    starts_on = DayColumn()
    ends_on = DayColumn()

    class Meta:
        model = Campaign
        fields = ("name", "starts_on", "ends_on")
        order_by = ("-starts_on",)


class CampaignFilter(FilterSet):
    """Campaigns by name."""

    q = SearchFilter("name__icontains")

    class Meta:
        model = Campaign
        fields = ("q",)


class CampaignList(ListPage):
    """Campaigns of the person's projects."""

    model = Campaign
    permission = permissions.CAMPAIGN_VIEW
    table_class = CampaignTable
    filterset_class = CampaignFilter
    title = _("Campaigns")
    buttons = (
        Button(_("New campaign"), "campaign_add", "plus-lg", permissions.CAMPAIGN_EDIT, True),
    )
    empty = Empty(
        _("No campaigns yet"),
        _("A campaign is planned by the sales manager."),
        "campaign_add",
        _("New campaign"),
        permissions.CAMPAIGN_EDIT,
    )


class CampaignDetail(DetailPage):
    """Targets against what has happened, phases and rounds."""

    model = Campaign
    permission = permissions.CAMPAIGN_VIEW
    template_name = "units/campaign_detail.html"
    buttons = (
        Button(
            _("The week"),
            "campaign_week",
            "calendar-week",
            permissions.CAMPAIGN_VIEW,
            True,
            own=True,
        ),
        Button(_("Edit"), "campaign_edit", "pencil", permissions.CAMPAIGN_EDIT, own=True),
    )

    def facts(self, subject: Campaign) -> list[tuple[Any, list[Fact]]]:
        """The window and where one is in it."""
        today = timezone.localdate()
        left = (subject.ends_on - today).days
        return [
            (
                _("Window"),
                [
                    Fact(_("First day"), subject.starts_on),
                    Fact(_("Last day"), subject.ends_on),
                    Fact(_("Days left"), left if left >= 0 else _("over")),
                ],
            )
        ]

    def context(self, subject: Campaign) -> dict[str, Any]:
        """Progress, phases, rounds with their units."""
        today, phases = timezone.localdate(), list(subject.phases.all())
        return {
            "progress": target_progress(subject, min(today, subject.ends_on)),
            "phases": phases,
            "now": phases_in(phases, Window(today, today)),
            "rounds": rounds_with_units(subject, self.user),
            "over": today > subject.ends_on,
            "may_plan": self.user.has_perm(permissions.CAMPAIGN_EDIT),
        }


class CampaignAdd(CreatePage):
    """A new campaign; phases, rounds and targets follow on its page."""

    model = Campaign
    permission = permissions.CAMPAIGN_EDIT
    form_class = CampaignForm
    service = staticmethod(campaign_add)
    title = _("New campaign")
    done = _("The campaign is planned. Add its phases, rounds and targets.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """One's own projects."""
        return {"user": self.user}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """As a plan without parts."""
        facts = dict(form.cleaned_data)
        return {"project_id": facts.pop("project").pk, "plan": CampaignPlan(**facts)}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("campaign_list")


class CampaignEdit(EditPage):
    """Name and window."""

    model = Campaign
    permission = permissions.CAMPAIGN_EDIT
    form_class = CampaignEditForm
    service = staticmethod(campaign_edit)
    title = _("Edit the campaign")

    def params(self, form: Any, subject: Campaign) -> dict[str, Any]:
        """Version apart."""
        facts = dict(form.cleaned_data)
        return {"campaign_id": subject.pk, "version": facts.pop("version"), "facts": facts}
