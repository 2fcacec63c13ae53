"""What the demo's outlets are and what they publish, as written in newsroom.toml."""

from importlib import resources
from typing import Any

import toml_rs

from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented outlet. `fails` are the seconds of the demo between which its feed answers 503."""

    key: str
    name: str
    lang: str
    country: str
    format: str  # rss, rdf, atom or json
    encoding: str = "utf-8"
    fails: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an outlet makes of an article without saying so, at a second of the demo, once somebody has read it."""

    at: float
    title: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An invented article. `at` is the second of the demo at which it appears; below 0, it was there before."""

    number: int
    outlet: str
    title: str
    summary: str
    body: tuple[str, ...]
    at: float
    caption: str = ""
    story: str = ""
    edit: Edit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The whole demo: who publishes what, and when."""

    outlets: tuple[Outlet, ...]
    items: tuple[Item, ...]

    @property
    def length(self) -> float:
        """Seconds until the last item has appeared."""
        return max(item.at for item in self.items)


def load_newsroom() -> Script:
    """Read newsroom.toml."""
    text = (resources.files("watcher.demo") / "newsroom.toml").read_text(encoding="utf-8")
    raw: dict[str, Any] = toml_rs.loads(text)
    outlets = tuple(
        Outlet(key=key, **{**table, "fails": tuple(table["fails"]) if "fails" in table else None})
        for key, table in raw["outlet"].items()
    )
    items = tuple(
        Item(
            number=number, **{"at": -3600.0 * (number + 1), **table, "body": tuple(table["body"]), "edit": _edit(table)}
        )
        for number, table in enumerate(raw["item"])
    )
    return Script(outlets=outlets, items=items)


def _edit(table: dict[str, Any]) -> Edit | None:
    edit = table.get("edit")
    return Edit(**{**edit, "body": tuple(edit["body"])}) if edit else None
