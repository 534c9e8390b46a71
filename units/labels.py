"""What the factors of an evaluation are called, and which facts of a unit tell of them (U4)."""

from django.utils.translation import gettext_lazy as _

FACTORS = {
    "headcount": _("Headcount"),
    "income": _("Income"),
    "cars": _("Private cars"),
    "need": _("Housing need"),
    "help": _("Help of the key person"),
    "intention": _("Purchase intention"),
    "self_build": _("Self-build plans"),
    "assembly": _("Assembly allowed"),
    "deposits": _("Deposits paid"),
}

TOLD_BY = {
    "headcount": ("headcount",),
    "income": ("income",),
    "cars": ("cars",),
    "need": ("living",),
    "self_build": ("self_build_soon", "self_build"),
    "assembly": ("assembly", "promotion_place"),
}
