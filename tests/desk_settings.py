"""The desk's settings in tests: a home of its own, SQLite unless DATABASE_URL says otherwise."""

import os
import tempfile

os.environ.setdefault("ANSWERABLE_HOME", tempfile.mkdtemp(prefix="answerable-desk-"))
os.environ.setdefault("ANSWERABLE_SECRET_KEY", "only for tests " * 4)
# Tests of the pace set their own; others need not wait for it.
os.environ.setdefault("ANSWERABLE_PACE", "60000")
# A browser drives the live server from a thread with an event loop of its own.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from answerable.desk.settings import *
from answerable.desk.settings import DATABASES, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    MIDDLEWARE = ["tests.one_at_a_time.OneAtATime", *MIDDLEWARE]
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    # A test's transaction lives on its one connection, however old that is when a request ends.
    DATABASES["default"]["CONN_MAX_AGE"] = None
