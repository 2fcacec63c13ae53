"""How a plan is written: which rows each part of it becomes."""

# ruff: noqa: S608 - names of tables and columns are put into statements, values never

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from watcher.core.model import Alert, Decision, PageState, Plan, Reason, Story
from watcher.store import indexed
from watcher.store.database import Database
from watcher.store.rows import (
    ALERT,
    ARTICLE,
    CORRECTION,
    DECISION,
    ENTRY,
    FEED,
    MEMBER,
    STORY,
    SUPPRESSED,
    VERDICT,
    VISIT,
    Cell,
    dumps,
    insert,
    key_number,
    literal,
    stamp,
    upsert,
)

# Retention needs no better than a day, and writing it only then saves a feed's whole list at every poll.
SEEN_STEP = timedelta(days=1) // timedelta(microseconds=1)

SUPPRESSED_NAMES = (*ALERT.names, *SUPPRESSED.names)
WRITE_FEED = upsert("feed", key=("url",), names=FEED.names)
WRITE_ENTRY = upsert("entry", key=("id",), names=(*ENTRY.names, *ARTICLE.names, *DECISION.names, "answer", "page_due"))
WRITE_KEY = "INSERT INTO entry_key (key, entry) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
WRITE_ALIAS = """
    INSERT INTO entry_key (key, entry) SELECT ?, doc FROM searched WHERE entry = ? ON CONFLICT (key) DO NOTHING"""
WRITE_SEEN = f"""
    UPDATE searched SET last_seen = ?1 WHERE last_seen <= ?1 - {SEEN_STEP}
    AND doc IN (SELECT entry FROM entry_key WHERE key IN (SELECT value FROM json_each(?2)))"""
CLEAR_VERDICTS = "DELETE FROM verdict WHERE entry = ?"
WRITE_VERDICT = insert("verdict", names=("entry", "place", *VERDICT.names, "words"))
WRITE_STORY = upsert("story", key=("id",), names=(*STORY.names, "first_seen", "last_seen"))
WRITE_MEMBER = upsert("member", key=("story", "place"), names=("story", "place", *MEMBER.names))
CUT_MEMBERS = "DELETE FROM member WHERE story = ? AND place >= ?"
WRITE_CORRECTION = upsert("correction", key=("id",), names=CORRECTION.names)
DROP_STORY = "DELETE FROM story WHERE id = ?"
# What was told of an article belongs to the story that the article is in.
FOLLOW = """
    UPDATE {table} SET story = (SELECT max(member.story) FROM member WHERE member.entry = {table}.entry)
    WHERE story IN (?, ?) AND EXISTS (SELECT 1 FROM member WHERE member.entry = {table}.entry)"""
WRITE_ALERT = f"{insert('alert', names=ALERT.names)} ON CONFLICT (id) DO NOTHING"
WRITE_DELIVERY = "INSERT INTO delivery (alert, channel) VALUES (?, ?)"
# What was silent at a feed's first poll may arise once more and be held; then that is what counts.
WRITE_SUPPRESSED = (
    upsert("suppressed", key=("id",), names=SUPPRESSED_NAMES) + f" WHERE suppressed.reason = {literal(Reason.SILENT)}"
)
LAST_VISIT = "UPDATE visit SET again_at = NULL WHERE entry = ? AND again_at IS NOT NULL"
WRITE_VISIT = upsert("visit", key=("entry", "at"), names=(*VISIT.names, "body"))
WRITE_LISTED = "UPDATE suppressed SET due = NULL WHERE id = ?"


def write(database: Database, plan: Plan, known: Mapping[str, Story | None]) -> None:
    """Write a plan inside a transaction of the caller; `known` are stories as they are stored, as far as that is known."""
    if plan.state is not None:
        database.execute(WRITE_FEED, FEED.row(plan.state))
    if plan.decisions:
        _write_decisions(database, list({decision.article.entry.id: decision for decision in plan.decisions}.values()))
    _write_seen(database, plan)
    for story in {story.id: story for story in plan.stories}.values():
        _write_story(database, story, known.get(story.id))
    _write_corrections(database, plan)
    for alert in plan.alerts:
        _write_alert(database, alert)
    held = [(*ALERT.row(held.alert), *SUPPRESSED.row(held)) for held in plan.suppressed]
    database.execute_many(WRITE_SUPPRESSED, held)
    database.execute_many(WRITE_LISTED, [(alert,) for alert in plan.listed])
    database.execute_many(LAST_VISIT, [(visit.entry,) for visit in plan.visits])
    database.execute_many(WRITE_VISIT, [(*VISIT.row(visit), visit.body) for visit in plan.visits])


def _write_decisions(database: Database, decisions: Sequence[Decision]) -> None:
    articles = [decision.article for decision in decisions]
    before = indexed.stored(database, [article.entry.id for article in articles])
    database.execute_many(WRITE_ENTRY, [_entry_row(decision) for decision in decisions])
    database.execute_many(CLEAR_VERDICTS, [(entry,) for entry in before])
    verdicts = [
        (decision.article.entry.id, place, *VERDICT.row(verdict), dumps(sorted({hit.text for hit in verdict.hits})))
        for decision in decisions
        for place, verdict in enumerate(decision.verdicts)
    ]
    database.execute_many(WRITE_VERDICT, verdicts)
    numbers = indexed.number(database, [article.entry for article in articles], before)
    keys = [(key_number(key), numbers[one.entry.id]) for one in articles for key in one.entry.keys]
    database.execute_many(WRITE_KEY, keys)
    indexed.put(database, articles, before, numbers)


def _entry_row(decision: Decision) -> tuple[Cell, ...]:
    article = decision.article
    return (
        *ENTRY.row(article.entry),
        *ARTICLE.row(article),
        *DECISION.row(decision),
        str(decision.answer),
        _page_due(decision),
    )


def _page_due(decision: Decision) -> int | None:
    """When to ask for the page: 0 is at once, None never."""
    article = decision.article
    if article.page not in (PageState.UNREAD, PageState.FAILED) or not any(v.wants_page for v in decision.verdicts):
        return None
    return stamp(article.retry_at) if article.retry_at else 0


def _write_seen(database: Database, plan: Plan) -> None:
    """Add the keys by which known entries came again, and note when they did."""
    database.execute_many(WRITE_ALIAS, [(key_number(key), entry) for key, entry in plan.aliases])
    keys, seen = [*plan.seen_again, *dict(plan.aliases)], _seen_at(plan)
    if keys and seen is not None:
        database.execute(WRITE_SEEN, (stamp(seen), dumps([key_number(key) for key in keys])))


def _seen_at(plan: Plan) -> datetime | None:
    """When the feed was looked at that the plan's keys come from."""
    times = [decision.decided_at for decision in plan.decisions]
    if plan.state and plan.state.last_poll:
        times.append(plan.state.last_poll)
    return max(times, default=None)


def _write_story(database: Database, story: Story, known: Story | None) -> None:
    database.execute(WRITE_STORY, (*STORY.row(story), stamp(story.first_seen), stamp(story.last_seen)))
    before = known.members if known else ()
    changed = [
        (story.id, place, *MEMBER.row(member))
        for place, member in enumerate(story.members)
        if place >= len(before) or before[place] != member
    ]
    database.execute_many(WRITE_MEMBER, changed)
    if known is None or len(before) > len(story.members):
        database.execute(CUT_MEMBERS, (story.id, len(story.members)))


def _write_corrections(database: Database, plan: Plan) -> None:
    database.execute_many(DROP_STORY, [(story,) for story in plan.gone])
    database.execute_many(WRITE_CORRECTION, [CORRECTION.row(correction) for correction in plan.corrections])
    touched = [(correction.story, correction.other) for correction in plan.corrections]
    for table in ("alert", "suppressed"):
        database.execute_many(FOLLOW.format(table=table), touched)


def _write_alert(database: Database, alert: Alert) -> None:
    """An alert that is known already owes nothing new."""
    if database.execute(WRITE_ALERT, ALERT.row(alert)):
        database.execute_many(WRITE_DELIVERY, [(alert.id, channel) for channel in dict.fromkeys(alert.channels)])
