"""A question that two kinds of body were asked about each other: what both sides say, body by body."""

from typing import Any

from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.render import Frame
from answerable.press.view.model import KindView, QuestionView, Record
from answerable.press.words import number


def seen_from_both_sides(frame: Frame, kind: KindView, view: QuestionView) -> dict[str, Any] | None:
    """The counts of bodies of this kind by what they and those that share their area say; None without any.

    A claim of working jointly names no partner, so each body is set against all of the other kind whose
    area overlaps its own.
    """
    rows = frame.view.extras.joint.get((view.round_id, view.kind, view.id), ())
    side = next((each for each in ("left", "right") if rows and rows[0][f"{each}_kind"] == view.kind), None)
    row = next((row for row in rows if row["counted"] == side), None)
    if side is None or row is None or not row["n"]:
        return None
    other = "right" if side == "left" else "left"
    partner = frame.view.round(view.round_id).kinds[row[f"{other}_kind"]]
    return {
        "sentence": joint_sentence(kind, partner, row, side),
        "rows": joint_rows(kind, partner, row, side),
        "page": partner.questions[row[f"{other}_question"]].path,
        "partners": bodies_words(partner.kind),
    }


def joint_sentence(kind: KindView, partner: KindView, row: Record, side: str) -> str:
    """How often a yes is met by a yes of the other side, in counts."""
    alone = row[f"{side}_only"]
    return _(
        "Of the {bodies} that say yes and share their area with {partners} that answered, {n} find a yes "
        "among these and {alone} find none."
    ).format(
        bodies=bodies_words(kind.kind, row["both"] + alone),
        partners=bodies_words(partner.kind),
        n=number(row["both"]),
        alone=number(alone),
    )


def joint_rows(kind: KindView, partner: KindView, row: Record, side: str) -> list[tuple[str, str]]:
    """Each combination with how many bodies it holds for; they add up to all that were asked."""
    other = "right" if side == "left" else "left"
    words = {"body": kind.kind.short, "partner": partner.kind.short, "partners": bodies_words(partner.kind)}
    said = (
        ("both", _("The {body} says yes, and so does a {partner} in its area")),
        (f"{side}_only", _("The {body} says yes, none of the {partners} in its area does")),
        (f"{other}_only", _("The {body} does not say yes, a {partner} in its area does")),
        ("neither", _("Neither says yes")),
        ("unknown", _("Cannot be told: one side gave no answer, or nobody shares the area")),
    )
    return [(text.format(**words), number(row[name])) for name, text in said]
