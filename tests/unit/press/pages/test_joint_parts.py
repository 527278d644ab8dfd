"""The page of a question about working jointly: both sides counted, body by body."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from answerable.core.bodies.model import BodyKind
from answerable.core.measures.joint import joint_bodies
from answerable.core.study.model import Study
from answerable.press.site import publish
from tests.made_site import made_site, visible_text
from tests.unit.core.measures.test_joint import joint_study

KINDS = {
    "ccg": BodyKind("ccg", "local group", "local groups", "group"),
    "la": BodyKind("la", "council", "councils", "council"),
}


OVERLAPS = [
    ("G", "C", 50, 100),
    ("G", "D", 50, 50),
    ("H", "D", 100, 50),
    ("I", "C", 100, 20),
    ("J", "E", 100, 100),
]


def overlapping_study() -> Study:
    """Four groups and three councils: both, one side, the other side, neither and unknown all occur."""
    groups = {"G": "yes", "H": "yes", "I": "no", "J": "yes"}
    study = joint_study(groups, {"C": "yes", "D": "no", "E": "refused"}, OVERLAPS)
    return replace(study, body_kinds=KINDS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("joint") / "site"
    publish([overlapping_study()], out)
    return out


def part(site: Path, question: str, kind: str) -> str:
    html = (site / f"2017/questions/{question}/{kind}/index.html").read_text(encoding="utf-8")
    return html[html.index('id="joint"') :].partition("</table>")[0]


@pytest.mark.parametrize(("question", "kind"), [("joint", "ccg"), ("together", "la")])
def test_counts_of_both_sides_are_those_of_the_measure(site: Path, question: str, kind: str) -> None:
    sides = joint_bodies(overlapping_study()).filter(kind=kind)["side"].to_list()
    numbers = [int(n) for n in re.findall(r'<td class="num">(\d+)</td>', part(site, question, kind))]
    assert numbers == [
        sides.count(side) for side in ("both", "left_only", "right_only", "neither", "unknown")
    ]
    assert sum(numbers) == len(sides)


def test_a_yes_that_finds_none_is_told_with_its_base(site: Path) -> None:
    words = " ".join(visible_text(part(site, "joint", "ccg")).split())
    assert (
        "Of the 2 groups that say yes and share their area with councils that answered, "
        "1 find a yes among these and 1 find none." in words
    )


def test_a_question_without_another_side_has_no_such_part() -> None:
    for path in (made_site() / "2017/questions").glob("*/*/index.html"):
        assert 'id="joint"' not in path.read_text(encoding="utf-8")
