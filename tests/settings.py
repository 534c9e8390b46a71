"""The settings, with what only tests want: known secrets and a fast hasher."""

import os

os.environ["TUOKE_ENV"] = "local"
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("FIELD_KEYS", "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
os.environ.setdefault("LOOKUP_KEY", "OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg=")
os.environ.setdefault("DEMO_PASSWORD", "tuoke-demo-2008")

from config.settings import *  # noqa: F403
from config.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, REDIS_URL, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "test-media"
AUDIT_DIR = VAR_DIR / "test-audit"
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = False
# A file, not memory: threads and the server of the browser tests see the same rows.
DATABASES["default"].setdefault("TEST", {})
if REDIS_URL:  # processes that test at the same time do not hear each other's bells
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ.get("PYTEST_XDIST_WORKER", "")
