"""A field for values that keep their order: PostgreSQL's own JSON sorts keys, and a study folder must not."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField


class KeptJSONField(_Text):
    """Plain values (mappings, lists, text, numbers, booleans, None) as JSON text, keys in their order."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        """The value of what the database holds."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """The value, from text where a form or a dump gives text."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        """The text to be stored."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        """The text for a dump."""
        return self.get_prep_value(self.value_from_object(obj)) or ""
