"""The names in a configuration, read off it as they stand and unchecked: for a shell that completes them as somebody types."""

from pathlib import Path
from typing import Any, NamedTuple

import toml_rs

from watcher.config.load import starter_text
from watcher.config.paths import config_path


class Names(NamedTuple):
    """What a configuration names, in its order."""

    topics: tuple[str, ...]
    feeds: tuple[tuple[str, str], ...]  # addresses with the names of the outlets, which may be ""
    channels: tuple[str, ...]
    groups: tuple[str, ...]


def names(path: Path | None) -> Names:
    """The names in a configuration file, or in the one that commands take. Raises whatever a faulty one leads to."""
    path = path or config_path()
    raw: dict[str, Any] = toml_rs.loads(path.read_text(encoding="utf-8-sig") if path.exists() else starter_text())
    return Names(
        topics=tuple(topic["name"] for topic in raw.get("topic", ())),
        feeds=tuple((feed["url"], feed.get("name", "")) for feed in raw.get("feed", ())),
        channels=tuple(dict.fromkeys(("desktop", *raw.get("channel", {})))),
        groups=tuple(raw.get("group", {})),
    )
