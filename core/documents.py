"""Office documents from outside: looked at without being unpacked, kept as they are.

DOCX, XLSX and PPTX are archives. What is taken has the parts such a document has, carries no
macros and no programs, and does not unpack to more than it should. Nobody here ever opens one: it
is handed out to be saved, and the program it is opened with treats it as from outside.
"""

import io
import zipfile

from django.utils.translation import gettext as _

from core.errors import DomainError

_OFFICE = "application/vnd.openxmlformats-officedocument"
# the part that says which kind it is -> its type and ending
_KINDS = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}.presentationml.presentation", ".pptx"),
}
DOCUMENTS_ACCEPT = ".docx,.xlsx,.pptx"
_PACKED = b"PK\x03\x04"
_MOST_MEMBERS = 2_000
_MOST_UNPACKED = 200 * 1024 * 1024  # bytes
_PROGRAMS = ("vbaproject", "vbadata", "macrosheets", "activex", "oleobject")
_ENDINGS = (".exe", ".dll", ".js", ".vbs", ".scr", ".lnk", ".bat", ".cmd")


def is_packed(data: bytes) -> bool:
    """Whether it is an archive, as these documents are."""
    return data.startswith(_PACKED)


def document_type(data: bytes) -> tuple[str, str]:
    """The document's type and ending. DomainError where it is none, or carries what may run."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise DomainError(_("The document is damaged. Save it again and choose it.")) from None
    names = {member.filename.lower() for member in members}
    kind = next((kind for part, kind in _KINDS.items() if part in names), None)
    if kind is None or "[content_types].xml" not in names:
        raise DomainError(_("This archive is no DOCX, XLSX or PPTX document. Choose its parts."))
    if any(name.endswith(_ENDINGS) or any(sign in name for sign in _PROGRAMS) for name in names):
        raise DomainError(
            _("This document carries macros or other programs. Save it without them, or as PDF.")
        )
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED:
        raise DomainError(_("This document is not safe to keep. Save it as PDF and choose that."))
    return kind
