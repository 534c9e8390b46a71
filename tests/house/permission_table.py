"""Who may open what: every address of the house, by hand.

Nothing here is derived from the abilities, so that a permission that changes shows in the diff.
`ROWS` says which roles a page lets in, `SEEN` who of them finds a given record behind it.
"""

from dataclasses import dataclass, field

FIELD = frozenset({"sales", "leader", "manager"})
LEADING = frozenset({"leader", "manager"})
MONEY = frozenset({"finance"})
LAW = frozenset({"compliance"})
MANAGER = frozenset({"manager"})
LEADING = MANAGER | {"leader"}
ADMIN = frozenset({"administrator"})
PLANNING = frozenset({"planner", "brand", "director", "headoffice"})
PLANNERS = frozenset({"manager", "planner", "director"})
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

# Kinds of record that are not here (policies, categories, people, kinds of import, the token of a
# voucher) are no project's: who is let in sees them. People of another project see none of those
# that are.
SEEN = {
    "unit": Seen(TEAM_1, TEAM_2),
    "contact": Seen(TEAM_1, TEAM_2),
    "identified": Seen(
        frozenset({"manager", "fin1", "fin2", "law"}), frozenset({"manager", "fin1", "fin2", "law"})
    ),
    "merge": Seen(TEAM_1, TEAM_2),
    "lookup_day": Seen(frozenset({"manager", "law"}), frozenset({"manager", "law"})),
    "campaign": Seen(EVERYBODY),
    "phase": Seen(EVERYBODY),
    "round": Seen(EVERYBODY),
    "target": Seen(EVERYBODY),
    "tenure": Seen(TEAM_1, TEAM_2),
    "tie": Seen(TEAM_1, TEAM_2),
    "gift": Seen(TEAM_1, TEAM_2),
    "held_gift": Seen(TEAM_1 | FINANCE | {"law"}, TEAM_2 | FINANCE | {"law"}),
    "dispute": Seen(TEAM_1, TEAM_2),
    "pooled_unit": Seen(TEAM_1 | TEAM_2),
    "pooled_contact": Seen(TEAM_1 | TEAM_2),
    "holder": Seen(frozenset({"manager"})),
    "subject": Seen(TEAM_1 | {"law"}, TEAM_2 | {"law"}),
    "request": Seen(TEAM_1 | {"law"}, TEAM_2 | {"law"}),
    "erasure": Seen(TEAM_1 | {"law"}),
    "looked_file": Seen(TEAM_1 | {"law"}),
    "sealed": Seen(FINANCE | {"law"}),
    "own_project": Seen(EVERYBODY),
    "visit": Seen(TEAM_1, TEAM_2),
    "draft": Seen(TEAM_1, TEAM_2),
    "follow_up": Seen(TEAM_1, TEAM_2),
    "photo": Seen(TEAM_1, TEAM_2),
    "unit_file": Seen(TEAM_1, TEAM_2),
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
    "entry_of_directory": Seen(EVERYBODY - FINANCE - {"law", "admin", "headoffice"}),
    "sending": Seen(TEAM_1, TEAM_2),
    "bulk_job": Seen(frozenset({"lead1"}), frozenset({"lead2"})),
    "export": Seen(frozenset({"ann", "manager", "law"}), frozenset({"cai", "manager", "law"})),
    "refused_export": Seen(frozenset({"ann", "manager", "law"})),
    "waiting_export": Seen(frozenset({"ann"})),
    "export_file": Seen(frozenset({"ann"})),
    "saved_view": Seen(frozenset({"ann"}), frozenset({"cai"})),
    "team_view": Seen(frozenset({"ann", "bob", "lead1"})),
    "proof": Seen(frozenset({"lead1", "manager"}), frozenset({"lead2", "manager"})),
    "notification": Seen(frozenset({"ann"}), frozenset({"cai"})),
}

ROWS = {
    # core
    "today": Row(ALL, methods=GET),
    "quick_create": Row(ALL, methods=GET),
    "bulk_start": Row(frozenset({"leader", "manager"}), ("deed",), sent={"pk": "0"}),
    "bulk_detail": Row(ALL, ("bulk_job",), GET),
    "bulk_stop": Row(ALL, ("bulk_job",)),
    "bulk_result": Row(ALL, ("bulk_job",), GET),
    "background": Row(ALL, methods=GET),
    "export_list": Row(MANAGER | LAW),
    "export_detail": Row(ALL, ("export", "refused_export"), GET),
    "export_file": Row(ALL, ("export_file",), GET),
    "export_stop": Row(ALL, ("waiting_export",)),
    "export_release": Row(LAW, ("refused_export",)),
    "health": Row(ALL, methods=GET, open=True),
    "approval_list": Row(ALL, methods=GET),
    "approval_detail": Row(ALL, ("approval",), GET),
    "approval_decide": Row(ALL, ("approval",)),
    "approval_withdraw": Row(ALL, ("approval",)),
    "audit_list": Row(LAW | ADMIN),
    "audit_check": Row(LAW | ADMIN, methods=GET),
    "invariant_list": Row(ADMIN, methods=GET),
    "job_list": Row(ADMIN),
    "file_open": Row(ALL, ("photo", "paper", "unit_file"), GET),
    "import_list": Row(ALL, methods=GET),
    "import_add": Row(FIELD, ("import_kind",)),
    "import_example": Row(FIELD, ("import_kind",), GET),
    "import_detail": Row(ALL, ("batch",), GET),
    "import_map": Row(ALL, ("batch",)),
    "import_confirm": Row(ALL, ("batch",)),
    "import_stop": Row(ALL, ("batch",)),
    "import_undo": Row(ALL, ("batch",)),
    "import_discard": Row(ALL, ("batch",)),
    "import_rejected": Row(ALL, ("batch",), GET),
    "search": Row(ALL),
    "search_found": Row(ALL, methods=POST),
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
    "saved_view_list": Row(ALL),
    "saved_view_add": Row(ALL),
    "saved_view_edit": Row(ALL, ("saved_view", "team_view")),
    "saved_view_delete": Row(ALL, ("saved_view",)),
    "person_list": Row(ADMIN),
    "person_add": Row(ADMIN),
    "person_detail": Row(ADMIN, ("person",), GET),
    "person_edit": Row(ADMIN, ("person",)),
    "person_team": Row(ADMIN, ("person",)),
    "person_password": Row(ADMIN, ("person",)),
    "person_leave": Row(ADMIN, ("person",)),
    "person_return": Row(ADMIN, ("person",)),
    "person_second_factor": Row(ADMIN, ("person",)),
    # units
    "unit_list": Row(FIELD),
    "unit_add": Row(FIELD),
    "unit_same": Row(FIELD, methods=POST),
    "unit_taken": Row(FIELD),
    "lookup_list": Row(MANAGER | LAW),
    "lookup_detail": Row(MANAGER | LAW, ("lookup_day",), GET),
    "unit_detail": Row(FIELD, ("unit",), GET),
    "unit_edit": Row(FIELD, ("unit",)),
    "unit_file_add": Row(FIELD, ("unit",)),
    "unit_file_remove": Row(FIELD, ("unit_file",)),
    "unit_facts": Row(FIELD, ("unit",), GET),
    "unit_merge": Row(LEADING, ("unit",)),
    "contact_merge": Row(LEADING, ("contact",)),
    "merge_undo": Row(LEADING, ("merge",)),
    "unit_duplicates": Row(LEADING, methods=GET),
    "contact_duplicates": Row(LEADING, methods=GET),
    "unit_not_same": Row(LEADING, ("unit",)),
    "contact_not_same": Row(LEADING, ("contact",)),
    "unit_evaluate": Row(FIELD, ("unit",)),
    "key_person_name": Row(FIELD, ("unit",)),
    "key_person_end": Row(FIELD, ("unit",)),
    "tenure_correct": Row(FIELD - {"sales"}, ("tenure",)),
    "unit_evaluations": Row(FIELD, ("unit",), GET),
    "unit_people": Row(FIELD, ("unit",), GET),
    "tie_add": Row(FIELD, ("contact",)),
    "tie_remove": Row(FIELD, ("tie",)),
    "gift_list": Row(FIELD | MONEY | LAW),
    "gift_detail": Row(FIELD | MONEY | LAW, ("gift", "held_gift"), GET),
    "gift_add": Row(FIELD, ("unit",)),
    "gift_give": Row(FIELD, ("gift", "held_gift")),
    "gift_withdraw": Row(FIELD, ("gift", "held_gift")),
    "roster_detail": Row(FIELD, ("unit",), GET),
    "roster_count": Row(FIELD, ("unit",)),
    "roster_clear": Row(FIELD, ("unit",)),
    "contact_add": Row(FIELD, ("unit",)),
    "category_list": Row(MANAGER),
    "category_add": Row(MANAGER),
    "category_edit": Row(MANAGER, ("category",)),
    "directory_list": Row(FIELD | {"planner", "brand", "director"}),
    "directory_detail": Row(FIELD | {"planner", "brand", "director"}, ("entry_of_directory",), GET),
    "directory_add": Row(frozenset({"leader", "manager", "planner"})),
    "directory_edit": Row(frozenset({"leader", "manager", "planner"}), ("entry_of_directory",)),
    "directory_remove": Row(frozenset({"leader", "manager", "planner"}), ("entry_of_directory",)),
    "directory_send": Row(FIELD, ("entry_of_directory",)),
    "directory_sending": Row(FIELD, ("sending",), GET),
    "contact_new": Row(FIELD),
    "campaign_add": Row(PLANNERS),
    "campaign_edit": Row(PLANNERS, ("campaign",)),
    "campaign_cut": Row(PLANNERS, ("campaign",)),
    "campaign_week": Row(FIELD | PLANNING, ("campaign",), GET),
    "campaign_week_paper": Row(FIELD | PLANNING, ("campaign",), GET),
    "phase_add": Row(PLANNERS, ("campaign",)),
    "phase_edit": Row(PLANNERS, ("phase",)),
    "round_add": Row(PLANNERS, ("campaign",)),
    "round_edit": Row(PLANNERS, ("round",)),
    "target_add": Row(PLANNERS, ("campaign",)),
    "target_edit": Row(PLANNERS, ("target",)),
    "arrival_desk": Row(FIELD, sent={"digits": "0001"}),
    "desk_arrival": Row(FIELD, methods=POST),
    "desk_walk_in": Row(FIELD),
    "sincerity_record": Row(FIELD, ("contact",)),
    "proof_record": Row(FIELD, ("contact",)),
    "proof_withdraw": Row(frozenset({"leader", "manager"}), ("proof",)),
    "contact_list": Row(FIELD),
    "contact_detail": Row(FIELD, ("contact",), GET),
    "contact_edit": Row(FIELD, ("contact",)),
    "contact_reveal": Row(MANAGER | MONEY | LAW, ("identified",)),
    "arrival_record": Row(FIELD, ("contact",)),
    "arrival_list": Row(FIELD),
    "registration_list": Row(FIELD),
    "customer_register": Row(FIELD),
    "customer_known": Row(FIELD, methods=POST),
    "unit_assign": Row(LEADING, ("unit", "pooled_unit")),
    "unit_release": Row(LEADING, ("unit",)),
    "customer_assign": Row(LEADING, ("contact", "pooled_contact")),
    "customer_release": Row(LEADING, ("contact",)),
    "pool_unit_list": Row(FIELD),
    "pool_contact_list": Row(FIELD),
    "unit_claim": Row(frozenset({"sales", "leader"}), ("pooled_unit",)),
    "customer_claim": Row(frozenset({"sales", "leader"}), ("pooled_contact",)),
    "dispute_list": Row(FIELD),
    "dispute_detail": Row(FIELD, ("dispute",), GET),
    "dispute_evidence": Row(FIELD, ("dispute",)),
    "dispute_rule": Row(MANAGER, ("dispute",)),
    "dispute_withdraw": Row(FIELD, ("dispute",)),
    "handover_list": Row(MANAGER),
    "handover": Row(MANAGER, ("holder",)),
    "campaign_list": Row(FIELD | PLANNING),
    "campaign_detail": Row(FIELD | PLANNING, ("campaign",), GET),
    # units: people and their data
    "contact_consent": Row(FIELD | LAW, ("subject",)),
    "request_list": Row(MANAGER | LAW),
    "request_detail": Row(MANAGER | LAW, ("request", "erasure"), GET),
    "request_add": Row(FIELD | LAW, ("subject",)),
    "request_answer": Row(MANAGER | LAW, ("request",)),
    "request_correct": Row(MANAGER | LAW, ("request",)),
    "request_erase": Row(MANAGER | LAW, ("erasure",)),
    "request_look": Row(MANAGER | LAW, ("erasure",)),
    "request_file": Row(MANAGER | LAW, ("looked_file",), GET),
    "subject_list": Row(MANAGER | LAW),
    "subject_detail": Row(MANAGER | LAW, ("subject",), GET),
    "subject_report": Row(MANAGER | LAW, ("subject",)),
    "sealed_list": Row(MONEY | LAW),
    "sealed_show": Row(MONEY | LAW, ("sealed",)),
    "retention": Row(MANAGER | LAW, methods=GET),
    "retention_confirm": Row(LAW, ("own_project",)),
    # visits
    "visit_list": Row(FIELD),
    "visit_new": Row(FIELD),
    "visit_start": Row(FIELD, ("unit",), POST),
    "visit_detail": Row(FIELD, ("visit", "draft"), GET),
    "visit_edit": Row(FIELD, ("draft", "visit")),
    "visit_autosave": Row(FIELD, ("draft",), POST, sent={"version": "1"}),
    "visit_submit": Row(FIELD, ("draft",)),
    "visit_discard": Row(FIELD, ("draft",)),
    "visit_photo_add": Row(FIELD, ("visit",)),
    "followup_list": Row(FIELD),
    "followup_detail": Row(FIELD, ("follow_up",), GET),
    "followup_done": Row(FIELD, ("follow_up",)),
    "followup_move": Row(FIELD, ("follow_up",)),
    "followup_cancel": Row(FIELD, ("follow_up",)),
    "followup_add": Row(FIELD, ("unit",)),
    "contact_followup_add": Row(FIELD, ("contact",)),
    # budget
    "line_list": Row(MANAGER | MONEY | {"planner", "director", "headoffice"}),
    # pricing
    "home_list": Row(FIELD | MONEY),
    "home_add": Row(MANAGER),
    "home_search": Row(FIELD, methods=POST),
    "home_detail": Row(FIELD | MONEY, ("home",), GET),
    "home_quote": Row(FIELD | MONEY, ("home",), GET),
    "unit_search": Row(FIELD | MONEY, methods=POST),
    "unit_discount": Row(FIELD, ("unit",), GET),
    "buyer_search": Row(FIELD, methods=POST),
    "purchase_list": Row(FIELD | MONEY),
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
    "difference_list": Row(MANAGER | MONEY),
    "difference_settle": Row(MONEY, ("difference",)),
    # rewards
    "ranking": Row(FIELD | {"director", "headoffice"}, methods=GET),
    "reward_list": Row(FIELD | MONEY | LAW),
    "hold_list": Row(MANAGER | MONEY | LAW),
    "reward_detail": Row(FIELD | MONEY | LAW, ("reward", "held_reward"), GET),
    "reward_verify": Row(MONEY, ("reward",)),
    "reward_pay": Row(MONEY, ("reward",)),
    "reward_hold": Row(MANAGER | MONEY | LAW, ("reward", "held_reward")),
    "reward_release": Row(LAW, ("held_reward", "reward")),
    "reward_convert": Row(LAW, ("held_reward", "reward")),
    "reward_refuse": Row(LAW, ("held_reward", "reward")),
    "reward_agree": Row(MANAGER, ("held_reward",)),
    "gift_release": Row(LAW, ("held_gift", "gift")),
    "gift_convert": Row(LAW, ("held_gift", "gift")),
    "gift_refuse": Row(LAW, ("held_gift", "gift")),
    "gift_agree": Row(MANAGER, ("held_gift", "gift")),
    "acknowledgement_add": Row(FIELD, ("unit",)),
    "voucher_list": Row(MANAGER | MONEY),
    "voucher_detail": Row(MANAGER | MONEY, ("voucher",), GET),
    "voucher_print": Row(MONEY, ("voucher",), sent={"form": "page"}),
    "voucher_batch": Row(MONEY),
    "voucher_void": Row(MONEY, ("voucher",)),
    "voucher_check": Row(ALL, ("token",), GET),
    "reclaim_list": Row(MANAGER | MONEY),
    "reclaim_settle": Row(MONEY, ("reclaim",)),
    "conversion_list": Row(MANAGER | MONEY),
    "conversion_settle": Row(MONEY, ("conversion",)),
    "tax_year": Row(MONEY),
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
