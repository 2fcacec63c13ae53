"""One SQLite connection: opened with care, brought up to date, written in transactions, its errors made readable."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from watcher.errors import StoreError
from watcher.store import files
from watcher.store.lock import Lock
from watcher.store.rows import key_number

APPLICATION_ID = 0x77617463  # "watc": tells our databases from other programs' ones
CHECKED_UP_TO = 256 << 20  # bytes: what can be looked through in about a second
CHUNK = 500  # parameters of one IN list: few statements, and below every build's limit
BUSY_SECONDS = 2.0  # the event loop stands still meanwhile
PRAGMAS = (
    # NORMAL: a commit is in the operating system's hands when it returns, so killing the process loses nothing; a loss
    # of power may take the last commits with it, never the database. FULL would wait for the disk at every poll.
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "cache_size = -16384",  # KiB: keys are written at random places
    # Pages of the log, four times the usual: what is written again and again is folded into the database once. A tenth of
    # the CPU of first polls and a fifth of what they write; beyond, it spares little.
    "wal_autocheckpoint = 4000",
    "journal_size_limit = 67108864",  # a log that a long reader made grow shrinks again
    "secure_delete = OFF",  # some builds of SQLite overwrite what is deleted, and merging the index for search deletes much
)
FOREIGN = (sqlite3.Error, UnicodeError, OverflowError)  # the latter two for values that SQLite cannot hold
SENTENCES = {
    sqlite3.SQLITE_FULL: "the disk is full. Nothing of this change was kept; make room and it goes on",
    sqlite3.SQLITE_BUSY: "another program keeps it locked. Nothing of this change was kept; end that program",
    sqlite3.SQLITE_LOCKED: "another program keeps it locked. Nothing of this change was kept; end that program",
    sqlite3.SQLITE_READONLY: "it may not be written. Give the file and its directory the right to write",
    sqlite3.SQLITE_PERM: "it may not be written. Give the file and its directory the right to write",
    sqlite3.SQLITE_IOERR: "the disk does not read or write it. Look at the disk and the space on it",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Look at the rights of the file and its directory",
    sqlite3.SQLITE_CORRUPT: "it is damaged and was left as it is. Put a backup in its place, or rescue what is in it "
    "with SQLite's own “.recover”",
    sqlite3.SQLITE_NOTADB: "it is not a database, or its beginning is damaged; it was left as it is. Put a backup in "
    "its place",
}


class Database:
    """A connection, with the lock that writing needs. Every method raises StoreError."""

    def __init__(self, path: Path, *, read_only: bool, older: bool = False) -> None:
        """`older`: to read alone, one of an older version will do as it is."""
        self.path = path
        self.read_only = read_only
        self.version = 0
        self._older = older
        self._lock = None if read_only else Lock(_in_directory(path))
        self._sound = False  # as far as anybody can say
        self._connection: sqlite3.Connection | None = None
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        """Look whether this is a sound database of ours and of this version; then bring it up to date, or begin it."""
        scripts, version = migrations(), 0
        if files.inspect(self.path, to_write=not self.read_only):
            self._connection = _connect(self.path, "ro")  # looking must change nothing, not even by a checkpoint
            self.version = version = self._version(len(scripts))
            if self.read_only:
                return
            self._check()
            self._connection.close()
        elif self.read_only:
            raise StoreError(
                f"there is no database at {self.path} yet: `watcher run` makes it; --data or WATCHER_DATA names another folder"
            )
        self._connection = _connect(self.path, "rwc")
        for pragma in ("journal_mode = WAL", *PRAGMAS):
            self.execute(f"PRAGMA {pragma}")
        self._connection.create_function("key_number", 1, key_number)  # for 0013_keys_as_numbers.sql
        for number, script in enumerate(scripts[version:], start=version + 1):
            self._migrate(number, script)
        self.version = len(scripts)
        files.mark_begun(self.path)
        self._sound = True

    def _version(self, newest: int) -> int:
        """The database's version, if it can be used; 0 for one that a crash kept from being begun."""
        ((application,),), ((version,),) = self.rows("PRAGMA application_id"), self.rows("PRAGMA user_version")
        if version == 0 and application == 0 and not self.rows("SELECT 1 FROM sqlite_master LIMIT 1"):
            if files.marker(self.path).exists():
                raise StoreError(files.lost(self.path))
        elif application != APPLICATION_ID:
            raise StoreError(f"{self.path} is the database of another program; it was left as it is. Name another file")
        if version > newest:
            raise StoreError(
                f"{self.path} was written by a newer watcher (version {version} of the database, this one knows "
                f"{newest}); it was left as it is. Update watcher, or name another file"
            )
        if self.read_only and version < newest and not self._older:
            raise StoreError(
                f"{self.path} was written by an older watcher: `watcher migrate` brings it to this version, as the next "
                "`watcher run` does"
            )
        return int(version)

    def _check(self) -> None:
        """Look for damage: once a day, and whenever the last writer did not close it, or somebody else wrote to it."""
        if self.path.stat().st_size > CHECKED_UP_TO or files.is_as_closed(self.path, datetime.now(UTC)):
            return  # damage is told when it is met
        ((found,),) = self.rows("PRAGMA quick_check(1)")
        if found != "ok":
            raise StoreError(f"{self.path}: {SENTENCES[sqlite3.SQLITE_CORRUPT]} ({found})")

    def _migrate(self, number: int, script: str) -> None:
        """Bring the database to a version, all of it or not at all; checkpointed, so the file itself holds its tables."""
        with self.transaction():
            for statement in statements(script):
                self.execute(statement)
            self.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self.execute(f"PRAGMA user_version = {number}")
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement; how many rows it changed."""
        try:
            return self._opened.execute(sql, parameters).rowcount
        except FOREIGN as error:
            raise self._fault(error) from error

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if not rows:  # most plans have most of their parts empty, and preparing a statement takes its time
            return
        try:
            self._opened.executemany(sql, rows)
        except FOREIGN as error:
            raise self._fault(error) from error

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._opened.execute(sql, parameters).fetchall()
        except FOREIGN as error:
            raise self._fault(error) from error

    def rows_in(self, sql: str, values: Collection[str | int]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query whose `{}` stands for a list of values, which may be as long as it likes."""
        rest = iter(values)
        while chunk := tuple(islice(rest, CHUNK)):
            yield from self.rows(sql.format(", ".join("?" * len(chunk))), chunk)

    def each(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one by one, as of the moment of the first."""
        try:
            for row in self._opened.execute(sql, parameters):  # noqa: UP028 - would close the cursor after the connection
                yield row
        except FOREIGN as error:
            raise self._fault(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside, or nothing."""
        if self.read_only:
            raise StoreError(f"{self.path} is open for reading only")
        yield from self._bracket("BEGIN IMMEDIATE")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything inside as of one moment, whatever another process writes meanwhile."""
        yield from self._bracket("BEGIN")

    def _bracket(self, begin: str) -> Iterator[None]:
        self.execute(begin)
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._connection is not None and self._connection.in_transaction:
                with suppress(sqlite3.Error):  # what went wrong first is what matters
                    self._connection.execute("ROLLBACK")
            raise

    @property
    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreError(f"{self.path} is closed")
        return self._connection

    def _fault(self, error: Exception) -> StoreError:
        if isinstance(error, sqlite3.Error):
            self._sound = self._sound and _code(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            return StoreError(_sentence(self.path, error))
        return StoreError(f"{self.path}: a value cannot be stored or read: {error}")

    def copy_to(self, copy: sqlite3.Connection) -> None:
        """Write everything into another connection's database, as of one moment."""
        try:
            self._opened.backup(copy)
        except FOREIGN as error:
            raise self._fault(error) from error

    def close(self) -> None:
        """Fold the log into the database and let go of both; a second call does nothing."""
        connection, self._connection = self._connection, None
        lock, self._lock = self._lock, None
        try:
            if connection is not None:
                connection.close()
                if self._sound:
                    files.mark_closed(self.path)
        finally:
            if lock is not None:
                lock.release()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    try:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256)
    except sqlite3.Error as error:
        raise StoreError(_sentence(path, error)) from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    return f"{path}: {SENTENCES.get(_code(error), str(error))}"


def _code(error: sqlite3.Error) -> int:
    """The primary code of an extended one."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def _in_directory(path: Path) -> Path:
    """The path, once there is a directory for it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made: {error.strerror}. Name another place") from error
    return path


def migrations() -> tuple[str, ...]:
    """The scripts that bring a database from each version to the next; the first begins it."""
    files = sorted(Path(__file__).with_name("migrations").glob("*.sql"))
    return tuple(file.read_text(encoding="utf-8") for file in files)


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: sqlite3's own way of running a script ends the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
