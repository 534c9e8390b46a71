"""The service directory: what staff look up for customers, and what they sent to whom (U10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.querysets import DirectoryQuerySet, OfContactQuerySet


class DirectoryEntry(models.Model):
    """One place or service near a project; whoever works for the project reads it."""

    class Kind(models.TextChoices):
        SIGHT = "sight", _("sights")
        HOUSEKEEPING = "housekeeping", _("housekeeping")
        NUMBER = "number", _("useful telephone numbers")
        BANK = "bank", _("banks")
        SURROUNDINGS = "surroundings", _("surroundings")
        STUDY = "study", _("study abroad")

    class Place(models.TextChoices):
        """What surroundings consist of."""

        SCHOOL = "school", _("school")
        HOSPITAL = "hospital", _("hospital")
        SHOP = "shop", _("shop")
        ROAD = "road", _("road")

    project = models.ForeignKey(
        "accounts.Project", on_delete=models.PROTECT, related_name="directory"
    )
    kind = models.CharField(_("kind of help"), max_length=20, choices=Kind.choices)
    place = models.CharField(
        _("kind of place"),
        max_length=20,
        choices=Place.choices,
        blank=True,
        help_text=_("For surroundings only."),
    )
    name = models.CharField(_("name"), max_length=80)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    prices = models.CharField(_("prices"), max_length=200, blank=True)
    discount = models.CharField(
        _("partner discount"),
        max_length=120,
        blank=True,
        help_text=_("What our customers get there, and how they show who they are."),
    )
    pick_up = models.BooleanField(_("a pick-up can be booked"), default=False)
    remarks = models.CharField(_("remarks"), max_length=200, blank=True)
    closed_on = models.DateField(_("taken out"), null=True, blank=True, editable=False)
    doubled = models.CharField(max_length=160, editable=False)
    sound = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=60, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("last checked"), auto_now=True)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory entries")
        ordering = ["sound", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "name"],
                name="units_directory_name",
                violation_error_message=_("The directory has an entry of this kind and name."),
            ),
            models.CheckConstraint(
                condition=Q(place="") | Q(kind="surroundings"),
                name="units_directory_place",
                violation_error_message=_("Only surroundings are schools, hospitals and so on."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="units_directory_position",
                violation_error_message=_("Give latitude and longitude together, in degrees."),
            ),
        ]
        indexes = [
            models.Index(fields=["project", "kind", "sound", "id"], name="units_directory_by_kind"),
            models.Index(fields=["project", "sound", "id"], name="units_directory_by_sound"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("directory_detail", args=[self.pk])


class DirectorySending(models.Model):
    """An entry given to a customer by message from a salesperson's own telephone. Only added."""

    entry = models.ForeignKey(DirectoryEntry, on_delete=models.PROTECT, related_name="sendings")
    contact = models.ForeignKey(
        "units.Contact", on_delete=models.PROTECT, related_name="directory_sendings"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("message from the directory")
        verbose_name_plural = _("messages from the directory")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["contact", "-at"], name="units_directory_sent")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.contact_id}"
