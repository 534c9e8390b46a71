"""Files that belong to a record: photos and evidence."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """One file of one record: `stored` is its random name on disk, `name` what people see."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=30)
    stored = models.CharField(max_length=100)
    small = models.CharField(max_length=100, blank=True)  # of a photo: its thumbnail on disk
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"), help_text=_("In bytes, as kept."))
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["stored"], name="core_attachment_stored"),
            models.CheckConstraint(
                condition=models.Q(size__gt=0),
                name="core_attachment_size",
                violation_error_message=_("The file is empty. Choose another one."),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="core_attachment_subj")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where the file opens for who may see its record."""
        return reverse("file_open", args=[self.pk])

    def get_small_url(self) -> str:
        """The thumbnail; of a photo kept before there were any, the photo itself."""
        return f"{self.get_absolute_url()}?small=1"

    @property
    def is_photo(self) -> bool:
        """Whether a page can show it as a picture."""
        return self.content_type.startswith("image/")
