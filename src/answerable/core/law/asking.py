"""What a request must have to be one, and what is worth asking for in it."""

from dataclasses import dataclass

from answerable.core.errors import Fault, Severity
from answerable.core.law.regimes import Asking, Regime


@dataclass(frozen=True)
class Draft:
    """A request before it is sent; `form` is written, recorded or oral."""

    describes: str
    form: str = "written"
    name: str = ""
    email: str = ""
    postal_address: str = ""


def draft_faults(draft: Draft, regime: Regime) -> tuple[Fault, ...]:
    """What a request lacks to be valid under a regime; an email address suffices as an address.

    Source: FOIA 2000 s.8; FOISA 2002 s.8; EIR 2004 reg.5(1) (oral and nameless requests are valid)
    """
    needs, faults = regime.needs, []

    def fault(rule: str, message: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        faults.append(Fault(rule, f"{message} ({needs.section}).", remedy, severity=severity))

    if not draft.describes.strip():
        fault("request_describes", "A request describes the information it asks for", "Say what is asked.")
    if needs.writing and draft.form != "written" and not (needs.permanent_form and draft.form == "recorded"):
        fault("request_in_writing", "A request is made in writing", "Send it by email or letter.")
    if needs.name:
        words = [word for word in draft.name.split() if any(c.isalpha() for c in word)]
        if not words or "@" in draft.name:
            fault("request_names_requester", "A request gives the requester's real name", "Give the name.")
        elif len(words) == 1:
            fault(
                "request_names_requester",
                f"“{draft.name.strip()}” alone may not be taken for a real name",
                "Give first name (or initial, or title) and surname, or the organisation's full name.",
                Severity.WARNING,
            )
    if needs.address and "@" not in draft.email and not draft.postal_address.strip():
        fault("request_has_address", "A request gives an address for the reply", "An email address suffices.")
    return tuple(faults)


def worth_asking(regime: Regime) -> tuple[Asking, ...]:
    """What to ask for besides the information: the form it comes in, and help with narrowing.

    Source: FOIA 2000 s.11 and s.16; EIR 2004 reg.6(1) and reg.9(1); FOISA 2002 s.11 and s.15
    """
    return (regime.form, regime.help)
