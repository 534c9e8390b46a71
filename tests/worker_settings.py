"""Settings of the real worker and beat that tests start: a broker and jobs of their own."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

_folder = Path(os.environ["TEST_BROKER"])
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_folder / "queue"),
    "data_folder_out": str(_folder / "queue"),
    "control_folder": str(_folder / "control"),
    "store_processed": False,
}
CELERY_IMPORTS = ["tests.core.worker_jobs"]
