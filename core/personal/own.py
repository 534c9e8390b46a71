"""Where persons stand in core's own tables and in those of the libraries."""

from typing import Any

from django.apps import apps
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.approvals.kinds import kind_of
from core.approvals.values import lines
from core.files import kind_of as file_kind
from core.personal.labels import call
from core.personal.registry import MASK, WORDS, Holding, Keep, Person, declare, nothing
from core.personal.telling import columns_said, state_said, tell


def _asked(approval: Any, person: Person) -> dict[str, Any]:
    """What was to be approved, by the labels of its kind."""
    labels = kind_of(approval).labels
    return {str(line.label): line.now for line in lines(approval.snapshot, None, labels)}


def _before(approval: Any, person: Person) -> dict[str, Any]:
    labels = kind_of(approval).labels
    return {str(line.label): line.now for line in lines(approval.before or {}, None, labels)}


tell("core.Approval", snapshot=_asked, before=_before)
tell("core.StateChange", from_state=None, to_state=lambda row, person: state_said(row))
call("core.StateChange", to_state=_("state"))
tell(
    "core.Attachment",
    kind=lambda row, person: file_kind(row.kind).label,
    size=lambda row, person: filesizeformat(row.size),
)
tell(
    "core.ImportChange",
    was=lambda row, person: columns_said(apps.get_model(row.subject_type), row.was),
    now=lambda row, person: columns_said(apps.get_model(row.subject_type), row.now),
)

declare(
    Holding(
        "core.Attachment",
        about="subject",
        label=_("Files"),
        fields={"name": WORDS},
        plain=("subject_type", "kind", "stored", "small", "content_type", "sha256"),
    )
)
declare(
    Holding(
        "core.StateChange",
        about="subject",
        label=_("Changes of state"),
        fields={"why": WORDS},
        plain=("subject_type", "from_state", "to_state"),
    )
)
declare(
    Holding(
        "core.Reveal",
        about="subject",
        label=_("Looks at hidden numbers"),
        fields={"reason": WORDS},
        plain=("subject_type", "field"),
    )
)
declare(
    Holding(
        "core.Approval",
        about="subject",
        label=_("Approvals"),
        fields={"title": WORDS, "snapshot": WORDS, "before": WORDS},
        plain=("kind", "subject_type"),
    )
)
declare(
    Holding(
        "core.ApprovalStep",
        fields={"reason": WORDS},
        plain=("role",),
        own=False,
        part_of="approval",
    ),
)
# A row of a file tells more of somebody than their name: where they are named, all of it goes.
declare(
    Holding(
        "core.ImportRow",
        fields={"cells": WORDS, "errors": WORDS, "changes": WORDS, "hint": WORDS},
        plain=("outcome",),
        delete=True,
        own=False,
    )
)
declare(
    Holding(
        "core.ImportChange",
        about="subject",
        label=_("Imports"),
        fields={"was": WORDS, "now": WORDS},
        plain=("subject_type",),
        delete=True,
    )
)
declare(
    Holding(
        "core.ImportBatch",
        fields={
            "file_name": WORDS,
            "sheet": WORDS,
            "source": WORDS,
            "failure": WORDS,
            "head": WORDS,
        },
        plain=("kind", "format", "encoding", "sha256", "mapping"),
        own=False,
    )
)
nothing(
    "core.ImportFile",
    "a file that waits a minute for being read; then its row is gone",
    plain=("data",),
)
nothing("core.ImportProgress", "how many rows of how many", plain=("phase",))
nothing(
    "core.ImportMapping",
    "places of columns and a hash of their headings",
    plain=("kind", "headings", "mapping"),
)
declare(Holding("core.JobRun", fields={"error": WORDS}, plain=("job",), own=False))
declare(
    Holding(
        "core.PolicyRow",
        fields={"note": WORDS, "values": Keep("numbers of the rules, set for everybody")},
        plain=("kind",),
        own=False,
    )
)
nothing(
    "core.AuditRecord",
    "keys and figures only: any other text is kept as a keyed fingerprint (ADR 091)",
    plain=("action", "subject_type", "subject_id", "data", "previous", "hash"),
)
nothing("core.AuditHead", "a number and a hash", plain=("hash",))
nothing("core.Counter", "names of series", plain=("kind", "scope"))
nothing(
    "core.UsedKey",
    "a keyed hash of what was typed, swept after a month",
    plain=("purpose", "params_hash", "result_type", "result_id"),
)

declare(
    Holding(
        "core.ExportRecord",
        fields={"query": WORDS, "failure": WORDS},
        plain=(
            "list_name",
            "title",
            "kind",
            "stored",
        ),
        own=False,
    )
)
nothing(
    "core.ExportDraft",
    "keys and headings; its parts go as soon as the file is written",
    plain=("head", "keys", "parts"),
)
declare(Holding("core.ExportRelease", fields={"why": WORDS}, own=False))
declare(
    Holding(
        "core.BulkJob",
        fields={"query": WORDS, "form": WORDS, "failure": WORDS},
        plain=("list_name", "action"),
        own=False,
    )
)
declare(Holding("core.BulkRow", fields={"reason": WORDS}, own=False))

# --- libraries ------------------------------------------------------------------------------
nothing("auth.Permission", "names of Django's own", plain=("name", "codename"))
nothing("auth.Group", "not used", plain=("name",))
nothing("contenttypes.ContentType", "names of models", plain=("app_label", "model"))
nothing(
    "sessions.Session",
    "who of our staff is signed in; nothing of a customer is put there",
    plain=("session_key", "session_data"),
)
declare(
    Holding(
        "admin.LogEntry",
        fields={"object_repr": MASK, "change_message": WORDS},
        plain=("object_id",),
        own=False,
    )
)
_STAFF = "about our staff's signing in, thrown away by the lockout itself"
for _name in ("AccessAttempt", "AccessFailureLog", "AccessLog"):
    nothing(
        f"axes.{_name}",
        _STAFF,
        plain=(
            *("user_agent", "ip_address", "username", "http_accept", "path_info"),
            *{
                "AccessAttempt": ("get_data", "post_data"),
                "AccessLog": ("session_hash",),
            }.get(_name, ()),
        ),
    )
nothing("axes.AccessAttemptExpiration", _STAFF)
nothing("otp_totp.TOTPDevice", "our staff's devices", plain=("name", "key"))
nothing("otp_static.StaticDevice", "our staff's devices", plain=("name",))
nothing("otp_static.StaticToken", "our staff's devices", plain=("token",))
