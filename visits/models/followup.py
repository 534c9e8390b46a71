"""A follow-up: the next thing owed to a unit or a customer, with a due date (V6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from visits.querysets import FollowUpQuerySet
from visits.states import FollowUpState


class FollowUp(models.Model):
    """Owed by `owner` on `due_on`; `by_grade` means the rhythm set the day, not a person."""

    STATE_CHOICES = (
        (FollowUpState.OPEN, _("open")),
        (FollowUpState.DONE, _("done")),
        (FollowUpState.CANCELLED, _("cancelled")),
    )

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "units.Unit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("unit"),
    )
    contact = models.ForeignKey(
        "units.Contact",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("person"),
    )
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("team"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("owed by"),
    )
    due_on = models.DateField(_("due"))
    by_grade = models.BooleanField(default=False, editable=False)
    subject = models.CharField(_("what to do"), max_length=120, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=STATE_CHOICES,
        default=FollowUpState.OPEN,
        editable=False,
    )
    opened_by = models.ForeignKey(
        "visits.VisitReport",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opened",
        verbose_name=_("opened by"),
    )
    closed_by = models.ForeignKey(
        "visits.VisitReport",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="closed",
        verbose_name=_("closed by"),
    )
    done_at = models.DateTimeField(pgettext_lazy("day", "done"), null=True, editable=False)
    outcome = models.CharField(_("what came of it"), max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opened_by"],
                condition=Q(state=FollowUpState.OPEN),
                name="visits_followup_one_open",
                violation_error_message=_("This visit has an open follow-up already."),
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(contact__isnull=False),
                name="visits_followup_of_whom",
                violation_error_message=_("Choose the unit or the person to follow up."),
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DONE, done_at__isnull=False)
                | (~Q(state=FollowUpState.DONE) & Q(done_at__isnull=True)),
                name="visits_followup_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(state=FollowUpState.OPEN),
                name="visits_followup_mine",
            ),
            models.Index(
                fields=["team", "due_on"],
                condition=Q(state=FollowUpState.OPEN),
                name="visits_followup_team_due",
            ),
            # The list begins with what is open: "open" is the last of the states by letter.
            models.Index(
                fields=["project", "-state", "due_on", "id"], name="visits_followup_project"
            ),
            models.Index(fields=["unit", "-done_at"], name="visits_followup_unit"),
            models.Index(fields=["contact", "-done_at"], name="visits_followup_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.whom}: {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("followup_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """What is to be done; where nobody said, after which visit."""
        if self.subject:
            return self.subject
        if self.opened_by:
            return gettext("Get in touch after visit no. %(number)s") % {
                "number": self.opened_by.number
            }
        return gettext("Get in touch")

    @property
    def whom(self) -> str:
        """The unit or the person."""
        return str(self.unit or self.contact)
