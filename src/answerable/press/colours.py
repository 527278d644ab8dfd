"""The colours of states, and the arithmetic that proves they can be told apart.

One place decides how an answer is painted: on maps, in legends, in answer bars, in print and in
images. Solid blue is yes, empty is no, dots are in development, and one hatch stands for every
reason why there is no answer; no other pattern exists. A scheme is a list of shades with one border
that has at least 3:1 against each of them and against the page, so that any two areas may touch.

Colours here are those of the house. What is drawn asks `painted_fill` and `line`, which know the theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from answerable.core.answers import IN_DEVELOPMENT, NO, YES, Status
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.tokens import HOUSE, painted
from answerable.press.words import option_label, status_words

PAPER, INK = HOUSE.css("color.light.paper"), HOUSE.css("color.light.ink")
DARK_PAPER, DARK_INK = HOUSE.css("color.dark.paper"), HOUSE.css("color.dark.ink")
YES_FILL, NO_FILL, GREY = (HOUSE.css(f"state.light.{name}") for name in ("yes", "no", "border"))
DARK_YES_FILL, DARK_NO_FILL, DARK_GREY = (HOUSE.css(f"state.dark.{name}") for name in ("yes", "no", "border"))
DEEP_BLUE = "#2f6ea6"
PRINTED_HATCH = "#333333"

MISSING = "missing"
HATCH, DOTS = "hatch", "dots"
LEAST_CONTRAST = 3.0


def luminance(colour: str) -> float:
    """Relative luminance of a colour written #rrggbb.

    Units:  0 (black) to 1 (white)
    Source: WCAG 2.2, relative luminance
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours written #rrggbb.

    Units:  1 (the same) to 21 (black and white)
    Source: WCAG 2.2, contrast ratio
    """
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True)
class Shade:
    """How one state is painted: its flat colour or the ground under its pattern, and what it is called.

    `token` names it in classes (`s-yes`), `dark` is the colour on a dark page where it differs. `label` is
    English where it is ours, and said by `words` in the language of the page.
    """

    token: str
    label: str
    fill: str
    pattern: str | None = None
    dark: str | None = None

    @property
    def words(self) -> str:
        """What it is called in the language of the page; what a study calls its options stays as it is."""
        return _(self.label)

    @property
    def painted_fill(self) -> str:
        """The fill as the theme of this site has it."""
        return painted(self.fill)

    @property
    def css_class(self) -> str:
        """The class that paints it."""
        return f"s-{self.token}"


MISSING_SHADE = Shade(MISSING, N_("no answer"), NO_FILL, HATCH, DARK_NO_FILL)


@dataclass(frozen=True)
class Scheme:
    """The shades one map may use, in the order of its legend; the last one is the hatch.

    `of_answer` says which shade paints an answer. `inverts` means that a dark page swaps its light and
    dark fills; a scheme without that keeps its colours, and its border is then the colour of the page.
    """

    id: str
    shades: tuple[Shade, ...]
    border: str
    of_answer: Mapping[str, str] = field(default_factory=dict)
    inverts: bool = False

    @property
    def line(self) -> str:
        """The border as the theme of this site has it."""
        return painted(self.border)

    def shade(self, token: str) -> Shade:
        """The shade of that token; the hatch for a token it does not have, never a colour."""
        return next((shade for shade in self.shades if shade.token == token), self.shades[-1])

    def token_of(self, status: str, answer: str | None = None) -> str:
        """The token of one answer row; every status but answered is the hatch."""
        if status != Status.ANSWERED:
            return MISSING
        return self.of_answer.get(answer or "", self.of_answer.get("*", MISSING))

    def legend(self, painted: Mapping[str, str]) -> tuple[tuple[Shade, int], ...]:
        """Each shade with the number of bodies it paints; the numbers sum to the bodies given."""
        tokens = [self.shade(token).token for token in painted.values()]
        return tuple((shade, tokens.count(shade.token)) for shade in self.shades)


ANSWERS = Scheme(
    "answers",
    (
        Shade(YES, N_("yes"), YES_FILL, dark=DARK_YES_FILL),
        Shade(IN_DEVELOPMENT, N_("in development"), NO_FILL, DOTS, DARK_NO_FILL),
        Shade(NO, N_("no"), NO_FILL, dark=DARK_NO_FILL),
        MISSING_SHADE,
    ),
    border=GREY,
    of_answer={YES: YES, NO: NO, IN_DEVELOPMENT: IN_DEVELOPMENT},
    inverts=True,
)

REPLIES = Scheme(
    "replies",
    (Shade("answered", N_("answered"), YES_FILL, dark=DARK_YES_FILL), MISSING_SHADE),
    border=GREY,
    of_answer={"*": "answered"},
    inverts=True,
)

STARS = Scheme(
    "stars",
    (
        *(
            Shade(f"stars-{n}", f"{n} of 5", fill)
            for n, fill in enumerate(("#edf3f9", "#cbdded", "#9dbfde", "#7ba2cd", "#5486bb", DEEP_BLUE))
        ),
        replace(MISSING_SHADE, label=N_("not rated")),
    ),
    border=INK,
    of_answer={str(n): f"stars-{n}" for n in range(6)},
)

DIFFERENCE = Scheme(
    "difference",
    (
        Shade("both", N_("both"), DEEP_BLUE),
        Shade("hours_only", N_("in hours only"), "#93b7d9"),
        Shade("ooh_only", N_("out of hours only"), "#9984c2"),
        Shade("neither", N_("neither"), NO_FILL),
        replace(MISSING_SHADE, label=N_("unknown")),
    ),
    border=INK,
    of_answer={name: name for name in ("both", "hours_only", "ooh_only", "neither")},
)

CHOICE_FILLS = (DEEP_BLUE, "#d4e3ef", "#8774b0", "#b7a1d7", "#6c99b3")
CLASS_FILLS = ("#e4edf6", "#b3cde6", "#86acd4", "#5b8bc0", DEEP_BLUE)
OTHER_FILL = "#d4c48f"


def answer_scheme(options: Sequence[str], labels: Mapping[str, str] | None = None) -> Scheme:
    """The scheme that paints the options of one question: the plain one where yes and no are all it has.

    Options after the fifth share one colour, called other answers: more would not be told apart.
    """
    if not options:
        return REPLIES
    if set(options) <= {YES, NO, IN_DEVELOPMENT}:
        kept = tuple(s for s in ANSWERS.shades if s.token in options or s.token == MISSING)
        return replace(ANSWERS, shades=kept)
    words = labels or {}
    spare = iter(CHOICE_FILLS[1:] if YES in options else CHOICE_FILLS)
    shades: list[Shade] = []
    of_answer: dict[str, str] = {}
    for number, option in enumerate(options, start=1):
        label = words.get(option) or option_label(option)
        if option == NO:
            shade = Shade(NO, label, NO_FILL)
        elif option == IN_DEVELOPMENT:
            shade = Shade(IN_DEVELOPMENT, label, NO_FILL, DOTS)
        else:
            fill = DEEP_BLUE if option == YES else next(spare, OTHER_FILL)
            shade = (
                Shade("o-other", N_("other answers"), fill)
                if fill == OTHER_FILL
                else Shade(f"o{number}", label, fill)
            )
        of_answer[option] = shade.token
        if shade not in shades:
            shades.append(shade)
    return Scheme("choice", (*shades, MISSING_SHADE), INK, of_answer)


def missing_words(status: str, *, closed: bool = False) -> str:
    """Why there is no answer, in words: each reason is a different one, abolished and not asked too."""
    if closed:
        return _("abolished")
    return status_words(status)
