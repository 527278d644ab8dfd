"""How many invented people are found, in the ways that letters name them; and who is no person is left."""

import re

import pytest

from answerable.core.post.people import Person
from answerable.core.post.redaction.folding import fold
from answerable.core.post.redaction.publishing import publish_words
from answerable.core.post.redaction.text import redact_text

# Half of them are in no list of ours: they are found by the words around them.
PEOPLE = (
    *("Petra Quillfeather", "Ngozi Okonkwo", "Siân Llewellyn", "Aoife O'Brien", "Pieter van der Berg"),
    *("Thị Nguyễn", "Gurpreet Singh", "Łukasz Wójcik", "Caoimhe Ní Bhriain", "Ayşe Yılmaz"),
    *("Zorblatt Vexley", "Odo Brindle", "Halldóra Jónsdóttir", "Kaspars Ozoliņš", "Amarildo Hoxha"),
    *("Myfanwy Bebb", "Torquil MacAskill", "Xiu Ouyang", "Temidayo Ogunleye", "Joost de Vries"),
)
IN_TEXTS = (
    *("{n} dealt with this.", "Please contact {n} if needed.", "I have asked {n} to look into it."),
    *("Our records officer {n} will reply.", "{n} (FOI Officer) replied.", "Decision maker: {n}"),
    *("{n}, Head of Service, approved this.", "Approved by {n}.", "Cllr {l} agreed.", "Dear {n},"),
    *("The Director of Finance, {n}, said so.", "Chief Executive: {n}", "Chief Executive {n} said no."),
    *("{n} | Legal Services Manager | Town Council", "From: {n}\nSent: Monday", "cc: {n}; FOI Team"),
    *("Yours sincerely\n\n\n{N}\nInformation Officer", "Thanks,\n{f}", "Regards,\n{n}"),
    *("{f} will answer.\n\nRegards\n{n}", "{n}'s diary shows this.", "On behalf of {n}"),
    *("Name\tRole\n{n}\tManager", "Attendees: {n}, Odo Brindle", "Sent by {n} from my iPad"),
    *("Full name: {L}, {f}", "The officer, {n}, left in 2019", "Reviewed by {n} and Odo Brindle"),
)
PLACES = (
    *("St Helens", "Barking and Dagenham", "Kent", "Richmond upon Thames", "Betsi Cadwaladr", "Hywel Dda"),
    *("Guy's and St Thomas' NHS Foundation Trust", "James Paget University Hospitals", "Merthyr Tydfil"),
    *("Alder Hey Children's Hospital", "Ynys Môn", "Rhondda Cynon Taf", "Milton Keynes", "Martha's Rule"),
    *("Newry, Mourne and Down District Council", "Windsor and Maidenhead", "Marie Curie", "Martin House"),
    *("Great Ormond Street Hospital", "Helen and Douglas House", "Bury St Edmunds", "Grant Thornton"),
    *("Microsoft Dynamics", "Aptean Respond", "Civica Icon", "Data Protection Act", "Caldicott Guardian"),
    *("Integrated Care Board", "King's College Hospital", "Stoke-on-Trent", "Abbey Wood", "Epping Forest"),
    *("Na h-Eileanan Siar", "Fitzwilliam Street", "Melton Mowbray", "Lincoln", "Victoria Square"),
)
AROUND = (
    *("We asked {} for this.", "{} holds the records.", "Contact {} directly.", "{}: 40", "Letter to {}"),
    *("The figures of {}, and {}, are on our website.", "provided by {}", "| {} | 40 |"),
    *("The Head of Service, {}, said so.", "Residents of {} and Leeds"),
)


def left_of(name: str, where: str) -> list[str]:
    """The parts of a name that are still there after redaction."""
    first, _, last = name.partition(" ")
    said = where.format(n=name, f=first, l=last, N=name.upper(), L=last.upper())
    made = fold(redact_text(f"We hold 12 records.\n\n{said}").text).text.casefold()
    assert "we hold 12 records." in made
    parts = [part for part in (first, last) if part.casefold() in said.casefold()]
    plain = [fold(part).text.casefold() for part in parts]
    return [part for part in plain if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", made)]


def test_of_560_mentions_of_invented_people_next_to_none_is_left() -> None:
    missed = [(name, where) for name in PEOPLE for where in IN_TEXTS if left_of(name, where)]
    assert len(PEOPLE) * len(IN_TEXTS) == 560
    assert len(missed) <= 8, missed


def test_names_of_places_bodies_and_products_are_never_taken_for_persons() -> None:
    for place in PLACES:
        for around in AROUND:
            text = f"We hold 12 records.\n\n{around.replace('{}', place)}\n"
            assert redact_text(text).text == text


@pytest.mark.parametrize(
    "number",
    [
        *("Staff no. 123456", "Employee ID: HC10293", "Payroll number 99812", "Collar number 4821"),
        *("GMC number 7012345", "NMC PIN 12A3456E", "QQ 12 34 56 C", "NHS number 943 476 5919"),
    ],
)
def test_numbers_of_persons_go(number: str) -> None:
    made = redact_text(f"She is {number} here.").text
    assert "[personal number removed]" in made and not re.search(r"\d{2}", made)


@pytest.mark.parametrize(
    "text",
    [
        *("Staff number: 120", "Staff numbers: 12345", "payroll 2018 costs", "Lot 0163", "badge 3"),
        *("phone calls 120345", "x 2345 items", "contact 100 schools"),
        *("A. Aptean is used.\nB. Civica is used.", "They met in N. Yorkshire.", "UPRN 100021234567"),
    ],
)
def test_numbers_and_letters_that_are_no_persons_stay(text: str) -> None:
    assert redact_text(text).text == text


@pytest.mark.parametrize(
    "contact",
    [
        *("44 7700 900123", "01632/960983", "01632•960983", "a.b(a)c.gov.uk", "a.b&#x40;c.gov.uk"),
        "a.b_at_c.gov.uk",
    ],
)
def test_contacts_in_more_disguises_go(contact: str) -> None:
    made = redact_text(f"See {contact} for that.").text
    assert re.fullmatch(r"See \[[a-z ]+ removed\] for that\.", made), made


def test_a_telephone_number_goes_also_without_its_code() -> None:
    made = redact_text("Ring 01632 960983.\n\nClerk\n960983\nCost 960984").text
    assert "960983" not in made and "Cost 960984" in made


def test_a_name_over_two_lines_or_cells_goes() -> None:
    assert redact_text("First name\nSurname\nPetra\nQuillfeather\n40").text.endswith("[name removed]\n40")


def test_a_surname_that_is_nothing_else_goes_alone_once_it_is_known() -> None:
    made = redact_text("Ngozi Okonkwo's answer was no. Okonkwo wrote it. Bradford did not.").text
    assert "konkwo" not in made and "Bradford did not." in made


def test_a_handle_with_a_full_stop_goes_and_a_domain_stays() -> None:
    assert redact_text("Follow: @ab.vexley").text == "Follow: [social media name removed]"
    assert redact_text("Addresses ending: @council.gov.uk").text == "Addresses ending: @council.gov.uk"


def test_a_rare_surname_of_the_sender_goes_wherever_it_stands_alone() -> None:
    text, _ = publish_words("Prosser here: yes, we do.", people=[Person("Siân Prosser", "s@x.example")])
    assert "Prosser" not in text


def test_an_ordinary_word_in_a_name_of_a_sender_stays_a_word() -> None:
    text, _ = publish_words("The care is there by day.", people=[Person("John Day", "j@x.example")])
    assert text == "The care is there by day."
