"""What core does at night and by the hour: strays swept, invariants asked, the audit head put away.

The hours are no policy: nobody in the trade waits for them.
"""

import logging
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import audit, files
from core.invariants import check_all
from core.jobs import daily, every_ring

log = logging.getLogger(__name__)


@daily("core.sweep_files", at=lambda day: time(3, 0), label=_("Stray files"))
def sweep_files(day: date, now: datetime) -> int:
    """Delete files no row knows; returns how many."""
    return files.sweep(now)


@daily("core.check_invariants", at=lambda day: time(3, 30), label=_("Invariants"))
def check_invariants(day: date, now: datetime) -> int:
    """Ask every invariant, log those that do not hold; returns how many do not."""
    broken = [finding for finding in check_all() if finding.rows]
    for finding in broken:
        log.error("invariant %s: %s", finding.invariant.name, "; ".join(finding.rows))
    return len(broken)


@every_ring("core.audit_head")
def write_audit_head(now: datetime) -> int:
    """Once an hour, the head of the audit trail into its file; returns 1 when it was written."""
    files_there = list(Path(settings.AUDIT_DIR).glob("*.head"))
    newest = max((path.stat().st_mtime for path in files_there), default=0)
    if newest > (now - timedelta(hours=1)).timestamp():
        return 0
    return 1 if audit.write_head(now) else 0
