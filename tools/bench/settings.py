"""The settings as they are in service, with the two bare views beside the house's addresses."""

from config.settings import *  # noqa: F403

# Addresses of static files without their hashes: the benchmark collects none.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ROOT_URLCONF = "tools.bench.urls"
