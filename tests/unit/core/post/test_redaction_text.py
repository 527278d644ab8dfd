"""Names of officers, emails, telephone numbers and sign-offs leave a text; the role and all else stays."""

from time import process_time

import pytest

from answerable.core.post.people import Person
from answerable.core.post.redaction.model import MOST_TEXT, What
from answerable.core.post.redaction.publishing import publish_words
from answerable.core.post.redaction.text import names_in, redact_text

NAME, EMAIL, TELEPHONE = "[name removed]", "[email removed]", "[telephone number removed]"


def clean(text: str, **more: object) -> str:
    redacted = redact_text(text, **more)  # type: ignore[arg-type]
    assert redacted.withheld is None
    return redacted.text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Ms Quillfeather agreed.", f"{NAME} agreed."),
        ("Ask Dr. P. van der Oak-Brindle today.", f"Ask {NAME} today."),
        ("Cllr Brindle and Mrs O'Tansy", f"{NAME} and {NAME}"),
        ("Dear Ms Quillfeather,\nYes.", f"Dear {NAME},\nYes."),
        ("Dear Petra\nYes.", f"Dear {NAME}\nYes."),
        ("Hello Petra,\nYes.", f"Hello {NAME},\nYes."),
        ("My colleague Petra Quillfeather will write.", f"My colleague {NAME} will write."),
        ("Please ask for Odo Brindle.", f"Please ask for {NAME}."),
        ("Case officer: Odo Brindle", f"Case officer: {NAME}"),
        ("Contact Odo Brindle on 01632 960983.", f"Contact {NAME} on {TELEPHONE}."),
        ("Petra Quillfeather said no.", f"{NAME} said no."),
        ("Odo Brindle, Head of Archives, said no.", f"{NAME}, Head of Archives, said no."),
        ("Drs Oak and Brindle met.", f"{NAME} and {NAME} met."),
        ("(Petra Q). Ask.", f"({NAME}). Ask."),
        ("Odo Brindle (FOI Officer)", f"{NAME} (FOI Officer)"),
        ("FOI Officer: Odo Brindle", f"FOI Officer: {NAME}"),
        ("From: Brindle, Odo <o.brindle@council.example>", f"From: {NAME} <{EMAIL}>"),
        ("On 3 March 2026, Odo Brindle wrote:", f"On 3 March 2026, {NAME} wrote:"),
    ],
)
def test_names_go_and_the_role_stays(text: str, made: str) -> None:
    assert clean(text) == made


@pytest.mark.parametrize(
    "address",
    [
        "odo.brindle@council.gov.example",
        "odo.brindle @ council.gov.example",
        "odo.brindle@\ncouncil.gov.example",
        "odo.brindle(at)council.gov.example",
        "odo.brindle [at] council [dot] gov [dot] example",
        "odo dot brindle at council dot gov dot example",
        "odo.brindle at council.gov.example",
        "mailto:odo.brindle@council.gov.example",
        "odo.brindle%40council.gov.example",
        "odo.brindle&#64;council.gov.example",
        "odo.brindle\u200b@\u00adcouncil.gov.example",
        "оdo.brindle＠council.gov.example",  # a Cyrillic o, a wide @
        "o\u0301do.brindle@council.gov.example",
        "ODO.BRINDLE@COUNCIL.GOV.EXAMPLE",
    ],
)
def test_emails_go_in_any_disguise(address: str) -> None:
    assert clean(f"Write to {address} today") == f"Write to {EMAIL} today"


@pytest.mark.parametrize(
    "number",
    [
        "01632 960983",
        "(01632) 960 983",
        "016 32 96 09 83",
        "01632960983",
        "020 7946 0123",
        "07700 900123",
        "07700-900-123",
        "07700.900.123",
        "+44 1632 960983",
        "+44 (0) 1632 960983",
        "0044 1632 960983",
        "+353 1 555 0123",
        "01632 960983 ext. 4567",
        "01632 960983 x45",
        "01632\u00a0960\u2009983",
        "01632  960\n983",
        "٠١٦٣٢ ٩٦٠٩٨٣",
        "０１６３２　９６０９８３",
        "01632\u200b960983",
    ],
)
def test_telephone_numbers_go_in_any_spelling(number: str) -> None:
    assert clean(f"We are at {number} daily") == f"We are at {TELEPHONE} daily"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("us (01632 960983) now", f"us ({TELEPHONE}) now"),
        ("Tel: 960983", f"Tel: {TELEPHONE}"),
        ("Ext 4567", f"Ext {TELEPHONE}"),
        ("Call us on 0 1 6 3 2 9 6 0 9 8 3 now", f"Call us on {TELEPHONE} now"),
        ("Follow @odo_brindle", "Follow [social media name removed]"),
        ("See https://www.linkedin.com/in/odo-brindle-12", "See [social media name removed]"),
    ],
)
def test_labelled_numbers_and_social_media_go(text: str, made: str) -> None:
    assert clean(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "The budget was £1,234,567 in 2018/19 and £34,295 in 2019 2020.",
        "On 01/02/2026 and 01.02.2026, 01-02-2026 and 2026-02-01, from 09:00 to 17:00.",
        "Reference FOI/2026/01184, your ref 01632960983, case 12345678.",
        "1. No.\n2. 14 children, of them 3 boys\n3) 0.75 FTE\nQ4 75%-80%",
        "Table: 0 1 2 3 4 5 6 7 8 9 10 11\n01 02 03 04 05 06\n2016 2017 2018 2019",
        "Under section 40(2) and reg. 12(4)(b) of the Freedom of Information Act 2000 and Martha's Rule.",
        "They go to St Christopher's, Helen & Douglas House, Martin House, a Marie Curie or Macmillan nurse.",
        "See Harriet Harman Road, Stephen Lawrence Centre and the Francis Report.",
        "Dear Sir or Madam,\nDear Applicant,\nDear FOI Team,\nThank you for your request.",
        "We use Aptean Respond and Microsoft Access. Will you be at Somerset West and Taunton Council?",
        "12 staff @ £25 an hour; 5 @ 3 each. Available at www.council.gov.example/foi on request.",
        "The Head of Service, the Director of Public Health, Lord Mayor and MS Word.",
        "May we grant it in March? Mark your answers. Grace periods apply. Dean of Faculty.",
        "",
        "  \n\t\n",
    ],
)
def test_what_is_no_person_comes_back_unchanged(text: str) -> None:
    redacted = redact_text(text)
    assert (redacted.text, redacted.removals) == (text, ())


SIGNED = """We hold no records.

Yours sincerely,

Petra Quillfeather BA (Hons)
Senior Information Governance Officer | Resources
Hedgeshire County Council
Floor 2, County Hall, Hedgetown, HT1 2CD
T: 01632 960983  M: 07700 900123
www.hedgeshire.example

-----Original Message-----
1. How many?"""


def test_of_a_sign_off_only_the_role_stays() -> None:
    made = clean(SIGNED)
    assert made == (
        "We hold no records.\n\nYours sincerely,\n\n[name removed]\n"
        "Senior Information Governance Officer | Resources\n[contact details removed]\n\n"
        "-----Original Message-----\n1. How many?"
    )


@pytest.mark.parametrize(
    "end",
    [
        "Regards\nPetra",
        "Many thanks, Petra",
        "Thanks\nPetra",
        "Petra Quillfeather\nThanks\nPetronel",
        "Kind regards\n\n\nPetra Quillfeather\nFOI Officer",
        "Yn gywir\nPetra Quillfeather",
        "--\nPetra Quillfeather\nFOI Officer",
        "Petra Quillfeather\nFOI Officer",
        "Regards, PETRA QUILLFEATHER, FOI Officer",
        "> Kind regards\n> Petra Quillfeather\n> FOI Officer",
        "Sent by Petra Quillfeather on behalf of the FOI Officer",
    ],
)
def test_whoever_signs_goes(end: str) -> None:
    made = clean(f"We hold no records.\n\n{end}")
    assert "petra" not in made.lower() and "quill" not in made.lower()
    assert ("FOI Officer" in made) == ("FOI Officer" in end)
    assert made.startswith("We hold no records.")


def test_thanks_in_a_text_begin_no_sign_off() -> None:
    text = "Thank you\n\nWe hold 12 records.\n\nRegards to costs:\nnone were counted."
    assert clean(text) == text


def test_what_is_known_from_headers_goes_in_every_form() -> None:
    people = [
        Person("Quillfeather, Petronela", "p.quillfeather@council.example"),
        Person("FOI Team", "foi@c.example"),
    ]
    text = (
        "petronela quillfeather, QUILLFEATHER Petronela, P. Quillfeather;"
        " www.c.example/staff/petronela-quillfeather FOI Team"
    )
    assert clean(text, people=people) == f"{NAME}, {NAME}, {NAME}; www.c.example/staff/{NAME} FOI Team"


def test_a_name_found_anywhere_goes_everywhere() -> None:
    text = "Petra said no.\nMs Quillfeather agreed. quillfeather petra\n\nRegards\nPetra Quillfeather"
    made = clean(text)
    assert made == f"{NAME} said no.\n{NAME} agreed. {NAME}\n\nRegards\n{NAME}"


def test_a_name_in_an_email_is_known() -> None:
    assert clean("Zorblatt Vex did it. zorblatt.vex@c.example") == f"{NAME} did it. {EMAIL}"


def test_names_of_other_parts_go_too() -> None:
    names = names_in(["Signed: Zorblatt Vexley"])
    assert clean("Zorblatt Vexley 40.", names=names) == f"{NAME} 40."
    assert clean("Zorblatt Vexley 40.") == "Zorblatt Vexley 40."


def test_only_what_was_told_is_kept() -> None:
    keep = ["Hedgeshire County Council", "foi@hedgeshire.example", "01632 960000"]
    text = (
        "Regards\nPetra Quillfeather\nFOI Officer\nHedgeshire County Council\nfoi@hedgeshire.example\n"
        "petra.foi@hedgeshire.example\n01632 960000\n01632 960001"
    )
    made = clean(text, keep=keep)
    assert "Hedgeshire County Council\nfoi@hedgeshire.example\n" in made and "01632 960000" in made
    assert "petra" not in made.lower() and "960001" not in made
    assert "foi@hedgeshire" not in clean(text)


def test_the_report_for_readers_holds_no_words_that_were_removed() -> None:
    _, report = publish_words("Petra Quillfeather, petra.quillfeather@c.example")
    assert {"where": "text", "removed": "name", "count": 1} in report.published()
    assert "uillfeather" not in str(report.published()) and "uillfeather" not in repr(report)
    assert "Petra Quillfeather" in [each["text"] for each in report.for_desk()]
    assert report.for_desk()[0]["start"] == 0


def test_words_are_redacted_and_then_masked() -> None:
    made, _ = publish_words("Ms Quillfeather knows of 3 children and 12 boys. Tel 01632 960983.")
    assert made == f"{NAME} knows of [1 to 7] children and [about 10] boys. Tel {TELEPHONE}."
    national, _ = publish_words("3 children", national=True)
    assert national == "3 children"


def test_what_is_too_long_to_be_looked_through_is_withheld() -> None:
    redacted = redact_text("a" * (MOST_TEXT + 1))
    assert redacted.text == "" and redacted.withheld
    made, report = publish_words("a" * (MOST_TEXT + 1))
    assert made == "" and report.published()[0]["withheld"] == "the words"


def test_removals_say_what_and_where_in_the_text_before() -> None:
    text = "Yes. Ring 01632 960983."
    (removal,) = redact_text(text).removals
    assert (removal.what, text[removal.start : removal.end]) == (What.TELEPHONE, "01632 960983")


@pytest.mark.parametrize(
    "unit",
    [
        "a.",
        "0 ",
        "Jane ",
        "Mr ",
        "@",
        "at dot ",
        "Dear\n",
        "Regards\n",
        "Name: ",
        "a@",
        "+4",
        "\u0301",
        "Jane Doe,\n",
        "x" * 99 + " ",
        "--\n",
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    start = process_time()
    redact_text(text)
    assert process_time() - start < 4
