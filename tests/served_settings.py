"""Settings of the house as the browser tests serve it: real processes on folders of their own."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import REDIS_URL

_folder = Path(os.environ["TEST_BROKER"])
MEDIA_ROOT = _folder / "media"
AUDIT_DIR = _folder / "audit"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folder / "queue"),
        "data_folder_out": str(_folder / "queue"),
        "control_folder": str(_folder / "control"),
        "store_processed": False,
    }
