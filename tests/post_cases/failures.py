"""Reports of non-delivery in the wordings of many systems: (name, message, permanent, address, status)."""

from tests.post_cases.failures_in_words import IN_WORDS
from tests.post_cases.failures_of_systems import CASES as OF_SYSTEMS
from tests.raw_mail import in_parts, mail, part, report, together, whole

DSN = "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; foi@council.example\r\nAction: {}\r\nStatus: {}\r\n"


def _dsn(
    action: str, status: str, words: str = "Your message could not be delivered.", **fields: str
) -> bytes:
    given = {"From": "postmaster@mx.example", "Subject": "Undeliverable: FOI request"} | fields
    return whole(report(words, DSN.format(action, status)), **given)


CASES = [
    ("dsn failed", _dsn("failed", "5.1.1"), True, "foi@council.example", "5.1.1"),
    ("dsn delayed", _dsn("delayed", "4.4.1"), False, "foi@council.example", "4.4.1"),
    ("dsn expired", _dsn("failed", "4.4.7"), True, "foi@council.example", "4.4.7"),
    (
        "dsn without action",
        whole(
            report("x", "Final-Recipient: rfc822; a@b.example\r\nStatus: 5.2.2\r\n"),
            From="postmaster@x.example",
        ),
        True,
        "a@b.example",
        "5.2.2",
    ),
    (
        "dsn without status",
        whole(
            report("x", "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"),
            From="postmaster@x.example",
        ),
        True,
        "a@b.example",
        None,
    ),
    (
        "dsn says little",
        whole(
            report("x", "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\n"),
            From="postmaster@x.example",
        ),
        None,
        "a@b.example",
        None,
    ),
    (
        "dsn with brackets",
        whole(
            report(
                "x", "Final-Recipient: rfc822; <a@b.example>\r\nAction: failed\r\nStatus: 5.0.0 (unknown)\r\n"
            )
        ),
        True,
        "a@b.example",
        "5.0.0",
    ),
    (
        "dsn of several",
        whole(
            report(
                "x",
                "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nFinal-Recipient: rfc822; c@d.example\r\nAction: failed\r\nStatus: 5.2.1\r\n",
            )
        ),
        True,
        "a@b.example",
        "5.1.1",
    ),
    (
        "dsn first delivered",
        whole(
            report(
                "x",
                "Final-Recipient: rfc822; a@b.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; c@d.example\r\nAction: failed\r\nStatus: 5.2.1\r\n",
            )
        ),
        True,
        "c@d.example",
        "5.2.1",
    ),
    (
        "dsn nested",
        in_parts(
            [report("Could not be delivered", DSN.format("failed", "5.1.1")), part("Scanned by a gateway.")],
            From="postmaster@x.example",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "dsn nested deeper",
        in_parts(
            [together([report("x", DSN.format("failed", "5.7.1"))], "mixed")], From="postmaster@x.example"
        ),
        True,
        "foi@council.example",
        "5.7.1",
    ),
    (
        "dsn returned headers",
        whole(report("x", DSN.format("failed", "5.1.10"), returned=None), Subject="Undeliverable: x"),
        True,
        "foi@council.example",
        "5.1.10",
    ),
    (
        "dsn loosely",
        in_parts(
            [part("Could not deliver"), part(DSN.format("failed", "5.1.1"), "message/delivery-status")],
            From="mailer-daemon@x.example",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "dsn with auto-submitted",
        _dsn("failed", "5.1.1", Auto_Submitted="auto-replied", Return_Path="<>"),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "dsn relayed then delayed",
        whole(report("x", DSN.format("delayed", "4.2.2"))),
        False,
        "foi@council.example",
        "4.2.2",
    ),
    (
        "x-failed",
        mail("It did not work.", X_Failed_Recipients="foi@council.example"),
        None,
        "foi@council.example",
        None,
    ),
    (
        "x-failed several",
        mail("This is a permanent error.", X_Failed_Recipients="a@b.example, c@d.example"),
        True,
        "a@b.example",
        None,
    ),
    *IN_WORDS,
    *OF_SYSTEMS,
]
SUCCESS = [
    ("delivered", whole(report("Delivered", DSN.format("delivered", "2.0.0")), Subject="Delivered: FOI")),
    ("relayed", whole(report("Relayed", DSN.format("relayed", "2.0.0")), Subject="Relayed: FOI")),
]
