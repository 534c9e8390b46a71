"""The service directory: an entry, and to whom it is sent (U10)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TelephoneInput, VersionField
from core.found import FoundField, offer
from units.models import Contact, DirectoryEntry
from units.services.directory import FACTS


class DirectoryForm(forms.ModelForm[DirectoryEntry]):
    """An entry; only its kind and name must be known."""

    class Meta:
        model = DirectoryEntry
        fields = FACTS
        widgets = {"telephone": TelephoneInput()}


class DirectoryEditForm(DirectoryForm):
    """The same with its version."""

    version = VersionField()


class SendForm(forms.Form):
    """The customer it goes to, looked for among those the person sees."""

    contact = FoundField(
        url_name="buyer_search", label=_("Customer"), empty_label=_("Name, pinyin or initials")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contact", Contact.objects.visible_to(user))
