"""Rule 4 of the public site: what is missing, whichever way, is painted neither yes, nor no, nor zero."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from answerable.core.answers import MISSING, Status
from answerable.press.colours import ANSWERS, answer_scheme
from answerable.press.maps import Layer, number_classes, prepare_maps
from tests.unit.press.maps.land import block, land, mapped_study

RINGS = block(4, 3)
CODES = list(RINGS)
MAPS = prepare_maps(mapped_study(CODES, {"ccg": land(RINGS)}), "2016", "ccg")
# A careless file may carry an answer beside a status that forbids one: it must not be painted either.
ROWS = st.dictionaries(
    st.sampled_from(CODES),
    st.tuples(
        st.sampled_from(list(Status)), st.sampled_from(["yes", "no", "in_development", "jointly", None])
    ),
)


def painted(svg: str) -> dict[str, str]:
    """Body -> the state of the group that its area stands in."""
    areas = ElementTree.fromstring(svg).find("g[@class='areas']")
    assert areas is not None
    return {str(a.get("data-code")): str(group.get("data-state")) for group in areas for a in group}


@given(ROWS, st.sampled_from([ANSWERS, answer_scheme(["yes", "no", "jointly"])]))
def test_only_answers_are_painted_and_all_else_is_hatched(rows, scheme) -> None:  # type: ignore[no-untyped-def]
    shades = {body: scheme.token_of(status, answer) for body, (status, answer) in rows.items()}
    for drawing in MAPS.drawings:
        [svg] = drawing.draw(scheme, [Layer("m", "m", shades)])
        seen = painted(svg)
        assert set(seen) == set(CODES)
        for code in CODES:
            status, answer = rows.get(code, (Status.NOT_ASKED, None))
            if status in MISSING or answer not in scheme.of_answer:
                assert seen[code] == "missing"
            else:
                assert scheme.shade(seen[code]) == scheme.shade(scheme.of_answer[answer])
                assert seen[code] != "missing"


@given(st.dictionaries(st.sampled_from(CODES), st.sampled_from([0.0, 1.0, 250.0])))
def test_a_missing_number_is_not_zero(values: dict[str, float]) -> None:
    made = number_classes(values, str)
    [svg] = MAPS.hexes.draw(made.scheme, [Layer("m", "m", made.shades)])
    seen = painted(svg)
    zero = {made.shades[code] for code in values if values[code] == 0}
    for code in CODES:
        assert (seen[code] == "missing") == (code not in values)
        if code not in values:
            assert seen[code] not in zero
