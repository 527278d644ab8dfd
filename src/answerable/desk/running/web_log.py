"""The log of the web server: should somebody turn on its lines for each access, no secret is in them."""

from typing import Any

from gunicorn.glogging import Logger

from answerable.desk.running.logs import without_secrets


class WebLog(Logger):  # type: ignore[misc]
    """gunicorn's log, with what lets somebody in left out of paths, queries, referrers and headers."""

    def atoms(self, *request: Any) -> dict[str, Any]:
        """What a line may be made of."""
        found = super().atoms(*request)
        return {key: without_secrets(each) if isinstance(each, str) else each for key, each in found.items()}
