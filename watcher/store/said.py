"""What a person said of topics and stories: mutes, marks and corrections."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from collections.abc import Sequence
from datetime import datetime

from watcher.core.model import Correction, Mark, Mute
from watcher.store.database import Database
from watcher.store.rows import CORRECTION, MARK, MUTE, stamp, upsert


class Said:
    """The part of the Store of ports.py that is about what a person said."""

    _database: Database

    def mute(self, mute: Mute) -> None:
        with self._database.transaction():
            self._database.execute(upsert("mute", key=("topic", "story"), names=MUTE.names), MUTE.row(mute))

    def mutes(self, now: datetime) -> tuple[Mute, ...]:
        sql = f"SELECT {', '.join(MUTE.names)} FROM mute WHERE until > ? ORDER BY until, topic, story"
        return tuple(map(MUTE.value, self._database.rows(sql, (stamp(now),))))

    def marks(self, since: datetime) -> tuple[Mark, ...]:
        sql = f"""
            SELECT {MARK.columns("mark")} FROM mark JOIN story ON story.id = mark.story
            WHERE story.last_seen >= ? ORDER BY mark.story"""
        return tuple(map(MARK.value, self._database.rows(sql, (stamp(since),))))

    def mark_stories(self, marks: Sequence[Mark]) -> None:
        sql = upsert("mark", key=("story",), names=MARK.names)
        with self._database.transaction():
            self._database.execute_many(sql, [MARK.row(mark) for mark in marks])

    def corrections(self, limit: int) -> tuple[Correction, ...]:
        sql = f"SELECT {', '.join(CORRECTION.names)} FROM correction ORDER BY at DESC, id DESC LIMIT ?"
        return tuple(map(CORRECTION.value, self._database.rows(sql, (limit,))))
