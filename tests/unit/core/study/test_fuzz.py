"""No bytes in any file make reading do anything but succeed or tell faults, soon."""

import io
import json
import tempfile
import time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.core.errors import InputFaults
from answerable.core.study.reading import check_study, read_study
from tests.factories import csv_text, tiny_files, write_folder

LONGEST_SECONDS = 5.0


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_row(0, 0, ["body_id", "outcome"])
    book.close()
    return out.getvalue()


WORKBOOK = workbook()
SQUARE = {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 50]]]}
FULL = tiny_files(
    **{
        "successions.csv": "effective_date,predecessor_id,successor_id,change,share_pct\n"
        "2017-04-01,E1,E2,merger,100\n",
        "overlaps.csv": "left_id,right_id,share_of_left_pct,share_of_right_pct\nE1,E2,50,50\n",
        "populations.csv": "body_id,measure,date,value,source\nE1,children,2016-06-30,100,x\n",
        "published.csv": "round,kind,question,measure,numerator,denominator,percent,source,note\n"
        "2016,ccg,ccn,yes,1,2,50,x,\n",
        "geography/ccg.geojson": json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {"code": "E1"}, "geometry": SQUARE}],
            }
        ),
        "geography/postcodes.csv": "postcode,lon,lat\nXX1 1XX,0.5,50.5\n",
        "ratings/stars.yaml": "id: stars\nversion: '1'\ntitle: Stars\ndefault_set: all\n"
        "bands: [{stars: 0, up_to: 0}, {stars: 1, up_to: 100}]\n"
        "item_sets: {all: [{round: '2016', kind: ccg, items: [ccn, hospice]}]}\n",
        "report/summary.md": "# Report\n",
        "rounds/2016/requests.csv": "body_id,sent_on,replied_on,outcome,url\n"
        "E1,2016-04-04,2016-05-01,answered,\n",
        "rounds/2016/requests.xlsx": None,
        "rounds/2016/statements.csv": "body_id,question_id,statement,given_on,url\n"
        "E1,ccn,We do more now.,2016-06-01,https://e.example/\nE1,,On the whole.,,\n",
        "representatives.csv": "body_id,name,role,area,email,url,source,date\n"
        "E1,,MP,North,north@parliament.example,,A list,2016-05-01\n",
        "release.json": None,
    }
)
NAMES = sorted(FULL)
YAML_BITS = [
    "id: ",
    "- ",
    "{",
    "[",
    "}",
    "]",
    ": ",
    "true",
    "&a ",
    "*a",
    "!!x ",
    "\n",
    "\t",
    "'",
    '"',
    "|\n",
    "? ",
]
BITS = [
    *YAML_BITS,
    ",",
    ";",
    "\r",
    "\x00",
    "é",
    "9" * 400,
    "1e999",
    "nan",
    "-1",
    "E1",
    "ccn",
    "2016-02-30",
    "\ufeff",
]


def original(name: str) -> bytes:
    """A file of the whole study as bytes."""
    if name.endswith(".xlsx"):
        return WORKBOOK
    content = FULL[name]
    if content is None:
        return b'{"version": "1", "as_at": "2017-01-01", "sha256": {}}'
    if isinstance(content, str):
        return content.encode()
    return (csv_text(content) if isinstance(content, list) else json.dumps(content, indent=1)).encode()


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A file with a piece cut out, put in or doubled; or nothing like it at all."""
    data = original(name)
    if draw(st.integers(0, 3)) == 0:
        return draw(
            st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
        )
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        piece = draw(
            st.sampled_from(BITS).map(str.encode)
            | st.binary(max_size=6)
            | st.just(data[start:end] * 2)
            | st.just(b"")
        )
        data = data[:start] + piece + data[end:]
    return data


@settings(max_examples=70, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_reading_any_bytes_succeeds_or_tells_faults_soon(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES), label="file")
    content = data.draw(damaged(name), label="content")
    _reads_or_tells({**FULL, name: content})


def _reads_or_tells(files: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_folder(Path(folder), files, name="tiny")
        before = time.perf_counter()
        faults = check_study(path)
        try:
            read_study(path)
            raised = False
        except InputFaults as error:
            raised = True
            assert error.faults
        assert raised == any(fault.severity == "error" for fault in faults)
        assert time.perf_counter() - before < LONGEST_SECONDS
        for fault in faults:
            assert fault.sentence().isprintable() and fault.rule and fault.remedy


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe", b"{}", b"a"], ids=repr)
def test_reading_a_file_of_almost_nothing_succeeds_or_tells_faults(name: str, content: bytes) -> None:
    _reads_or_tells({**FULL, name: content})


@pytest.mark.soak
@settings(max_examples=20_000, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_reading_any_bytes_for_a_long_time(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES), label="file")
    _reads_or_tells({**FULL, name: data.draw(damaged(name), label="content")})


def test_reading_the_undamaged_study_tells_no_fault(tmp_path: Path) -> None:
    assert [f.sentence() for f in check_study(write_folder(tmp_path, FULL)) if f.severity == "error"] == []
