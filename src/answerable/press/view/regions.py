"""The regional cut of every question: the counts of its bar, taken among the bodies of each region."""

from collections import defaultdict
from collections.abc import Hashable, Mapping

from answerable.core.measures.grid import Grids
from answerable.core.measures.shares import measure_table, state_counts
from answerable.core.study.model import Study
from answerable.press.charts.tally import Tally
from answerable.press.view.cells import ANSWERED

REGION = "region"
Regions = Mapping[Hashable, tuple[tuple[str, Tally], ...]]


def region_tallies(study: Study, grids: Grids) -> Regions:
    """Each region with its counts, in order of name, by round, kind and question.

    Only questions with options have them; a study whose bodies all lie in one region, or in none, has no cut.
    """
    given: dict[Hashable, dict[str, int]] = defaultdict(dict)
    for row in state_counts(study, [REGION], grids=grids).iter_rows(named=True):
        if row["status"] == ANSWERED:
            given[row["round"], row["kind"], row["question"], row[REGION]][row["state"]] = row["n"]
    options = {
        (a_round.id, kind, question.id): question.coded_options
        for a_round in study.rounds
        for kind, form in a_round.questionnaires.items()
        for question in form.questions
        if question.has_options
    }
    found: dict[Hashable, list[tuple[str, Tally]]] = defaultdict(list)
    for row in measure_table(study, [REGION], grids=grids).iter_rows(named=True):
        key = (row["round"], row["kind"], row["question"])
        if key in options and row["n_asked"]:
            counts = given.get((*key, row[REGION]), {})
            tally = Tally(row["n_asked"], row["n_answered"], counts, options[key])
            found[key].append((row[REGION], tally))
    return {key: tuple(sorted(rows, key=lambda row: row[0])) for key, rows in found.items() if len(rows) > 1}
