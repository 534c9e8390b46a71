"""The core app: it owns the house, no domain word."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Loads the system checks and the abilities of the pages core itself owns."""

    name = "core"
    verbose_name = _("House")

    def ready(self) -> None:
        """Register what core offers."""
        from core import checks, chores, invariants, permissions  # noqa: F401
        from core.bulk import chores as bulk_chores  # noqa: F401
        from core.exports import chores as export_chores  # noqa: F401
        from core.importing import chores as import_chores  # noqa: F401
        from core.importing import policies as import_policies  # noqa: F401
        from core.personal import own, retention  # noqa: F401

        # What an app declares in these modules is known before the first request.
        autodiscover_modules("policies", "tasks", "personal")
        self._show()
        self._find()

    def _show(self) -> None:
        """The menu items and cards of core's own pages."""
        from core import menu, registry, sources
        from core.approvals.selectors import today_cards
        from core.importing.selectors import import_entries, named
        from core.permissions import AUDIT_VIEW, EXPORT_VIEW, INVARIANT_VIEW, JOB_VIEW, POLICY_VIEW

        registry.register_today("approvals", today_cards)
        registry.register_timeline("imports", _("Imports"), import_entries)
        sources.register("import", named)
        for bottom in (False, True):
            menu.register(menu.MenuItem(_("Today"), "today", "sun", order=5, bottom=bottom))
        menu.register(menu.MenuItem(_("Approvals"), "approval_list", "check2-square", order=7))
        house = _("House")
        for label, url_name, icon, ability, order in (
            (_("Rules and numbers"), "policy_list", "sliders", POLICY_VIEW, 910),
            (_("Exports"), "export_list", "download", EXPORT_VIEW, 915),
            (_("Audit trail"), "audit_list", "journal-text", AUDIT_VIEW, 920),
            (_("Jobs"), "job_list", "clock-history", JOB_VIEW, 930),
            (_("Invariants"), "invariant_list", "patch-check", INVARIANT_VIEW, 940),
        ):
            menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=house))

    def _find(self) -> None:
        """Pages and actions in the search."""
        from core.search import places, register_search

        register_search("actions", _("Actions"), places.action_hits, order=80)
        register_search("pages", _("Pages"), places.page_hits, order=90)
