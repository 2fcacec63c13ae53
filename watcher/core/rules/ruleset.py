"""Compiled rules, and what they say of an article."""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from watcher import late
from watcher.core.model import Answer, Article, PageState, ScorePart, Verdict
from watcher.core.rules.document import Clutter
from watcher.core.rules.expression import Clause, Operator, at_least, joined_parts
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.matcher import Matcher
from watcher.core.rules.reading import TEXT_ZONES, Facts, Reading
from watcher.core.rules.score import DEFAULT_THRESHOLD, Against, Factor, factors, score
from watcher.core.rules.sighting import Sighting
from watcher.core.rules.spec import Group, Topic
from watcher.core.rules.terms import parse_weight
from watcher.core.rules.vocabulary import Fault, Vocabulary, resolve, unknown_groups
from watcher.core.text.fold import fold
from watcher.errors import RuleError, RuleFaults
from watcher.frozen import dataclass

MAX_HITS: Final = 100  # kept with a verdict, the first ones
_WEIGHTED: Final = late.pattern(r"(?s)(.*)\^(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A topic, understood. `parts` are what `expression` joins by &; `required` the clauses that each need a hit."""

    topic: Topic
    expression: Operator
    parts: tuple[Operator, ...]
    against: tuple[Against, ...]
    required: tuple[Clause, ...]

    @property
    def threshold(self) -> float:
        return DEFAULT_THRESHOLD if self.topic.threshold is None else self.topic.threshold


def compile_rules(
    topics: Sequence[Topic],
    groups: Mapping[str, Group],
    *,
    clutter: Iterable[str] = (),
    sound: Container[str] = (),
) -> "Ruleset":
    """Understand topics over groups; `clutter` are words that lines to other articles begin with.

    `sound` names groups whose terms are known to be well written, so that nobody need look at them again.

    Raises RuleFaults with everything that is wrong, each fault with its path in the configuration.
    """
    faults: list[Fault] = []
    rules = [_rule(index, topic, groups, faults) for index, topic in enumerate(topics)]
    understood = [rule for rule in rules if rule is not None]
    expressions = [rule.expression for rule in understood]
    expressions += [rival.expression for rule in understood for rival in rule.against]
    vocabulary, wrong = resolve(expressions, groups, sound=sound)
    faults += wrong
    if faults:
        raise RuleFaults(faults)
    return Ruleset(understood, vocabulary, groups, tuple(clutter))


def _rule(index: int, topic: Topic, groups: Mapping[str, Group], faults: list[Fault]) -> Rule | None:
    expression = _understood(("topic", index, "rule"), topic.rule, groups, faults)
    against = []
    for place, written in enumerate(topic.against):
        path = ("topic", index, "against", place)
        weighted = _WEIGHTED.fullmatch(written)
        rival = _understood(path, weighted[1] if weighted else written, groups, faults)
        try:
            weight = parse_weight(weighted[2], written) if weighted else 1.0
        except RuleError as error:
            faults.append((path, error))
            continue
        if rival is not None:
            against.append(Against(expression=rival, weight=weight))
    if expression is None:
        return None
    return Rule(
        topic=topic,
        expression=expression,
        parts=joined_parts(expression),
        against=tuple(against),
        required=expression.required(),
    )


def _understood(
    path: tuple[str | int, ...], source: str, groups: Mapping[str, Group], faults: list[Fault]
) -> Operator | None:
    try:
        expression = parse_rule(source)
    except RuleError as error:
        faults.append((path, error))
        return None
    faults += ((path, error) for error in unknown_groups(expression, groups, source))
    return expression


class Ruleset:
    """Immutable, and the same in another process: it is pickled as what it was compiled from."""

    __slots__ = (
        "_always",
        "_by_any",
        "_by_rarest",
        "_clutter",
        "_eager",
        "_factors",
        "_fingerprint",
        "_groups",
        "_matcher",
        "rules",
    )

    def __init__(
        self, rules: Sequence[Rule], vocabulary: Vocabulary, groups: Mapping[str, Group], clutter: tuple[str, ...]
    ) -> None:
        self.rules = tuple(rules)
        self._groups = groups
        self._clutter = clutter
        self._fingerprint = ""
        self._matcher = Matcher(vocabulary, Clutter(clutter))
        self._factors: dict[int, tuple[Factor, ...]] = {}  # of the rules that have said anything
        self._by_rarest: dict[str, list[int]] = {}
        self._by_any: dict[str, list[int]] = {}
        # Rules without a clause, and while a page may come, those that always want it.
        self._always = {index for index, rule in enumerate(self.rules) if not rule.required}
        self._eager = {index for index, rule in enumerate(self.rules) if rule.topic.fetch == "always"}
        for index, rule in enumerate(self.rules):
            self._enter(index, rule, vocabulary)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.topics, self._groups, self._clutter)

    @property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(rule.topic for rule in self.rules)

    @property
    def vocabulary(self) -> Vocabulary:
        """Everything that the rules look for."""
        return self._matcher.vocabulary

    @property
    def asks_for_citations(self) -> bool:
        """Whether a rule wants to know whom an article cites; finding that takes longer than all the rest."""
        return any("cites:" in written for topic in self.topics for written in (topic.rule, *topic.against))

    @property
    def fingerprint(self) -> str:
        """The SHA-256, in hexadecimal, of what the rules were compiled from: the same rules have the same everywhere."""
        if not self._fingerprint:
            written = [self.topics, dict(self._groups), self._clutter]
            plain = json.dumps(written, default=_plain, sort_keys=True, ensure_ascii=False)
            self._fingerprint = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
        return self._fingerprint

    def remember(self, tokens: int) -> None:
        """Remember so many words of each language, before the first is judged: for whoever has much to judge at once."""
        self._matcher.most_tokens = tokens

    def judge(self, article: Article, *, now: datetime, citations: tuple[str, ...] = ()) -> tuple[Verdict, ...]:
        """What the topics say, in their order; those that plainly say no, or of which nothing shows yet, are left out.

        While the page is UNREAD or FAILED, it can still tell; READ, WALLED and ABSENT are final.
        """
        sighting = self.look(article)
        waiting = article.page in (PageState.UNREAD, PageState.FAILED)
        candidates = self._candidates(sighting, waiting=waiting)
        if not candidates:
            return ()
        reading = read(sighting, article, now=now, citations=citations)
        verdicts = [self._verdict(index, sighting, reading) for index in sorted(candidates)]
        return tuple([verdict for verdict in verdicts if verdict is not None])

    def look(self, article: Article) -> Sighting:
        """Everything that stands in an article, for whoever explains."""
        return self._matcher.read(article)

    def shown(self, verdict: Verdict) -> float:
        """The share of the parts required by a verdict's rule that it has hits for; 1 if none is required."""
        brought = self._brought(verdict)
        return sum(map(bool, brought)) / len(brought) if brought else 1.0

    def decisive(self, verdict: Verdict) -> frozenset[tuple[str, str]]:
        """The terms, each with its group, without which a part that a verdict's rule requires would have no hit."""
        return frozenset(next(iter(terms)) for terms in self._brought(verdict) if len(terms) == 1)

    def _brought(self, verdict: Verdict) -> list[set[tuple[str, str]]]:
        """The terms that stand there for each required part."""
        feeds = self._matcher.vocabulary.feeds
        counts_for: dict[tuple[str, str], tuple[str, ...]] = {}
        for hit in verdict.hits:
            atom = f"@{hit.group}" if hit.group else hit.term
            counts_for[hit.group, hit.term] = feeds.get(atom, (atom,))
        required = next((rule.required for rule in self.rules if rule.topic.name == verdict.topic), ())
        return [{term for term, atoms in counts_for.items() if not clause.isdisjoint(atoms)} for clause in required]

    def _enter(self, index: int, rule: Rule, vocabulary: Vocabulary) -> None:
        if not rule.required:
            return

        def breadth(clause: Clause) -> int:
            groups = (vocabulary.groups.get(atom) for atom in clause)
            return sum(sum(map(len, group.terms.values())) if group else 1 for group in groups)

        for atom in min(rule.required, key=breadth):
            self._by_rarest.setdefault(atom, []).append(index)
        for atom in frozenset().union(*rule.required):
            self._by_any.setdefault(atom, []).append(index)

    def _candidates(self, sighting: Sighting, *, waiting: bool) -> set[int]:
        """The rules that may say anything but no: without a hit in each clause there is no yes."""
        atoms = sighting.atoms
        found = self._always | self._eager if waiting else set(self._always)
        index = self._by_any if waiting else self._by_rarest
        for atom in atoms:
            found.update(index.get(atom, ()))
        if waiting or sighting.slow:
            return found
        return {number for number in found if not any(map(atoms.isdisjoint, self.rules[number].required))}

    def _verdict(self, number: int, sighting: Sighting, reading: Reading) -> Verdict | None:
        rule = self.rules[number]
        outcomes = [part.evaluate(reading) for part in rule.parts]
        answer, places, _ = at_least(len(outcomes), outcomes)
        slow = {atom.key for atom in rule.expression.atoms()}.intersection(sighting.slow) if sighting.slow else set()
        if answer is Answer.NO and not slow:
            return None
        shown = (
            sum(any(reading.places(atom) for atom in clause) for clause in rule.required) if reading.open_zones else 0
        )
        if answer is Answer.UNDECIDED and not shown and rule.required and rule.topic.fetch != "always":
            return None
        counting = self._factors.get(number)
        if counting is None:
            counting = self._factors[number] = factors(rule.parts)
        value, parts = score(counting, outcomes, rule.against, reading)
        parts += tuple(ScorePart(label=name, value=1.0, why="took too long and was given up") for name in sorted(slow))
        return Verdict(
            topic=rule.topic.name,
            answer=answer,
            score=value if answer is Answer.YES else 0.0,
            threshold=rule.threshold,
            hits=tuple(sighting.hits(places[:MAX_HITS])),
            parts=parts,
            wants_page=bool(reading.open_zones) and _wants_page(rule, answer, shown),
        )


def _plain(value: object) -> object:
    """What JSON can hold of a topic, a group or a company clause; a list of terms as one text, which is quicker."""
    values = {field.name: getattr(value, field.name) for field in fields(value)}  # type: ignore[arg-type]  # a dataclass
    return {
        name: {lang: "\n".join(terms) for lang, terms in one.items()} if isinstance(one, Mapping) else one
        for name, one in values.items()
    }


def _rebuilt(topics: Sequence[Topic], groups: Mapping[str, Group], clutter: tuple[str, ...]) -> Ruleset:
    return compile_rules(topics, groups, clutter=clutter, sound=groups)


def read(sighting: Sighting, article: Article, *, now: datetime, citations: tuple[str, ...]) -> Reading:
    """An article as rules see it."""
    waiting = article.page in (PageState.UNREAD, PageState.FAILED)
    open_zones = TEXT_ZONES if waiting else frozenset()
    return Reading(sighting.places, lambda: _facts(sighting, article, now, citations), open_zones)


def _facts(sighting: Sighting, article: Article, now: datetime, citations: tuple[str, ...]) -> Facts:
    entry = article.entry
    return Facts(
        url=fold(entry.url).text,
        source=(fold(entry.outlet).text, fold(entry.feed).text),
        author=fold(entry.author).text,
        tags=tuple(fold(tag).text for tag in entry.tags),
        lang=(entry.lang or (sighting.fields[0].lang if sighting.fields else "")).replace("_", "-").lower(),
        country=entry.country.lower(),
        cites=tuple(fold(name).text for name in citations),
        age=now - (entry.published or entry.first_seen),
    )


def _wants_page(rule: Rule, answer: Answer, shown: int) -> bool:
    """Whether the page could change the outcome and the topic's setting wants it."""
    if answer is Answer.NO or rule.topic.fetch == "never":
        return False
    if answer is Answer.YES or rule.topic.fetch == "always":
        return True
    needed = {"half": len(rule.required) / 2, "any": 1, "all": len(rule.required)}[rule.topic.fetch]
    return shown >= needed
