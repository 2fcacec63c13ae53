"""Where watcher remembers: one line in STORES for each kind of backend."""

from collections.abc import Callable, Mapping
from pathlib import Path

from watcher.errors import StoreError
from watcher.ports import Store
from watcher.store.backup import back_up
from watcher.store.database import Database, migrations
from watcher.store.indexed import Report, nobody
from watcher.store.sqlite import SqliteStore


def _open_sqlite(place: str, *, read_only: bool, report: Report) -> Store:
    try:
        path = Path(place).expanduser().resolve()  # one lock, whatever the file is called
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, nobody's home, a NUL
        raise StoreError(f"{place!r} is no path: {error}") from error
    return SqliteStore(path, read_only=read_only, report=report)


__all__ = ["STORES", "Report", "back_up", "nobody", "open_store", "sqlite_version", "versions"]

STORES: Mapping[str, Callable[..., Store]] = {"sqlite": _open_sqlite}


def open_store(address: str | Path, *, read_only: bool = False, report: Report = nobody) -> Store:
    """Open what an address names: a path, or a kind of store and its place, as in `sqlite:watcher.db`.

    Raises StoreError. Without `read_only` the store is this process's alone until it is closed. An old database may
    have to be brought up to date first, which takes a while if it is large: `report` hears how far that is.
    """
    kind, colon, place = str(address).partition(":")
    if isinstance(address, Path) or not colon or len(kind) == 1 or not kind.isalpha():  # one letter: a drive on Windows
        kind, place = "sqlite", str(address)
    if kind not in STORES:
        raise StoreError(f'"{kind}" is not a kind of store: choose from {", ".join(STORES)}, or name a file')
    if not place:
        raise StoreError(f'"{address}" names no place: write {kind}:PATH')
    return STORES[kind](place, read_only=read_only, report=report)


def versions(path: Path) -> tuple[int, int]:
    """The version of a database, and the one that this program writes. Raises StoreError."""
    database = Database(path, read_only=True, older=True)
    try:
        return database.version, len(migrations())
    finally:
        database.close()


def sqlite_version() -> tuple[str, bool]:
    """SQLite's version, and whether two connections that checkpoint one WAL database at one instant are safe in it.

    They can damage it from 3.7.0 to 3.51.2; mended in 3.51.3, 3.50.7 and 3.44.6 (sqlite.org, "WAL-reset bug").
    """
    import sqlite3

    version = sqlite3.sqlite_version_info
    mended = version >= (3, 51, 3) or any(base <= version < (*base[:2], 999) for base in ((3, 50, 7), (3, 44, 6)))
    return sqlite3.sqlite_version, mended
