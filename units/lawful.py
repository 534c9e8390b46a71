"""What L1 offers to the menu, the record pages, *Today* and the approvals."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core import approvals, menu, registry
from core.models import Approval
from core.personal.retention import Period, register_period
from core.policies import policy_on
from units import permissions as may
from units.models import Contact, ErasedNumber, PersonRequest, SealedIdentity
from units.policies import PersonalPolicy
from units.selectors import personal
from units.services import erasure, sealed


def erasure_title(approval: Approval) -> str:
    """As the request calls itself; the number of the person, for the approval names nobody."""
    asked = capfirst(str(PersonRequest.Kind.ERASURE.label))
    return f"{asked} · {approval.snapshot['person']}"


def register() -> None:
    """Called when the app is ready."""
    registry.register_panel("consent", Contact, personal.consent_panel)
    registry.register_today("personal", personal.today_cards)
    approvals.register(
        approvals.Kind(
            erasure.KIND,
            _("Erasure of a person"),
            labels={
                "person": _("Person"),
                "rows": _("Rows of theirs"),
                "kept": _("of these kept by law, without their name"),
                "files": _("Files that go"),
                "mentions": _("Mentions in other records that are masked"),
            },
            icon="trash",
            title=erasure_title,
        )
    )
    register_period(
        Period(
            "units.sealed",
            _("Sealed identities whose years are over"),
            lambda day: 0,  # each has its own last day
            lambda before: SealedIdentity.objects.filter(until__lt=timezone.localdate(before)),
            sealed.sealed_end,
        )
    )
    register_period(
        Period(
            "units.erased_numbers",
            _("Fingerprints of numbers of erased people"),
            lambda day: policy_on(PersonalPolicy, day).erased_years * 366,
            lambda before: ErasedNumber.objects.filter(erased_at__lt=before),
        )
    )
    group = _("Personal data")
    for label, url_name, icon, ability, order in (
        (_("Requests"), "request_list", "shield-lock", may.PERSONAL_VIEW, 810),
        (_("People"), "subject_list", "person-vcard", may.PERSONAL_VIEW, 820),
        (_("Keeping and forgetting"), "retention", "hourglass-split", may.PERSONAL_VIEW, 830),
        (_("Sealed identities"), "sealed_list", "lock", may.SEALED_SHOW, 840),
    ):
        menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))
