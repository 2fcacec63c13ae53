"""From a file's bytes to a checked configuration: syntax, values, references and rules, with all faults at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import toml_rs

from watcher.config.places import Path as KeyPath
from watcher.config.places import Places
from watcher.config.schema import read_table
from watcher.config.tables import Config
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.core.rules.expression import Atom
from watcher.core.rules.vocabulary import Fault as RuleFault
from watcher.core.rules.vocabulary import resolve, unknown_group
from watcher.data import FOLDER, groups_for, groups_needed, load_clutter, shipped_names
from watcher.errors import ConfigError, Fault, RuleError, RuleFaults
from watcher.frozen import dataclass

MAX_BYTES = 2_000_000  # a thousand feeds take a tenth of it; more is not a configuration
Judge = Callable[[Config], Iterable[tuple[KeyPath, str]]]
STARTER = "built-in starter configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A configuration that can be run: its values, its compiled rules, and where it came from, for people."""

    config: Config
    rules: Ruleset
    source: str
    path: Path | None = None  # the file that it was read from


def load(path: Path | None, *, beside: Judge | None = None) -> Loaded:
    """Read and check a configuration file; None takes the built-in starter. Raises ConfigError with every fault.

    `beside` says what else is wrong with the keys of a configuration, where somebody above knows more.
    """
    if path is None:
        return load_text(starter_text(), source=STARTER)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = " (`watcher init` writes one)" if isinstance(error, FileNotFoundError) else ""
        raise ConfigError([Fault(message=f"cannot be read: {reason}{hint}", file=str(path))]) from error
    if len(content) > MAX_BYTES:
        raise ConfigError([Fault(message=f"larger than {MAX_BYTES} bytes: not a configuration", file=str(path))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = Fault(message=f"not UTF-8: byte {content[error.start]:#04x}", file=str(path), line=line, column=1)
        raise ConfigError([fault]) from error
    return replace(load_text(text, source=str(path), beside=beside), path=path.absolute())


def load_text(text: str, *, source: str, beside: Judge | None = None) -> Loaded:
    """Check the text of a configuration; see `load`."""
    text = text.replace("\r\n", "\n")
    try:
        raw = toml_rs.loads(text)
    except toml_rs.TOMLDecodeError as error:
        raise ConfigError([_syntax_fault(error, source)]) from error
    found = _Faults(source, text)
    config = read_table(Config, raw, (), found.tell)
    for path, message in _reference_faults(config):
        found.follow(path, message)
    for path, message in beside(config) if beside else ():
        found.tell(path, message, key=True)
    rules = _rules(config, found)
    if rules is None or found:
        raise ConfigError(found.in_order())
    return Loaded(config=config, rules=rules, source=source)


class _Faults:
    """What is wrong with a file, gathered while it is read."""

    def __init__(self, source: str, text: str) -> None:
        self._source, self._text = source, text
        self._wrong: set[KeyPath] = set()  # where a value is, and something stands in for it
        self._told: dict[tuple[KeyPath, str], tuple[bool, RuleError | None]] = {}

    def __bool__(self) -> bool:
        return bool(self._told)

    def tell(self, path: KeyPath, message: str, *, key: bool = False) -> None:
        """A value, or its key, cannot be used."""
        self._wrong.add(path)
        self._told[path, message] = key, None

    def follow(self, path: KeyPath, message: str, rule: RuleError | None = None) -> None:
        """A value cannot be used beside others, or as a rule; nothing to say of one that cannot be used at all."""
        if path not in self._wrong:
            self._told.setdefault((path, message), (False, rule))

    def in_order(self) -> list[Fault]:
        """All of it, as it stands in the file."""
        places = Places(self._source, self._text)
        faults = [
            _with_rule(places.fault(path, message, key=key), rule)
            for (path, message), (key, rule) in self._told.items()
        ]
        return sorted(faults, key=lambda fault: (fault.line, fault.column))


def _rules(config: Config, found: _Faults) -> Ruleset | None:
    """The compiled rules; None if that cannot be done, of which every reason is told."""
    topics = tuple(
        Topic(name=t.name, rule=t.rule, against=t.against, threshold=t.threshold, fetch=t.fetch) for t in config.topic
    )
    shipped = frozenset(shipped_names()).difference(config.group)  # tests see to their terms
    faults: list[RuleFault] = []
    groups = groups_for(topics, config.group, faults)
    try:
        rules = compile_rules(topics, groups, clutter=load_clutter(), sound=shipped)
    except RuleFaults as error:
        rules = None
        faults += error.faults
    written = dict(_written(topics))
    understood = groups_needed(written.values()) if rules else set()
    _, wrong = resolve([Atom(key=f"@{name}") for name in config.group if name not in understood], groups, sound=shipped)
    faults += wrong
    for path in {path for path, _ in faults} & written.keys():  # whoever parses a rule stops at its first fault
        faults += [(path, unknown) for unknown in _unknown_in(written[path], groups)]
    for path, fault in faults:
        found.follow(path, str(fault), fault)
    return rules


def _written(topics: Iterable[Topic]) -> Iterator[tuple[KeyPath, str]]:
    """All rules with their paths."""
    for number, topic in enumerate(topics):
        yield ("topic", number, "rule"), topic.rule
        yield from ((("topic", number, "against", place), rule) for place, rule in enumerate(topic.against))


def _unknown_in(rule: str, groups: Mapping[str, Group]) -> Iterator[RuleError]:
    for name in sorted(groups_needed([rule]).difference(groups)):
        yield unknown_group(name, groups, rule, rule.find(f"@{name}") + 1)


def starter_text() -> str:
    """The configuration that ships with the program and that `watcher init` writes."""
    return (FOLDER / "starter.toml").read_text(encoding="utf-8")


def _syntax_fault(error: toml_rs.TOMLDecodeError, source: str) -> Fault:
    lines = error.doc.splitlines()
    shown = lines[error.lineno - 1].expandtabs(1)[:160] if error.lineno <= len(lines) else ""
    message = error.msg.rsplit("\n", 1)[-1]
    return Fault(
        message=f"not valid TOML: {message}",
        file=source,
        line=error.lineno,
        column=error.colno,
        excerpt=f"  {shown}\n  {' ' * (error.colno - 1)}^",
    )


def _reference_faults(config: Config) -> Iterator[tuple[KeyPath, str]]:
    seen: dict[str, int] = {}
    for number, feed in enumerate(config.feed):
        if feed.url in seen:
            yield ("feed", number, "url"), f"this address stands twice; feed {seen[feed.url] + 1} has it, too"
        seen.setdefault(feed.url, number)
    names: set[str] = set()
    for number, topic in enumerate(config.topic):
        if topic.name in names:
            yield ("topic", number, "name"), f'there are two topics named "{topic.name}"'
        names.add(topic.name)
    told = [(("topic", number, "notify"), topic.notify) for number, topic in enumerate(config.topic)]
    choices = ", ".join(sorted(config.channels))
    for path, channels in (*told, (("alerts", "feeds"), config.alerts.feeds)):
        for position, channel in enumerate(channels):
            if channel not in config.channels:
                yield (*path, position), f'no channel "{channel}" (choices are {choices})'


def _with_rule(fault: Fault, rule: RuleError | None) -> Fault:
    """A fault with the rule that it is in, if it is in one, and a caret there."""
    if rule is None or not rule.column:
        return fault
    own = f"{fault.excerpt}\n" if fault.excerpt else ""
    return replace(fault, excerpt=own + "  in the rule:\n  " + rule.excerpt.replace("\n", "\n  "))
