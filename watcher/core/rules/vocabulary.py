"""The word lists that a set of rules refers to: resolved, and flattened into listings that can be looked for."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import field
from itertools import chain
from typing import Final

from watcher.core.rules.expression import And, Operator
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.spec import WEAK_WEIGHT, Group, TermLists
from watcher.core.rules.terms import Term, all_sound, parse_term
from watcher.errors import RuleError
from watcher.frozen import dataclass

ANY: Final = "any"
EXCEPT: Final = -1  # the slot of what masks; 0 holds what counts, 1 and up the company clauses
Path = tuple[str | int, ...]  # where in a configuration: ("group", "russia", "de", 3)
Fault = tuple[Path, RuleError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One term as one list holds it. `atom` is "@group", or the term itself where it stands in a rule.

    Lists of several languages that hold a term hold the same.
    """

    atom: str
    slot: int
    gated: bool  # common words: only in documents of their own language
    term: Term
    weight: float
    _hash: int = field(init=False, repr=False, compare=False)  # asked for at every place

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.atom, self.slot, self.term.notation, self.weight)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """The lists of one section of a group, by language, as written. A term is understood when a text comes near it."""

    atom: str
    slot: int
    common: bool  # words rather than names
    weight: float
    terms: TermLists

    def gated(self, lang: str) -> bool:
        """Whether its list of a language holds in documents of that language only."""
        return self.common and lang != ANY

    def listing(self, written: str, lang: str) -> Listing:
        """A term of one of its lists, understood; that it is one was seen to before."""
        term = parse_term(written, sound=True)
        return Listing(
            atom=self.atom, slot=self.slot, gated=self.gated(lang), term=term, weight=self.weight * term.weight
        )


class InRules:
    """The terms that stand in rules, of no language, each an atom of its own."""

    def listing(self, written: str, lang: str) -> Listing:  # noqa: ARG002 - as of lists
        """One of them, understood."""
        return Listing(atom=written, slot=0, gated=False, term=parse_term(written, sound=True), weight=1.0)


Holder = WordLists | InRules
IN_RULES: Final = InRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A company clause: `slot` counts if `expression` has places within so many words."""

    slot: int
    expression: Operator
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that is looked for. Groups are known by their atoms."""

    groups: Mapping[str, Group]
    includes: Mapping[str, tuple[str, ...]]  # atom → atoms that it includes directly
    company: Mapping[str, tuple[Clause, ...]]
    feeds: Mapping[str, tuple[str, ...]]  # atom → the atoms that a hit of it may count for, itself first
    lists: tuple[WordLists, ...]
    terms: tuple[str, ...] = ()  # that stand in rules


def _word_lists(groups: Mapping[str, Group]) -> Iterator[tuple[Path, WordLists]]:
    for atom, group in groups.items():
        sections: list[tuple[int, Path, TermLists, float]] = [
            (0, (), group.terms, 1.0),
            (0, ("weak",), group.weak, WEAK_WEIGHT),
            (EXCEPT, ("except",), group.except_, 1.0),
        ]
        for index, company in enumerate(group.company):
            sections.append((index + 1, ("company", index), company.terms, company.weight))
        for slot, path, lists, weight in sections:
            if lists:
                yield (
                    ("group", group.name, *path),
                    WordLists(atom=atom, slot=slot, common=group.kind == "words", weight=weight, terms=lists),
                )


def _term_faults(path: Path, lists: WordLists) -> Iterator[Fault]:
    if all_sound(chain.from_iterable(lists.terms.values())):
        return
    for lang, written in lists.terms.items():
        if all_sound(written):
            continue
        for index, term in enumerate(written):
            try:
                parse_term(term)
            except RuleError as error:
                yield (*path, lang, index), error


def resolve(
    expressions: Iterable[Operator], groups: Mapping[str, Group], *, sound: Container[str] = ()
) -> tuple[Vocabulary, list[Fault]]:
    """Gather what the expressions refer to, with what that includes; return what is wrong with it beside it.

    The terms of the groups in `sound` are not looked at: somebody has, and they are many.
    """
    faults: list[Fault] = []
    terms: dict[str, None] = {}
    wanted: dict[str, Group] = {}
    company: dict[str, tuple[Clause, ...]] = {}
    waiting = list(expressions)
    while waiting:
        for atom in waiting.pop().atoms():
            if not atom.group:
                terms.setdefault(atom.key)
                continue
            names = [atom.group]
            while names:
                name = names.pop()
                if f"@{name}" in wanted or name not in groups:
                    continue
                wanted[f"@{name}"] = group = groups[name]
                names += group.include
                clauses = company[f"@{name}"] = _clauses(group, groups, faults)
                waiting += [clause.expression for clause in clauses]
    includes = {atom: tuple(f"@{name}" for name in group.include if name in groups) for atom, group in wanted.items()}
    faults += _include_faults(wanted.values(), groups)
    lists = []
    for path, section in _word_lists(wanted):
        lists.append(section)
        if path[1] not in sound:
            faults += _term_faults(path, section)
    cycles = _cycles(includes)
    faults += cycles
    feeds = _feeds(includes) if not cycles else {}
    vocabulary = Vocabulary(
        groups=wanted, includes=includes, company=company, feeds=feeds, lists=tuple(lists), terms=tuple(terms)
    )
    return vocabulary, faults


def unknown_groups(expression: Operator, groups: Mapping[str, Group], source: str) -> Iterator[RuleError]:
    """A fault for each group that an expression names and nobody defined."""
    for name in dict.fromkeys(atom.group for atom in expression.atoms() if atom.group and atom.group not in groups):
        yield unknown_group(name, groups, source, source.find(f"@{name}") + 1)


def unknown_group(name: str, groups: Mapping[str, Group], source: str, column: int) -> RuleError:
    from rapidfuzz import process  # only a fault needs it

    nearest = [found[0] for found in process.extract(name, list(groups), limit=3, score_cutoff=60)]
    hint = f"did you mean {' or '.join(nearest)}?" if nearest else f"there are {', '.join(sorted(groups)) or 'none'}"
    return RuleError(f"no group is called {name}", source=source, column=column, hint=hint)


def _clauses(group: Group, groups: Mapping[str, Group], faults: list[Fault]) -> tuple[Clause, ...]:
    clauses = []
    for slot, company in enumerate(group.company, start=1):
        path: Path = ("group", group.name, "company", slot - 1, "with")
        try:
            expression = parse_rule(company.with_)
            _refuse_falling(expression, company.with_)
        except RuleError as error:
            faults.append((path, error))
            continue
        faults += ((path, error) for error in unknown_groups(expression, groups, company.with_))
        clauses.append(Clause(slot=slot, expression=expression, within=company.within))
    return tuple(clauses)


def _refuse_falling(expression: Operator, source: str) -> None:
    """Company must only ever grow, or a page could take back what the teaser decided."""
    parts = expression.of if isinstance(expression, And) else (expression,)
    if not all(part.has_places() for part in parts):
        hint = "terms, @groups, &, |, near, before, sentence and title:, lead:, text: make company"
        raise RuleError("company cannot look for that", source=source, column=1, hint=hint)


def _include_faults(wanted: Iterable[Group], groups: Mapping[str, Group]) -> Iterator[Fault]:
    for group in wanted:
        for index, name in enumerate(group.include):
            if name not in groups:
                yield ("group", group.name, "include", index), unknown_group(name, groups, name, 1)


def _cycles(includes: Mapping[str, tuple[str, ...]]) -> list[Fault]:
    """Groups that include themselves, each circle told once."""
    faults: list[Fault] = []
    done: set[str] = set()
    for start in includes:
        trail: list[str] = []
        stack = [(start, 0)]
        while stack:
            atom, depth = stack.pop()
            del trail[depth:]
            if atom in trail:
                circle = " → ".join(name[1:] for name in [*trail[trail.index(atom) :], atom])
                error = RuleError(f"a group includes itself: {circle}", source=atom[1:], column=1)
                faults.append((("group", trail[-1][1:], "include"), error))
                continue
            if atom in done:
                continue
            trail.append(atom)
            stack += [(name, depth + 1) for name in includes[atom]]
        done.update(_reach(start, includes))
    return faults


def _reach(start: str, links: Mapping[str, tuple[str, ...]]) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        atom = waiting.pop()
        if atom not in found:
            found[atom] = None
            waiting += links.get(atom, ())
    return found


def _feeds(includes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    included_by: dict[str, tuple[str, ...]] = {}
    for atom, names in includes.items():
        for name in names:
            included_by[name] = (*included_by.get(name, ()), atom)
    return {atom: tuple(_reach(atom, included_by)) for atom in includes}
