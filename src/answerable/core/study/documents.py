"""Values of a study as the keys of its YAML files, with only the keys that are set."""

from collections.abc import Mapping
from fractions import Fraction

from answerable.core.answers import AnswerType
from answerable.core.questions import ConsistencyRule, Question, Questionnaire, Remark
from answerable.core.ratings.model import ItemSet, RatingScheme
from answerable.core.study.model import Round, Study

Keys = dict[str, object]


def _only_set(keys: Mapping[str, object]) -> Keys:
    """The keys that hold something: no None, no blank text, no empty list or mapping."""
    return {
        key: value
        for key, value in keys.items()
        if not (value is None or value in ((), [], {}) or (isinstance(value, str) and not value.strip()))
    }


def _plain(value: object) -> object:
    """A value with its mappings and tuples as dicts and lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _extra(extra: Mapping[str, object]) -> Keys:
    return {key: _plain(value) for key, value in extra.items()}


def study_keys(study: Study) -> Keys:
    """study.yaml."""
    kinds = {
        kind.id: {"name": kind.name, "plural": kind.plural, "short": kind.short}
        for kind in study.body_kinds.values()
    }
    return {
        "id": study.id,
        "title": study.title,
        "publisher": study.publisher,
        "licence": study.licence,
        "simulated": study.simulated,
        **_only_set({"summary": study.summary, "contact": study.contact}),
        "body_kinds": kinds,
        **_only_set(
            {
                "body_attributes": {key: {"name": name} for key, name in study.body_attributes.items()},
                "default_scheme": study.default_scheme,
            }
        ),
        **_extra(study.extra),
    }


def round_keys(a_round: Round) -> Keys:
    """round.yaml."""
    return {
        **_only_set({"title": a_round.title}),
        "sent_on": a_round.sent_on,
        "cut_off": a_round.cut_off,
        "regime": a_round.regime,
        "asked": dict(a_round.asked),
        **_extra(a_round.extra),
    }


def questionnaire_keys(form: Questionnaire) -> Keys:
    """A questionnaire; follow-ups stand below the question they hang on."""
    by_parent: dict[str, list[Keys]] = {}
    for question in form.questions:
        if question.parent is not None:
            by_parent.setdefault(question.parent, []).append(_question(question))
    questions = []
    for question in form.questions:
        if question.parent is None:
            below = by_parent.get(question.id)
            questions.append({**_question(question), **({"follow_ups": below} if below else {})})
    return {
        "kind": form.kind,
        **_only_set({"title": form.title, "definitions": dict(form.definitions)}),
        **_extra(form.extra),
        "questions": questions,
        **_only_set(
            {
                "remarks": [_remark(remark) for remark in form.remarks],
                "consistency": [_rule(rule) for rule in form.consistency],
            }
        ),
    }


def _question(question: Question) -> Keys:
    derived, link, code, duty = question.derived, question.compares_with, question.recoded, question.duty
    implied = derived is not None and question.answer is AnswerType.YES_NO
    return _only_set(
        {
            "id": question.id,
            "number": question.number,
            "label": question.label,
            "section": question.section,
            "text": question.text,
            "answer": None if implied else str(question.answer),
            "if": question.condition,
            "options": list(question.options),
            "recoded": code and {"options": list(code.options), "on": code.on, "because": code.because},
            "unit": question.unit,
            "period": question.period,
            "meaning": dict(question.meaning),
            "note": question.note,
            "duty": duty
            and _only_set({"name": duty.name, "source": duty.source, "force": duty.force, "url": duty.url}),
            "pair_of": question.pair_of,
            "derived": derived
            and _only_set({"any_of": list(derived.any_of), "gives_number": derived.gives_number}),
            "compares_with": link
            and _only_set(
                {
                    "round": link.round,
                    "question": link.question,
                    "kind": link.kind,
                    "comparability": str(link.comparability),
                    "because": link.because,
                }
            ),
        }
    )


def _remark(remark: Remark) -> Keys:
    return _only_set({"id": remark.id, "text": remark.text, "of": remark.of})


def _rule(rule: ConsistencyRule) -> Keys:
    return _only_set(
        {
            "rule": rule.rule,
            "question": rule.question,
            "elements": list(rule.elements),
            "other": rule.other,
            "other_kind": rule.other_kind,
            "words": rule.words,
        }
    )


def scheme_keys(scheme: RatingScheme) -> Keys:
    """A rating scheme; bands in percent, exactly."""
    return {
        "id": scheme.id,
        "version": scheme.version,
        "title": scheme.title,
        "default_set": scheme.default_set,
        "minimum_coverage": scheme.minimum_coverage,
        "bands": [{"stars": band.stars, "up_to": band.up_to * 100} for band in scheme.bands],
        **_only_set({"overall": dict(scheme.overall)}),
        "item_sets": {
            name: [_item_set(item_set) for item_set in lists] for name, lists in scheme.item_sets.items()
        },
        **_only_set({"notes": list(scheme.notes)}),
        **_extra(scheme.extra),
    }


def _item_set(item_set: ItemSet) -> Keys:
    return {
        "round": item_set.round,
        "kind": item_set.kind,
        "items": list(item_set.items),
        **_only_set({"weights": {item: Fraction(weight) for item, weight in item_set.weights.items()}}),
    }
