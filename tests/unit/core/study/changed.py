"""A small study in plain text, and what `check` says of it once something is changed."""

from pathlib import Path
from typing import Any

from answerable.core.errors import Fault
from answerable.core.study.reading import check_study
from tests.factories import write_folder

STUDY = """\
id: tiny
title: A tiny study
publisher: A publisher
licence: CC-BY-4.0
simulated: true
body_kinds:
  ccg: {name: group, plural: groups, short: CCG}
  la: {name: council, plural: councils, short: council}
"""
BODIES = """\
id,kind,name,opened,closed
E1,ccg,North,2013-04-01,
E2,ccg,South,2013-04-01,2017-03-31
E3,ccg,New South,2017-04-01,
C1,la,Northshire,,
"""
ROUND = """\
sent_on: 2016-04-04
cut_off: 2016-06-03
regime: foia
asked: {ccg: ccg.yaml, la: la.yaml}
"""
CCG = """\
kind: ccg
questions:
  - id: ccn
    text: Do you commission nurses?
    answer: yes_no
    follow_ups:
      - {id: ccn_spend, answer: money, if: yes}
  - id: ccn__ooh
    text: Do you commission nurses out of hours?
    answer: yes_no
    pair_of: ccn
  - id: where
    text: Where?
    answer: choice
    options: [home, hospital]
  - id: links
    text: Send us your strategy.
    answer: link
  - id: any_nurses
    derived: {any_of: [ccn, ccn__ooh]}
  - id: gives_spend
    derived: {gives_number: ccn_spend}
remarks:
  - {id: ask_nhs, text: Said that the NHS is responsible, of: ccn}
"""
LA = """\
kind: la
questions:
  - id: children
    text: How many children are there?
    answer: count
"""
ANSWERS = """\
body_id,question_id,status,answer,value,note,remarks
E1,ccn,answered,yes,,,
E1,ccn_spend,answered,,1200.50,,
E2,ccn,refused,,,,ask_nhs
C1,children,answered,,17,,
"""
REQUESTS = """\
body_id,sent_on,replied_on,outcome
E1,2016-04-04,2016-05-01,answered
E2,2016-04-05,2016-05-02,refused
"""
FILES = {
    "study.yaml": STUDY,
    "bodies.csv": BODIES,
    "rounds/2016/round.yaml": ROUND,
    "rounds/2016/ccg.yaml": CCG,
    "rounds/2016/la.yaml": LA,
    "rounds/2016/answers.csv": ANSWERS,
    "rounds/2016/requests.csv": REQUESTS,
}
ANSWERS_FILE = "rounds/2016/answers.csv"
REQUESTS_FILE = "rounds/2016/requests.csv"
CCG_FILE = "rounds/2016/ccg.yaml"


def found(folder: Path, changed: dict[str, Any]) -> tuple[Fault, ...]:
    """What `check` says of the study with some files replaced, added, or left out (None)."""
    return check_study(write_folder(folder, {**FILES, **changed}, name="tiny"))


def swapped(text: str, old: str, new: str) -> str:
    """A text with one piece replaced, which must be there."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)
