"""What the store knows of pages that were asked for again, and of what had changed there."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from datetime import datetime

from watcher.core.model import Outcome, Visit
from watcher.store.database import Database
from watcher.store.rows import VISIT, Cell, literal, stamp


class Visits:
    """The part of the Store of ports.py that is about visits."""

    _database: Database

    def visits(self, entry: str) -> tuple[Visit, ...]:
        return self._visits("WHERE entry = ? ORDER BY at", entry, body="body")

    def revisits(self, now: datetime, limit: int) -> tuple[Visit, ...]:
        return self._visits("WHERE again_at <= ? ORDER BY again_at, entry LIMIT ?", stamp(now), limit)

    def revisited(self, since: datetime) -> int:
        sql = f"SELECT count(*) FROM visit WHERE at >= ? AND outcome <> {literal(Outcome.FIRST)}"
        return int(self._database.rows(sql, (stamp(since),))[0][0])

    def edits(self, since: datetime, limit: int) -> tuple[Visit, ...]:
        return self._visits("WHERE changes <> '[]' AND at >= ? ORDER BY at DESC, entry LIMIT ?", stamp(since), limit)

    def _visits(self, where: str, *parameters: Cell, body: str = "x''") -> tuple[Visit, ...]:
        sql = f"SELECT {VISIT.columns('visit')}, {body} FROM visit {where}"
        return tuple(VISIT.value(row[:-1], body=row[-1]) for row in self._database.rows(sql, parameters))
