"""From a file's bytes to a checked configuration: syntax, values, references and rules, with all faults at once."""

import difflib
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import toml_rs
from pydantic import BaseModel, ValidationError

from watcher.config.channels import CHANNELS
from watcher.config.places import Path as KeyPath
from watcher.config.places import Places
from watcher.config.tables import Config
from watcher.core.rules import Ruleset, Topic, compile_rules
from watcher.data import groups_for, load_clutter, shipped_names
from watcher.errors import ConfigError, Fault, RuleFaults
from watcher.frozen import dataclass

MAX_BYTES = 2_000_000  # a thousand feeds take a tenth of it; more is not a configuration
STARTER = "built-in starter configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A configuration that can be run: its values, its compiled rules, and where it came from, for people."""

    config: Config
    rules: Ruleset
    source: str
    path: Path | None = None  # the file that it was read from


def load(path: Path | None) -> Loaded:
    """Read and check a configuration file; None takes the built-in starter. Raises ConfigError with every fault."""
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
    return replace(load_text(text, source=str(path)), path=path.absolute())


def load_text(text: str, *, source: str) -> Loaded:
    """Check the text of a configuration; see `load`."""
    text = text.replace("\r\n", "\n")
    try:
        raw = toml_rs.loads(text)
    except toml_rs.TOMLDecodeError as error:
        raise ConfigError([_syntax_fault(error, source)]) from error
    places = Places(source, text)
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError([_value_fault(places, detail) for detail in error.errors()]) from error
    faults = list(_reference_faults(config, places))
    topics = tuple(
        Topic(name=t.name, rule=t.rule, against=t.against, threshold=t.threshold, fetch=t.fetch) for t in config.topic
    )
    try:
        shipped = frozenset(shipped_names()).difference(config.group)  # tests see to their terms
        rules = compile_rules(topics, groups_for(topics, config.group), clutter=load_clutter(), sound=shipped)
    except RuleFaults as error:
        faults += [_rule_fault(places, path, problem) for path, problem in error.faults]
        raise ConfigError(faults) from error
    if faults:
        raise ConfigError(faults)
    return Loaded(config=config, rules=rules, source=source)


def starter_text() -> str:
    """The configuration that ships with the program and that `watcher init` writes."""
    return (resources.files("watcher.data") / "starter.toml").read_text(encoding="utf-8")


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


def _value_fault(places: Places, detail: Any) -> Fault:
    path: KeyPath = tuple(detail["loc"])
    table: type[BaseModel] | None = None
    if path[0] == "channel" and len(path) > 3:  # the third step is the kind that pydantic chose, and no key
        table, path = CHANNELS[str(path[2])], (*path[:2], *path[3:])
    if detail["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        known = "is missing" if detail["type"] == "union_tag_not_found" else f"is no {detail['ctx']['tag']!r}"
        return places.fault((*path, "kind"), f'"kind" of a channel {known} (choices are {", ".join(CHANNELS)})')
    if detail["type"] == "extra_forbidden":
        choices = list(table.model_fields) if table else _choices(path[:-1])
        near = difflib.get_close_matches(str(path[-1]), choices, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"choices are {', '.join(choices)}"
        return places.fault(path, f'unknown setting "{path[-1]}" ({hint})', key=True)
    if detail["type"] == "missing":
        return places.fault(path, f'"{path[-1]}" is missing')
    message = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return places.fault(
        path, f'"{_dotted(path)}" {message}' if message.startswith("should") else f"{_dotted(path)}: {message}"
    )


def _choices(path: KeyPath) -> list[str]:
    """The settings that the table at a path may have."""
    model: type[BaseModel] = Config
    for step in path:
        if not isinstance(step, str) or step not in model.model_fields:
            continue
        found = _table_type(model.model_fields[step].annotation)
        model = found or model
    return list(model.model_fields)


def _table_type(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _table_type(inner)
        if found:
            return found
    return None


def _dotted(path: KeyPath) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))


def _reference_faults(config: Config, places: Places) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, feed in enumerate(config.feed):
        if feed.url in seen:
            yield places.fault(
                ("feed", number, "url"), f"this address stands twice; feed {seen[feed.url] + 1} has it, too"
            )
        seen.setdefault(feed.url, number)
    names: set[str] = set()
    for number, topic in enumerate(config.topic):
        if topic.name in names:
            yield places.fault(("topic", number, "name"), f'there are two topics named "{topic.name}"')
        names.add(topic.name)
        for position, channel in enumerate(topic.notify):
            if channel not in config.channels:
                choices = ", ".join(sorted(config.channels))
                yield places.fault(
                    ("topic", number, "notify", position), f'no channel "{channel}" (choices are {choices})'
                )
    for position, channel in enumerate(config.alerts.feeds):
        if channel not in config.channels:
            choices = ", ".join(sorted(config.channels))
            yield places.fault(("alerts", "feeds", position), f'no channel "{channel}" (choices are {choices})')


def _rule_fault(places: Places, path: KeyPath, problem: Any) -> Fault:
    fault = places.fault(path, str(problem))
    if problem.column:
        excerpt = (
            (fault.excerpt + "\n" if fault.excerpt else "")
            + "  in the rule:\n  "
            + problem.excerpt.replace("\n", "\n  ")
        )
        return Fault(message=fault.message, file=fault.file, line=fault.line, column=fault.column, excerpt=excerpt)
    return fault
