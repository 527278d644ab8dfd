"""Every invented message of the tables, for tests that go through all of them and for the fuzz."""

from functools import cache

from tests.packed_mail import attached, item, winmail
from tests.post_cases import failures, heads, kinds, own_words, texts
from tests.raw_mail import file, in_parts, mail, part, together

PDF = b"%PDF-1.4 answer"


@cache
def corpus() -> tuple[bytes, ...]:
    """All messages, in an order that stays the same."""
    made = [raw for _, _, raw in kinds.CASES]
    made += [case[1] for case in failures.CASES] + [raw for _, raw in failures.SUCCESS]
    made += [mail("x", To=case[0], From=case[0]) for case in heads.PEOPLE]
    made += [mail("x", Date=case[0]) for case in heads.DATES]
    made += [mail("x", Subject=case[0]) for case in heads.SUBJECTS]
    made += [mail("x", References=case[0], In_Reply_To=case[0]) for case in heads.IDENTIFIERS]
    made += [mail("Yes, we do.", **case[1]) for case in heads.ANSWERABLE]
    made += [case[1] for case in texts.BODIES]
    made += [
        mail(data, Content_Type=f"text/plain; charset={charset}") for _, charset, data, _ in texts.CHARSETS
    ]
    made += [mail(data, Content_Transfer_Encoding=coded) for _, coded, data, _ in texts.CODED]
    made += [mail(page, html=True) for page, _ in texts.PAGES]
    made += [mail(text) for _, text, _ in own_words.CASES]
    return tuple(made + _packed())


def _packed() -> list[bytes]:
    outlook = item({0x0037: "Inner", 0x1000: "Yes."}, [attached("answer.pdf", PDF)])
    tnef = winmail([("answer.pdf", PDF)], properties=[(0x1F, 0x1000, b"Y\0e\0s\0")])
    inner = in_parts([part("x"), file("inner.pdf", PDF)])
    files = [
        file("a.msg", outlook),
        file("winmail.dat", tnef),
        file("mail.eml", inner),
        part(inner, "message/rfc822"),
        part("begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n"),
        together([part("x"), part("<p>x</p>", "text/html")], "alternative"),
    ]
    return [in_parts([part("See."), each]) for each in files] + [in_parts([part("See."), *files])]
