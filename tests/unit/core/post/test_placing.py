"""Messages find their requests: certain where a sign is unmistakable, proposed where it is not."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from answerable.core.post.message import Message, read_message
from answerable.core.post.placing import Placement, Requests, place
from tests.unit.core.post.placed import SURVEY, a_failure, a_message, a_request

ONE = a_request(1, "k3x9m2qa", "north")
TWO = a_request(2, "w8tz4hcd", "south")
THREE = a_request(3, "b6vn5rjp", "east")
KNOWN = Requests((ONE, TWO, THREE))


def certain(placement: Placement) -> str | None:
    return placement.certain.request_id if placement.certain else None


def proposed(placement: Placement) -> list[str]:
    assert placement.certain is None
    return [each.request_id for each in placement.proposed]


@pytest.mark.parametrize("field", ["To", "Cc", "Delivered_To", "X_Original_To", "Envelope_To"])
def test_the_requests_own_address_is_certain_wherever_it_stands(field: str) -> None:
    placement = place(a_message(**{field: str(ONE.address)}), KNOWN)
    assert certain(placement) == "r1"
    assert placement.certain is not None and str(ONE.address) in placement.certain.why


def test_the_address_holds_in_any_case_of_letters_and_among_others() -> None:
    to = f"Survey <{str(ONE.address).upper()}>, other@{SURVEY}, boss@north.gov.example"
    assert certain(place(a_message(To=to), KNOWN)) == "r1"


def test_two_requests_addressed_are_both_proposed() -> None:
    assert set(proposed(place(a_message(To=f"{ONE.address}, {TWO.address}"), KNOWN))) == {"r1", "r2"}
    apart = a_message(To=str(ONE.address), Delivered_To=str(TWO.address))
    assert set(proposed(place(apart, KNOWN))) == {"r1", "r2"}


def test_address_and_thread_that_disagree_are_both_proposed() -> None:
    message = a_message(To=str(ONE.address), In_Reply_To=f"<sent-2@{SURVEY}>")
    assert proposed(place(message, KNOWN)) == ["r1", "r2"]


def test_address_and_thread_that_agree_are_certain_whatever_stands_further_up() -> None:
    references = f"<sent-2@{SURVEY}> <sent-1@{SURVEY}> <x@north.gov.example>"
    assert certain(place(a_message(To=str(ONE.address), References=references), KNOWN)) == "r1"


def test_address_against_the_reference_of_another_request_in_the_subject_is_proposed() -> None:
    message = a_message(To=str(ONE.address), Subject="Re: ANS-2026-0002")
    assert proposed(place(message, KNOWN)) == ["r1", "r2"]
    both = a_message(To=str(ONE.address), Subject="ANS-2026-0001 and ANS-2026-0002")
    assert certain(place(both, KNOWN)) == "r1"


def test_a_reference_of_another_body_counts_only_from_that_body() -> None:
    """Bodies count alike: the number that one gave is no sign in the mail of another."""
    other = a_request(2, "w8tz4hcd", "south", references=frozenset({"FOI 2026/118"}))
    message = a_message(To=str(ONE.address), Subject="Our reference FOI 2026/118")
    assert certain(place(message, [ONE, other])) == "r1"


@pytest.mark.parametrize("field", ["In_Reply_To", "References"])
def test_a_thread_that_names_what_was_sent_is_certain(field: str) -> None:
    message = a_message(From="a.clerk@north.gov.example", **{field: f"<sent-1@{SURVEY}>"})
    assert certain(place(message, KNOWN)) == "r1"


@pytest.mark.parametrize(
    "sender", ["x@elsewhere.example", "x@notnorth.gov.example", "x@north.gov.example.evil"]
)
def test_a_thread_continued_by_a_stranger_is_proposed(sender: str) -> None:
    """Threads are forwarded, and their identifiers can be written by anybody who has read one."""
    placement = place(a_message(From=sender, In_Reply_To=f"<sent-1@{SURVEY}>"), KNOWN)
    assert proposed(placement) == ["r1"] and "not known" in placement.proposed[0].why


def test_a_thread_is_continued_from_the_shared_domain_that_was_written_to() -> None:
    shared = a_request(1, domains=frozenset({"nhs.net"}), sent_to=frozenset({"north.foi@nhs.net"}))
    message = a_message(From="a.clerk@nhs.net", In_Reply_To=f"<sent-1@{SURVEY}>")
    assert certain(place(message, [shared, TWO])) == "r1"


def test_a_thread_of_two_hundred_messages_counts_by_the_one_it_names() -> None:
    ids = [f"<m{n}@north.gov.example>" for n in range(200)]
    ids[3] = f"<sent-1@{SURVEY}>"
    message = a_message(From="a.clerk@north.gov.example", References=" ".join(ids))
    assert certain(place(message, KNOWN)) == "r1"
    ids[150] = f"<sent-2@{SURVEY}>"
    both = a_message(From="a.clerk@north.gov.example", References=" ".join(ids))
    assert set(proposed(place(both, KNOWN))) == {"r1", "r2"}


def test_one_reply_for_several_bodies_is_placed_and_the_others_are_proposed() -> None:
    message = a_message(
        "This answers ANS-2026-0001 and ANS-2026-0002.", To=str(ONE.address), From="a@north.gov.example"
    )
    placement = place(message, KNOWN)
    assert certain(placement) == "r1" and [each.request_id for each in placement.proposed] == ["r2"]


def test_an_address_against_the_reference_of_another_request_in_the_own_words_is_proposed() -> None:
    message = a_message("Your reference: ANS-2026-0002.", To=str(ONE.address))
    assert set(proposed(place(message, KNOWN))) == {"r1", "r2"}
    quoted = a_message("Yes.\n\n> Your reference: ANS-2026-0002.", To=str(ONE.address))
    assert certain(place(quoted, KNOWN)) == "r1"


def test_an_address_or_a_reference_in_the_quoted_thread_alone_is_proposed_to_strangers() -> None:
    words = f"Our answer is no.\n\n> From: Survey <{ONE.address}>\n> Please answer."
    assert proposed(place(a_message(words, From="x@unknown.example"), KNOWN)) == ["r1"]
    from_other = place(a_message(words, From="x@south.gov.example"), KNOWN)
    assert set(proposed(from_other)) == {"r1", "r2"}


def with_file(name: str, **fields: str) -> Message:
    made = EmailMessage()
    for field, value in {"From": "a@north.gov.example", **fields}.items():
        made[field] = value
    made.set_content("Attached.")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=name)
    return read_message(made.as_bytes())


def test_a_reference_in_the_name_of_a_file_is_proposed() -> None:
    assert proposed(place(with_file("ANS-2026-0001_reply.pdf"), KNOWN))[0] == "r1"
    assert proposed(place(with_file("ANS-2026-0001.pdf", From="x@unknown.example"), KNOWN)) == ["r1"]
    crossed = with_file("ANS-2026-0002.pdf", Subject="ANS-2026-0001")
    assert set(proposed(place(crossed, KNOWN))) == {"r1", "r2"}
    addressed = place(with_file("ANS-2026-0002.pdf", To=str(ONE.address)), KNOWN)
    assert certain(addressed) == "r1" and [each.request_id for each in addressed.proposed] == ["r2"]


OLD = a_request(5, "old4kd7s", "north", sent_at=datetime(2024, 3, 1, tzinfo=UTC))
NEW = a_request(6, "new4kd7s", "north", sent_at=datetime(2026, 3, 1, tzinfo=UTC))


def an_old_thread(body: str = "Yes.", on: str = "Wed, 01 Apr 2026 10:00:00 +0000", **more: str) -> Message:
    given = {"From": "a@north.gov.example", "To": str(OLD.address), "In_Reply_To": f"<sent-5@{SURVEY}>"}
    return a_message(body, **{**given, "Date": on, **more})


def test_an_answer_on_the_thread_of_an_old_round_is_proposed_for_both() -> None:
    assert proposed(place(an_old_thread(), [OLD, NEW])) == ["r5", "r6"]
    assert proposed(place(an_old_thread(To=""), [OLD, NEW])) == ["r5", "r6"]
    named = an_old_thread("Your reference: ANS-2026-0005.")
    assert certain(place(named, [OLD, NEW])) == "r5"
    before = an_old_thread(on="Mon, 01 Apr 2024 10:00:00 +0000")
    assert certain(place(before, [OLD, NEW])) == "r5"
    assert certain(place(an_old_thread(), [OLD, TWO])) == "r5"


@pytest.mark.parametrize(
    "to",
    ["<<{}>>", "<{}", "'{}'", '"{0}" <{0}>', "=?utf-8?q?Survey?= <{}>", "{};", " {} (us)"],
)
def test_junk_around_an_address_never_names_another_request(to: str) -> None:
    placement = place(a_message(To=to.format(ONE.address), From="x@unknown.example"), KNOWN)
    named = [each.request_id for each in (*placement.proposed, placement.certain) if each]
    assert named == ["r1"], placement


def test_more_after_a_plus_is_proposed_and_never_certain() -> None:
    address = str(ONE.address).replace("@", "+foi@")
    assert proposed(place(a_message(To=address, From="x@unknown.example"), KNOWN)) == ["r1"]


def test_what_is_blank_names_nobody() -> None:
    blank = a_request(
        1,
        address="",
        message_ids=frozenset({"", "<>"}),
        reference="",
        subject=" ",
        body_name="",
        domains=frozenset({""}),
        sent_to=frozenset({""}),
    )
    assert place(a_message(From="", Subject="", In_Reply_To="<>"), [blank]).is_unplaced


def test_an_automatic_reply_of_the_body_is_placed_as_any_other() -> None:
    fields = {
        "From": "a@north.gov.example",
        "Subject": "Automatic reply: FOI",
        "Auto_Submitted": "auto-replied",
    }
    assert certain(place(a_message(**fields, In_Reply_To=f"<sent-1@{SURVEY}>"), KNOWN)) == "r1"
    assert proposed(place(a_message(**fields), KNOWN)) == ["r1"]


def test_threads_of_two_requests_are_proposed_the_nearest_first() -> None:
    references = f"<sent-2@{SURVEY}> <sent-1@{SURVEY}>"
    assert proposed(place(a_message(References=references), KNOWN)) == ["r1", "r2"]
    forwarded = a_message(In_Reply_To=f"<sent-3@{SURVEY}>", References=references)
    assert proposed(place(forwarded, KNOWN))[0] == "r3"


def test_a_thread_continued_by_another_body_that_was_asked_is_proposed() -> None:
    message = a_message(From="foi@south.gov.example", In_Reply_To=f"<sent-1@{SURVEY}>")
    assert set(proposed(place(message, KNOWN))) == {"r1", "r2"}


def test_a_forwarded_thread_of_another_request_proposes_the_senders_own_first() -> None:
    message = a_message(
        From="a.clerk@north.gov.example", In_Reply_To=f"<sent-3@{SURVEY}>", References=f"<sent-1@{SURVEY}>"
    )
    assert proposed(place(message, KNOWN)) == ["r1", "r3"]


def test_a_thread_of_one_request_with_the_reference_of_another_is_proposed() -> None:
    message = a_message(In_Reply_To=f"<sent-1@{SURVEY}>", Subject="ANS-2026-0003")
    assert proposed(place(message, KNOWN)) == ["r1", "r3"]


def test_a_failure_is_certain_by_the_message_that_came_back() -> None:
    head = f"Message-ID: <sent-2@{SURVEY}>\nSubject: Freedom of Information request\n"
    assert certain(place(a_failure("Could not be delivered.", head), KNOWN)) == "r2"
    in_words = a_failure(f"Copy of the message:\n\nMessage-ID: <sent-2@{SURVEY}>\nTo: x")
    assert certain(place(in_words, KNOWN)) == "r2"
    by_writer = a_failure("Could not be delivered.", f"From: <{THREE.address}>\nSubject: FOI\n")
    assert certain(place(by_writer, KNOWN)) == "r3"


def test_a_failure_of_the_bodys_address_alone_is_proposed() -> None:
    placement = place(a_failure("No such user.", failed="foi@north.gov.example"), KNOWN)
    assert proposed(placement) == ["r1"]
    assert "failed" in placement.proposed[0].why


def test_a_reference_from_the_body_asked_is_certain() -> None:
    sender = "Team <team@north.gov.example>"
    assert certain(place(a_message(From=sender, Subject="FW: ans 2026/0001 - reply"), KNOWN)) == "r1"
    assert certain(place(a_message("Your reference: ANS-2026-0001.", From=sender), KNOWN)) == "r1"
    quoted = "Our answer is no.\n\n> Please quote ANS-2026-0001 in your reply."
    assert certain(place(a_message(quoted, From=sender), KNOWN)) == "r1"


def test_a_reference_in_the_quoted_thread_alone_is_proposed_where_a_body_has_several_requests() -> None:
    again = a_request(9, "pp4kd7sw", "north")
    quoted = a_message("Our answer.\n\n> Please quote ANS-2026-0001.", From="team@north.gov.example")
    placement = place(quoted, [ONE, TWO, again])
    assert proposed(placement)[0] == "r1" and "r9" in proposed(placement)


def test_a_reference_from_anybody_else_is_proposed() -> None:
    assert proposed(place(a_message(Subject="ANS-2026-0001"), KNOWN)) == ["r1"]
    shared = a_request(1, domains=frozenset({"nhs.net"}), sent_to=frozenset())
    message = a_message(From="a.b@nhs.net", Subject="ANS-2026-0001")
    assert proposed(place(message, [shared, TWO])) == ["r1"]


def test_the_very_address_written_to_stands_for_its_body_on_a_shared_domain() -> None:
    shared = a_request(1, domains=frozenset({"nhs.net"}), sent_to=frozenset({"Trust.FOI@nhs.net"}))
    assert certain(place(a_message(From="trust.foi@nhs.net", Subject="ANS-2026-0001"), [shared, TWO])) == "r1"


@pytest.mark.parametrize(
    "words",
    ["XANS-2026-0001", "ANS-2026-00012", "ANS-2026-0001a", "ANS-2026-0001-7", "9.ANS-2026-000", "ANS 2026"],
)
def test_a_reference_inside_another_word_or_number_is_none(words: str) -> None:
    message = a_message(From="x@unknown.example", Subject=words)
    assert place(message, KNOWN).is_unplaced


def test_two_references_are_proposed() -> None:
    message = a_message("See ANS-2026-0002 too.", From="t@north.gov.example", Subject="ANS-2026-0001")
    assert set(proposed(place(message, KNOWN))) == {"r1", "r2"}


def test_of_references_that_overlap_the_longest_counts() -> None:
    longer = a_request(2, reference="ANS-2026-0001/B-2", council="north")
    message = a_message(From="t@north.gov.example", Subject="Re: ANS-2026-0001/B-2")
    assert certain(place(message, [ONE, longer])) == "r2"


def test_references_with_marks_of_patterns_and_odd_letters_are_only_words() -> None:
    odd = a_request(1, reference="FOI(.*)[+?]$2026\\d")
    assert place(a_message(From="x@unknown.example", Subject="FOI 99 2026"), [odd]).is_unplaced
    wide = a_message(From="t@north.gov.example", Subject="ＡＮＳ－２０２６－０００１")
    assert certain(place(wide, KNOWN)) == "r1"
    invisible = a_message("Ref AN\u200bS-20\u00ad26-0001", From="t@north.gov.example")
    assert certain(place(invisible, KNOWN)) == "r1"


@pytest.mark.parametrize(
    "address",
    [
        "request-1-k3x9m2q@survey.example",  # cut by a letter
        "request-1-k3x9@survey.example",  # cut by four
        "request-1-k3x9mqa@survey.example",  # one lost
        "request-1-k3xm92qa@survey.example",  # two turned round
        "request-1-k3x9m2qa.@survey.example",
        "request-1-k3x9m2qa@survey.exampl",  # domain cut
        "request-1-k3x9m2qa@other.example",  # another domain
        "request-1-k3x9m2qa-old@survey.example",  # something added
    ],
)
def test_an_address_gone_wrong_is_proposed(address: str) -> None:
    placement = place(a_message(To=address, From="x@unknown.example"), KNOWN)
    assert proposed(placement)[0] == "r1", placement
    assert address in placement.proposed[0].why


def test_an_address_near_two_others_proposes_both() -> None:
    near = a_request(1, "k3x9m2qb", "west", id="r7")
    placement = place(a_message(To="request-1-k3x9m2qc@survey.example"), [ONE, near])
    assert set(proposed(placement)) == {"r1", "r7"}


def test_an_address_of_somebody_else_is_nothing() -> None:
    assert place(a_message(To="enquiries@survey.example", From="x@unknown.example"), KNOWN).is_unplaced
    assert place(a_message(To="request@elsewhere.example", From="x@unknown.example"), KNOWN).is_unplaced


def test_the_domain_of_the_body_is_proposed_and_a_subject_raises_it() -> None:
    bare = place(a_message(From="officer@mail.north.gov.example"), KNOWN)
    with_subject = place(
        a_message(From="officer@north.gov.example", Subject="RE: Freedom of Information request: hedgehogs"),
        KNOWN,
    )
    assert proposed(bare) == proposed(with_subject) == ["r1"]
    assert bare.proposed[0].score < with_subject.proposed[0].score < 1


def test_a_body_with_several_requests_has_its_score_shared_out() -> None:
    subjects = ("Hedgehogs in parks", "Budgets for libraries")
    some = [a_request(n, f"k3x9m2q{n}", "north", subject=subjects[n - 1]) for n in (1, 2)]
    plain = place(a_message(From="officer@north.gov.example"), some)
    assert {each.score for each in plain.proposed} == {0.25}
    told = place(a_message(From="officer@north.gov.example", Subject="Re: Budgets for libraries"), some)
    assert told.proposed[0].request_id == "r2" and told.proposed[0].score > 2 * told.proposed[1].score


def test_a_shared_domain_says_nothing() -> None:
    known = [a_request(n, domains=frozenset({"nhs.net"}), sent_to=frozenset()) for n in (1, 2)]
    assert place(a_message(From="someone@nhs.net"), known).is_unplaced


def test_the_subject_of_a_whole_wave_says_nothing_alone() -> None:
    wave = [a_request(n, council=f"c{n}") for n in range(1, 51)]
    message = a_message(From="x@unknown.example", Subject="Re: Freedom of Information request: hedgehogs")
    assert place(message, wave).is_unplaced
    assert proposed(place(message, wave[:1])) == ["r1"]


def test_the_name_of_the_sender_is_proposed() -> None:
    placement = place(a_message(From='"North Council" <noreply@portal.example>'), KNOWN)
    assert proposed(placement) == ["r1"]


def test_a_successor_answers_for_the_body_it_took_over() -> None:
    gone = a_request(1, domains=frozenset({"old.gov.example"}), later_domains=frozenset({"new.gov.example"}))
    assert proposed(place(a_message(From="foi@new.gov.example"), [gone, TWO])) == ["r1"]
    assert certain(place(a_message(From="foi@new.gov.example", Subject="ANS-2026-0001"), [gone, TWO])) == "r1"


def test_what_was_written_before_the_request_is_not_proposed_for_it() -> None:
    later = a_request(1, sent_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert place(a_message(From="officer@north.gov.example"), [later]).is_unplaced


def test_nothing_known_leaves_a_message_unplaced() -> None:
    assert place(a_message(From="x@unknown.example"), KNOWN).is_unplaced
    assert place(a_message(To=str(ONE.address)), []).is_unplaced
