"""Reports of non-delivery in words, as many systems write them: (name, message, permanent, address, status)."""

from tests.raw_mail import mail

EXIM = {"From": "Mail Delivery System <Mailer-Daemon@mx.example>"}
COPY = "\r\n------ This is a copy of the message, including all the headers. ------\r\n\r\nFrom: us@survey.example\r\nSubject: A request\r\n"


def _exim(words: str, **fields: str) -> bytes:
    given = (
        {"Subject": "Mail delivery failed: returning message to sender", "Return_Path": "<>"} | EXIM | fields
    )
    return mail(words.replace("\n", "\r\n"), **given)


IN_WORDS = [
    (
        "exim",
        _exim(
            f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  foi@council.example\n    550 5.1.1 unknown user\n{COPY}"
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "exim without code",
        _exim(
            "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  foi@council.example\n    (ultimately generated from info@council.example)\n    mailbox is full"
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "exim delayed",
        _exim(
            "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\nThe address to which the message has not yet been delivered is:\n\n  foi@council.example\n    Delay reason: connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated.",
            Subject="Warning: message 1abc-def delayed 24 hours",
        ),
        False,
        "foi@council.example",
        None,
    ),
    (
        "exim copy holds codes",
        _exim(
            f"A message that you sent could not be delivered. This is a permanent error.\n\n  foi@council.example\n    host mx.example: 550 5.7.1 refused\n{COPY}\nwe spent 450 4.4.1 pounds"
        ),
        True,
        "foi@council.example",
        "5.7.1",
    ),
    (
        "exchange",
        mail(
            "Delivery has failed to these recipients or groups:\r\n\r\nfoi@council.example<mailto:foi@council.example>\r\nThe email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.\r\n\r\nDiagnostic information for administrators:\r\n\r\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
            From="Microsoft Outlook <MicrosoftExchange329e@x.example>",
            Subject="Undeliverable: FOI request",
        ),
        True,
        "foi@council.example",
        "5.1.10",
    ),
    (
        "exchange html",
        mail(
            "<p>Delivery has failed to these recipients or groups:</p><p><a href='mailto:foi@council.example'>foi@council.example</a></p><p>The recipient's mailbox is full.</p><p>#&lt; #5.2.2 smtp;554 5.2.2 mailbox full&gt;</p>",
            html=True,
            From="postmaster@x.example",
            Subject="Undeliverable: FOI",
        ),
        True,
        "foi@council.example",
        "5.2.2",
    ),
    (
        "exchange delayed",
        mail(
            "Delivery is delayed to these recipients or groups:\r\n\r\nfoi@council.example\r\n\r\nThis message hasn't been delivered yet. Delivery will continue to be attempted. The server will keep trying to deliver this message.",
            From="postmaster@x.example",
            Subject="Delivery delayed: FOI request",
        ),
        False,
        "foi@council.example",
        None,
    ),
    (
        "exchange old",
        mail(
            "Your message did not reach some or all of the intended recipients.\r\n\r\n      Subject: FOI\r\n\r\nThe following recipient(s) cannot be reached:\r\n\r\n      foi@council.example on 04/03/2026 09:15\r\n            The e-mail account does not exist at the organization this message was sent to.\r\n            <mx.example #5.1.1>",
            From="System Administrator <postmaster@x.example>",
            Subject="Undeliverable: FOI request",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "qmail",
        mail(
            "Hi. This is the qmail-send program at mx.example.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\nThis is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n<foi@council.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n",
            From="MAILER-DAEMON@mx.example",
            Subject="failure notice",
            Return_Path="<>",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "postfix in words",
        mail(
            "This is the mail system at host mx.example.\r\n\r\nI'm sorry to have to inform you that your message could not\r\nbe delivered to one or more recipients. It's attached below.\r\n\r\n<foi@council.example>: host mx.council.example said: 550 5.1.1 <foi@council.example>: Recipient address rejected: User unknown",
            From="MAILER-DAEMON@mx.example (Mail Delivery System)",
            Subject="Undelivered Mail Returned to Sender",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "postfix delayed",
        mail(
            "This is the mail system at host mx.example.\r\n\r\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\r\n\r\nYour message could not be delivered for more than 4 hour(s).\r\nIt will be retried until it is 5 day(s) old.\r\n\r\n<foi@council.example>: connect to mx.council.example: Connection timed out",
            From="MAILER-DAEMON@mx.example",
            Subject="Delayed Mail (still being retried)",
        ),
        False,
        "foi@council.example",
        None,
    ),
    (
        "sendmail",
        mail(
            "The original message was received at Wed, 4 Mar 2026\r\n\r\n   ----- The following addresses had permanent fatal errors -----\r\n<foi@council.example>\r\n    (reason: 550 5.1.1 User unknown)",
            From="Mail Delivery Subsystem <MAILER-DAEMON@x.example>",
            Subject="Returned mail: see transcript for details",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "sendmail warning",
        mail(
            "**********************************************\r\n**      THIS IS A WARNING MESSAGE ONLY      **\r\n**  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\r\n**********************************************\r\n\r\n   ----- The following addresses had transient non-fatal errors -----\r\n<foi@council.example>\r\nWarning: message still undelivered after 4 hours\r\nWill keep trying until message is 5 days old",
            From="MAILER-DAEMON@x.example",
            Subject="Warning: could not send message for past 4 hours",
        ),
        False,
        "foi@council.example",
        None,
    ),
    (
        "lotus",
        mail(
            "Your message\r\n\r\n  Subject: FOI\r\n\r\nwas not delivered to:\r\n\r\n  foi@council.example\r\n\r\nbecause:\r\n\r\n  User Foi (foi@council.example) not listed in Domino Directory",
            From="Postmaster@council.example",
            Subject="DELIVERY FAILURE: User Foi not listed in Domino Directory",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "messagelabs",
        mail(
            "This is a message from the MessageLabs Email Security System.\r\n\r\nYour email to foi@council.example was blocked because it breaks a policy on content.",
            From="alert@messagelabs.example",
            Subject="Message blocked: FOI request",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "mimecast",
        mail(
            "The message you sent to foi@council.example was rejected by the recipient's policy.\r\nReason: attachment not permitted",
            From="Mimecast Administrator <postmaster@x.example>",
            Subject="[Postmaster] Email Delivery Failure",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "web filter",
        mail(
            "Your e-mail to foi@council.example has been blocked by our content filter. It was not delivered.",
            From="mailgateway@council.example",
            Subject="Blocked: FOI request",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "quarantine",
        mail(
            "Your message to foi@council.example has been quarantined and was not delivered.",
            From="Mail Gateway <postmaster@council.example>",
            Subject="Message rejected",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "google",
        mail(
            "Delivery to the following recipient failed permanently:\r\n\r\n     foi@council.example\r\n\r\nTechnical details of permanent failure:\r\nThe error that the other server returned was:\r\n550 5.1.1 No such user",
            From="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
            Subject="Delivery Status Notification (Failure)",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "google delayed",
        mail(
            "This is an automatically generated Delivery Status Notification\r\n\r\nTHIS IS A WARNING MESSAGE ONLY.\r\n\r\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\r\n\r\nDelivery to the following recipient has been delayed:\r\n\r\n     foi@council.example\r\n\r\nMessage will be retried for 2 more day(s)",
            From="mailer-daemon@googlemail.example",
            Subject="Delivery Status Notification (Delay)",
        ),
        False,
        "foi@council.example",
        None,
    ),
    (
        "google blocked",
        mail(
            "Message blocked\r\n\r\nYour message to foi@council.example has been blocked. See technical details below.\r\n\r\n550 5.7.1 refused",
            From="mailer-daemon@googlemail.example",
            Subject="Delivery Status Notification (Failure)",
        ),
        True,
        "foi@council.example",
        "5.7.1",
    ),
    (
        "yahoo",
        mail(
            "Sorry, we were unable to deliver your message to the following address.\r\n\r\n<foi@council.example>:\r\n554: delivery error: dd This user doesn't have an account",
            From="MAILER-DAEMON@yahoo.example",
            Subject="Failure Notice",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "words with empty path",
        mail(
            "Undeliverable message to foi@council.example: 550 5.1.1 unknown recipient. It could not be delivered.",
            Return_Path="<>",
            From="system@x.example",
            Subject="Your letter",
        ),
        True,
        "foi@council.example",
        "5.1.1",
    ),
    (
        "words without empty path",
        mail(
            "Delivery has failed to these recipients or groups:\r\n\r\nfoi@council.example",
            From="system@x.example",
            Subject="Undeliverable: FOI",
        ),
        True,
        "foi@council.example",
        None,
    ),
    (
        "mailbox full for now",
        mail(
            "Your message could not be delivered to foi@council.example: 452 4.2.2 mailbox full. Delivery will be retried.",
            From="mailer-daemon@x.example",
            Subject="Delivery Status Notification (Delay)",
        ),
        False,
        "foi@council.example",
        "4.2.2",
    ),
    (
        "domain gone",
        mail(
            "The following message to <foi@council.example> was undeliverable.\r\nThe reason for the problem:\r\n5.1.2 - Bad destination host 'DNS Hard Error'",
            From="Mail Delivery System <MAILER-DAEMON@x.example>",
            Subject="Undelivered Mail",
        ),
        True,
        "foi@council.example",
        "5.1.2",
    ),
    (
        "too big",
        mail(
            "Your message to foi@council.example was rejected: 552 5.3.4 message size exceeds fixed limit",
            From="MAILER-DAEMON@x.example",
            Subject="Mail delivery failed",
        ),
        True,
        "foi@council.example",
        "5.3.4",
    ),
    (
        "report with no address",
        mail("Your message could not be delivered.", From="mailer-daemon@x.example", Subject="Undeliverable"),
        True,
        None,
        None,
    ),
    (
        "a plain bare code",
        mail(
            "Your message could not be delivered to foi@council.example.\r\nThe server said: 451 try again",
            From="mailer-daemon@x.example",
            Subject="Mail delivery problem",
        ),
        False,
        "foi@council.example",
        None,
    ),
]
