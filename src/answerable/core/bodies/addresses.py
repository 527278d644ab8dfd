"""Addresses to write to: whether one can be an address, and whether it is a person's or an office's."""

import re

_ADDRESS = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]\Z"
)
LONGEST = 254
# A part of an address that holds one of these is an office's, however it is written.
_OFFICE = re.compile(
    r"foi|eir|dpa|info|access|request|freedom|enquir|inquir|contact|customer|govern|complian|legal|admin|"
    r"office|team|council|corporate|communication|press|mail|post|reception|secretar|clerk|governance|disclos|"
    r"record|data|public|help|desk|general|support|service|nhs|icb|ccg|trust|board|authority|school"
)
_NAMES = re.compile(r"[a-z]{1,20}(?:[._-][a-z]{2,20}){1,2}\d{0,3}\Z")


def is_address(text: str) -> bool:
    """Whether a text can be an email address: one mailbox at one domain, nothing around it."""
    return len(text) <= LONGEST and bool(_ADDRESS.match(text))


def is_like_a_person(address: str) -> bool:
    """Whether an address looks like a person's (`sam.asker@`) and not an office's (`foi@`)."""
    local = address.partition("@")[0].casefold()
    return bool(_NAMES.match(local)) and not _OFFICE.search(local)
