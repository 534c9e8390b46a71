"""The units app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitsConfig(AppConfig):
    """Registers what units offers to the menu and the timeline."""

    name = "units"
    verbose_name = _("Client units")

    def ready(self) -> None:
        """Abilities, policies, invariants, menu items, timeline and search sources."""
        from core import registry
        from units import importing, invariants, lawful, merging, policies, receivers  # noqa: F401
        from units.models import Contact, Unit
        from units.selectors import (
            campaign,
            directory,
            files,
            gifts,
            merge,
            proof,
            roster,
            timeline,
        )

        registry.register_timeline("facts", _("Facts"), timeline.fact_entries, of=(Unit,))
        registry.register_timeline(
            "evaluations", _("Evaluations"), timeline.evaluation_entries, of=(Unit,)
        )
        registry.register_timeline("files", _("Photos and files"), files.file_entries, of=(Unit,))
        registry.register_timeline("ownership", _("Ownership"), timeline.ownership_entries)
        registry.register_timeline("key_person", _("Key person"), timeline.tenure_entries)
        registry.register_timeline("customers", _("Customers"), timeline.customer_entries)
        registry.register_timeline("directory", _("Sent"), directory.directory_entries)
        registry.register_timeline("proofs", _("Proofs"), proof.proof_entries)
        registry.register_timeline("sincerity", _("Sincerity"), proof.sincerity_entries)
        registry.register_today("campaigns", campaign.monday_cards)
        registry.register_timeline("gifts", _("Gifts"), gifts.gift_entries)
        registry.register_panel("roster", Unit, roster.roster_panel, order=70)
        registry.register_panel("owned_homes", Contact, roster.owned_panel, order=70)
        importing.declare()
        registry.register_timeline("merges", _("Merges"), merge.merge_entries, of=(Unit, Contact))
        registry.register_panel("alike_units", Unit, merge.alike_panel, order=30)
        registry.register_panel("alike_people", Contact, merge.alike_panel, order=30)
        registry.register_panel("merged_units", Unit, merge.merge_panel, order=90)
        registry.register_panel("merged_people", Contact, merge.merge_panel, order=90)
        merging.register()
        _menu()
        _actions()
        _quick()
        _find()
        _panels()
        _approvals()
        _ownership()
        lawful.register()


def _menu() -> None:
    from core import menu
    from units import permissions as may

    customers, ownership, data = _("Customers"), pgettext_lazy("menu", "Ownership"), _("Data")
    for group, label, url_name, icon, ability, order in (
        (customers, _("Units"), "unit_list", "building", may.UNIT_VIEW, 20),
        (customers, _("Is it taken?"), "unit_taken", "patch-question", may.UNIT_ADD, 21),
        (customers, _("Contacts"), "contact_list", "people", may.CONTACT_VIEW, 22),
        (customers, _("Registrations"), "registration_list", "person-plus", may.ARRIVAL_VIEW, 24),
        (customers, _("Reception"), "arrival_desk", "door-open", may.ARRIVAL_RECORD, 25),
        (customers, _("Arrivals"), "arrival_list", "geo-alt", may.ARRIVAL_VIEW, 26),
        (customers, _("Gifts"), "gift_list", "gift", may.GIFT_VIEW, 27),
        (
            customers,
            _("Service directory"),
            "directory_list",
            "life-preserver",
            may.DIRECTORY_VIEW,
            28,
        ),
        (customers, _("Campaigns"), "campaign_list", "flag", may.CAMPAIGN_VIEW, 29),
        (ownership, _("Public pool"), "pool_unit_list", "inbox", may.POOL_VIEW, 32),
        (ownership, _("Disputes"), "dispute_list", "shield-exclamation", may.DISPUTE_VIEW, 33),
        (ownership, _("Hand-over"), "handover_list", "arrow-left-right", may.HANDOVER, 34),
        (ownership, _("Look-ups"), "lookup_list", "eye", may.LOOKUP_VIEW, 35),
        (data, _("Imports"), "import_list", "upload", may.UNIT_ADD, 36),
        (data, _("Categories"), "category_list", "tags", may.CATEGORY_EDIT, 37),
    ):
        menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))
    menu.register(
        menu.MenuItem(_("Units"), "unit_list", "building", may.UNIT_VIEW, 20, bottom=True)
    )


def _quick() -> None:
    from core import quick
    from units import permissions

    for name, label, url_name, icon, ability, order in (
        ("unit", _("New unit"), "unit_add", "building", permissions.UNIT_ADD, 20),
        ("contact", _("New contact"), "contact_new", "person", permissions.CONTACT_ADD, 22),
        (
            "customer",
            _("Register a customer"),
            "customer_register",
            "person-plus",
            permissions.CUSTOMER_REGISTER,
            24,
        ),
    ):
        quick.register(quick.QuickItem(name, label, url_name, icon, ability, order))


def _find() -> None:
    from core.search import register_search
    from units.models import Contact, Unit
    from units.selectors import search

    register_search(
        "units", _("Units"), search.unit_hits, order=10, recent=(Unit, search.known_units)
    )
    register_search("key_persons", _("Key persons"), search.key_person_hits, order=20)
    register_search(
        "contacts",
        _("Contacts"),
        search.contact_hits,
        order=30,
        recent=(Contact, search.known_people),
    )


def _actions() -> None:
    """What can be done to many units and people at once; other apps add theirs."""
    from core import bulk
    from units import permissions
    from units.forms.ownership import AssignForm
    from units.services import customer_assign, unit_assign

    for list_name, service, row, help_, done in (
        (
            "unit_list",
            unit_assign,
            "unit_id",
            _("The units and their people change hands; each change is recorded."),
            _("The units have changed hands."),
        ),
        (
            "contact_list",
            customer_assign,
            "contact_id",
            _("The people change hands without their units; each change is recorded."),
            _("The people have changed hands."),
        ),
    ):
        label = _("Assign to a salesperson")
        act = (permissions.UNIT_ASSIGN, service, row, AssignForm, help_, done)
        bulk.register(list_name, bulk.Action("assign", label, "person-check", *act))


def _panels() -> None:
    from core import registry
    from units.models import Contact, Unit
    from units.selectors import panels, proof

    registry.register_panel("key_person", Unit, panels.key_person_panel, order=20)
    registry.register_panel("evaluation", Unit, panels.evaluation_panel, order=60)
    registry.register_panel("gifts", Unit, panels.gift_panel, order=65)
    registry.register_panel("standing", Contact, panels.standing_panel, order=20)
    registry.register_panel("proofs", Contact, proof.proof_panel, order=30)
    registry.register_panel("contact_gifts", Contact, panels.gift_panel, order=65)


def _approvals() -> None:
    from core import approvals
    from units.services.gift import APPROVAL

    labels = {
        "unit": _("Unit"),
        "contact": _("Given to"),
        "item": _("Item"),
        "value": _("Value (yuan)"),
        "together": _("With other gifts that count as one (yuan)"),
        "limit": _("Limit (yuan)"),
        "occasion": _("Occasion"),
    }
    approvals.register(approvals.Kind(APPROVAL, _("Gift to a key person"), labels, icon="gift"))


def _ownership() -> None:
    """What belongs to who follows what: hand-over, disputes, the pool (U5-U7)."""
    from core import registry
    from units import holdings
    from units.models import Contact, Unit
    from units.selectors import dispute, ownership
    from units.services import given_on

    for holding in given_on.HOLDINGS:
        holdings.register_holding(holding)
    holdings.register_dealings("units", dispute.customer_dealings)
    registry.register_panel("protection", Contact, ownership.protection_panel, order=10)
    registry.register_panel("ownership", Unit, ownership.ownership_panel, order=80)
    registry.register_panel("ownership_of_customers", Contact, ownership.ownership_panel, order=80)
    registry.register_today("units", ownership.today_cards)
