"""People: contacts, their consent and key-person tenures (K, L1)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import phones
from core.personal.registry import shown_name
from core.sentences import worded
from units.birthdays import Birthday
from units.models.proof import SincerityLevel
from units.querysets import ContactManager, ContactQuerySet, LawfulQuerySet, OfUnitQuerySet


class How(models.TextChoices):
    """By what way a person told us something about their data (L1)."""

    SIGNED = "signed", _("on a signed form")
    MESSAGE = "message", _("in a message")
    REGISTRATION = "registration", _("on the registration form")
    IN_PERSON = "in_person", _("face to face")
    TELEPHONE = "telephone", _("on the telephone")
    OTHER = "other", _("in another way")


ONE_TO_FIVE = (MinValueValidator(1), MaxValueValidator(5))


class Contact(models.Model):
    """A person who registered, visited, bought, or whom we meet in a unit."""

    class Source(models.TextChoices):
        VISIT = "visit", _("met on a visit")
        REGISTRATION = "registration", pgettext_lazy("source", "registered")
        WALK_IN = "walk_in", _("came to the sales centre")
        REFERRAL = "referral", _("was recommended")
        IMPORT = "import", _("from an import")

    class Role(models.TextChoices):
        """What a person is for us in the unit; the key person is told by the tenure (K1)."""

        DECIDES = "decides", _("decides")
        INFLUENCES = "influences", _("has influence")
        OPENS_DOORS = "opens_doors", _("opens doors")
        UNION = "union", _("works for the trade union")
        FINANCE = "finance", _("handles the money")
        OFFICE = "office", _("runs the office")
        BUYER = "buyer", _("may buy")
        OPPOSES = "opposes", _("is against it")

    class Help(models.TextChoices):
        """What a person helps us with (K2)."""

        STAND = "stand", _("a display stand")
        ASSEMBLY = "assembly", _("assembly times")
        INTRODUCTIONS = "introductions", _("introductions")

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
    initials = models.CharField(max_length=60, editable=False, default="")
    position = models.CharField(_("position"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    id_number = models.CharField(max_length=200, blank=True, editable=False)
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    official = models.BooleanField(_("public official or in a public-sector post"), default=False)
    # Whether a certificate shown holds today; written by the proofs alone (P3).
    certificate = models.BooleanField(_("valid certificate seen"), default=False, editable=False)
    sincerity = models.CharField(
        _("sincerity"), max_length=12, choices=SincerityLevel.choices, blank=True, editable=False
    )
    sincere_on = models.DateField(_("sincere since"), null=True, blank=True, editable=False)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    lunar_birthday = models.CharField(max_length=20, blank=True)
    influence = models.PositiveSmallIntegerField(
        _("influence"), null=True, blank=True, validators=ONE_TO_FIVE
    )
    decision_power = models.PositiveSmallIntegerField(
        _("decision power"), null=True, blank=True, validators=ONE_TO_FIVE
    )
    helps = models.JSONField(_("helps with"), default=list, blank=True)
    helps_with = models.CharField(_("helps with, in words"), max_length=200, blank=True)
    preferences = models.CharField(_("preferences"), max_length=200, blank=True)
    source = models.CharField(_("where they came from"), max_length=20, choices=Source.choices)
    idle_since = models.DateField(
        default=timezone.localdate,
        editable=False,
        help_text=_("The day of the last contact, or on which somebody was given it (U7)."),
    )
    pooled_at = models.DateTimeField(_("in the public pool since"), null=True, editable=False)
    # The last contact of which the owner was warned: each is warned of once (U7).
    warned_for = models.DateField(null=True, editable=False)

    erased_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    # The record it became part of; such a row is in no list and its address leads on (U8).
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = ContactManager()
    everything = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["sound", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "mobile"],
                condition=~Q(mobile="") & Q(merged_into__isnull=True),
                name="units_contact_mobile",
                violation_error_message=_(
                    "Somebody with this mobile number is in the project already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(influence__isnull=True) | Q(influence__range=(1, 5)),
                name="units_contact_influence",
            ),
            models.CheckConstraint(
                condition=Q(decision_power__isnull=True) | Q(decision_power__range=(1, 5)),
                name="units_contact_decision_power",
            ),
            models.CheckConstraint(
                condition=Q(pooled_at__isnull=True) | Q(owner__isnull=True, team__isnull=True),
                name="units_contact_pooled_has_no_owner",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="units_contact_merged_into_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["idle_since"], condition=Q(owner__isnull=False), name="units_contact_idle"
            ),
            models.Index(
                fields=["project", "-pooled_at", "id"],
                condition=Q(pooled_at__isnull=False),
                name="units_contact_pool",
            ),
            models.Index(fields=["unit", "sound"], name="units_contact_unit"),
            models.Index(
                fields=["project", "sincere_on"],
                condition=Q(sincere_on__isnull=False),
                name="units_contact_sincere",
            ),
            models.Index(fields=["team", "sound", "id"], name="units_contact_team"),
            models.Index(fields=["project", "sound", "id"], name="units_contact_by_sound"),
        ]

    def __str__(self) -> str:
        return shown_name(self.name)

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("contact_detail", args=[self.pk])

    @property
    def born(self) -> Birthday | None:
        """The birthday on both calendars, None where it is not known (K6)."""
        return Birthday(self.birthday, self.lunar_birthday) if self.birthday else None

    @property
    def help_labels(self) -> list[str]:
        """What the person helps with, and what was written beside it (K2)."""
        known = dict(self.Help.choices)
        return [str(known.get(code, code)) for code in self.helps] + (
            [self.helps_with] if self.helps_with else []
        )

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
    how = models.CharField(_("how"), max_length=12, choices=How.choices, default=How.OTHER)
    evidence = models.CharField(_("evidence"), max_length=200)
    said_on = models.DateField(_("said on"), null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = LawfulQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["contact", "purpose", "-at"], name="units_consent_newest")]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.purpose}"

    @property
    def because(self) -> str:
        """The evidence: the house's own words in the reader's language, others as written."""
        return worded(self.evidence)


class KeyPersonTenure(models.Model):
    """Who was the unit's key person from when to when (K1); the last day is not included."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="tenures")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="tenures")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
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
        ]

    def __str__(self) -> str:
        return str(self.contact)

    def get_absolute_url(self) -> str:
        """The unit it is of."""
        return self.unit.get_absolute_url()
