"""Knowledge that ships with the program as tables, and the word lists made of it and of what a user writes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path as FilePath
from typing import Any, Final

import toml_rs

from watcher import late
from watcher.core.rules.spec import DEFAULT_WITHIN, Company, Group, TermLists, Topic
from watcher.core.rules.vocabulary import Fault, Path, unknown_group
from watcher.errors import RuleError, RuleFaults

SETTINGS: Final = ("about", "kind", "names", "include", "weak", "except", "company", "extend")
COMPANY_SETTINGS: Final = ("with", "within", "weight")
MAX_WITHIN: Final = 1000  # words
FOLDER: Final = FilePath(__file__).parent  # importlib.resources loads what reads zip files; nobody runs us from one
_LANGUAGE: Final = late.pattern(r"any|[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REFERENCE: Final = late.pattern(r"@([\w-]+)")

Table = Mapping[str, Any]


# --- what is wanted ---------------------------------------------------------------------------------------------------


def groups_for(
    topics: Sequence[Topic], tables: Mapping[str, Table], faults: list[Fault] | None = None
) -> Mapping[str, Group]:
    """The groups that topics need: a user's tables over what ships.

    All of the user's groups are there, needed or not; shipped ones only as needed, but all of them if a rule names a
    group that nobody defined, so that whoever reports it can say what is near. Raises RuleFaults for tables that are
    wrong; with a list for faults they go there, and the groups hold what could be read.
    """
    wrong: list[Fault] = [] if faults is None else faults
    users = {name: _user_group(name, table, wrong) for name, table in tables.items()}
    if wrong and faults is None:
        raise RuleFaults(wrong)
    wanted = groups_needed(source for topic in topics for source in (topic.rule, *topic.against))
    for group in users.values():
        wanted |= _references(group)
    undefined = wanted.difference(users, shipped_names())
    return {**load_groups(None if undefined else wanted, beside=users), **users}


def own_groups(tables: Mapping[str, Table]) -> Mapping[str, Group]:
    """A user's groups with nothing but what the user wrote: for whoever looks at the writing. The tables are sound."""
    return {
        name: parse_group(name, {key: value for key, value in table.items() if key not in ("extend", "names")}, [])
        for name, table in tables.items()
    }


def load_groups(wanted: Iterable[str] | None = None, *, beside: Mapping[str, Group] | None = None) -> dict[str, Group]:
    """Shipped groups by name, with all that they include or ask for company; None loads every one.

    `beside` are groups that take the place of shipped ones. Names that nobody ships are left out.
    """
    known, beside = shipped_names(), beside or {}
    waiting = list(known if wanted is None else wanted)
    found: dict[str, Group] = {}
    while waiting:
        name = waiting.pop()
        if name in found or (name not in beside and name not in known):
            continue
        found[name] = group = beside[name] if name in beside else shipped_group(name)
        waiting += _references(group)
    return {name: found[name] for name in sorted(found) if name not in beside}


def groups_needed(rules: Iterable[str]) -> set[str]:
    """The groups that rules name, read off their text: a rule that cannot be parsed is somebody else's fault to find."""
    return {name for rule in rules for name in _REFERENCE.findall(rule)}


def _references(group: Group) -> set[str]:
    return {*group.include, *groups_needed(company.with_ for company in group.company)}


# --- what ships -------------------------------------------------------------------------------------------------------


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of the groups that ship with the program."""
    return tuple(sorted(file.stem for file in (FOLDER / "groups").iterdir() if file.suffix == ".toml"))


@cache
def shipped_group(name: str) -> Group:
    """One of them. Raises RuleFaults if its file is wrong, which a test sees to."""
    faults: list[Fault] = []
    group = parse_group(name, read_table(f"groups/{name}.toml"), faults)
    if faults:
        raise RuleFaults(faults)
    return group


def read_table(name: str) -> Table:
    """One of the tables that ship, by the name of its file."""
    table: Table = toml_rs.loads((FOLDER / name).read_text(encoding="utf-8"))
    return table


@cache
def load_home() -> Mapping[str, str]:
    """Language → the one country whose press writes in it."""
    return read_table("home.toml")


def load_clutter() -> tuple[str, ...]:
    """What lines begin with that lead to other articles, in all languages."""
    return tuple(chain.from_iterable(read_table("clutter.toml").values()))


# --- from a table to a group ------------------------------------------------------------------------------------------


def _user_group(name: str, table: Table, faults: list[Fault]) -> Group:
    """A user's group with what it extends, as far as it can be read."""
    group = parse_group(name, {key: value for key, value in table.items() if key != "extend"}, faults)
    extended = table.get("extend")
    if extended is None:
        return group
    if extended not in shipped_names():
        names = dict.fromkeys(shipped_names(), group)
        faults.append((("group", name, "extend"), unknown_group(str(extended), names, str(extended), 1)))
        return group
    return merge_group(shipped_group(extended), group, keep_kind="kind" not in table)


def merge_group(shipped: Group, user: Group, *, keep_kind: bool = True) -> Group:
    """A shipped group with what a user adds to it, under the user's name for it.

    The user's terms come first, so that a term's place in the user's list is its place in the merged one.
    """
    return replace(
        user,
        about=user.about or shipped.about,
        kind=shipped.kind if keep_kind else user.kind,
        include=(*user.include, *shipped.include),
        terms=_merged(user.terms, shipped.terms),
        weak=_merged(user.weak, shipped.weak),
        except_=_merged(user.except_, shipped.except_),
        company=(*user.company, *shipped.company),
    )


def _merged(*lists: TermLists) -> dict[str, tuple[str, ...]]:
    if len(lists) == 1:
        return dict(lists[0])
    langs = dict.fromkeys(lang for each in lists for lang in each)
    return {lang: tuple(chain.from_iterable(each.get(lang, ()) for each in lists)) for lang in langs}


def parse_group(name: str, table: Table, faults: list[Fault]) -> Group:
    """A group as its table says; what is wrong with the table goes to `faults`, with its path."""
    read = _TableReader(("group", name), faults)
    countries = [read.country(index, written) for index, written in enumerate(read.strings(table, "names"))]
    return Group(
        name=name,
        about=read.string(table, "about"),
        kind="names" if read.choice(table, "kind", ("words", "names")) == "names" else "words",
        include=read.strings(table, "include"),
        terms=_merged(read.lists(table, SETTINGS), *countries),
        weak=read.section(table, "weak"),
        except_=read.section(table, "except"),
        company=tuple(read.companies(table)),
    )


class _TableReader:
    """Reads a group's table value by value and notes what is wrong, so that one look finds all faults."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self._path = path
        self._faults = faults

    def _fault(self, path: Path, message: str, hint: str = "") -> None:
        self._faults.append(((*self._path, *path), RuleError(message, hint=hint)))

    def string(self, table: Table, key: str) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return value
        self._fault((key,), f'"{key}" should be a text')
        return ""

    def choice(self, table: Table, key: str, choices: tuple[str, ...]) -> str:
        value = table.get(key, choices[0])
        if value not in choices:
            self._fault((key,), f'"{key}" cannot be {value!r}', f"choices are {', '.join(choices)}")
        return str(value)

    def strings(self, table: Table, key: str, path: Path = ()) -> tuple[str, ...]:
        value = table.get(key, ())
        if isinstance(value, list | tuple) and all(issubclass(kind, str) for kind in {*map(type, value)}):
            return tuple(value)
        self._fault((*path, key), f'"{key}" should be a list of texts', 'such as ["Moscow", "Kremlin"]')
        return ()

    def number(self, table: Table, key: str, default: float, most: float, path: Path) -> float:
        value = table.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        self._fault((*path, key), f'"{key}" should be a number from 0 to {most:g}')
        return default

    def lists(self, table: Table, settings: Iterable[str], path: Path = ()) -> dict[str, tuple[str, ...]]:
        """The lists of terms, by language: everything that is no setting."""
        found = {}
        for key in table:
            if key in settings:
                continue
            if _LANGUAGE.fullmatch(key):
                found[key] = self.strings(table, key, path)
            else:
                hint = f"a language such as de, zh-Hant or any, or one of {', '.join(settings)}"
                self._fault((*path, key), f'no setting is called "{key}"', hint)
        return found

    def section(self, table: Table, key: str) -> dict[str, tuple[str, ...]]:
        value = table.get(key, {})
        if isinstance(value, Mapping):
            return self.lists(value, (), (key,))
        self._fault((key,), f'"{key}" should be a table of lists by language')
        return {}

    def companies(self, table: Table) -> Iterator[Company]:
        value = table.get("company", ())
        if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
            self._fault(
                ("company",), '"company" should be tables', f"write [[{'.'.join(map(str, self._path))}.company]]"
            )
            return
        for index, clause in enumerate(value):
            path = ("company", index)
            if not isinstance(clause.get("with"), str):
                self._fault((*path, "with"), 'company needs "with"', 'an expression such as "@russia | Lavrov"')
                continue
            yield Company(
                with_=clause["with"],
                within=int(self.number(clause, "within", DEFAULT_WITHIN, MAX_WITHIN, path)),
                weight=self.number(clause, "weight", 1.0, 10.0, path),
                terms=self.lists(clause, COMPANY_SETTINGS, path),
            )

    def country(self, index: int, written: str) -> TermLists:
        from watcher.data.countries import country_terms  # a large table; only groups with countries pay

        scheme, _, code = written.partition(":")
        try:
            if scheme == "country":
                return country_terms(code)
        except RuleError as error:
            self._fault(("names", index), error.message, error.hint)
            return {}
        self._fault(("names", index), f"{written} names nothing", 'write "country:" and a code of ISO 3166: country:KP')
        return {}
