"""The word lists that a set of rules refers to: resolved, and flattened into listings that can be looked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from watcher.core.rules.expression import And, Operator
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.spec import WEAK_WEIGHT, Group, TermLists
from watcher.core.rules.terms import Term, all_sound, parse_term
from watcher.errors import RuleError

ANY: Final = "any"
EXCEPT: Final = -1  # the slot of what masks; 0 holds what counts, 1 and up the company clauses
Path = tuple[str | int, ...]  # where in a configuration: ("group", "russia", "de", 3)
Fault = tuple[Path, RuleError]


class Listing(NamedTuple):
    """One term as one list holds it. `atom` is "@group", or the term itself where it stands in a rule."""

    atom: str
    slot: int
    gated: bool
    term: Term
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """The terms of one list as written. They are understood when a document comes that they concern."""

    atom: str
    slot: int
    lang: str  # BCP 47, or "any"
    gated: bool  # common words: only in documents of their own language
    weight: float
    written: tuple[str, ...]

    def listing(self, written: str) -> Listing:
        term = parse_term(written)
        return Listing(self.atom, self.slot, self.gated, term, self.weight * term.weight)


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
    lists: tuple[WordList, ...]


def _word_lists(groups: Mapping[str, Group], terms: Iterable[str]) -> Iterator[tuple[Path, WordList]]:
    for atom, group in groups.items():
        sections: list[tuple[int, Path, TermLists, float]] = [
            (0, (), group.terms, 1.0),
            (0, ("weak",), group.weak, WEAK_WEIGHT),
            (EXCEPT, ("except",), group.except_, 1.0),
        ]
        for index, company in enumerate(group.company):
            sections.append((index + 1, ("company", index), company.terms, company.weight))
        for slot, path, lists, weight in sections:
            for lang, written in lists.items():
                gated = lang != ANY and group.kind == "words"
                yield (
                    ("group", group.name, *path, lang),
                    WordList(atom=atom, slot=slot, lang=lang, gated=gated, weight=weight, written=written),
                )
    for term in terms:
        yield (), WordList(atom=term, slot=0, lang=ANY, gated=False, weight=1.0, written=(term,))


def _term_faults(path: Path, words: WordList) -> Iterator[Fault]:
    if all_sound(words.written):
        return
    for index, written in enumerate(words.written):
        try:
            parse_term(written)
        except RuleError as error:
            yield (*path, index), error


def resolve(expressions: Iterable[Operator], groups: Mapping[str, Group]) -> tuple[Vocabulary, list[Fault]]:
    """Gather what the expressions refer to, with what that includes; return what is wrong with it beside it."""
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
    for path, words in _word_lists(wanted, terms):
        lists.append(words)
        faults += _term_faults(path, words)
    cycles = _cycles(includes)
    faults += cycles
    feeds = _feeds(includes) if not cycles else {}
    vocabulary = Vocabulary(groups=wanted, includes=includes, company=company, feeds=feeds, lists=tuple(lists))
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
