"""The year's list for the tax office: one line a person (R8)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rewards.querysets import TaxPayerQuerySet
from units.models import Contact


class TaxPayer(Contact):
    """A contact as one who was paid; the sums of a year are annotated (`in_year`)."""

    objects = TaxPayerQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = _("person paid")
        verbose_name_plural = _("people paid")

    def get_absolute_url(self) -> str:
        """The vouchers behind the figures."""
        return f"{reverse('voucher_list')}?contact={self.pk}"
