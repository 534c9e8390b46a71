"""Tables that belong to no domain app."""

from core.models.approval import Approval, ApprovalStep
from core.models.audit import AuditHead, AuditRecord
from core.models.bulk import BulkJob, BulkRow
from core.models.counter import Counter
from core.models.export import ExportDraft, ExportRecord, ExportRelease
from core.models.files import Attachment
from core.models.importing import (
    ImportBatch,
    ImportChange,
    ImportFile,
    ImportMapping,
    ImportProgress,
    ImportRow,
)
from core.models.job import JobRun
from core.models.once import UsedKey
from core.models.policy import PolicyRow
from core.models.reveal import Reveal
from core.models.state import StateChange

__all__ = [
    "Approval",
    "ApprovalStep",
    "Attachment",
    "AuditHead",
    "AuditRecord",
    "BulkJob",
    "BulkRow",
    "Counter",
    "ExportDraft",
    "ExportRecord",
    "ExportRelease",
    "ImportBatch",
    "ImportChange",
    "ImportFile",
    "ImportMapping",
    "ImportProgress",
    "ImportRow",
    "JobRun",
    "PolicyRow",
    "Reveal",
    "StateChange",
    "UsedKey",
]
