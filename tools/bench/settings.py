"""The settings as they are in service, with the two bare views beside the house's addresses."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tools.bench.urls"
