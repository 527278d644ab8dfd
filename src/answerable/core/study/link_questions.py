"""Questionnaires: whether what their questions say of one another, and of earlier rounds, holds."""

from collections.abc import Iterator, Mapping

from answerable.core.answers import AnswerType
from answerable.core.questions import ConsistencyRule, Question
from answerable.core.study.faults import Faults, any_of, did_you_mean, quoted
from answerable.core.study.loading import Loaded, LoadedRound
from answerable.core.study.questionnaire_yaml import ParsedQuestionnaire

RULES = (
    "overall_yes_no_element",
    "overall_no_with_element",
    "yes_without",
    "home_without_transfer",
    "joint_one_side",
)
NEEDS_ELEMENTS = RULES[:2]


def check_questionnaires(loaded: Loaded, faults: Faults) -> None:
    """Notes every fault inside the questionnaires and between those of different rounds."""
    earlier: dict[str, LoadedRound] = {}
    for each in loaded.rounds:
        for form in each.questionnaires.values():
            check_questionnaire(form, each, earlier, faults)
        earlier[each.id] = each


def check_questionnaire(
    form: ParsedQuestionnaire, a_round: LoadedRound, earlier: Mapping[str, LoadedRound], faults: Faults
) -> None:
    """Notes every fault inside one questionnaire, and between it and the rounds before its own."""
    _Checker(form, a_round, earlier, faults).check()


class _Checker:
    """Checks one questionnaire, in the light of its round and the rounds before."""

    def __init__(
        self,
        form: ParsedQuestionnaire,
        a_round: LoadedRound,
        earlier: Mapping[str, LoadedRound],
        faults: Faults,
    ) -> None:
        self.form, self.round, self.earlier, self.faults = form, a_round, earlier, faults
        self.by_id = form.value.by_id

    def fault(
        self, rule: str, message: str, remedy: str, question: str, key: str, *, warning: bool = False
    ) -> None:
        """Notes a fault at a key of a question."""
        self.faults.add(
            rule,
            message,
            remedy,
            file=self.form.file,
            line=self.form.line(question, key),
            column=key,
            question=question if question in self.by_id else None,
            warning=warning,
        )

    def check(self) -> None:
        """Checks everything in the questionnaire."""
        form = self.form.value
        if not form.questions:
            self.faults.add(
                "no_questions",
                "The questionnaire has no questions.",
                "Add at least one under questions.",
                file=self.form.file,
            )
        for question in form.questions:
            self.options(question)
            self.follow_up(question)
            self.pair(question)
            self.derived(question)
            self.comparison(question)
            self.section(question)
        self.remarks()
        for number, rule in enumerate(form.consistency):
            self.consistency(rule, f"rule {number}")

    def unknown(self, word: str, known: Mapping[str, object], owner: str, key: str) -> bool:
        """Whether a question is not among the known ones, which is then told."""
        if not word or word in known:
            return False
        self.fault(
            "unknown_question",
            f"The key “{key}” names {quoted(word)}, which is no question.",
            did_you_mean(word, known),
            owner,
            key,
        )
        return True

    def options(self, question: Question) -> None:
        """Options belong to questions answered by one of them, each once, and yes/no has both."""
        for key, options in (
            ("options", question.options),
            ("recoded", question.recoded.options if question.recoded else ()),
        ):
            if len(set(options)) < len(options):
                self.fault("duplicate_option", "An option is listed twice.", "Keep one.", question.id, key)
            if options and not question.has_options:
                self.fault(
                    "options_not_used",
                    f"A question answered by {question.answer} has no options.",
                    "Remove them, or make the answer a choice.",
                    question.id,
                    key,
                )
        if question.has_options and question.derived is None and not question.coded_options:
            self.fault(
                "options_missing",
                "A choice needs its options.",
                "List them as `options: [...]`.",
                question.id,
                "answer",
            )
        if question.answer is AnswerType.YES_NO and not {"yes", "no"} <= set(question.coded_options):
            self.fault(
                "yes_no_options",
                f"The options {any_of(question.coded_options)} lack yes or no.",
                "Add both, or make the answer a choice.",
                question.id,
                "recoded" if question.recoded else "options",
            )
        for option in question.meaning:
            if option not in question.coded_options:
                self.fault(
                    "unknown_option",
                    f"A meaning is given for {quoted(option)}, which is no option of the question.",
                    did_you_mean(option, question.coded_options),
                    question.id,
                    "meaning",
                )

    def follow_up(self, question: Question) -> None:
        """The answer that calls for a follow-up is one that its parent can have."""
        parent = self.by_id.get(question.parent or "")
        if parent is None or question.condition is None or question.condition in parent.coded_options:
            return
        self.fault(
            "unknown_option",
            f"It is asked if the answer is {quoted(question.condition)}, which is no option of {parent.id}.",
            did_you_mean(question.condition, parent.coded_options)
            if parent.coded_options
            else "Remove the key if: that question has no options.",
            question.id,
            "if",
        )

    def pair(self, question: Question) -> None:
        """Pairs are of two: a twin of a twin, or two twins of one question, would be miscounted."""
        if question.pair_of is None or self.unknown(question.pair_of, self.by_id, question.id, "pair_of"):
            return
        other = self.by_id[question.pair_of]
        twins = [each.id for each in self.by_id.values() if each.pair_of == other.id]
        if other.id == question.id or other.pair_of is not None:
            self.fault(
                "pair_cycle",
                f"{quoted(other.id)} is itself the out-of-hours twin of a question.",
                "Let pair_of name the question about working hours.",
                question.id,
                "pair_of",
            )
        elif twins[0] != question.id:
            self.fault(
                "pair_twice",
                f"{quoted(other.id)} has a twin already, {quoted(twins[0])}.",
                "Keep one of the two.",
                question.id,
                "pair_of",
            )

    def derived(self, question: Question) -> None:
        """Parts are questions that were asked, of the sort that the rule needs."""
        rule = question.derived
        if rule is None:
            return
        for part_id in rule.parts:
            if self.unknown(part_id, self.by_id, question.id, "derived"):
                continue
            for message, remedy in _part_faults(self.by_id[part_id], bool(rule.any_of)):
                self.fault("derived_part", message, remedy, question.id, "derived")
        if len(set(rule.any_of)) < len(rule.any_of):
            self.fault("derived_part", "A part is listed twice.", "Keep one.", question.id, "derived")

    def comparison(self, question: Question) -> None:
        """A comparison names a question of an earlier round."""
        link = question.compares_with
        if link is None or not link.round or not link.question:
            return
        before = self.earlier.get(link.round)
        if before is None:
            self.fault(
                "unknown_round",
                f"It is compared with the round {quoted(link.round)}; no earlier round has that id.",
                did_you_mean(link.round, self.earlier) if self.earlier else "Remove compares_with.",
                question.id,
                "compares_with",
            )
            return
        kind = link.kind or self.form.value.kind
        if kind not in before.head.asked:
            self.fault(
                "unknown_kind",
                f"The round {link.round} did not ask the kind {quoted(kind)}.",
                "Name the kind that was asked then as `kind` below compares_with.",
                question.id,
                "compares_with",
            )
        elif kind in before.questionnaires:
            known = before.questionnaires[kind].value.by_id
            self.unknown(link.question, known, question.id, "compares_with")

    def section(self, question: Question) -> None:
        """Where sections are listed, a question's section is one of them."""
        listed = self.form.value.extra.get("sections")
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            return
        if question.section and question.section not in listed:
            self.fault(
                "unknown_section",
                f"The section {quoted(question.section)} is not among the sections.",
                did_you_mean(question.section, listed),
                question.id,
                "section",
                warning=True,
            )

    def remarks(self) -> None:
        """Remarks have ids of their own and hang on questions that exist."""
        seen: set[str] = set()
        for number, remark in enumerate(self.form.value.remarks):
            owner = f"remark {number}"
            if remark.id in seen:
                self.fault(
                    "duplicate_remark",
                    f"The remark {quoted(remark.id)} is there twice.",
                    "Give each an id of its own.",
                    owner,
                    "remarks",
                )
            seen.add(remark.id)
            if remark.of:
                self.unknown(remark.of, self.by_id, owner, "of")

    def consistency(self, rule: ConsistencyRule, owner: str) -> None:
        """A rule is one of those known, and names what it needs."""
        if rule.rule and rule.rule not in RULES:
            self.fault(
                "unknown_word",
                f"There is no rule {quoted(rule.rule)}.",
                did_you_mean(rule.rule, RULES),
                owner,
                "rule",
            )
            return
        for question in (rule.question, *rule.elements):
            self.unknown(question, self.by_id, owner, "consistency")
        if rule.rule in NEEDS_ELEMENTS and not rule.elements:
            self.missing(owner, "elements", rule)
        if rule.rule == "joint_one_side":
            self.joint(rule, owner)
        elif rule.rule and rule.rule not in NEEDS_ELEMENTS:
            if rule.other is None:
                self.missing(owner, "other", rule)
            else:
                self.unknown(rule.other, self.by_id, owner, "other")

    def joint(self, rule: ConsistencyRule, owner: str) -> None:
        """The other side of joint work is a question to another kind of body in the same round."""
        for key in ("other", "other_kind"):
            if getattr(rule, key) is None:
                self.missing(owner, key, rule)
        if rule.other_kind is None or rule.other is None:
            return
        if rule.other_kind not in self.round.head.asked:
            self.fault(
                "unknown_kind",
                f"The round does not ask the kind {quoted(rule.other_kind)}.",
                did_you_mean(rule.other_kind, self.round.head.asked),
                owner,
                "other_kind",
            )
        elif rule.other_kind in self.round.questionnaires:
            self.unknown(rule.other, self.round.questionnaires[rule.other_kind].value.by_id, owner, "other")

    def missing(self, owner: str, key: str, rule: ConsistencyRule) -> None:
        """A rule that lacks something it needs."""
        self.fault(
            "missing_key", f"The rule {rule.rule} needs the key “{key}”.", f"Add `{key}: ...`.", owner, key
        )


def _part_faults(part: Question, any_of_parts: bool) -> Iterator[tuple[str, str]]:
    """What keeps a question from being a part of a derived one."""
    if part.derived is not None:
        yield f"{quoted(part.id)} is itself derived.", "Derive from questions that were asked."
    elif any_of_parts and "yes" not in part.coded_options:
        yield f"{quoted(part.id)} cannot be answered with yes.", "Name yes/no questions under any_of."
    elif not any_of_parts and not part.is_numeric:
        yield f"{quoted(part.id)} does not ask for a number.", "Name a question of money or count."
    elif not any_of_parts and part.parent is None:
        yield (
            f"{quoted(part.id)} is no follow-up, so there is no question to tell who gave no number.",
            "Name a follow-up under gives_number.",
        )
