"""Notes that other processes leave beside a database for the one that writes to it, and its answers.

A note is a small file that appears whole, under a name that sorts by time; it is gone once it was answered. A refusal
stays as a file of its own until whoever asked has read it.
"""

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from watcher.core.model import Merge, Mute, Split, Undo, Wanted
from watcher.errors import StoreError
from watcher.store.rows import MUTE, Record

KINDS: Final[Mapping[type[Wanted], Record[Any]]] = {
    Split: Record(Split),
    Merge: Record(Merge),
    Undo: Record(Undo),
    Mute: MUTE,
}
BY_NAME: Final = {kind.__name__: record for kind, record in KINDS.items()}
NOTE: Final = ".json"
REFUSAL: Final = ".refused"
LONGEST: Final = 1 << 20  # bytes of a note


class Notes:
    """The notes beside one database."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(f"{database.name}.notes")

    def leave(self, wanted: Wanted) -> str:
        """Write a note; its name. Raises StoreError."""
        name = f"{time.time_ns():020d}-{os.getpid()}"
        text = json.dumps({"want": type(wanted).__name__, "row": KINDS[type(wanted)].row(wanted)}, ensure_ascii=False)
        self._write(name, NOTE, text)
        return name

    def waiting(self) -> tuple[str, ...]:
        """The names of the notes that nobody has answered, the oldest first."""
        try:
            return tuple(sorted(file.stem for file in self._folder.iterdir() if file.suffix == NOTE))
        except OSError:
            return ()  # nobody ever left one

    def read(self, name: str) -> Wanted:
        """What a note says; raises StoreError if nobody can tell."""
        path = self._folder / (name + NOTE)
        try:
            if path.stat().st_size > LONGEST:
                raise StoreError(f"{path} is too long for a note")
            said = json.loads(path.read_text(encoding="utf-8"))
            wanted: Wanted = BY_NAME[said["want"]].value(said["row"])
        except (OSError, ValueError, LookupError, TypeError, OverflowError) as error:
            raise StoreError(f"{path} is no note that this watcher understands: {error}") from error
        return wanted

    def answer(self, name: str, fault: str = "") -> None:
        """Say that what a note asks for was done, or why not."""
        if fault:
            self._write(name, REFUSAL, fault)
        with suppress(OSError):
            (self._folder / (name + NOTE)).unlink()

    def withdraw(self, name: str) -> bool:
        """Take a note back, or its refusal; False if it was answered before."""
        with suppress(OSError):
            (self._folder / (name + REFUSAL)).unlink()
        try:
            (self._folder / (name + NOTE)).unlink()
        except OSError:
            return False
        return True

    def answered(self, name: str) -> str | None:
        """Why what a note asks for was refused, "" if it was done, None as long as nobody answered."""
        refusal = self._folder / (name + REFUSAL)
        if (self._folder / (name + NOTE)).exists():
            return None
        try:
            return refusal.read_text(encoding="utf-8") or "refused"
        except OSError:
            return ""

    def _write(self, name: str, suffix: str, text: str) -> None:
        path = self._folder / (name + suffix)
        try:
            self._folder.mkdir(exist_ok=True)
            draft = path.with_suffix(".draft")
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}") from error
