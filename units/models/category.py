"""What kind of organisation a unit is (U1)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from units.querysets import CategoryQuerySet


class Category(models.Model):
    """A kind of unit, with what follows from it: L2, V2 and P3."""

    class GroupRule(models.TextChoices):
        NONE = "none", _("members do not buy as a group")
        MEMBERS = "members", _("by the number of homes")
        CERTIFICATE = "certificate", _("with a certificate, from the first home")

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name in English"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    public_sector = models.BooleanField(
        _("public sector"),
        default=False,
        help_text=_("Rewards and gifts to its people are held for compliance (state bodies)."),
    )
    must_visit = models.BooleanField(_("must be visited"), default=False)
    group_rule = models.CharField(
        _("group purchase"), max_length=20, choices=GroupRule.choices, default=GroupRule.NONE
    )
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("Not offered for units any more; those that have it keep it."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="units_category_code",
                violation_error_message=_("Another category has this code. Choose another."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                name="units_category_name",
                violation_error_message=_("Another category has this name. Choose another."),
            ),
            models.UniqueConstraint(
                fields=["name_zh"],
                name="units_category_name_zh",
                violation_error_message=_("Another category has this name. Choose another."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name

    def get_absolute_url(self) -> str:
        """A category has no page of its own; it stands in the list."""
        return reverse("category_list")

    def get_edit_url(self) -> str:
        """Where a manager changes it."""
        return reverse("category_edit", args=[self.pk])
