"""What kind a message is, by header and by words: (name, kind, message)."""

from tests.raw_mail import file, in_parts, mail, part

THANKS = "Thank you for your request for information."
ANSWER = "1. How many posts are there?\n\n12\n\n2. Is there a waiting list?\n\nYes, we keep one.\n"


def _auto(text: str, subject: str = "Automatic reply: FOI request", **fields: str) -> bytes:
    return mail(text, Subject=subject, **fields)


AUTOMATIC = [
    ("exchange", _auto("I am out of the office until 9 March.")),
    ("exchange class", mail("I'm away.", X_POST_MessageClass="9; Autoresponder", Subject="Re: x")),
    ("x-autoreply", mail("Back on Monday.", X_Autoreply="yes")),
    ("x-autoreply blank", mail("Back on Monday.", X_Autoreply="")),
    ("x-autorespond", mail("Back on Monday.", X_Autorespond="FOI request")),
    ("auto-submitted", mail("I am on annual leave.", Auto_Submitted="auto-replied")),
    ("auto-generated", mail("The office is closed today.", Auto_Submitted="auto-generated")),
    ("auto-submitted with comment", mail("The office is closed.", Auto_Submitted="auto-replied (rejected)")),
    ("auto-notified", mail("A case was updated.", Auto_Submitted="auto-notified; owner-email=a@b.example")),
    (
        "thanks and away",
        _auto("Thank you for your email. I am on leave until Monday and will reply on my return."),
    ),
    (
        "receipt and away",
        mail("We have received your email. I am out of the office.", Auto_Submitted="auto-replied"),
    ),
    ("out of office", mail("Until Monday.", Subject="Out of Office: FOI request")),
    ("out of office autoreply", mail("x", Subject="Out of Office AutoReply: FOI")),
    ("out-of-office", mail("x", Subject="Out-of-office reply")),
    ("lotus", mail("I will return on 9 March", Subject="Pat Example is out of the office.")),
    (
        "lotus returning",
        mail("I will be out", Subject="AUTO: Pat Example is out of the office (returning 09/03/2026)"),
    ),
    ("on leave", mail("Until the 9th", Subject="On annual leave Re: request")),
    ("autoreply", mail("Gone fishing", Subject="Autoreply: request")),
    ("auto reply", mail("Gone fishing", Subject="Auto Reply from the team")),
    ("automatic response", mail("The mailbox is only read on Fridays.", Subject="Automatic response")),
    ("welsh", mail("Byddaf yn ôl ddydd Llun", Subject="Ateb awtomatig: cais")),
    ("maternity", _auto("I am on maternity leave. Please contact colleague@authority.example.")),
    ("left", _auto("Pat no longer works for the council. Please write to foi@authority.example.")),
    ("part time", _auto("I do not work on Fridays. I will deal with your email on Monday.")),
    ("only a signature", _auto("", X_Autoreply="yes")),
    ("away from", mail("Back soon", Subject="Away from my desk")),
]
ACKNOWLEDGEMENTS = [
    ("plain", mail(f"{THANKS} It has been logged and we will respond within 20 working days.")),
    (
        "reference",
        mail(
            "Your request has been received. Your reference is FOI/2026/117. We aim to reply by 1 April 2026."
        ),
    ),
    (
        "statutory",
        mail(
            "I acknowledge receipt of your request dated 2 March. The statutory deadline for our response is 30 March."
        ),
    ),
    ("short", mail("Received, thank you. We have received your request.")),
    (
        "machine",
        mail("Thank you for contacting us. Your email has been received.", Auto_Submitted="auto-replied"),
    ),
    ("machine exchange", _auto("Thank you for your email. We will respond within 20 working days.")),
    (
        "machine generated",
        mail("We have received your request and will respond by 1 April.", Auto_Submitted="auto-generated"),
    ),
    (
        "machine autoreply",
        mail(
            "This is to confirm receipt of your request. A reply will be sent within 20 working days.",
            X_Autoreply="yes",
        ),
    ),
    (
        "holding",
        mail(
            "We are still collating the information for your request and apologise for the delay. This is a holding reply: I hope to respond by Friday."
        ),
    ),
    (
        "holding two",
        mail(
            "I am writing to confirm that your request is being processed and that we will respond in due course."
        ),
    ),
    (
        "passed on",
        mail(
            "Thank you for your email, which has been passed to our information governance team, who will respond directly."
        ),
    ),
    (
        "cover letter",
        in_parts(
            [
                part("I acknowledge receipt of your request, which will be answered within 20 working days."),
                file("acknowledgement.pdf", b"%PDF-1.4 x"),
            ]
        ),
    ),
    (
        "subject",
        mail(
            "This is to let you know that your request is with the team. You should hear from us within 20 working days.",
            Subject="Acknowledgement of FOI 117",
        ),
    ),
    (
        "welsh",
        mail("Diolch am eich cais. Byddwn yn ymateb o fewn 20 diwrnod gwaith.", Subject="Cydnabod eich cais"),
    ),
    (
        "rights and quote",
        mail(
            "Thank you for your request, which we received today. You will receive a response within twenty working days.\n\n> Do you hold a list?\n> Yes or no?"
        ),
    ),
    (
        "with signature",
        mail(
            "Dear [name],\n\nThank you for your Freedom of Information request received on 3 March 2026. Your request will be dealt with under the terms of the Act and will be answered within 20 working days.\n\nIf you have any queries please quote FOI 117.\n\nYours sincerely\n-- \nInformation Officer"
        ),
    ),
    (
        "case logged",
        mail("Your enquiry has been logged with reference 4711 and assigned to the relevant department."),
    ),
    ("in receipt", mail("We are in receipt of your letter and shall reply within the statutory time limit.")),
    (
        "read report",
        in_parts(
            [
                part("Your message was read on 4 March 2026."),
                part(
                    "Disposition: manual-action/MDN-sent-manually; displayed",
                    "message/disposition-notification",
                ),
            ],
            "report",
            extra="; report-type=disposition-notification",
            Subject="Read: FOI request",
        ),
    ),
]
NOTICES = [
    (
        "egress",
        mail("You have received a secure email from the council. Sign in to Egress Switch to read it."),
    ),
    ("encrypted", mail("The council has sent you an encrypted message. Click the link below to open it.")),
    (
        "mimecast",
        mail(
            "You have a new secure message. Log in to the Mimecast Secure Messaging portal to view it.",
            Subject="Secure message",
        ),
    ),
    ("office", mail("Pat has sent you a protected message. Sign in to read it, or use a one-time passcode.")),
    ("portal", mail("Your response is now available. Please log in to the portal to download it.")),
    (
        "account",
        mail(
            "A response to your request is ready to view in your account. Sign in to your account to read the documents."
        ),
    ),
    (
        "challenge",
        mail("To prove you are human please click the link below and your message will be delivered."),
    ),
    (
        "confirm",
        mail(
            "I use a challenge-response system. Please reply to this message to confirm that you are a real person.",
            Subject="Please confirm your email",
        ),
    ),
    ("zix", mail("Open this secure message in Zixmail. It was encrypted using a gateway.")),
    (
        "envelope",
        mail(
            "You have received a secure message. Read it by opening the attachment. Registered Envelope Service."
        ),
    ),
    (
        "held",
        mail(
            "Your message has been quarantined until you confirm that you sent it. Click here to verify your address."
        ),
    ),
    (
        "uploaded",
        mail(
            "We have published documents for you: your reply has been uploaded to our portal. Please sign in to view it."
        ),
    ),
]
REPLIES = [
    ("thanks then answer", mail(f"{THANKS} Our response is set out below.\n\n{ANSWER}")),
    (
        "thanks then no",
        mail("Thank you for your request. We do not hold this information. Please ask the council."),
    ),
    (
        "thanks then files",
        in_parts(
            [
                part("Thank you for your request. Please find attached our response."),
                file("response.pdf", b"%PDF-1.4"),
            ]
        ),
    ),
    (
        "refusal",
        mail(
            "Thank you for your email. We are refusing your request under section 12 of the Act as it would exceed the cost limit."
        ),
    ),
    (
        "clarification",
        mail(
            "Thank you for your request. Before we can respond, could you please clarify which years you mean?"
        ),
    ),
    (
        "clarification two",
        mail(
            "Thank you for your request, received on 2 March. We require clarification of question 3. The clock has been stopped until we hear from you."
        ),
    ),
    (
        "out of office is mentioned",
        mail("The officer was out of the office last week. Yes, we commission this service."),
    ),
    ("out of office hours", mail("Yes: we offer an out of office hours line.", Subject="RE: request")),
    ("a number that looks like a status", mail("We spent £500 4.4.2016 and 450 5.4.2016 on the service.")),
    ("four fifty", mail("450 5.4.2016 was the count on that day. 550 5.1.1999 was the one before.")),
    (
        "says bounced",
        mail("Your first email bounced, sorry. The answer to your question is yes.\n\nYes, we do."),
    ),
    (
        "quotes a bounce",
        mail(
            "Sorry, our mailbox was broken. We hold no records.\n\n-----Original Message-----\nFrom: Mail Delivery System\nSent: 3 March 2026\nTo: us\nSubject: Undeliverable: FOI request\n\nDelivery has failed to these recipients or groups:\nfoi@authority.example",
            Subject="RE: Undeliverable: FOI request",
        ),
    ),
    (
        "quotes a bounce with marks",
        mail(
            "We hold none.\n\n> This is a permanent error. The following address failed:\n>   foi@authority.example\n>   550 5.1.1 user unknown",
            Subject="Re: Mail delivery failed",
        ),
    ),
    (
        "attached bounce",
        in_parts(
            [
                part("Here is what we got when we wrote to you."),
                part(
                    "X-Failed-Recipients: us@survey.example\r\nSubject: Mail delivery failed\r\n\r\nThis is a permanent error.",
                    "message/rfc822",
                ),
            ]
        ),
    ),
    (
        "attached files of a bounce",
        in_parts(
            [
                part("See the report that came."),
                part(
                    "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
                    "message/delivery-status",
                ),
            ]
        ),
    ),
    (
        "forwards a bounce",
        mail(
            "FYI, this is what came.\n\nBegin forwarded message:\n\nFrom: mailer-daemon@x.example\nSubject: Undeliverable\n\nDelivery has failed",
            Subject="Fwd: Undeliverable: x",
        ),
    ),
    ("auto-submitted no", mail(ANSWER, Auto_Submitted="no")),
    ("auto-submitted no with words", mail(ANSWER, Auto_Submitted="No (really)")),
    ("class of another kind", mail(ANSWER, X_POST_MessageClass="8; Something")),
    ("attachment alone", in_parts([file("response.pdf", b"%PDF-1.4")])),
    ("question", mail("Could you tell me who you are?")),
    ("one word", mail("No.")),
    (
        "confirm we",
        mail("I can confirm that the council holds the information and that 12 people work there."),
    ),
    (
        "transfer",
        mail("Thank you for your request. We do not commission this; you should contact the health board."),
    ),
    (
        "link",
        mail("The information you requested is published on our website: https://authority.example/log"),
    ),
    ("already there", mail("The information is already publicly available on our website.")),
    (
        "review",
        mail(
            "Following your internal review request I have looked again and our decision is below. The exemption at section 43 no longer applies."
        ),
    ),
    ("html", mail("<p>Thank you for your request.</p><p>Yes, we keep a list.</p>", html=True)),
    (
        "answer with rights",
        mail(
            "In response to your request, the council does not hold this information.\n\nYou have the right to ask for an internal review."
        ),
    ),
    ("about encryption", mail("We use encrypted email for such letters. No, we do not hold the rest.")),
    (
        "about portals",
        mail(
            "Yes. Parents sign in to our portal to read their letters; 200 did last year. The total number of letters was 300."
        ),
    ),
    (
        "about receipts",
        mail(
            "1. Do you acknowledge requests?\n\nYes, we send an acknowledgement of receipt within 5 working days."
        ),
    ),
    ("about delivery", mail("Deliveries of mail to the ward were delayed in 2025. The total cost was £400.")),
    (
        "fees notice",
        mail(
            "Thank you for your request. The fee is £30, which must be paid before we can provide the information. Please see the fees notice attached."
        ),
    ),
]
UNKNOWN = [
    ("nothing", b""),
    ("head only", mail("")),
    ("blanks", mail("  \r\n\t\r\n")),
    ("empty parts", in_parts([part(""), part("<html><body> </body></html>", "text/html")], "alternative")),
    ("newlines", b"\r\n\r\n\r\n"),
]
CASES = [
    (f"{kind}: {name}", kind, raw)
    for kind, cases in (
        ("automatic_reply", AUTOMATIC),
        ("acknowledgement", ACKNOWLEDGEMENTS),
        ("notice", NOTICES),
        ("reply", REPLIES),
        ("unknown", UNKNOWN),
    )
    for name, raw in cases
]
