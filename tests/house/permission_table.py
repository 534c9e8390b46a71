"""Who may open what: every address of the house, by hand.

Nothing here is derived from the abilities, so that a permission that changes shows in the diff.
`ROWS` says which roles a page lets in, `SEEN` who of them finds a given record behind it.
"""

from dataclasses import dataclass, field

FIELD = frozenset({"sales", "leader", "manager"})
MONEY = frozenset({"finance"})
LAW = frozenset({"compliance"})
MANAGER = frozenset({"manager"})
ADMIN = frozenset({"administrator"})
PLANNING = frozenset({"planner", "brand", "director", "headoffice"})
ALL = FIELD | MONEY | LAW | ADMIN | PLANNING

GET, POST, BOTH = "GET", "POST", "GET POST"


@dataclass(frozen=True)
class Row:
    """The roles let in, the kinds of record the address takes, the methods it answers.

    `open` pages answer whoever is signed out; `sent` is what an empty POST needs to be one.
    """

    roles: frozenset[str]
    subjects: tuple[str, ...] = ()
    methods: str = BOTH
    open: bool = False
    sent: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """Who sees ann's record (team 1) and who sees cai's (team 2); None: there is only one
    of them in the world, and `anns` is for that one."""

    anns: frozenset[str]
    cais: frozenset[str] | None = None


TEAM_1 = frozenset({"ann", "bob", "lead1", "manager"})
TEAM_2 = frozenset({"cai", "lead2", "manager"})
FINANCE = frozenset({"fin1", "fin2"})
EVERYBODY = frozenset(
    {"ann", "bob", "cai", "lead1", "lead2", "manager", "planner", "brand", "director"}
    | {"headoffice", "fin1", "fin2", "law", "admin"}
)

# Kinds of record that are not here (policies, people, kinds of import, the token of a voucher) are
# no project's: who is let in sees them. People of another project see none of those that are.
SEEN = {
    "unit": Seen(TEAM_1, TEAM_2),
    "contact": Seen(TEAM_1, TEAM_2),
    "identified": Seen(
        frozenset({"manager", "fin1", "fin2", "law"}), frozenset({"manager", "fin1", "fin2", "law"})
    ),
    "campaign": Seen(EVERYBODY),
    "visit": Seen(TEAM_1, TEAM_2),
    "draft": Seen(TEAM_1, TEAM_2),
    "follow_up": Seen(TEAM_1, TEAM_2),
    "photo": Seen(TEAM_1, TEAM_2),
    "home": Seen(frozenset({"ann", "bob", "cai", "lead1", "lead2", "manager"}) | FINANCE),
    "purchase": Seen(TEAM_1 | FINANCE, TEAM_2 | FINANCE),
    "entry": Seen(TEAM_1 | FINANCE, TEAM_2 | FINANCE),
    "difference": Seen(TEAM_2 | FINANCE),
    "reward": Seen(TEAM_1 | FINANCE, TEAM_2 | FINANCE),
    "held_reward": Seen(TEAM_1 | FINANCE | {"law"}, TEAM_2 | FINANCE | {"law"}),
    "paper": Seen(TEAM_1 | FINANCE | {"law"}, TEAM_2 | FINANCE | {"law"}),
    "voucher": Seen(FINANCE | {"manager"}, FINANCE | {"manager"}),
    "reclaim": Seen(FINANCE | {"manager"}),
    "conversion": Seen(FINANCE | {"manager"}),
    "approval": Seen(
        frozenset({"ann", "lead1", "manager"}), frozenset({"cai", "lead2", "manager"})
    ),
    "batch": Seen(frozenset({"ann"}), frozenset({"cai"})),
    "notification": Seen(frozenset({"ann"}), frozenset({"cai"})),
}

ROWS = {
    # core
    "today": Row(ALL, methods=GET),
    "health": Row(ALL, methods=GET, open=True),
    "approval_list": Row(ALL, methods=GET),
    "approval_detail": Row(ALL, ("approval",), GET),
    "approval_decide": Row(ALL, ("approval",)),
    "approval_withdraw": Row(ALL, ("approval",)),
    "audit_list": Row(LAW | ADMIN, methods=GET),
    "audit_check": Row(LAW | ADMIN, methods=GET),
    "invariant_list": Row(ADMIN, methods=GET),
    "job_list": Row(ADMIN, methods=GET),
    "file_open": Row(ALL, ("photo", "paper"), GET),
    "import_list": Row(ALL, methods=GET),
    "import_add": Row(FIELD, ("import_kind",)),
    "import_detail": Row(ALL, ("batch",), GET),
    "import_map": Row(ALL, ("batch",)),
    "import_confirm": Row(ALL, ("batch",)),
    "import_discard": Row(ALL, ("batch",)),
    "import_rejected": Row(ALL, ("batch",), GET),
    "policy_list": Row(MANAGER | MONEY | LAW | {"director", "headoffice"}, methods=GET),
    "policy_detail": Row(MANAGER | MONEY | LAW | {"director", "headoffice"}, ("policy",), GET),
    "policy_add": Row(MANAGER, ("policy",)),
    "policy_withdraw": Row(MANAGER, ("planned",)),
    # accounts
    "sign_in": Row(ALL, open=True),
    "sign_out": Row(ALL, methods=POST, open=True),
    "language_set": Row(ALL, methods=POST, open=True, sent={"language": "en"}),
    "theme_set": Row(ALL, methods=POST, sent={"theme": "dark"}),
    "me": Row(ALL, methods=GET),
    "password_change": Row(ALL),
    "second_factor_verify": Row(ALL),
    "second_factor_setup": Row(ALL),
    "second_factor_remove": Row(ALL),
    "backup_codes": Row(ALL),
    "inbox": Row(ALL, methods=GET),
    "inbox_read": Row(ALL, methods=POST),
    "inbox_open": Row(ALL, ("notification",), GET),
    "person_list": Row(ADMIN, methods=GET),
    "person_add": Row(ADMIN),
    "person_detail": Row(ADMIN, ("person",), GET),
    "person_edit": Row(ADMIN, ("person",)),
    "person_team": Row(ADMIN, ("person",)),
    "person_password": Row(ADMIN, ("person",)),
    "person_leave": Row(ADMIN, ("person",)),
    "person_return": Row(ADMIN, ("person",)),
    "person_second_factor": Row(ADMIN, ("person",)),
    # units
    "unit_list": Row(FIELD, methods=GET),
    "unit_add": Row(FIELD),
    "unit_same": Row(FIELD, methods=GET),
    "unit_detail": Row(FIELD, ("unit",), GET),
    "unit_edit": Row(FIELD, ("unit",)),
    "unit_evaluate": Row(FIELD, ("unit",)),
    "key_person_name": Row(FIELD, ("unit",)),
    "contact_add": Row(FIELD, ("unit",)),
    "contact_list": Row(FIELD, methods=GET),
    "contact_detail": Row(FIELD, ("contact",), GET),
    "contact_edit": Row(FIELD, ("contact",)),
    "contact_reveal": Row(MANAGER | MONEY | LAW, ("identified",)),
    "arrival_record": Row(FIELD, ("contact",)),
    "arrival_list": Row(FIELD, methods=GET),
    "registration_list": Row(FIELD, methods=GET),
    "customer_register": Row(FIELD),
    "customer_known": Row(FIELD, methods=POST),
    "campaign_list": Row(FIELD | PLANNING, methods=GET),
    "campaign_detail": Row(FIELD | PLANNING, ("campaign",), GET),
    # visits
    "visit_list": Row(FIELD, methods=GET),
    "visit_new": Row(FIELD, methods=GET),
    "visit_start": Row(FIELD, ("unit",), POST),
    "visit_detail": Row(FIELD, ("visit", "draft"), GET),
    "visit_edit": Row(FIELD, ("draft", "visit")),
    "visit_autosave": Row(FIELD, ("draft",), POST, sent={"version": "1"}),
    "visit_submit": Row(FIELD, ("draft",)),
    "visit_discard": Row(FIELD, ("draft",)),
    "visit_photo_add": Row(FIELD, ("visit",)),
    "followup_list": Row(FIELD, methods=GET),
    "followup_detail": Row(FIELD, ("follow_up",), GET),
    "followup_done": Row(FIELD, ("follow_up",)),
    "followup_move": Row(FIELD, ("follow_up",)),
    "followup_cancel": Row(FIELD, ("follow_up",)),
    "followup_add": Row(FIELD, ("unit",)),
    "contact_followup_add": Row(FIELD, ("contact",)),
    # budget
    "line_list": Row(MANAGER | MONEY | {"planner", "director", "headoffice"}, methods=GET),
    # pricing
    "home_list": Row(FIELD | MONEY, methods=GET),
    "home_add": Row(MANAGER),
    "home_search": Row(FIELD, methods=GET),
    "home_detail": Row(FIELD | MONEY, ("home",), GET),
    "home_quote": Row(FIELD | MONEY, ("home",), GET),
    "unit_search": Row(FIELD | MONEY, methods=GET),
    "unit_discount": Row(FIELD, ("unit",), GET),
    "buyer_search": Row(FIELD, methods=GET),
    "purchase_list": Row(FIELD | MONEY, methods=GET),
    "purchase_add": Row(FIELD),
    "purchase_detail": Row(FIELD | MONEY, ("purchase",), GET),
    "purchase_deposit": Row(MONEY, ("purchase",)),
    "purchase_contract": Row(FIELD, ("purchase",)),
    "purchase_down_payment": Row(MONEY, ("purchase",)),
    "purchase_payment": Row(MONEY, ("purchase",)),
    "purchase_refund": Row(MONEY, ("purchase",)),
    "purchase_complete": Row(MONEY, ("purchase",)),
    "purchase_cancel": Row(MANAGER, ("purchase",)),
    "entry_reverse": Row(MONEY, ("entry",)),
    "difference_list": Row(MANAGER | MONEY, methods=GET),
    "difference_settle": Row(MONEY, ("difference",)),
    # rewards
    "ranking": Row(FIELD | {"director", "headoffice"}, methods=GET),
    "reward_list": Row(FIELD | MONEY | LAW, methods=GET),
    "reward_detail": Row(FIELD | MONEY | LAW, ("reward", "held_reward"), GET),
    "reward_verify": Row(MONEY, ("reward",)),
    "reward_pay": Row(MONEY, ("reward",)),
    "reward_hold": Row(MANAGER | MONEY | LAW, ("reward", "held_reward")),
    "reward_release": Row(LAW, ("held_reward", "reward")),
    "reward_convert": Row(LAW, ("held_reward", "reward")),
    "reward_refuse": Row(LAW, ("held_reward", "reward")),
    "reward_agree": Row(MANAGER, ("held_reward",)),
    "acknowledgement_add": Row(FIELD, ("unit",)),
    "voucher_list": Row(MANAGER | MONEY, methods=GET),
    "voucher_detail": Row(MANAGER | MONEY, ("voucher",), GET),
    "voucher_print": Row(MONEY, ("voucher",), sent={"form": "page"}),
    "voucher_batch": Row(MONEY),
    "voucher_void": Row(MONEY, ("voucher",)),
    "voucher_check": Row(ALL, ("token",), GET),
    "reclaim_list": Row(MANAGER | MONEY, methods=GET),
    "reclaim_settle": Row(MONEY, ("reclaim",)),
    "conversion_list": Row(MANAGER | MONEY, methods=GET),
    "conversion_settle": Row(MONEY, ("conversion",)),
    "tax_year": Row(MONEY, methods=GET),
}

ROLE_OF = {
    **dict.fromkeys(("ann", "bob", "cai"), "sales"),
    **dict.fromkeys(("lead1", "lead2"), "leader"),
    **dict.fromkeys(("fin1", "fin2"), "finance"),
    "law": "compliance",
    "admin": "administrator",
    **{name: name for name in ("manager", "planner", "brand", "director", "headoffice")},
}


def sees(username: str, kind: str) -> bool:
    """Whether the person sees ann's record of the kind ("" for none)."""
    return kind not in SEEN or username in SEEN[kind].anns


def reader_of(name: str, kind: str = "") -> str:
    """Somebody who opens the address about ann's record; who sees most comes first."""
    row = ROWS[name]
    kind = kind or next(iter(row.subjects), "")
    for username in ("manager", *ROLE_OF):
        if ROLE_OF[username] in row.roles and sees(username, kind):
            return username
    raise LookupError(f"nobody opens {name}")
