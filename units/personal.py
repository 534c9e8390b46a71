"""Where customers stand in the tables of units, and what erasure makes of it (L1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.identity import mask
from core.personal import (
    BLANK,
    MASK,
    NAME,
    WORDS,
    Holding,
    Keep,
    Kept,
    Person,
    Redo,
    declare,
    nothing,
)
from core.personal.blockers import register_blocker
from core.personal.labels import call
from core.personal.telling import columns_said, tell
from units.birthdays import lunar_text
from units.models import Contact
from units.states import GiftState

BRIBERY = Kept(_("Proof of what a key person was given (criminal law 163–164, 385–393)."), 20)
CONSENT = Kept(_("Proof that we were allowed to (PIPL 13–15, 69): the answer without words."), 3)
ANSWERED = Kept(_("Proof that we answered in time (PIPL 50)."), 3)
BOOKS = Kept(_("Books, contracts and tax (accounting archives, 2015, article 14)."), 30)
FIGURES = Kept(_("Counted in rankings and commissions; the row names a number, no person."), 10)


def _help(contact: Any, person: Person) -> list[str]:
    known = dict(Contact.Help.choices)
    return [str(known.get(code, code)) for code in contact.helps]


def _lunar(contact: Any, person: Person) -> str:
    born = contact.born and contact.born.lunar_day
    return lunar_text(born) if born else ""


def _identity(contact: Any, person: Person) -> list[str]:
    """Enough to know which card it is: the paper leaves the house."""
    return [mask(number) for number in person.identities] if contact.id_number else []


def _merged(merge: Any, person: Person) -> dict[str, str]:
    return columns_said(Contact, merge.before.get("survivor", {}))


tell("units.Contact", helps=_help, lunar_birthday=_lunar, id_number=_identity)
tell("units.Merge", before=_merged)
call("units.Consent", how=_("how they said it"), given=_("we may"))
call("units.Claim", user=_("claimed by"))


def _hash(contact: Any, person: Person) -> str:
    """The keyed hash goes on only where payments of the person still add up by it (R8, L2)."""
    return str(contact.id_hash) if person.sealed else ""


declare(
    Holding(
        "units.Contact",
        "pk",
        label=_("The person themselves"),
        fields={
            "name": NAME,
            "doubled": BLANK,
            "sound": BLANK,
            "initials": BLANK,
            "position": BLANK,
            "mobile": BLANK,
            "id_number": BLANK,
            "id_hash": Redo(_hash),
            "official": BLANK,
            "certificate": BLANK,
            "birthday": BLANK,
            "lunar_birthday": BLANK,
            "influence": BLANK,
            "decision_power": BLANK,
            "helps": BLANK,
            "helps_with": BLANK,
            "preferences": BLANK,
        },
        who=("name", "mobile", "id_number", "id_hash", "doubled", "sound", "initials"),
        secret=("id_hash", "doubled", "sound", "initials"),
        unit="unit",
        touched="created_at",
    )
)
declare(
    Holding(
        "units.Consent",
        "contact",
        label=_("Consent"),
        fields={"evidence": BLANK},
        kept=CONSENT,
        touched="at",
    )
)
declare(
    Holding(
        "units.PersonRequest",
        "contact",
        label=_("Their requests"),
        fields={"asked_by": BLANK, "words": BLANK, "outcome": WORDS, "called": BLANK},
        plain=("chosen",),
        kept=ANSWERED,
        touched="received_on",
    )
)
declare(
    Holding(
        "units.SealedIdentity",
        "contact",
        label=_("Sealed identity"),
        fields=dict.fromkeys(("name", "number", "why"), Keep("encrypted; opened by finance only")),
        secret=("name", "number"),
        kept=BOOKS,
        ends="until",
    )
)
nothing("units.ErasedNumber", "a keyed hash of a number, and a day", plain=("known",))
nothing("units.RetentionRun", "days, figures and the numbers of records", plain=("people",))
declare(
    Holding(
        "units.KeyPersonTenure",
        "contact",
        label=_("Key person of a unit"),
        fields={"ended_why": BLANK},
        unit="unit",
        touched="starts_on",
    )
)
declare(
    Holding(
        "units.Gift",
        "contact",
        label=_("Gifts"),
        fields={"item": WORDS, "occasion": WORDS},
        plain=("holds", "cleared"),
        kept=BRIBERY,
        unit="unit",
        touched="asked_on",
    )
)
declare(
    Holding("units.Tie", "person", "other", label=_("Who knows whom"), unit="unit", delete=True)
)
declare(
    Holding(
        "units.Registration",
        "contact",
        label=_("Registrations"),
        kept=FIGURES,
        touched="registered_on",
    )
)
declare(
    Holding(
        "units.Arrival",
        "contact",
        label=_("Arrivals"),
        fields={"note": BLANK},
        kept=FIGURES,
        touched="arrived_on",
    )
)
declare(
    Holding(
        "units.OwnershipChange",
        "contact",
        label=_("Who followed them"),
        fields={"why": WORDS},
        kept=FIGURES,
        since="at",
        unit="unit",
    )
)
declare(
    Holding(
        "units.Unit",
        label=_("Units"),
        fields=dict.fromkeys(
            (
                *("telephone", "industry", "address", "office", "living", "self_build", "cars"),
                *("people_flow", "location", "activities", "notice_channels", "promotion_place"),
                *("promotion_method", "assembly", "remarks"),
            ),
            WORDS,
        )
        | dict.fromkeys(
            ("name", "short_name", "normalised", "doubled", "sound", "initials", "short_spelled"),
            Keep("the name of an organisation, as it stands in the public register"),
        ),
        own=False,
        unit="pk",
    )
)
declare(
    Holding(
        "units.UnitFact",
        label=_("Facts of units"),
        fields={"was": WORDS, "value": WORDS},
        plain=("field",),
        own=False,
        unit="unit",
    )
)
nothing("units.Evaluation", "scores by factor, from 0 to 100", plain=("factors",))
declare(Holding("units.Campaign", fields={"name": WORDS}, own=False))
declare(Holding("units.Phase", fields={"name": WORDS}, own=False))
declare(Holding("units.Round", fields={"areas": WORDS, "planned": WORDS}, own=False))
declare(Holding("units.Target", fields={"label": WORDS}, own=False))
nothing("units.Category", "kinds of organisation", plain=("code", "name", "name_zh"))
nothing(
    "units.DirectoryEntry",
    "services near a project, as their signs say",
    plain=(
        "name",
        "telephone",
        "address",
        "hours",
        "prices",
        "discount",
        "remarks",
        "doubled",
        "sound",
        "initials",
    ),
)
declare(
    Holding(
        "units.DirectorySending", "contact", label=_("What they were sent"), fields={}, touched="at"
    )
)
nothing("units.Likeness", "hashes of a unit's name and telephone", plain=())
nothing("units.LookUpDay", "how often one of us looked up", plain=())
declare(Holding("units.LookUp", fields={"name": WORDS}, plain=("number",), own=False))
declare(
    Holding(
        "units.OwnedHome",
        "contact",
        label=_("Homes they own"),
        plain=("home",),
        delete=True,
    )
)
nothing("units.Roster", "how many people a unit has")
declare(
    Holding(
        "units.RosterEntry",
        label=_("Rosters of units"),
        fields={"name": WORDS, "last_four": MASK, "position": WORDS},
        delete=True,
        own=False,
        unit="roster__unit",
    )
)
declare(
    Holding(
        "units.Dispute",
        "contact",
        label=_("Disputes"),
        fields={"claimed_name": NAME, "reason": WORDS},
        kept=FIGURES,
        touched="opened_at",
    )
)
declare(
    Holding(
        "units.DisputeEvidence",
        "dispute__contact",
        label=_("Evidence in disputes"),
        fields={"text": WORDS},
        kept=FIGURES,
        touched="at",
    )
)
declare(
    Holding(
        "units.Renewal",
        "registration__contact",
        label=_("Renewals of protection"),
        kept=FIGURES,
        touched="at",
    )
)
declare(
    Holding("units.Claim", "contact", label=_("Claims from the pool"), kept=FIGURES, touched="at")
)
nothing("units.Handover", "who gave on whose work, with figures by kind", plain=("counts",))
nothing("units.OwnershipShare", "keys of records and members of staff", plain=("subject_type",))
declare(
    Holding(
        "units.Sincerity",
        "contact",
        label=_("What they said of buying"),
        fields={"note": BLANK},
        touched="said_on",
    )
)
declare(
    Holding(
        "units.Proof",
        "contact",
        label=_("Papers they showed"),
        fields={"number": BLANK, "note": BLANK, "withdrawn_why": WORDS},
        unit="unit",
        touched="seen_on",
    )
)
declare(
    Holding(
        "units.Merge",
        "contact",
        "contact_gone",
        label=_("Merges"),
        fields={"before": BLANK, "after": BLANK, "why": WORDS},
    )
)
declare(Holding("units.NotSame", "contact", label=_("Found to be somebody else")))
nothing("units.MergeStep", "keys of rows, yes or no", plain=("place", "was", "now"))


@register_blocker
def _key_person_now(contact: Any) -> list[Any]:
    """Who is key person today is still needed by name."""
    held = contact.tenures.filter(ends_on__isnull=True).select_related("unit")
    return [
        _("They are the key person of %(unit)s. Name another first.") % {"unit": tenure.unit}
        for tenure in held
    ]


@register_blocker
def _claimed(contact: Any) -> list[Any]:
    """Whose customer they are has to be settled while one can still read who it is about."""
    if not contact.disputes.open().exists():
        return []
    return [_("Two of ours claim this customer. Have a sales manager rule on it first.")]


@register_blocker
def _on_its_way(contact: Any) -> list[Any]:
    """A gift that is held, or may still be given, needs the person."""
    ended = (GiftState.GIVEN, GiftState.REFUSED, GiftState.CONVERTED, GiftState.WITHDRAWN)
    return [
        _("The gift “%(item)s” has not been given. Give or withdraw it first.")
        % {"item": gift.item}
        for gift in contact.gifts.exclude(state__in=ended)
    ]
