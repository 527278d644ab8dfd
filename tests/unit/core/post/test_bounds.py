"""No message takes long, whatever is in it: each case here is many megabytes that were made to be slow."""

import base64
import random
import time
from collections.abc import Callable

import pytest

from answerable.core.post.message import LARGEST_MESSAGE, read_message
from tests.unit.core.post.test_structure import well_formed

# The contract says two seconds. What is measured is the work and not the waiting, since tests share their cores.
MOST_SECONDS = 2.0
M = 1_000_000
HEAD = b"From: a@x.example\nTo: b@y.example\nSubject: s\nDate: Wed, 4 Mar 2026 09:15:00 +0000\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
PARTS = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
NOISE = random.Random(4).randbytes(5 * M)


def nested(depth: int, inner: bytes) -> bytes:
    made = b"Content-Type: text/plain\n\n" + inner
    for n in range(depth):
        made = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s\n--b%d--\n" % (n, n, made, n)
    return HEAD + made


def attached(depth: int, inner: bytes) -> bytes:
    made = PLAIN + inner
    for n in range(depth):
        made = (
            HEAD
            + b"Content-Type: multipart/mixed; boundary=q%d\n\n--q%d\nContent-Type: message/rfc822\n\n%s\n"
            % (n, n, made)
        )
    return made


def coded(name: bytes, body: bytes) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: " + name + b"\n\n" + body


def of_kind(kind: bytes, body: bytes) -> bytes:
    return HEAD + b"Content-Type: " + kind + b"\n\n" + body


CASES: dict[str, Callable[[], bytes]] = {
    "boundaries": lambda: PARTS + b"--b\n" * 2 * M,
    "parts": lambda: PARTS + b"--b\n\nx\n" * M,
    "boundaries like others": lambda: PARTS + b"--b\n" + b"--bc\n" * 2 * M,
    "boundaries of another name": lambda: PARTS + b"--c\nA: x\n\n\n" * M,
    "files": lambda: PARTS + b"--b\nContent-Type: image/png\nContent-Disposition: attachment; filename*0*=utf-8''a\n\nxx\n" * 100_000,
    "attached messages": lambda: PARTS + b"--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n" * 100_000,
    "attached trees": lambda: PARTS + (b"--b\nContent-Type: message/rfc822\n\n" + nested(20, b"x")) * 3_000,
    "fields": lambda: b"X: y\n" * 3 * M + PLAIN,
    "fields, a hundred thousand": lambda: b"X: y\n" * 100_000 + PLAIN,
    "a long field": lambda: HEAD + b"X: " + b"y" * 10 * M + b"\n\nx",
    "bad lines in the head": lambda: b"From: a@x.example\n" + (b"bad line\n" * 38 + b"To: x@y.example\n") * 20_000 + b"\nx",
    "encoded words": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 700_000 + b"\n\nx",
    "starts of encoded words": lambda: b"Subject: " + b"=?" * 5 * M + b"\n\nx",
    "open encoded words": lambda: (b"Subject: " + b"=?a?q?x" * 10_000 + b"\n") * 100 + b"\nx",
    "commas": lambda: b"To: " + b"," * 10 * M + b"\n\nx",
    "quotes": lambda: b"To: " + b'" ,' * 3 * M + b"\n\nx",
    "escapes": lambda: b"To: " + b'"\\' * 3 * M + b"\n\nx",
    "angles": lambda: b"To: " + b"<" * 10 * M + b"\n\nx",
    "people": lambda: (b"To: " + b"A <a@x.example>, " * 5_000 + b"\n") * 100 + b"\nx",
    "people without commas": lambda: b"To: " + b"<a@b> " * M + b"\n\nx",
    "identifiers": lambda: b"References: " + b"<a@b>" * 2 * M + b"\n\nx",
    "parameters": lambda: HEAD + b"Content-Type: text/plain" + b'; a="' * 2 * M + b"\n\nx",
    "nested": lambda: nested(3_000, b"x"),
    "nested and large": lambda: nested(29, b"y" * 10 * M),
    "nested too deep and large": lambda: nested(60, b"y\n" * 5 * M),
    "attached in each other": lambda: attached(2_000, b"x"),
    "attached in each other and large": lambda: attached(40, b"y" * 10 * M),
    "quoted lines": lambda: PLAIN + b">\n" * 5 * M,
    "quoted lines and own": lambda: PLAIN + b"> x\nown\n" * 2 * M,
    "one quoted line": lambda: PLAIN + b">" * 10 * M,
    "blanks": lambda: PLAIN + b" " * 10 * M,
    "empty lines": lambda: PLAIN + b"\n" * 10 * M,
    "blank lines": lambda: PLAIN + b" \n" * 5 * M,
    "introductions": lambda: PLAIN + b"On Wed, 4 Mar 2026 at 09:15, x wrote\nx:\n" * 300_000,
    "lines with colons": lambda: PLAIN + b"On x wrote:\n" * M,
    "colons of groups": lambda: b"From: " + b":" * M + b"\nTo: " + b"a: " * M + b"\n\nx",
    "many heads": lambda: PLAIN + b"\nFrom: a" * M,
    "promises": lambda: PLAIN + b"Thank you for your request " + b"we will " * 980,
    "starts of blocks": lambda: PLAIN + b"From: x\nx\n" * M,
    "lines of Notes": lambda: PLAIN + b"x  To  y\n" * M,
    "rows": lambda: PLAIN + b"-----\n" * 2 * M,
    "marks of signatures": lambda: PLAIN + b"--\n" * 3 * M,
    "notices": lambda: PLAIN + b"This e-mail is confidential and intended for the addressee only.\n\n" * 150_000,
    "notices in one line": lambda: PLAIN + b"This e-mail virus scanned message " * 300_000,
    "thanks": lambda: PLAIN + b"thank you for your request " * 400_000,
    "a failure": lambda: HEAD.replace(b"a@x", b"mailer-daemon@x") + b"\n" + b"550 5.1.1 <a@b.example> could not be delivered " * 200_000,
    "no base64": lambda: coded(b"base64", NOISE),
    "ends of base64": lambda: coded(b"base64", b"QQ==\n" * 4 * M),
    "a large file": lambda: of_kind(b"application/pdf\nContent-Transfer-Encoding: base64", base64.encodebytes(b"%PDF-1.7" + NOISE * 4)),
    "equals signs": lambda: coded(b"quoted-printable", b"=" * 20 * M),
    "quoted bytes": lambda: coded(b"quoted-printable", b"=41" * 6 * M),
    "quoted blanks": lambda: coded(b"quoted-printable", b"= " * 6 * M),
    "begins of blocks": lambda: PLAIN + b"begin 644 x\n" * M,
    "empty blocks": lambda: PLAIN + b"begin 644 x\nend\n" * M,
    "a block": lambda: PLAIN + b"begin 644 x\n" + (b"M" + b"A" * 60 + b"\n") * 200_000 + b"`\nend\n",
    "bad lines in blocks": lambda: PLAIN + b"begin 644 x\n#AA\nzzzzz\n" * 300_000 + b"end\n",
    "open tags": lambda: HTML + b"<div>" * 2 * M,
    "quotes in HTML": lambda: HTML + b"<blockquote>x" * M,
    "angles in HTML": lambda: HTML + b"<" * 10 * M,
    "attributes": lambda: HTML + b"<p " + b'a="b" ' * M + b">x",
    "open attributes": lambda: HTML + b"<a '\"<b \"'" * M,
    "a picture in HTML": lambda: HTML + b'<img src="data:image/png;base64,' + b"A" * 10 * M + b'">x',
    "ampersands": lambda: HTML + b"&" * 10 * M,
    "a long number": lambda: HTML + b"&#" + b"9" * 10 * M,
    "entities": lambda: HTML + b"&amp;" * 2 * M,
    "comments": lambda: HTML + b"<!--" * 2 * M,
    "scripts": lambda: HTML + b"<script>" * M,
    "scripts and ends of styles": lambda: HTML + b"<script></style>" * M,
    "links": lambda: HTML + b"<a href='http://x.example/abc'>" * 400_000,
    "lines kept": lambda: HTML + b"<pre>" + b"\n" * 8 * M,
    "a row before a word": lambda: PLAIN + b"-" * 60 + b"x\n\nThank you for your request.",
    "blanks before a word": lambda: PLAIN + b"| " * 700 + b"x\n\nThank you for your request.",
    "zero bytes": lambda: PLAIN + b"\0" * 10 * M,
    "zero bytes and no head": lambda: b"\0" * 10 * M,
    "noise": lambda: NOISE,
    "bytes of no charset": lambda: PLAIN + b"\xff" * 10 * M,
    "charsets that shift": lambda: PLAIN.replace(b"utf-8", b"iso-2022-jp") + b"\x1b$B" * 3 * M,
    "returns": lambda: b"From: a@x\r\rx\r" * M,
    "lines of mailboxes": lambda: b"From x\n" * 2 * M + PLAIN,
    "attributes of winmail": lambda: of_kind(b"application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00" + b"\x01\x0c\x80\x01\x00\x00\x00\x00\x00\x00\x00" * M),
    "entries of an archive": lambda: of_kind(b"application/zip", b"PK\x03\x04" + b"PK\x05\x06" * 3 * M),
    "an empty item": lambda: of_kind(b"application/vnd.ms-outlook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 10 * M),
}  # fmt: skip


@pytest.mark.parametrize("make", CASES.values(), ids=CASES)
def test_no_message_takes_long(make: Callable[[], bytes]) -> None:
    raw = make()
    began = time.process_time()
    message = read_message(raw)
    assert time.process_time() - began < MOST_SECONDS
    well_formed(message)
    assert len(message.text) <= 2_000_000 and len(message.attachments) <= 2_000


def test_a_very_large_message_is_cut_with_a_note() -> None:
    message = read_message(PLAIN + bytes(LARGEST_MESSAGE))
    assert any("MB were read" in note for note in message.notes)
