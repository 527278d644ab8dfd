"""Filters and tags of every template of the desk."""

from datetime import date, datetime

from django import template
from django.utils.http import urlencode

from answerable.desk.clock import UNITED_KINGDOM

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as people write it: 3 June 2026; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(UNITED_KINGDOM)
    return f"{value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as people write it: 3 June 2026, 14:05."""
    if value is None:
        return "–"
    local = value.astimezone(UNITED_KINGDOM)
    return f"{local.day} {local:%B %Y, %H:%M}"


@register.filter
def number(value: int | None) -> str:
    """A whole number with thousands separators."""
    return "–" if value is None else f"{value:,}"


@register.filter
def words(value: str) -> str:
    """A code as words: `no_reply` is “no reply”."""
    return str(value).replace("_", " ")


@register.filter
def of(mapping: object, key: object) -> object:
    """What a mapping holds under a key, or nothing."""
    return mapping.get(key, "") if isinstance(mapping, dict) else ""


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The query of the address with some parts changed; None takes a part out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{urlencode(query, doseq=True)}" if query else "?"
