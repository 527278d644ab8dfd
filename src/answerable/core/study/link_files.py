"""Files that belong to no part of a study: most are misspelt."""

import re
from pathlib import PurePosixPath

from answerable.core.study.faults import Faults, did_you_mean
from answerable.core.study.loading import RELEASE, Loaded
from answerable.core.study.study_yaml import FILE as STUDY_FILE

TABLES = ("bodies", "successions", "overlaps", "populations", "published", "representatives")
TOP = ("study.yaml", *(f"{name}.csv" for name in TABLES))
OF_A_ROUND = ("round.yaml", "requests.csv", "answers.csv", "statements.csv")
KNOWN = re.compile(
    r"study\.yaml"
    r"|(bodies|successions|overlaps|populations|published|representatives)\.(csv|xlsx)"
    r"|geography/[^/]+\.geojson|geography/postcodes\.(csv|xlsx)"
    r"|ratings/[^/]+\.yaml|report/[^/]+\.md"
    r"|rounds/[^/]+/(round\.yaml|(requests|answers|statements)\.(csv|xlsx))"
)
# Notes, licences and scripts may lie beside the data; nobody mistakes them for data.
BESIDE = re.compile(r".*\.(md|txt|py|toml)|[^.]+|(.*/)?(LICEN[CS]E|README|Makefile)[^/]*", re.IGNORECASE)


def check_files(loaded: Loaded, faults: Faults) -> None:
    """Warns of files that nothing reads, naming the nearest name that something would."""
    if RELEASE in loaded.folder or STUDY_FILE not in loaded.folder:
        # A release names every file of its own, and its check is stricter. Without a study.yaml this is
        # likely some other folder, and every file in it would be told.
        return
    asked = {f"rounds/{each.id}/{name}" for each in loaded.rounds for name in each.head.asked.values()}
    broken_rounds = {name.split("/")[1] for name in loaded.folder.below("rounds") if name.count("/") == 2} - {
        each.id for each in loaded.rounds
    }
    for name in loaded.folder.sizes:
        parts = PurePosixPath(name).parts
        if KNOWN.fullmatch(name) or name in asked or BESIDE.fullmatch(name):
            continue
        if len(parts) == 3 and parts[0] == "rounds":
            if parts[1] in broken_rounds and name.endswith(".yaml"):
                continue  # it may be a questionnaire of a round whose round.yaml could not be read
            known = [f"rounds/{parts[1]}/{file}" for file in OF_A_ROUND]
            known += [file for file in asked if file.startswith(f"rounds/{parts[1]}/")]
        else:
            known = [*TOP, "geography/<kind>.geojson", "geography/postcodes.csv", "ratings/<id>.yaml"]
        faults.add(
            "stray_file",
            "Nothing reads this file.",
            did_you_mean(name, known) + " Otherwise keep it outside the study.",
            file=name.encode("utf-8", "replace").decode("utf-8"),
            warning=True,
        )
