"""Words by which a text counts children, and those by which a number is plainly something else."""

import re

NOUNS = (
    r"child|children|childs|schoolchild(?:ren)?|grandchild(?:ren)?|babies|baby|infants?|neonates?|"
    r"new-?borns?|toddlers?|boys?|girls?|pupils?|students?|sons?|daughters?|twins?|triplets?|orphans?|"
    r"teenagers?|teens|adolescents?|juveniles?|kids?|youngsters?|youths?|minors?|siblings?|cyp|"
    r"young\s+(?:people|persons?|adults?|carers?)|year[-\s]olds|"
    r"under[-\s]?(?:ones?|fives?|1s|5s|16s|18s|19s|25s)|paediatric\s+(?:patients?|cases|deaths?)|"
    r"[pbm]h?lentyn|blant|babanod|disgybl(?:ion)?|ddisgybl(?:ion)?|p?h?obl\s+ifanc|bechgyn|merched"
)
_YOUNG = r"(?:1[0-7]|[1-9]|18(?!\s*(?:\+|(?:and|or|years\s+and)\s+(?:over|above|older))))"
CHILDREN = re.compile(
    rf"(?:\b|(?<=\d))(?:{NOUNS})\b"
    rf"|\b(?:aged|under|below)\s+(?:under\s+|below\s+|up\s+to\s+|between\s+)?{_YOUNG}\b(?![,.]?\d|%)",
    re.IGNORECASE,
)

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WELSH = {
    **{"un": 1, "dau": 2, "dwy": 2, "tri": 3, "tair": 3, "pedwar": 4, "pedair": 4},
    **{"pump": 5, "pum": 5, "chwech": 6, "chwe": 6, "saith": 7},
}
_WORD_VALUE = {
    **{word: n for n, word in enumerate((*_ONES, *_TEENS), start=1)},
    **{word: 10 * n for n, word in enumerate(_TENS, start=2)},
    **_WELSH,
    **{"single": 1, "dozen": 12, "couple": 2, "pair": 2, "a": 1},
}
_MULTIPLES = {"hundred": 100, "thousand": 1000}
_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_ONES)})|"
    rf"{'|'.join(sorted((*_ONES, *_TEENS, *_TENS, 'dozen'), key=len, reverse=True))})"
)
_WORDS = (
    rf"(?:{_SMALL}|a)\s(?:hundred|thousand)(?:\s(?:and\s)?{_SMALL}(?:\shundred(?:\sand\s{_SMALL})?)?)?\b"
    rf"|{_SMALL}\b|single(?=\s+(?:\w+\s+)?(?:{NOUNS})\b)"
    rf"|(?:a\s+)?(?:couple|pair)\s+of(?=\s+(?:\w+\s+)?(?:{NOUNS})\b)"
    rf"|(?:{'|'.join(_WELSH)})(?=\s+(?:o\s+)?(?:[pbm]h?lentyn|blant|babanod|d?disgybl|p?h?obl\s+ifanc))"
)
_LATER = r"(?:[2-9]|\d{2,4}|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)"
_SHARES = (
    rf"\d{{1,3}}(?:\.\d{{1,6}})?\s?(?:%|per\s?cent\b)|{_SMALL}\sper\s?cent\b|\b(?:1|one)\sin\s{_LATER}\b"
)
SHARE = re.compile(rf"(?<![\w.,-])(?:{_SHARES})", re.IGNORECASE)
COUNT = re.compile(
    # What was put in before stays; so does what reads like a count but is a manner of care.
    r"(?P<kept>\[(?:1 to 7|about [\d,]+|share withheld)\])"
    r"|(?P<plain>https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w.-]+|(?<!\w)one[-\s]to[-\s]one\b|(?<![\w:])1:1(?![\w:])"
    r"|(?<![\w:])[12]:1(?=\s(?:care|nurs|support|staff|supervis|ratio))"
    r"|\bone[-\s](?:off|stop|size|another|third|fifth|hand)\b"
    r"|(?<![\w.,])(?:\+44[ ]?(?:\(0\)[ ]?)?|\(?0)\d{2,4}\)?[ -]\d{3,6}(?:[ -]\d{3,4})?(?!\w|,\d|\.\d)"
    r"|(?<![\w:-])(?:19|20)\d\d-\d\d-\d\d(?!\w)|(?<![\w:])\d{1,2}:\d\d(?![\w:])"
    r"|(?<![\w.,/-])0\s?(?:-|–|to)\s?\d{1,2}(?![\w/%]|[.,]\d)(?!\s?[-–]))"
    rf"|(?P<share>(?<![\w.,-])(?:{_SHARES}))"
    r"|(?P<slashed>(?<![\w/])\d+(?:/\d+)+(?![\w/]))"
    r"|(?P<figure>(?:(?<![\w£$€#])(?<!\d\.)(?<!\d/)|(?<=\bx)|(?<=×))(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?"
    rf"(?:(?!\.?\d|/\d)(?!\w)|(?=x\b))|(?<![\w£$€#])(?<!\d\.)(?<!\d/)\d+(?=(?:{NOUNS})\b))"
    rf"|(?P<words>\b(?:{_WORDS}))",
    re.IGNORECASE,
)
_MONTH = (
    r"(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_UNIT = (
    r"(?:%|(?:per\s*cent|percent|(?:calendar\s|school\s)?years?(?!\s\d)|yrs?|year-?olds?|months?|weeks?|"
    r"(?:working\s|school\s|calendar\s|consecutive\s)?days?(?![-\s](?:case|patient|surger|care|pupil|place))|"
    r"hours?|hrs?|minutes?|mins?|times|am|pm|wte|fte|miles?|km|pence|million|bn|m|k)\b)"
)
_N = rf"(?:\d+|{_SMALL})"
_OF_CHILDREN = rf"(?!\s+(?:\w+\s+)?(?:{NOUNS})\b)"
# A stroke between blanks parts an age from its count; without blanks it is a range of ages.
_RANGE = r"(?:[-–—]|\s?(?:to|and|or|&)\s?)"
PLAIN_AFTER = re.compile(rf"^(?:(?:{_RANGE}{_N})?(?:\s*-\s*|\s*){_UNIT}|\s+{_MONTH})", re.IGNORECASE)

_LAW = r"(?:\bss?\.|\b(?:sections?|regulations?|reg\.?|articles?|paragraphs?|para\.?|schedules?))"
_STRONG = (
    rf"{_LAW}|\b(?:questions?|q\.?|items?|(?:form|policy|order|case|lot|question|item|ref|reference)\sno\.|parts?|"
    r"levels?|tiers?|bands?|phases?|pages?|appendix|annex|tables?|figures?|version|chapters?|key\sstages?|iso|"
    r"covid-)"
)
_WEAK = r"\b(?:year|type|stage|grade|ward|room|class|unit|foi|eir|ref|reference|group|step|floor|option)"
# Matched on what stands before a number, a NUL in the place of it, and what stands after.
PLAIN_BEFORE = re.compile(
    r"(?:(?:£|\$|€|\bgbp)\s*[\d,.]*\0"
    r"|\b(?:aged?|ages?|age\s+of|up\s+to\s+age|aged?\s+(?:from|between|over|under|up\s+to)"
    r"|between\s+the\s+ages\s+of)\s*:?\s*"
    rf"(?:\0|(?:{_N}(?:{_RANGE}|,\s?)){{1,6}}\0{_OF_CHILDREN})"
    rf"|\b(?:{NOUNS})\s+(?:under|over|below)\s+(?:the\s+age\s+of\s+)?\0"
    r"|(?<!\bthis\s)(?<!\bthat\s)(?<!\beach\s)(?<!\bsame\s)"
    rf"(?:(?:{_STRONG})\s*(?:\d+\s*(?:-|–|to|and(?:\s(?:{_STRONG}))?|,)\s*)?\0"
    rf"|{_LAW}\s*\d+[A-Z]?(?:\(\w{{1,4}}\)){{0,3}}\(\0\)"
    rf"|(?:{_WEAK})\s*\0{_OF_CHILDREN}(?!\s*:\s*\d))"
    rf"|{_MONTH}\s+\0,?\s+(?:19|20)\d\d\b"
    r")",
    re.IGNORECASE,
)


def value_of(found: str) -> int:
    """What a number that was found comes to, in figures or in words."""
    if found[0].isdigit():
        return int(found.replace(",", "").split(".")[0])
    total = part = 0
    for word in re.split(r"[-\s]+", found.lower()):
        if word in _MULTIPLES:
            part *= _MULTIPLES[word]
            total, part = (total + part, 0) if word == "thousand" else (total, part)
        elif word == "a" and part == 0:
            part = 1
        elif word in ("couple", "pair"):
            part = 2
        else:
            part += _WORD_VALUE.get(word, 0)
    return total + part


def share_of(found: str) -> float:
    """The share that words say. Units: 0 to 1, or more where more than all is said"""
    first, parted, second = re.split(r"\s", found.lower(), maxsplit=1)[0], " in ", found.lower()
    if parted in second:
        whole = second.partition(parted)[2]
        return 1 / max(1, int(whole) if whole.isdigit() else value_of(whole) or 100)
    figures = re.match(r"\d+(?:\.\d+)?", found)
    return float(figures[0]) / 100 if figures else value_of(first) / 100


def is_marker_of_question(text: str, end: int) -> bool:
    """Whether a number at the start of a line stands before a question: it is that question's."""
    line = text[end : end + 500].partition("\n")[0]
    return line[:1] in ".)" and line.rstrip().endswith("?")
