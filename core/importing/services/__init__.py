"""Commands on imports: taken in, mapped, confirmed, stopped, undone, thrown away (U9)."""

from core.importing.services.confirming import import_confirm
from core.importing.services.stopping import import_discard, import_stop
from core.importing.services.undoing import import_undo
from core.importing.services.uploading import Origin, import_map, import_upload
from core.importing.services.working import work_waiting

__all__ = [
    "Origin",
    "import_confirm",
    "import_discard",
    "import_map",
    "import_stop",
    "import_undo",
    "import_upload",
    "work_waiting",
]
