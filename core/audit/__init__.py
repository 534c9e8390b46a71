"""The audit trail (L3): rows that are only added, chained, and its head kept outside the database.

`record` writes, `verify` finds what was changed, deleted or cut off, `write_head` puts the newest
link into a signed file. See docs/adr/013-audit-trail.md for what each of them is good for.
"""

from core.audit.chain import Broken, verify
from core.audit.heads import write_head
from core.audit.trail import gathered, link_hash, record, sealed

__all__ = ["Broken", "gathered", "link_hash", "record", "sealed", "verify", "write_head"]
