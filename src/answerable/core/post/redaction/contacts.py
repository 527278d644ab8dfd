"""Where emails, telephone numbers and social media names stand in a folded text, also in disguise."""

import re
from collections.abc import Iterator

from answerable.core.post.redaction.model import What

_LOCAL = r"[\w+'%-]{1,64}(?:\.{1,2}[\w+'%-]{1,64}){0,6}"
_LABEL = r"[^\W_][\w-]{0,62}"
_OPEN, _SHUT = r"[\[({<]\s{0,2}", r"\s{0,2}[\])}>]"
_AT = (
    rf"(?:\s{{0,3}}@\s{{0,3}}|%40"
    rf"|&\#(?:64|x40);|&commat;|[_#*~]at[_#*~]|\(a\)|\s{{0,2}}{_OPEN}(?:at|@){_SHUT}\s{{0,2}})"
)
_DOT = (
    rf"(?:\.(?:\n(?=(?-i:[a-z])))?|\s{{1,2}}\.\s{{0,2}}|\s{{0,2}}{_OPEN}(?:dot|\.){_SHUT}\s{{0,2}}"
    r"|\s{1,3}dot\s{1,3})"
)
_START = r"(?<![\w+'%@.-])"
_EMAIL = re.compile(
    rf"{_START}(?:mailto:)?{_LOCAL}(?:\s{{1,2}}\.\s{{0,2}}{_LOCAL}|(?:\s{{1,2}}dot\s{{1,2}}"
    rf"|\s?{_OPEN}dot{_SHUT}\s?){_LOCAL})"
    rf"{{0,3}}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,8}}"
    rf"|{_START}(?:mailto:)?{_LOCAL}@(?=[\w-]{{0,62}}[a-z]){_LABEL}",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"{_START}{_LOCAL}(?:\s{{1,2}}dot\s{{1,2}}{_LOCAL}){{0,4}}\s{{1,3}}at\s{{1,3}}{_LABEL}(?:\s{{1,3}}dot\s{{1,3}}{_LABEL})"
    rf"{{1,8}}"
    rf"|{_START}[\w+-]{{1,40}}(?:\.[\w+-]{{1,40}}){{1,4}}\s{{1,3}}at\s{{1,3}}{_LABEL}(?:\.{_LABEL}){{0,8}}\.[a-z]{{2,24}}\b"
    rf"|(?<=email )[\w+-]{{1,40}}\sat\s{_LABEL}(?:\.{_LABEL}){{1,8}}",
    re.IGNORECASE,
)
_NAME_OF_SITE = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
_GAP = r"(?:[ \t().-]{0,3}|[ \t-]?\n[ \t]?(?=\d{3}))"
_EXTENSION = r"(?:[\s,;(]{0,4}(?:ext(?:ension|n)?|x|internal)\.?[:#]?\s{0,2}(?:no\.?\s?)?\d{1,6}\)?)?"
_TELEPHONE = re.compile(
    rf"(?<![\w.,/£$€#-])(?:(?:\(?\+|\(?00)\s?44\)?{_GAP}(?:\(\s?0\s?\){_GAP})?[1-9](?:{_GAP}\d){{8,9}}"
    rf"|\(?0[1-9]\d(?:{_GAP}\d){{7,8}})(?!\d|,\d|\.\d){_EXTENSION}"
    rf"|(?<![\w.,/£$€#-])(?:44[ ]?7\d{{3}}[ ]?\d{{3}}[ ]?\d{{3}}"
    rf"|0[1-9]\d{{2,3}}[ ]?[/•·][ ]?\d{{5,6}})(?!\d|,\d|\.\d){_EXTENSION}"
    rf"|(?<![\w.,/£$€-])\(?(?:\+\s?|00)[1-9]\d{{0,2}}\)?(?:{_GAP}\d){{7,12}}(?!\d|,\d){_EXTENSION}",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:\b(?:tel|telephone|tele|phone|ph|mobile|mob|fax|ffon|ddi|direct[ -](?:dial|line)|switchboard"
    r"|minicom|textphone|"
    r"whatsapp|cell|landline|extension|extn|ext)\b\.?(?:\s(?:no\b\.?|number|line|us|me))?"
    r"|\b(?:call|calling|ring|contact|telephone|phone|dial|reached|text)\b(?:\s[\w']{1,20}){0,5}\son"
    r"|(?m:^)[ \t]{0,4}[tmdfpx]\b[.:]?(?=[ \t]{0,4}[+(\d]))(?:\s(?:is|on))?[\s:.=>|*-]{0,8}"
    rf"(?P<number>[+(]{{0,2}}\d(?:{_GAP}\d){{2,15}}(?!\d|,\d){_EXTENSION})",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\bref\b|reference|\bfoi\b|\beir\b|\bcase\b|request|\burn\b|invoice|account|order)\W{0,6}"
    r"(?:no\b\.?|number|id)?\W{0,4}$",
    re.IGNORECASE,
)
_SHORT_LABEL = re.compile(r"\b(?:ext|extn|extension)\b", re.IGNORECASE)
_DATES = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d(?:\s?[-/]\s?|\s)(?:19|20)?\d\d")
_SOCIAL = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:[a-z]{1,4}\.)?(?:twitter|x|linkedin|facebook|fb|instagram|tiktok"
    r"|threads|youtube|bsky|"
    r"snapchat|pinterest|t|wa)\.(?:com|net|me|app|social)/[^\s<>\"'\])]{1,300}"
    r"|(?<![\w@./%+-])@[a-z_]\w{1,29}\b(?![\w.-]*\.\w)"
    # A full stop stands in handles too; what ends as a domain does is one: all staff @council.example.
    r"|(?<![\w@./%+-])@[a-z_][\w']{0,29}(?:[.-][a-z_][\w']{1,29}){1,2}\b(?![\w.-]*\.\w)"
    r"(?<!\.com)(?<!\.org)(?<!\.net)(?<!\.uk)"
    r"(?<!\.eu)(?<!\.info)(?<!\.scot)(?<!\.wales)(?<!\.cymru)(?<!\.example)(?<!\.gov)(?<!\.co)"
    r"|\b(?:skype|twitter|teams|instagram|linkedin)(?:\s(?:name|id|handle))?\s?:\s{0,3}[\w.:@-]{2,60}",
    re.IGNORECASE,
)


_PERSONAL = re.compile(
    r"\b(?:(?:staff|employee|personnel)\s(?:id|identity|ref(?:erence)?|pin|no\b\.?|number)\W{0,4}"
    r"(?:no\.?\s|number\s|is\s)?(?P<long>[A-Z]{0,4}-?\d{5,12}|[A-Z]{1,4}-?\d{3,12})"
    r"|(?:payroll|collar|warrant|shoulder|badge|gmc|nmc|hcpc|sra|assignment|smart ?card)\s"
    r"(?:id|pin|ref(?:erence)?|no\b\.?|number)?(?:\s(?:no\b\.?|number))?\W{0,4}(?:is\s)?"
    r"(?P<short>(?-i:[A-Z]{0,4})-?\d[\dA-Z]{2,11})"
    r"|nhs\s(?:no\b\.?|number)\W{0,4}(?P<nhs>\d{3}[ -]?\d{3}[ -]?\d{4})"
    r"|(?P<insured>(?-i:[A-Z]{2})[ ]?\d\d[ ]?\d\d[ ]?\d\d[ ]?(?-i:[A-D])))(?![\w,]|\.\d)",
    re.IGNORECASE,
)


_LOCAL_NUMBER = re.compile(r"(?<![\w.,/£$€#-])\d{3}[ -]?\d{3,4}(?!\w|[.,/]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def contacts_in(text: str) -> Iterator[tuple[What, int, int]]:
    """Each email, telephone number and social media name: what it is, and from where to where."""
    for found in _EMAIL.finditer(text):
        yield What.EMAIL, found.start(), found.end()
    for found in _SPELLED.finditer(text):
        if not _NAME_OF_SITE.match(found[0]):
            yield What.EMAIL, found.start(), found.end()
    for found in _TELEPHONE.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if not _REFERENCE.search(before):
            # The bracket around a number is not part of it.
            opened = found[0].startswith("(") and ")" not in found[0]
            yield What.TELEPHONE, found.start() + opened, found.end()
    numbers = frozenset(
        "".join(filter(str.isdigit, text[found.start() : found.end()]))[-6:]
        for found in _TELEPHONE.finditer(text)
    )
    # The same number without its code, as in a table: only its last digits say that it is one.
    for found in _LOCAL_NUMBER.finditer(text) if numbers else ():
        if found[0].replace(" ", "").replace("-", "")[-6:] in numbers:
            yield What.TELEPHONE, found.start(), found.end()
    for found in _LABELLED.finditer(text):
        number = found["number"]
        digits = sum(each.isdigit() for each in number)
        short = bool(_SHORT_LABEL.match(found[0]))
        if (digits >= 6 or (short and digits >= 3)) and not _DATES.match(number):
            yield What.TELEPHONE, found.start("number"), found.end("number")
    for found in _PERSONAL.finditer(text):
        group = found.lastgroup or "long"
        if not _YEAR.fullmatch(found[group]):
            yield What.PERSONAL, found.start(group), found.end(group)
    for found in _SOCIAL.finditer(text):
        yield What.SOCIAL, found.start(), found.end()
