"""Where files are kept: a folder of this machine, or a bucket that speaks S3."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from answerable.desk.errors import BadSetting

# Django-storages takes more; these are what an S3-compatible place needs.
KNOWN = ("endpoint_url", "region_name", "prefix", "addressing_style")
EXAMPLE = "s3://bucket?endpoint_url=https://s3.example.org"


def file_storage(url: str, home: Path) -> dict[str, Any]:
    """Django's storage for a value of ANSWERABLE_FILES; blank is the folder `files` of the home.

    Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the machine's role.
    Raises: BadSetting
    """
    if not url:
        return _folder(home / "files")
    parts = urlsplit(url)
    if parts.scheme in {"", "file"} and parts.path.startswith("/"):
        return _folder(Path(unquote(parts.path)))
    if parts.scheme != "s3" or not parts.hostname:
        raise BadSetting(f"ANSWERABLE_FILES is “{url}”. Expected a folder such as /srv/files, or {EXAMPLE}")
    options = dict(parse_qsl(parts.query))
    unknown = sorted(set(options) - set(KNOWN))
    if unknown:
        raise BadSetting(
            f"ANSWERABLE_FILES has the part “{unknown[0]}”. Known: {', '.join(KNOWN)}. Example: {EXAMPLE}"
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": options.pop("prefix", "") or parts.path.strip("/"),
            # Nobody reaches the bucket but the desk, and a file is never written over: names are hashes.
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
            **options,
        },
    }


def _folder(path: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": path, "directory_permissions_mode": 0o700},
    }
