"""What of a text is its sender's own: (name, text, own words)."""

ANSWER = "Dear [name],\n\nYes, we hold a list. It has 40 entries.\n\nYours sincerely\nInformation Officer"
THREAD = "Dear Sir or Madam,\n\nDo you hold a list?\n\nYours faithfully"
QUOTED = "\n".join(f"> {line}" if line else ">" for line in THREAD.split("\n"))
RIGHTS = (
    "If you are not satisfied with this response you may ask for an internal review within 40 working days. You may then complain to the"
    " Information Commissioner."
)
ROW = "*" * 70
NOTICES = [
    (
        "confidential",
        "This email and any attachments are confidential and intended solely for the addressee.",
    ),
    (
        "not the recipient",
        "If you are not the intended recipient, please delete this message and tell the sender.",
    ),
    (
        "in error",
        "If you have received this message in error please notify us at once and destroy all copies.",
    ),
    ("headed", "CONFIDENTIALITY NOTICE: this communication may contain privileged information."),
    (
        "disclaimer",
        "DISCLAIMER: the views in this email are those of the author and not those of the council.",
    ),
    (
        "virus",
        "This email has been scanned for viruses by a security service. No responsibility is accepted for loss or damage arising from it.",
    ),
    ("swept", "This message has been swept for the presence of computer viruses."),
    ("symantec", "This email has been scanned by the Symantec Email Security.cloud service."),
    (
        "liability",
        "Although we check for viruses, the council accepts no liability for any damage caused by a virus transmitted by this email.",
    ),
    ("monitored", "Emails sent to and from the council may be monitored and recorded for lawful purposes."),
    ("monitors", "The council may monitor or record incoming and outgoing emails in line with legislation."),
    (
        "foi",
        "Please note that this email and any reply to it may be subject to disclosure under the Freedom of Information Act 2000.",
    ),
    ("print", "Please consider the environment before printing this email."),
    ("think", "Think before you print: do you need to print this?"),
    (
        "views",
        "Any opinions expressed are those of the individual and do not necessarily reflect the policy of the trust.",
    ),
    ("unauthorised", "Unauthorised use, disclosure, copying or alteration of this message is forbidden."),
    ("welsh", "Mae'r neges hon yn gyfrinachol ac fe'i bwriedir ar gyfer y derbynnydd yn unig."),
    ("contract", "Nothing in this email is legally binding or forms part of a contract."),
    ("welsh, mutated", "Mae'r neges hon yn gyfrinachol. Os nad chi yw'r derbynnydd, dilëwch y neges."),
    (
        "nhsmail",
        "This message may contain confidential information. If you are not the intended recipient please inform the sender that you have received the message in error before deleting it.\n\nNHSmail is the secure email, collaboration and directory service available for all NHS staff in England.\n\nFor more information and to find out how you can switch visit Joining NHSmail",
    ),
    (
        "privileged",
        "The information contained in this transmission is privileged and confidential. Any dissemination of it is prohibited.",
    ),
    (
        "long",
        "This e-mail is intended only for the individual or entity to which it is addressed.\nIt may contain information that is privileged or confidential. If you are not\nthe addressee you must not copy, distribute or use it. If you received it in\nerror please contact the sender and delete it from your system.",
    ),
    ("caution", "CAUTION: This email originated from outside the organisation."),
    (
        "gov secure",
        "The original of this email was scanned for viruses by the Government Secure Intranet virus scanning service. Communications via it may be automatically logged, monitored and/or recorded for legal purposes.",
    ),
]
_OUTLOOK = (
    "From: Us <us@survey.example>\nSent: 03 March 2026 10:00\nTo: FOI Team\nSubject: Freedom of Information request\n\n"
    + THREAD
)
_NOTES = (
    "Us <us@survey.example>\n03/03/2026 10:00\n\nTo\nfoi@authority.example\ncc\n\nSubject\nFreedom of Information request\n\n\n"
    + THREAD
)
THREADS = [
    ("marked", f"On 3 March 2026 10:00, Us <us@survey.example> wrote:\n{QUOTED}"),
    ("marked, no introduction", QUOTED),
    (
        "marked, broken introduction",
        f"On Tue, 3 Mar 2026 at 10:00, A Survey of Councils\n<us@survey.example> wrote:\n\n{QUOTED}",
    ),
    (
        "marked, three lines",
        f"On 3 March 2026 at 10:00,\nA Survey of Councils in England and Wales\n<us@survey.example> wrote:\n{QUOTED}",
    ),
    ("marked, date above", f"On 03/03/2026 10:00\nUs wrote:\n{QUOTED}"),
    ("marked, short", f"Us wrote:\n{QUOTED}"),
    ("marked, Welsh", f"Ar 3 Mawrth 2026 am 10:00, ysgrifennodd Us:\n{QUOTED}"),
    ("marked, German", f"Am 03.03.2026 um 10:00 schrieb Us:\n{QUOTED}"),
    ("marked, French", f"Le 3 mars 2026 à 10:00, Us <us@survey.example> a écrit :\n{QUOTED}"),
    ("marked, without a verb", f"2026-03-03 10:00 GMT+00:00 Us <us@survey.example>:\n{QUOTED}"),
    ("marked with blanks", "\n".join(f" >{line}" for line in THREAD.split("\n"))),
    ("marked twice", "\n".join(f">> {line}" for line in THREAD.split("\n"))),
    (
        "unmarked below an introduction",
        f"On Tue, 3 Mar 2026 at 10:00, Us <us@survey.example> wrote:\n\n{THREAD}",
    ),
    ("introduction alone", "On Tue, 3 Mar 2026 at 10:00, Us <us@survey.example> wrote:"),
    ("original message", f"-----Original Message-----\n{_OUTLOOK}"),
    ("original message, blanks", f"----- Original Message -----\n{_OUTLOOK}"),
    ("original message, alone", f"-----Original Message-----\n\n{THREAD}"),
    ("original appointment", f"-----Original Appointment-----\n{_OUTLOOK}"),
    ("forwarded message", f"---------- Forwarded message ---------\n{_OUTLOOK}"),
    ("forwarded by Notes", f"----- Forwarded by A Person/Council on 03/03/2026 10:00 -----\n\n{THREAD}"),
    ("forwarded by Apple", f"Begin forwarded message:\n\n{_OUTLOOK}"),
    ("Welsh original", f"-----Neges Wreiddiol-----\n{_OUTLOOK}"),
    ("Outlook block", _OUTLOOK),
    ("Outlook block under a row", f"{'_' * 32}\n{_OUTLOOK}"),
    (
        "Outlook block, bold",
        "*From:* Us\n*Sent:* 03 March 2026 10:00\n*To:* FOI\n*Subject:* Request\n\n" + THREAD,
    ),
    (
        "Outlook block, date for sent",
        "From: Us\nDate: 03 March 2026 10:00\nTo: FOI\nSubject: Request\n\n" + THREAD,
    ),
    (
        "Outlook block, order of Macs",
        "From: Us <us@survey.example>\nDate: Tuesday, 3 March 2026 at 10:00\nTo: FOI <foi@authority.example>\nCc: Others\nSubject: Request\n"
        + THREAD,
    ),
    ("Outlook block, Welsh", "Oddi wrth: Us\nAnfonwyd: 03 Mawrth 2026\nAt: FOI\nPwnc: Cais\n\n" + THREAD),
    ("Outlook block on one line", "From: Us Sent: 03 March 2026 10:00 To: FOI Subject: Request\n\n" + THREAD),
    (
        "Outlook block with mailto",
        "From: Us [mailto:us@survey.example]\nSent: 03 March 2026 10:00\nTo: FOI\nCc:\nSubject: Request\n\n"
        + THREAD,
    ),
    ("Notes", _NOTES),
    (
        "Notes with answers to",
        _NOTES.replace("\n\nTo\n", "\nPlease respond to\nUs <us@survey.example>\n\n\nTo\n"),
    ),
    (
        "Notes in columns",
        "Us <us@survey.example>           To   foi@authority.example\n03/03/2026 10:00                 cc\n                                 Subject   Request\n\n"
        + THREAD,
    ),
    (
        "Notes 8",
        "From:\tUs <us@survey.example>\nTo:\tfoi@authority.example,\nDate:\t03/03/2026 10:00\nSubject:\tRequest\n\n\n"
        + THREAD,
    ),
    (
        "Notes with a row of its own",
        "Us---03/03/2026 10:00:12---Dear Sir or Madam\n\nFrom: Us\nTo: FOI\nDate: 03/03/2026 10:00\nSubject: Request\n\n"
        + THREAD,
    ),
]
THREADS += [
    ("GroupWise", f'>>> "Us" <us@survey.example> 03/03/2026 10:00 >>>\n{THREAD}'),
    (
        "subject above from",
        "Subject: FOI\n" + _OUTLOOK.replace("\nSubject: Freedom of Information request", ""),
    ),
    (
        "Notes in boxes",
        "|---------+---------------------------->\n|         |           Us               |\n|         |           03/03/2026 10:00 |\n|---------+---------------------------->\n  >------------------------------------|\n  |       To:       foi@authority.example |\n  |       Subject:  FOI                |\n  >------------------------------------|\n"
        + THREAD,
    ),
]
_Q = "> 1. How many posts are there?\n> 2. Do you keep a list?"
OTHERS = [
    ("nothing else", ANSWER, ANSWER),
    ("blank", "", ""),
    ("only a thread", QUOTED, ""),
    ("only a block", _OUTLOOK, ""),
    (
        "inline",
        "Dear [name],\n\n> 1. How many posts are there?\n\n12\n\n> 2. Do you keep a list?\n\nYes\n\nRegards",
        "Dear [name],\n\n> 1. How many posts are there?\n\n12\n\n> 2. Do you keep a list?\n\nYes\n\nRegards",
    ),
    (
        "inline without blanks",
        "> 1. How many posts?\n12\n> 2. A list?\nYes",
        "> 1. How many posts?\n12\n> 2. A list?\nYes",
    ),
    (
        "inline under an introduction",
        "On 3 March 2026, Us <us@survey.example> wrote:\n> 1. How many?\n\n12\n\n> 2. A list?\n\nYes",
        "> 1. How many?\n\n12\n\n> 2. A list?\n\nYes",
    ),
    (
        "inline with the rest below",
        "> 1. How many?\n\n12\n\n> 2. A list?\n\nYes\n\n> 3. Thank you for your help.\n> Yours",
        "> 1. How many?\n\n12\n\n> 2. A list?\n\nYes",
    ),
    ("one question", "> How many posts are there?\n\n12", "> How many posts are there?\n\n12"),
    (
        "bottom posting",
        f"On 3 March 2026, Us <us@survey.example> wrote:\n{QUOTED}\n\nYes, 40 entries.",
        "Yes, 40 entries.",
    ),
    (
        "bottom posting of a long letter",
        "Us wrote:\n"
        + "\n".join(f"> line {n} of a long letter." for n in range(30))
        + "\n\nYes, 40 entries.",
        "Yes, 40 entries.",
    ),
    ("signature", "Yes.\n\n-- \nInformation Officer\nTel 000", "Yes."),
    ("signature without a blank", "Yes.\n\n--\nInformation Officer", "Yes."),
    ("signature above a thread", f"Yes.\n-- \nInformation Officer\n\n{_OUTLOOK}", "Yes."),
    (
        "signature above a notice",
        "Yes.\n-- \nInformation Officer\n\nThis email is confidential and intended for the addressee only.",
        "Yes.",
    ),
    (
        "dashes in the middle",
        "Part one.\n\n----------\n\nPart two: yes.",
        "Part one.\n\n----------\n\nPart two: yes.",
    ),
    ("stars in the middle", f"Part one.\n{ROW}\nPart two: yes.", f"Part one.\n{ROW}\nPart two: yes."),
    ("underscores in the middle", "One\n________________\nTwo", "One\n________________\nTwo"),
    (
        "two dashes far up",
        "--\n" + "\n".join(f"line {n} of an answer." for n in range(60)),
        "--\n" + "\n".join(f"line {n} of an answer." for n in range(60)),
    ),
    ("rights stay", f"Yes.\n\n{RIGHTS}", f"Yes.\n\n{RIGHTS}"),
    (
        "rights stay above a notice",
        f"Yes.\n\n{RIGHTS}\n\nThis email is confidential and intended for the addressee only.",
        f"Yes.\n\n{RIGHTS}",
    ),
    ("rights stay below a row", f"Yes.\n\n{'-' * 40}\n{RIGHTS}", f"Yes.\n\n{'-' * 40}\n{RIGHTS}"),
    (
        "notice between rows",
        f"Yes.\n\n{ROW}\nThis email is confidential and intended for the addressee only.\n{ROW}",
        "Yes.",
    ),
    (
        "notices in a row",
        "Yes.\n\nThis email is confidential and intended for the addressee only.\n\nPlease consider the environment before printing this email.\n\nwww.authority.example",
        "Yes.",
    ),
    (
        "notice with an address below",
        "Yes.\n\nThis message has been scanned for viruses.\n\nFor more information please visit https://scan.example\n",
        "Yes.",
    ),
    (
        "notice without a blank line",
        "Yes, 40 entries.\nInformation Officer\nThis email is confidential and intended for the addressee only.",
        "Yes, 40 entries.\nInformation Officer",
    ),
    (
        "notice above a thread",
        f"Yes.\n\nThis email is confidential and intended for the addressee only.\n\n{_OUTLOOK}",
        "Yes.",
    ),
    (
        "notice below a thread",
        f"Yes.\n\n{QUOTED}\n\nThis email is confidential and intended for the addressee only.",
        "Yes.",
    ),
    ("notice alone", "This email is confidential and intended for the addressee only.", ""),
    (
        "notice above an answer",
        "This email originated from outside the organisation.\n\nYes.\n\nNo.",
        "This email originated from outside the organisation.\n\nYes.\n\nNo.",
    ),
    (
        "an answer on emails",
        "Yes.\n\nStaff emails on the project cost £40 in 2025.",
        "Yes.\n\nStaff emails on the project cost £40 in 2025.",
    ),
    (
        "an answer on viruses",
        "Yes.\n\nWe paid for two vaccines against the virus.",
        "Yes.\n\nWe paid for two vaccines against the virus.",
    ),
    (
        "an answer on confidential advice",
        "Yes.\n\nThe advice that the board received was confidential, so it is exempt under section 41.",
        "Yes.\n\nThe advice that the board received was confidential, so it is exempt under section 41.",
    ),
    (
        "an answer on monitoring",
        "Yes.\n\nWaiting times are monitored each month and recorded in the register.",
        "Yes.\n\nWaiting times are monitored each month and recorded in the register.",
    ),
    (
        "an answer on recipients",
        "Yes.\n\nThe grant had 40 recipients and each intended use was agreed.",
        "Yes.\n\nThe grant had 40 recipients and each intended use was agreed.",
    ),
    (
        "from and to in an answer",
        "The contract ran from: May to: June\nFrom: 2024\nCosts were £40.",
        "The contract ran from: May to: June\nFrom: 2024\nCosts were £40.",
    ),
    (
        "you wrote",
        "On 3 March 2026 you wrote:\n\nHow many posts are there?\n\nThere are 12.",
        "On 3 March 2026 you wrote:\n\nHow many posts are there?\n\nThere are 12.",
    ),
    (
        "as the leader wrote",
        "As the chief executive wrote: nothing is held.\n\nYes.",
        "As the chief executive wrote: nothing is held.\n\nYes.",
    ),
    (
        "a list with colons",
        "Yes:\n\nTo\nbe done in May\n\nSubject to funds.",
        "Yes:\n\nTo\nbe done in May\n\nSubject to funds.",
    ),
    ("greater than", "The count was\n12 > 11\nand 3 < 4", "The count was\n12 > 11\nand 3 < 4"),
    ("two threads", f"Yes.\n\n{_OUTLOOK}\n\n-----Original Message-----\n{_OUTLOOK}", "Yes."),
]
CASES = [
    *((f"thread: {name}", f"{ANSWER}\n\n{thread}", ANSWER) for name, thread in THREADS),
    *((f"thread and CRs: {name}", f"Yes.\n\n\n{thread}\n\n", "Yes.") for name, thread in THREADS),
    *((f"notice: {name}", f"{ANSWER}\n\n{notice}\n", ANSWER) for name, notice in NOTICES),
    *(
        (
            f"notice in stars: {name}",
            f"{ANSWER}\n\n{RIGHTS}\n\n{ROW}\n{notice}\n{ROW}\n",
            f"{ANSWER}\n\n{RIGHTS}",
        )
        for name, notice in NOTICES
    ),
    *OTHERS,
]
