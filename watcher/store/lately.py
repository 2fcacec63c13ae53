"""What a page or a monitor asks for: the newest stories page by page, and how long things took lately."""

from datetime import datetime
from typing import Any

from watcher.core.model import Delays
from watcher.store.database import Database
from watcher.store.rows import stamp

# One branch for each answer, because that is what the index begins with.
SEEN = " UNION ALL ".join(
    f"SELECT * FROM (SELECT first_seen, first_seen - published FROM entry WHERE answer = '{answer}' "  # noqa: S608 - words of ours
    "AND first_seen >= ?1 AND published IS NOT NULL AND NOT misdated AND NOT silent ORDER BY first_seen DESC LIMIT ?2)"
    for answer in ("yes", "no", "undecided")
)
TOLD = """
    SELECT delivery.sent_at - alert.created FROM delivery JOIN alert ON alert.id = delivery.alert
    WHERE delivery.state = 'sent' AND delivery.sent_at >= ?1 ORDER BY delivery.sent_at DESC LIMIT ?2"""
SECOND = 1_000_000  # microseconds


def stories(limit: int, topic: str, before: tuple[datetime, str] | None) -> tuple[str, list[Any]]:
    """The question for the ids of a page of stories, with its parameters."""
    clauses, parameters = [], list[Any]()
    if before:
        clauses.append("(last_seen, id) < (?, ?)")
        parameters += [stamp(before[0]), before[1]]
    if topic:
        clauses.append("EXISTS (SELECT 1 FROM json_each(story.topics) WHERE value = ?)")
        parameters.append(topic)
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    sql = f"SELECT id FROM story {where} ORDER BY last_seen DESC, id DESC LIMIT ?"  # noqa: S608 - clauses of ours
    return sql, [*parameters, limit]


def delays(database: Database, since: datetime, limit: int) -> Delays:
    seen = database.rows(f"{SEEN} ORDER BY first_seen DESC LIMIT ?2", (stamp(since), limit))
    told = database.rows(TOLD, (stamp(since), limit))
    return Delays(
        seen=tuple(max(span, 0) / SECOND for _, span in seen), told=tuple(max(span, 0) / SECOND for (span,) in told)
    )
