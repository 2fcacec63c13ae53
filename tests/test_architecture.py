"""Every outside library has one home, so that replacing it is the business of one place; and the core stays pure.

The direction of imports is import-linter's business (pyproject.toml, `lint-imports`).
"""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "watcher").rglob("*.py"))

# Library → the packages or modules that may know it.
HOMES = {
    "Stemmer": ("core.text",),
    "ahocorasick_rs": ("core",),
    "apprise": ("notify",),
    "apscheduler": ("ticks",),
    "babel": ("data",),
    "dbus_fast": ("notify",),
    "desktop_notifier": ("notify",),
    "feedparser": ("core.feeds",),
    "h11": ("http",),
    "httpx": ("http",),
    "jinja2": ("config", "report", "web.page"),
    "lark": ("core.rules",),
    "lxml": ("core.feeds", "core.pages"),
    "markupsafe": ("config",),
    "platformdirs": ("config",),
    "prompt_toolkit": ("dashboard",),
    "protego": ("http",),
    "pydantic": ("web.api",),
    "rapidfuzz": ("core",),
    "regex": ("core",),
    "rich": ("dashboard", "cli"),
    "sqlite3": ("store",),
    "starlette": ("web",),
    "structlog": ("log.output",),
    "toml_rs": ("config", "data", "demo"),
    "trafilatura": ("core.pages",),
    "typer": ("cli",),
    "uvicorn": ("web.server",),
}
# What decides must not act: these modules of the standard library are the world outside.
WORLD = {
    "asyncio",
    "logging",
    "os",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "urllib.request",
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "watcher").with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """The modules that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def lives_in(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or module.startswith(home + ".") for home in homes)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_library_is_known_by_its_home_alone(path: Path):
    outside = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"watcher"}
    outside |= {"sqlite3"} & imported(path)
    strangers = {library for library in outside if not lives_in(name_of(path), HOMES.get(library, ()))}
    assert not strangers, f"{name_of(path)} imports {strangers}: give them a home here or ask the one they have"


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path).startswith("core.")], ids=name_of)
def test_the_core_does_not_know_the_world(path: Path):
    assert not imported(path) & WORLD
    calls = {
        f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }
    assert not calls & {"datetime.now", "datetime.utcnow", "date.today", "time.time"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_opens_with_what_it_is_about(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path) != "frozen"], ids=name_of)
def test_every_dataclass_is_finished_late(path: Path):
    taken = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        for alias in node.names
    ]
    assert "dataclass" not in taken, "take it from watcher.frozen: each start would pay a millisecond for it"
