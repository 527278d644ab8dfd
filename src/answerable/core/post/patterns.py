"""Patterns made of alternatives that can be read one by one."""

import re


def any_of(*alternatives: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern that finds any of these."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives), flags)
