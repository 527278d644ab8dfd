"""Attachments of the invented replies: a letter as PDF, answers in a workbook."""

import io
import json
import random
from collections.abc import Sequence

import xlsxwriter

from answerable.desk.demonstration.saying import Given, Put, said

_LETTER = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(margin: 2.4cm, numbering: "1 / 1")
#set text(size: 10.5pt, lang: "en", region: "gb")
#align(right)[#data.body \\ Information governance \\ #data.day]
#v(1em)
Our reference: #data.reference
#v(1em)
Dear #data.to,
#v(.5em)
*#data.title*
#v(.5em)
#data.opening
#v(.5em)
#for pair in data.pairs [
  #block(breakable: false)[*#pair.at(0)* #pair.at(1) \\ #pair.at(2)]
  #v(.4em)
]
#data.closing
#v(1em)
Yours sincerely, \\
Freedom of information team \\
#data.body
"""
_CLOSING = (
    "If you are not content with this reply you may ask us to review it within 40 working days. After that "
    "you may complain to the Information Commissioner."
)


def letter_pdf(
    *,
    body: str,
    to: str,
    day: str,
    reference: str,
    puts: Sequence[Put],
    answers: Sequence[Given],
    manner: int,
    dice: random.Random,
) -> bytes:
    """A reply as a letter in PDF."""
    import typst

    pairs = [
        (put.number, put.text, said(given, put, manner, dice))
        for put, given in zip(puts, answers, strict=True)
    ]
    data = {
        "body": body,
        "to": to,
        "day": day,
        "reference": reference,
        "title": "Your request under the Freedom of Information Act 2000",
        "opening": "We have now looked into your request. Our answers follow in your order.",
        "pairs": [pair for pair in pairs if pair[2]],
        "closing": _CLOSING,
    }
    return bytes(typst.compile(_LETTER.encode(), sys_inputs={"data": json.dumps(data)}))


def workbook(*, puts: Sequence[Put], answers: Sequence[Given], manner: int, dice: random.Random) -> bytes:
    """A reply as a workbook; some clerks leave a sheet in it that they hid."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Response")
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 2, 60, wrapped)
    sheet.write_row(0, 0, ("No.", "Question", "Answer"), bold)
    for row, (put, given) in enumerate(zip(puts, answers, strict=True), start=1):
        sheet.write_row(row, 0, (put.number, put.text, said(given, put, manner, dice)))
    if manner % 3 == 0:
        hidden = book.add_worksheet("Working")
        hidden.write_row(0, 0, ("Case", "Officer to ask"))
        hidden.write_row(1, 0, ("1", "Ask the children's team"))
        hidden.hide()
    book.close()
    return held.getvalue()
