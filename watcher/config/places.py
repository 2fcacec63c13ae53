"""Line and column of every key and value of a TOML file, by its path."""

from typing import Any

import toml_rs

from watcher.errors import Fault

Path = tuple[str | int, ...]


class Places:
    """Where things stand in one file."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._nodes: Any = toml_rs.load_with_metadata(text).meta["nodes"]

    def fault(self, path: Path, message: str, *, key: bool = False) -> Fault:
        """A fault at the value of a path, or at its key; at the nearest thing above it if there is no such place."""
        line, column = self._place(path, key=key)
        excerpt = ""
        if 0 < line <= len(self._lines):
            shown = self._lines[line - 1].expandtabs(1)[:160]
            excerpt = f"  {shown}\n  {' ' * (column - 1)}^"
        return Fault(message=message, file=self._file, line=line, column=column, excerpt=excerpt)

    def _place(self, path: Path, *, key: bool) -> tuple[int, int]:
        best = (0, 0)
        node: Any = self._nodes
        for depth, step in enumerate(path):
            inner = _child(node, step)
            if inner is None:
                break
            node = inner
            best = _spot(node, key=key and depth == len(path) - 1) or best
        return best if best != (0, 0) or not path else _within(node)


def _child(node: Any, step: str | int) -> Any:
    inside = node.get("value", node) if isinstance(node, dict) else node
    if isinstance(inside, dict) and isinstance(step, str):
        return inside.get(step)
    if isinstance(inside, list) and isinstance(step, int) and step < len(inside):
        return inside[step]
    return None


def _within(node: Any) -> tuple[int, int]:
    """Where the first thing stands in a table whose own header has no place."""
    while isinstance(node, dict) and node:
        node = next(iter(node.values()))
        if spot := _spot(node, key=True):
            return spot
    return 0, 0


def _spot(node: Any, *, key: bool) -> tuple[int, int] | None:
    if not isinstance(node, dict):
        return None
    for name in ("key", "value") if key else ("value", "key"):
        line, column = node.get(f"{name}_line"), node.get(f"{name}_col")
        if isinstance(line, int | tuple | list) and isinstance(column, int | tuple | list):
            return _first(line), _first(column)
    return None


def _first(number: int | tuple[int, int] | list[int]) -> int:
    return number if isinstance(number, int) else number[0]
