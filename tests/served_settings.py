"""Settings of the house as the browser tests serve it: real processes on folders of their own."""

import os
from pathlib import Path

from config.settings import STORAGES as SERVICE_STORAGES
from tests.settings import *  # noqa: F403
from tests.settings import REDIS_URL

_folder = Path(os.environ["TEST_BROKER"])
MEDIA_ROOT = _folder / "media"
AUDIT_DIR = _folder / "audit"
# As in service: collected, hashed and compressed.
STATIC_ROOT = _folder / "static"
STORAGES = SERVICE_STORAGES
WHITENOISE_AUTOREFRESH = False
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folder / "queue"),
        "data_folder_out": str(_folder / "queue"),
        "control_folder": str(_folder / "control"),
        "store_processed": False,
    }
