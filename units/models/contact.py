"""People: contacts, their consent, key-person tenures and gifts (K, L1)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import phones
from units.querysets import ContactQuerySet, OfUnitQuerySet


class Contact(models.Model):
    """A person who registered, visited, bought, or whom we meet in a unit."""

    class Source(models.TextChoices):
        VISIT = "visit", _("met on a visit")
        REGISTRATION = "registration", _("registered")
        WALK_IN = "walk_in", _("came to the sales centre")
        REFERRAL = "referral", _("was recommended")
        IMPORT = "import", _("from an import")

    project = models.ForeignKey(
        "accounts.Project", on_delete=models.PROTECT, related_name="contacts"
    )
    unit = models.ForeignKey(
        "units.Unit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name=_("unit"),
    )
    team = models.ForeignKey(
        "accounts.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name=_("followed by"),
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    doubled = models.CharField(max_length=120, editable=False)
    sound = models.CharField(max_length=120, editable=False)
    position = models.CharField(_("position"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    id_number = models.CharField(max_length=200, blank=True, editable=False)
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    official = models.BooleanField(_("public official or in a public-sector post"), default=False)
    certificate = models.BooleanField(_("valid certificate seen"), default=False)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    lunar_birthday = models.CharField(max_length=20, blank=True)
    source = models.CharField(_("where they came from"), max_length=20, choices=Source.choices)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["sound", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "mobile"],
                condition=~Q(mobile=""),
                name="units_contact_mobile",
                violation_error_message=_(
                    "Somebody with this mobile number is in the project already."
                ),
            )
        ]
        indexes = [
            models.Index(fields=["unit", "sound"], name="units_contact_unit"),
            models.Index(fields=["team", "sound", "id"], name="units_contact_team"),
            models.Index(fields=["project", "sound", "id"], name="units_contact_by_sound"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("contact_detail", args=[self.pk])

    @property
    def masked_mobile(self) -> str:
        """138****8000, for lists."""
        return phones.mask_mobile(self.mobile) if self.mobile else ""


class Consent(models.Model):
    """One answer of one person for one purpose; the newest counts (L1). Only added."""

    class Purpose(models.TextChoices):
        SERVICE = "service", _("service")
        MARKETING = "marketing", _("marketing")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    given = models.BooleanField(_("given"))
    evidence = models.CharField(_("evidence"), max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["contact", "purpose", "-at"], name="units_consent_newest")]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.purpose}"


class KeyPersonTenure(models.Model):
    """Who was the unit's key person from when to when (K1); the last day is not included."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="tenures")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="tenures")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    influence = models.PositiveSmallIntegerField(
        _("influence"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    decision_power = models.PositiveSmallIntegerField(
        _("decision power"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    helps_with = models.CharField(_("helps with"), max_length=200, blank=True)
    preferences = models.CharField(_("preferences"), max_length=200, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("key person")
        verbose_name_plural = _("key persons")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ends_on__isnull=True),
                name="units_tenure_one_at_a_time",
                violation_error_message=_("The unit has a key person. End that tenure first."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="units_tenure_order",
            ),
            models.CheckConstraint(
                condition=Q(influence__range=(1, 5), decision_power__range=(1, 5)),
                name="units_tenure_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return str(self.contact)


class Gift(models.Model):
    """Something given to a key person: when, what, its worth, who approved (K5)."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="gifts")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="gifts")
    given_on = models.DateField(_("date"))
    item = models.CharField(_("item"), max_length=100)
    value = models.DecimalField(_("value (yuan)"), max_digits=10, decimal_places=2)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_on"]
        constraints = [models.CheckConstraint(condition=Q(value__gt=0), name="units_gift_value")]

    def __str__(self) -> str:
        return self.item
