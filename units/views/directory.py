"""The service directory: looked up in the field, kept by the planner, sent to customers (U10)."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet
from core.pages import ActionPage, Button, CreatePage, DetailPage, EditPage, Empty, Fact, ListPage
from units import permissions
from units.filters.directory import DirectoryFilter
from units.forms.directory import DirectoryEditForm, DirectoryForm, SendForm
from units.models import DirectoryEntry, DirectorySending
from units.rules import map_links
from units.selectors.directory import message_text, phone_message
from units.services.directory import (
    directory_add,
    directory_edit,
    directory_remove,
    directory_send,
)
from units.tables.directory import DirectoryTable

MAPS = {"amap": _("Amap"), "baidu": _("Baidu Maps"), "tencent": _("Tencent Maps")}


class DirectoryList(ListPage):
    """What staff look up for customers."""

    model = DirectoryEntry
    permission = permissions.DIRECTORY_VIEW
    table_class = DirectoryTable
    filterset_class = DirectoryFilter
    template_name = "units/directory_list.html"
    title = _("Service directory")
    buttons = (
        Button(_("New entry"), "directory_add", "plus-lg", permissions.DIRECTORY_EDIT, True),
    )
    empty = Empty(
        _("Nothing in the directory yet"),
        _("Banks, schools, doctors, removal firms: what customers ask about."),
        "directory_add",
        _("New entry"),
        permissions.DIRECTORY_EDIT,
    )

    def context(self, filterset: FilterSet) -> dict[str, Any]:
        """The six kinds as one-tap chips."""
        kinds = [("", _("All")), *DirectoryEntry.Kind.choices]
        links = [(label, filterset.address_with("kind", code), code) for code, label in kinds]
        return {"kinds": links, "chosen": self.asked("kind")}


class DirectoryDetail(DetailPage):
    """One entry: call, find the way, send it on."""

    model = DirectoryEntry
    permission = permissions.DIRECTORY_VIEW
    template_name = "units/directory_detail.html"
    buttons = (
        Button(
            _("Send to a customer"),
            "directory_send",
            "send",
            permissions.DIRECTORY_SEND,
            True,
            own=True,
        ),
        Button(_("Edit"), "directory_edit", "pencil", permissions.DIRECTORY_EDIT, own=True),
        Button(_("Remove"), "directory_remove", "trash", permissions.DIRECTORY_EDIT, own=True),
    )

    def subtitle(self, subject: DirectoryEntry) -> Any:
        """Its kind."""
        return subject.get_place_display() or subject.get_kind_display()

    def pill(self, subject: DirectoryEntry) -> tuple[Any, str] | None:
        """Whether it is still offered."""
        return (_("taken out"), "cancelled") if subject.closed_on else None

    def facts(self, subject: DirectoryEntry) -> list[tuple[Any, list[Fact]]]:
        """What one tells a customer."""
        pick_up = _("yes") if subject.pick_up else _("no")
        return [
            (
                _("What to know"),
                [
                    Fact(_("Opening hours"), subject.hours),
                    Fact(_("Prices"), subject.prices),
                    Fact(_("Partner discount"), subject.discount),
                    Fact(_("A pick-up can be booked"), pick_up),
                    Fact(_("Remarks"), subject.remarks),
                    Fact(_("Last checked"), subject.changed_at.date()),
                ],
            )
        ]

    def context(self, subject: DirectoryEntry) -> dict[str, Any]:
        """Maps to open and the message to send without choosing a customer."""
        links = map_links(subject.name, subject.address, subject.latitude, subject.longitude)
        return {
            "maps": [(MAPS[link.map], link.url) for link in links],
            "text": message_text(subject),
            "message_url": phone_message("", message_text(subject)),
        }


class DirectoryAdd(CreatePage):
    """A new entry."""

    model = DirectoryEntry
    permission = permissions.DIRECTORY_EDIT
    form_class = DirectoryForm
    service = staticmethod(directory_add)
    title = _("New entry")
    done = _("The entry is in the directory.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The kind one was looking at."""
        return {"initial": {"kind": self.asked("kind")}}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """All as facts."""
        return {"facts": form.cleaned_data}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("directory_list")


class DirectoryEdit(EditPage):
    """An entry corrected."""

    model = DirectoryEntry
    permission = permissions.DIRECTORY_EDIT
    form_class = DirectoryEditForm
    service = staticmethod(directory_edit)
    title = _("Edit the entry")

    def params(self, form: Any, subject: DirectoryEntry) -> dict[str, Any]:
        """Version apart, the rest as facts."""
        facts = dict(form.cleaned_data)
        return {"directoryentry_id": subject.pk, "version": facts.pop("version"), "facts": facts}


class DirectoryRemove(ActionPage):
    """An entry taken out."""

    model = DirectoryEntry
    permission = permissions.DIRECTORY_EDIT
    service = staticmethod(directory_remove)
    title = _("Remove the entry")
    help = _("Nobody finds it any more. Whoever corrects it, brings it back.")
    submit = _("Remove")
    done = _("The entry is removed.")

    def success_url(self, result: Any, subject: Any) -> str:
        """The list."""
        return reverse("directory_list")


class DirectorySend(ActionPage):
    """Choose the customer; the next page opens the telephone's messages."""

    model = DirectoryEntry
    permission = permissions.DIRECTORY_SEND
    form_class = SendForm
    service = staticmethod(directory_send)
    title = _("Send to a customer")
    help = _("It is noted with the customer; then your telephone's messages open with the text.")
    submit = _("Note and go on")
    done = _("It is noted. Tap “Open messages” to send it.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """One's own customers."""
        return {"user": self.user, "initial": {"contact": self.asked("contact")}}

    def params(self, form: Any, subject: DirectoryEntry) -> dict[str, Any]:
        """Keys."""
        contact = form.cleaned_data["contact"]
        return {"directoryentry_id": subject.pk, "contact_id": contact.pk}

    def success_url(self, result: DirectorySending, subject: Any) -> str:
        """The page with the ready message."""
        return reverse("directory_sending", args=[result.pk])


class DirectoryReady(DetailPage):
    """The message as it will be sent, and the link that opens the telephone's messages."""

    model = DirectorySending
    permission = permissions.DIRECTORY_SEND
    template_name = "units/directory_sending.html"
    buttons: ClassVar[tuple[Button, ...]] = ()

    def queryset(self) -> Any:
        """What one has sent oneself."""
        return super().queryset().select_related("entry", "contact")

    def heading(self, subject: DirectorySending) -> str:
        """For whom."""
        return gettext("A message for %(name)s") % {"name": subject.contact}

    def context(self, subject: DirectorySending) -> dict[str, Any]:
        """The text and the link."""
        text = message_text(subject.entry)
        return {"text": text, "message_url": phone_message(subject.contact.mobile, text)}
