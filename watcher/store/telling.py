"""What the store knows of alerts: which are owed, which were told, and which were kept back."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from watcher.core.model import Alert, Candidate, Delivery, Occasion, Reason, Suppressed, Untaken
from watcher.errors import StoreError
from watcher.store.database import Database
from watcher.store.rows import ALERT, CANDIDATE, DELIVERY, SUPPRESSED, literal, stamp


class Telling:
    """The part of the Store of ports.py that is about alerts."""

    _database: Database

    def unsent(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        sql = f"""
            SELECT {ALERT.columns("alert")}, {DELIVERY.columns("delivery")}
            FROM delivery JOIN alert ON alert.id = delivery.alert
            WHERE delivery.state = 'pending' AND coalesce(delivery.next_try, 0) <= ?
            ORDER BY alert.created, alert.id, delivery.channel LIMIT ?"""
        rows = self._database.rows(sql, (stamp(now), limit))
        width = len(ALERT.names)
        return tuple(DELIVERY.value(row[width:], alert=ALERT.value(row[:width])) for row in rows)

    def mark(
        self,
        delivery: Delivery,
        *,
        sent_at: datetime | None,
        fault: str = "",
        retry_in: timedelta | None = None,
        now: datetime | None = None,
    ) -> None:
        outcome: tuple[str, int, int | None, int | None]
        if sent_at is not None:
            outcome = ("sent", delivery.attempts, None, stamp(sent_at))
        elif retry_in is not None:
            outcome = ("pending", delivery.attempts + 1, stamp((now or datetime.now(UTC)) + retry_in), None)
        else:
            outcome = ("failed", delivery.attempts + 1, None, None)
        sql = """
            UPDATE delivery SET state = ?, attempts = ?, next_try = ?, sent_at = ?, fault = ?
            WHERE alert = ? AND channel = ?"""
        with self._database.transaction():
            if not self._database.execute(sql, (*outcome, fault, delivery.alert.id, delivery.channel)):
                raise StoreError(f"no delivery of alert {delivery.alert.id} by {delivery.channel} is known")

    def told(self, stories: Collection[str]) -> tuple[Alert, ...]:
        columns = ", ".join(ALERT.names)
        sql = f"SELECT {columns} FROM alert WHERE story IN ({{}})"
        held = f"SELECT {columns} FROM suppressed WHERE story IN ({{}}) AND reason <> {literal(Reason.SILENT)}"
        found = {row[0]: row for query in (held, sql) for row in self._database.rows_in(query, stories)}
        return tuple(sorted(map(ALERT.value, found.values()), key=lambda alert: (alert.created, alert.id)))

    def alerts(self, limit: int) -> tuple[Alert, ...]:
        sql = f"SELECT {', '.join(ALERT.names)} FROM alert ORDER BY created DESC, id DESC LIMIT ?"
        return tuple(map(ALERT.value, self._database.rows(sql, (limit,))))

    def untaken(self, alerts: Collection[str]) -> dict[str, Untaken]:
        sql = """
            SELECT alert, min(state = 'failed'), max(iif(fault <> '', channel || ': ' || fault, '')) FROM delivery
            WHERE alert IN ({}) GROUP BY alert HAVING max(state = 'sent') = 0"""
        rows = self._database.rows_in(sql, alerts)
        return {alert: Untaken(fault=fault, final=bool(final)) for alert, final, fault in rows}

    def suppressed(self, limit: int) -> tuple[Suppressed, ...]:
        return self._suppressed("ORDER BY created DESC, id DESC LIMIT ?", limit)

    def held(self, now: datetime) -> tuple[Suppressed, ...]:
        return self._suppressed("WHERE due <= ? ORDER BY created, id", stamp(now))

    def _suppressed(self, where: str, parameter: int) -> tuple[Suppressed, ...]:
        sql = f"SELECT {', '.join((*ALERT.names, *SUPPRESSED.names))} FROM suppressed {where}"
        rows = self._database.rows(sql, (parameter,))
        width = len(ALERT.names)
        return tuple(SUPPRESSED.value(row[width:], alert=ALERT.value(row[:width])) for row in rows)

    def candidates(self, since: datetime) -> tuple[Candidate, ...]:
        sql = f"""
            SELECT topic, score, created, 1 FROM alert
            WHERE created >= ?1 AND story <> '' AND occasion <> {literal(Occasion.DIGEST)}
            UNION ALL
            SELECT topic, score, created, 0 FROM suppressed WHERE created >= ?1 AND reason = {literal(Reason.BUDGET)}
            ORDER BY created"""
        return tuple(map(CANDIDATE.value, self._database.rows(sql, (stamp(since),))))
