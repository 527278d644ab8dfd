"""A study as a person writes it by hand: plain text, unquoted yes and no, only the keys of the interface."""

from pathlib import Path

FILES = {
    "study.yaml": """\
# An audit of two kinds of body.
id: audit          # equal to the folder's name
title: An audit
publisher: Someone
licence: CC-BY-4.0
simulated: false
body_kinds:
  ccg: {name: NHS clinical commissioning group, plural: NHS clinical commissioning groups, short: CCG}
  la: {name: upper-tier council, plural: upper-tier councils, short: council}
""",
    # C1 and C2 merge into C7, C5 gets a new code, C6 is split; 01A comes again as the code of C7.
    "bodies.csv": """\
id,kind,name,opened,closed,ods_code,region_code,region,type
C1,ccg,NHS Alpha CCG,2013-04-01,2017-03-31,01A,R1,North,
C2,ccg,NHS Beta CCG,2013-04-01,2017-03-31,01B,R1,North,
C3,ccg,NHS Gamma CCG,2013-04-01,,01C,R1,North,
C4,ccg,NHS Delta CCG,2013-04-01,,01D,R2,South,
C5,ccg,NHS Epsilon CCG,2013-04-01,2017-03-31,01E,R2,South,
C6,ccg,NHS Zeta CCG,2013-04-01,2017-03-31,01F,R2,South,
C7,ccg,NHS Eta CCG,2017-04-01,,01A,R1,North,
C8,ccg,NHS Epsilon New CCG,2017-04-01,,01E,R2,South,
C9,ccg,NHS Zeta One CCG,2017-04-01,,01G,R2,South,
C10,ccg,NHS Zeta Two CCG,2017-04-01,,01H,R2,South,
C11,ccg,NHS Theta CCG,2013-04-01,,01J,R2,South,
L1,la,Ayton Council,,,,R1,North,county
L2,la,Beton Council,,,,R1,North,unitary
L3,la,Ceton Council,,,,R2,South,county
L4,la,Deton Council,,,,R2,South,unitary
""",
    "successions.csv": """\
effective_date,predecessor_id,successor_id,change,share_pct
2017-04-01,C1,C7,merger,
2017-04-01,C2,C7,merger,
2017-04-01,C5,C8,recode,100
2017-04-01,C6,C9,split,60
2017-04-01,C6,C10,split,40
""",
    "overlaps.csv": """\
left_id,right_id,share_of_left_pct,share_of_right_pct
C3,L1,80,50
C4,L3,100,60
""",
    "populations.csv": """\
body_id,measure,date,value,source
C3,children,2016-06-30,1000,ONS
""",
    "rounds/2016/round.yaml": """\
sent_on: 2016-04-04
cut_off: 2016-06-01
regime: foia
asked: {ccg: ccg.yaml, la: la.yaml}
""",
    "rounds/2016/ccg.yaml": """\
kind: ccg
definitions: {out-of-hours: after six}
questions:
  - id: overall
    number: "1"
    text: Do you commission it at all?
    section: All
    answer: yes_no
    options: [yes, no]
  - id: ccn
    number: "2"
    text: Community nursing?
    section: Services
    answer: yes_no
    options: [yes, no]
    follow_ups: [{id: ccn_spend, answer: money, if: yes, period: 2015-16}]
  - id: ccn__ooh
    number: "2b"
    pair_of: ccn
    text: Community nursing out of hours?
    section: Services
    answer: yes_no
    options: [yes, no]
""",
    "rounds/2016/la.yaml": """\
kind: la
questions:
  - {id: hospice, number: "1", text: Hospice?, section: All, answer: yes_no, options: [yes, no]}
""",
    "rounds/2016/answers.csv": """\
body_id,question_id,status,answer,value,unit,period,note,evidence,evidence_url
C1,overall,answered,yes,,,,,,
C2,overall,answered,yes,,,,,,
C3,overall,answered,no,,,,,,
C4,overall,refused,,,,,,,
C5,overall,answered,no,,,,,,
C6,overall,answered,yes,,,,,,
C1,ccn,answered,yes,,,,,,
C2,ccn,answered,no,,,,,,
C3,ccn,answered,no,,,,,,
C4,ccn,answered,yes,,,,,,
C5,ccn,answered,no,,,,,,
C11,ccn,unclear,,,,,"Yes, jointly","Yes, jointly",https://example.org/x
C1,ccn_spend,answered,,1000,GBP,2015-16,,,
C4,ccn_spend,not_held,,,,,,,
C1,ccn__ooh,answered,no,,,,,,
C3,ccn__ooh,answered,yes,,,,,,
L1,hospice,answered,yes,,,,,,
L2,hospice,answered,no,,,,,,
L3,hospice,not_applicable,,,,,,,
L4,hospice,referred,,,,,,,
""",
    "rounds/2017/round.yaml": """\
sent_on: 2017-06-14
cut_off: 2017-10-09
regime: foia
asked: {ccg: ccg.yaml, la: la.yaml}
""",
    "rounds/2017/ccg.yaml": """\
kind: ccg
questions:
  - id: overall
    number: "1"
    text: Do you commission it at all?
    section: All
    answer: yes_no
    options: [yes, no]
    compares_with: {round: "2016", question: overall, comparability: identical}
  - id: ccn
    number: "12d"
    text: Community nursing?
    section: Services
    answer: yes_no                     # yes_no | choice | money | count | text | link
    options: [yes, no]                 # YAML 1.2: words, not booleans
    recoded: {options: [yes, no, in_development], on: 2017-10-09, because: many said so}
    duty: {name: Care Act, source: "s.1", force: must}
    follow_ups: [{id: ccn_spend, answer: money, if: yes, period: 2016-17}]
    compares_with: {round: "2016", question: ccn, comparability: soft, because: reworded}
  - id: ccn__ooh
    number: "12e"
    pair_of: ccn
    text: Community nursing out of hours?
    section: Services
    answer: yes_no
    options: [yes, no]
    compares_with: {round: "2016", question: ccn__ooh, comparability: hard, because: other hours}
  - {id: b1, number: "13", text: Under 1?, section: Bereavement, answer: yes_no, options: [yes, no]}
  - {id: b2, number: "14", text: From 1?, section: Bereavement, answer: yes_no, options: [yes, no]}
  - id: b
    derived: {any_of: [b1, b2]}
  - id: needs
    number: "15"
    text: Do you assess needs?
    section: Needs
    answer: yes_no
    options: [yes, no]
    follow_ups: [{id: needs_children, answer: count, if: yes}]
  - id: needs_number
    derived: {gives_number: needs_children}
  - {id: how, number: "16", text: How?, section: Needs, answer: choice, options: [joint, alone, neither]}
  - {id: site, number: "17", text: Where?, section: Needs, answer: link}
  - {id: words, number: "18", text: Words?, section: Needs, answer: text}
""",
    "rounds/2017/la.yaml": """\
kind: la
questions:
  - id: hospice
    number: "1"
    text: Hospice?
    section: All
    answer: yes_no
    options: [yes, no]
    compares_with: {round: "2016", question: hospice, comparability: soft, because: words}
""",
    "rounds/2017/answers.csv": """\
body_id,question_id,status,answer,value,unit,period,note,evidence,evidence_url
C7,overall,answered,yes,,,,,,
C3,overall,answered,yes,,,,,,
C4,overall,answered,yes,,,,,,
C8,overall,answered,yes,,,,,,
C9,overall,answered,yes,,,,,,
C10,overall,no_reply,,,,,,,
C7,ccn,answered,in_development,,,,,,
C3,ccn,answered,yes,,,,,,
C4,ccn,answered,no,,,,,,
C8,ccn,answered,no,,,,,,
C9,ccn,refused,,,,,,,
C3,ccn_spend,answered,,"12500.50",GBP,2016-17,,,
C4,ccn_spend,answered,,500,GBP,2016-17,,,
C3,ccn__ooh,answered,yes,,,,,,
C4,ccn__ooh,answered,yes,,,,,,
C8,ccn__ooh,not_asked,,,,,,,
C7,b1,answered,no,,,,,,
C7,b2,answered,yes,,,,,,
C3,b1,answered,no,,,,,,
C3,b2,answered,no,,,,,,
C4,b1,answered,no,,,,,,
C4,b2,refused,,,,,,,
C8,b1,refused,,,,,,,
C8,b2,refused,,,,,,,
C9,b1,refused,,,,,,,
C9,b2,not_held,,,,,,,
C7,needs,answered,yes,,,,,,
C7,needs_children,answered,,45,,,,,
C3,needs,answered,yes,,,,,,
C3,needs_children,not_held,,,,,,,
C4,needs,answered,no,,,,,,
C8,needs,answered,yes,,,,,,
C9,needs,refused,,,,,,,
C7,how,answered,joint,,,,,,
C3,how,answered,neither,,,,,,
C3,site,answered,,,,,https://example.org/a,,
C7,words,answered,,,,,some words,,
L1,hospice,answered,no,,,,,,
L2,hospice,answered,yes,,,,,,
L3,hospice,answered,yes,,,,,,
""",
    "rounds/2017/requests.csv": """\
body_id,sent_on,replied_on,outcome,url
C3,2017-06-14,2017-07-10,answered,https://example.org/r
C4,2017-06-14,2017-07-10,partly_answered,
C7,2017-06-14,2017-07-13,answered,
C8,2017-06-14,2017-08-01,refused,
C9,2017-06-14,2017-07-01,not_held,
C10,2017-06-14,,no_reply,
C11,2017-06-14,,bounced,
L1,2017-06-14,2017-06-20,answered,
L2,2017-06-14,2017-06-20,transferred,
L3,2017-06-14,2017-06-20,answered,
L4,2017-06-14,,unresolved,
""",
}


def write_audit(parent: Path) -> Path:
    """The study in a folder of its own; returns the folder."""
    folder = parent / "audit"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
