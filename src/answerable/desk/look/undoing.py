"""The way back: a message that tells what was done, with a small form that undoes it."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def with_undo(request: HttpRequest, words: str, address: str, **fields: str) -> SafeString:
    """The words, followed by a button that posts the fields to the address."""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items())
    return format_html(
        '{} <form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button class="link">Undo</button></form>',
        words,
        address,
        get_token(request),
        hidden,
    )
