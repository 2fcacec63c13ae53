"""The word lists that a set of rules refers to: resolved, and flattened into listings that can be looked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from watcher.core.rules.expression import And, Operator
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.spec import WEAK_WEIGHT, Group, TermLists
from watcher.core.rules.terms import Term, parse_term
from watcher.errors import RuleError

ANY: Final = "any"
EXCEPT: Final = -1  # the slot of what masks; 0 holds what counts, 1 and up the company clauses
Path = tuple[str | int, ...]  # where in a configuration: ("group", "russia", "de", 3)
Fault = tuple[Path, RuleError]


class Listing(NamedTuple):
    """One term as one list holds it. `atom` is "@group", or the term itself where it stands in a rule."""

    atom: str
    slot: int
    lang: str  # BCP 47, or "any"
    gated: bool  # a common word: only in documents of its own language
    term: Term
    weight: float


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
    terms: tuple[str, ...]  # that stand in rules
    includes: Mapping[str, tuple[str, ...]]  # atom → atoms that it includes directly
    company: Mapping[str, tuple[Clause, ...]]
    feeds: Mapping[str, tuple[str, ...]]  # atom → the atoms that a hit of it may count for, itself first

    def listings(self) -> Iterator[Listing]:
        for atom, group in self.groups.items():
            names = group.kind == "names"
            yield from _listed(atom, 0, group.terms, names=names, weight=1.0)
            yield from _listed(atom, 0, group.weak, names=names, weight=WEAK_WEIGHT)
            yield from _listed(atom, EXCEPT, group.except_, names=names, weight=1.0)
            for slot, company in enumerate(group.company, start=1):
                yield from _listed(atom, slot, company.terms, names=names, weight=company.weight)
        for written in self.terms:
            yield Listing(written, 0, ANY, False, parse_term(written), 1.0)


def _listed(atom: str, slot: int, lists: TermLists, *, names: bool, weight: float) -> Iterator[Listing]:
    for lang, terms in lists.items():
        gated = not names and lang != ANY
        for written in dict.fromkeys(terms):
            term = parse_term(written)
            yield Listing(atom, slot, lang, gated, term, weight * term.weight)


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
    faults += _list_faults(wanted, groups)
    cycles = _cycles(includes)
    faults += cycles
    feeds = _feeds(includes) if not cycles else {}
    vocabulary = Vocabulary(groups=wanted, terms=tuple(terms), includes=includes, company=company, feeds=feeds)
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


def _list_faults(wanted: Mapping[str, Group], groups: Mapping[str, Group]) -> Iterator[Fault]:
    for group in wanted.values():
        for index, name in enumerate(group.include):
            if name not in groups:
                yield ("group", group.name, "include", index), unknown_group(name, groups, name, 1)
        sections: list[tuple[Path, TermLists]] = [
            ((), group.terms),
            (("weak",), group.weak),
            (("except",), group.except_),
        ]
        sections += [(("company", index), company.terms) for index, company in enumerate(group.company)]
        for path, lists in sections:
            for lang, terms in lists.items():
                for index, written in enumerate(terms):
                    try:
                        parse_term(written)
                    except RuleError as error:
                        yield ("group", group.name, *path, lang, index), error


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
