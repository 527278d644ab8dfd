"""The mapping file: which column of a table is which question, and what its cells mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from answerable.core.answers import MISSING, AnswerType
from answerable.core.errors import Fault, InputFaults
from answerable.core.questions import Question, Questionnaire
from answerable.core.study.model import Study
from answerable.core.suggest import nearest_words
from answerable.core.tables.document import Spot

SKIP = "skip"
UNMATCHED = ("error", "skip")
TOP_KEYS = (
    "round", "kind", "body", "bodies", "unmatched", "evidence_url", "evidence", "note", "missing", "sheet",
    "columns",
)  # fmt: skip
COLUMN_KEYS = ("column", "options", "status", "type", "unit", "period", "note", "evidence", "evidence_url")
_ROW_COLUMNS = ("note", "evidence", "evidence_url")


@dataclass(frozen=True)
class ColumnMapping:
    """One question's column: cells by what they stand for, or a number's unit and period."""

    question: str
    column: str
    options: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    type: AnswerType | None = None
    unit: str | None = None
    period: str | None = None
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableMapping:
    """The whole mapping. `bodies` maps a name in the table to a body's id or to `skip`."""

    round: str
    kind: str
    body: str
    columns: tuple[ColumnMapping, ...]
    bodies: Mapping[str, str] = field(default_factory=dict)
    skip_unmatched: bool = False
    missing: frozenset[str] = frozenset({""})
    row_columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


def cell_key(cell: str) -> str:
    """A cell as it is compared: without case and surrounding or doubled blanks."""
    return " ".join(cell.split()).casefold()


class _Reader:
    """Reads one mapping document and gathers every fault in it."""

    def __init__(self, document: Mapping[str, object], file: str, lines: Mapping[Spot, int]) -> None:
        self.document, self.file, self.lines = document, file, lines
        self.faults: list[Fault] = []

    def fault(self, rule: str, message: str, remedy: str, at: Spot = (), question: str | None = None) -> None:
        """Notes a fault at a key, by its path from the top; its line is that of the nearest key above."""
        line = next((self.lines[at[:n]] for n in range(len(at), 0, -1) if at[:n] in self.lines), None)
        column = at[-1] if at else None
        self.faults.append(
            Fault(rule, message, remedy, file=self.file, line=line, column=column, question=question)
        )

    def unknown_keys(self, keys: Mapping[str, object], known: tuple[str, ...], at: Spot) -> None:
        where = ".".join(at) or "The mapping"
        for key in keys:
            if key not in known:
                near = nearest_words(str(key), known)
                message = f"{where} has the key “{key}”, which a mapping lacks."
                self.fault("unknown_key", message, near, (*at, str(key)))

    def text(self, key: str) -> str:
        value = self.document.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.fault("missing_key", f"The mapping lacks “{key}”.", f"Add a line “{key}: ...”.", (key,))
            return ""
        return str(value)

    def mapping(self, value: object, at: Spot) -> Mapping[str, object]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            message = f"{'.'.join(at)} is not a list of “key: value” lines."
            self.fault("not_a_mapping", message, "Write one pair a line.", at)
            return {}
        return {_word(key): content for key, content in value.items()}

    def words(self, value: object, at: Spot) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        for each in listed:
            if isinstance(each, bool):
                spelt = str(each).lower()
                message = f"{'.'.join(at)} holds the boolean {spelt}, not a word."
                self.fault("boolean", message, f'Put the cell\'s text in quotes, such as "{spelt}".', at)
        return tuple(_word(each) for each in listed)


def _word(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def parse_mapping(
    document: object, study: Study, *, file: str, lines: Mapping[Spot, int] | None = None
) -> TableMapping:
    """A checked mapping from a YAML document that was already read; `lines` are those of its keys.

    Raises: InputFaults with every fault of the mapping: unknown keys, rounds, kinds, questions, options
    """
    if not isinstance(document, Mapping):
        remedy = "Write it as in the documentation of “answerable import”."
        raise InputFaults([Fault("empty", "The mapping holds no keys.", remedy, file=file)])
    reader = _Reader(document, file, lines or {})
    reader.unknown_keys(document, TOP_KEYS, ())
    round_id, kind, body = reader.text("round"), reader.text("kind"), reader.text("body")
    questionnaire = _questionnaire(reader, study, round_id, kind)
    columns = tuple(
        _column(reader, question_id, reader.mapping(entry, ("columns", question_id)), questionnaire)
        for question_id, entry in reader.mapping(document.get("columns"), ("columns",)).items()
    )
    if not columns:
        remedy = "List at least one under “columns”."
        reader.fault("no_columns", "The mapping names no column of answers.", remedy, ("columns",))
    unmatched = _word(document.get("unmatched", "error"))
    if unmatched not in UNMATCHED:
        reader.fault("unmatched", f"“unmatched” is “{unmatched}”.", "Write error or skip.", ("unmatched",))
    bodies = {
        name: _word(value) for name, value in reader.mapping(document.get("bodies"), ("bodies",)).items()
    }
    missing = frozenset(cell_key(word) for word in reader.words(document.get("missing", [""]), ("missing",)))
    if reader.faults:
        raise InputFaults(reader.faults)
    return TableMapping(
        round=round_id,
        kind=kind,
        body=body,
        columns=columns,
        bodies=bodies,
        skip_unmatched=unmatched == SKIP,
        missing=missing | {""},
        row_columns={key: _word(document[key]) for key in _ROW_COLUMNS if key in document},
        sheet=_word(document["sheet"]) if "sheet" in document else None,
    )


def _questionnaire(reader: _Reader, study: Study, round_id: str, kind: str) -> Questionnaire | None:
    found = next((each for each in study.rounds if each.id == round_id), None)
    if found is None:
        if round_id:
            known = [each.id for each in study.rounds]
            reader.fault(
                "unknown_round",
                f"The study has no round “{round_id}”.",
                f"{nearest_words(round_id, known)} A new one is started with “answerable new-round”.",
                ("round",),
            )
        return None
    if kind not in found.questionnaires:
        if kind:
            near = nearest_words(kind, list(found.questionnaires))
            message = f"Round {round_id} asked no bodies of kind “{kind}”."
            reader.fault("unknown_kind", message, near, ("kind",))
        return None
    return found.questionnaires[kind]


def _column(
    reader: _Reader, question_id: str, entry: Mapping[str, object], questionnaire: Questionnaire | None
) -> ColumnMapping:
    at = ("columns", question_id)
    reader.unknown_keys(entry, COLUMN_KEYS, at)
    question = questionnaire.by_id.get(question_id) if questionnaire else None
    if questionnaire and question is None:
        near = nearest_words(question_id, list(questionnaire.by_id))
        message = f"The questionnaire has no question “{question_id}”."
        reader.fault("unknown_question", message, near, at, question_id)
    if question and question.derived:
        message = f"“{question_id}” is computed from other questions."
        reader.fault("derived_question", message, "Map the questions it is computed from.", at, question_id)
    if not entry.get("column"):
        message = f"{'.'.join(at)} lacks “column”."
        reader.fault("missing_key", message, "Name the table's column.", at, question_id)
    options, statuses = _cells(reader, at, entry, question)
    return ColumnMapping(
        question=question_id,
        column=_word(entry.get("column")),
        options=options,
        statuses=statuses,
        type=_type(reader, question_id, entry, question),
        unit=_word(entry["unit"]) if entry.get("unit") else (question.unit if question else None),
        period=_word(entry["period"]) if entry.get("period") else (question.period if question else None),
        extras={key: _word(entry[key]) for key in _ROW_COLUMNS if key in entry},
    )


def _cells(
    reader: _Reader, at: Spot, entry: Mapping[str, object], question: Question | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Cells by option and by status; a cell that stands for two things is a fault."""
    options: dict[str, str] = {}
    statuses: dict[str, str] = {}
    known_statuses = [str(status) for status in MISSING]
    for option, cells in reader.mapping(entry.get("options"), (*at, "options")).items():
        here = (*at, "options", option)
        if question and question.has_options and option not in question.coded_options:
            near = nearest_words(option, question.coded_options)
            message = f"The question has no option “{option}”."
            reader.fault("unknown_option", message, near, here, question.id)
        for cell in reader.words(cells, here):
            _claim(reader, here, options, cell, option)
    for status, cells in reader.mapping(entry.get("status"), (*at, "status")).items():
        here = (*at, "status", status)
        if status not in known_statuses:
            near = nearest_words(status, known_statuses)
            reader.fault("unknown_status", f"{'.'.join(at)} has the status “{status}”.", near, here, at[-1])
        for cell in reader.words(cells, here):
            if cell_key(cell) in options:
                message = f"{'.'.join(at)}: the cell “{cell}” is an option and a status."
                reader.fault("cell_twice", message, "Keep one of them.", here, at[-1])
            _claim(reader, here, statuses, cell, status)
    return options, statuses


def _claim(reader: _Reader, at: Spot, taken: dict[str, str], cell: str, meaning: str) -> None:
    before = taken.setdefault(cell_key(cell), meaning)
    if before != meaning:
        message = f"{'.'.join(at[:2])}: the cell “{cell}” stands for {before} and {meaning}."
        reader.fault("cell_twice", message, "Keep one of them.", at, at[1])


def _type(
    reader: _Reader, question_id: str, entry: Mapping[str, object], question: Question | None
) -> AnswerType | None:
    if "type" not in entry:
        return question.answer if question else None
    word, at = _word(entry["type"]), ("columns", question_id, "type")
    if word not in list(AnswerType):
        near = nearest_words(word, [str(each) for each in AnswerType])
        message = f"columns.{question_id} has the type “{word}”."
        reader.fault("unknown_type", message, near, at, question_id)
        return None
    if question and AnswerType(word) is not question.answer:
        reader.fault(
            "type_differs",
            f"The mapping calls it {word}, the questionnaire {question.answer}.",
            "Make the two agree; the questionnaire says what was asked.",
            at,
            question_id,
        )
    return AnswerType(word)
