"""The command for the next shift: what happened since somebody last asked."""

import json as json_module
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import DataOption, span
from watcher.cli.stories import opened

if TYPE_CHECKING:
    from watcher.core.model import Story
    from watcher.ports import Store

MARKER = "handover"  # beside the database: when this was last asked
FIRST_LOOK = timedelta(days=1)  # how far back the very first handover goes
NOISY = 20  # alerts and suppressed alerts of one topic since then, from which its rule is worth a look
NEWS = 5  # things that are told of a story which went on
LISTED = 500  # alerts that are looked at


def handover(
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="SPAN", help="Go back so far, such as 12h, instead of to the last handover."),
    ] = None,
    peek: Annotated[bool, typer.Option("--peek", help="Do not take this as the last handover.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    data: DataOption = None,
) -> None:
    """Tell what happened since the last handover. New stories and grown ones, escalations, feeds that fail or fell silent, noisy topics."""
    from watcher.config import data_path

    marker = (data or data_path()) / MARKER
    now = datetime.now(UTC)
    back = span(since, "--since")
    begin = now - back if back else _last(marker, now)
    with opened(data) as store:
        found = _gathered(store, begin)
    if json:
        typer.echo(json_module.dumps({"since": begin.isoformat(), **found}, ensure_ascii=False))
    else:
        for line in _lines(found, begin):
            typer.echo(line)
    if not peek:
        marker.write_text(now.isoformat(), encoding="utf-8")


def _last(marker: Path, now: datetime) -> datetime:
    try:
        return datetime.fromisoformat(marker.read_text(encoding="utf-8").strip()).astimezone(UTC)
    except (OSError, ValueError):  # never asked before, or somebody wrote into it
        return now - FIRST_LOOK


def _gathered(store: "Store", begin: datetime) -> dict[str, Any]:
    from watcher.core.health import health
    from watcher.core.model import Occasion

    changed = store.stories(begin)
    told = [alert for alert in store.alerts(LISTED) if alert.created >= begin and alert.story]
    kept = [one for one in store.suppressed(LISTED) if one.alert.created >= begin]
    noise = Counter(alert.topic for alert in (*told, *(one.alert for one in kept)))
    conditions = [(state, health(state)) for state in store.states()]
    return {
        "new": [_story(story, begin) for story in changed if story.first_seen >= begin],
        "grown": [_story(story, begin) for story in changed if story.first_seen < begin],
        "escalations": [
            {"at": alert.created.isoformat(), "title": alert.title, "occasion": str(alert.occasion), "news": alert.news}
            for alert in told
            if alert.occasion not in (Occasion.FIRST, Occasion.DIGEST)
        ],
        "alerts": {"told": len(told), "not told": len(kept)},
        "feeds": [
            {
                "name": state.title or state.url,
                "condition": str(found.condition),
                "reason": found.reason,
                "since": found.since.isoformat() if found.since else None,
            }
            for state, found in conditions
            if not found.well
        ],
        "noisy topics": {topic: count for topic, count in noise.most_common() if count >= NOISY},
    }


def _story(story: "Story", begin: datetime) -> dict[str, Any]:
    from watcher.core.stories.origins import origins

    fresh = [member for member in story.members if member.first_seen >= begin]
    return {
        "id": story.id,
        "title": story.title,
        "score": round(story.score, 2),
        "outlets": len(story.outlets),
        "langs": list(story.langs),
        "origins": [origin.name for origin in origins(story).origins],
        "new articles": len(fresh),
        "news": [{"text": one.text, "sentence": one.sentence} for member in fresh for one in member.news][:NEWS],
    }


def _lines(found: dict[str, Any], begin: datetime) -> Iterator[str]:
    from watcher.dashboard.clean import clean
    from watcher.dashboard.words import count

    yield f"Since {begin.astimezone():%A %d %B %H:%M}"
    for name, heading in (("new", "New stories"), ("grown", "Stories that went on")):
        yield ""
        yield f"{heading}: {len(found[name]) or 'none'}"
        for story in sorted(found[name], key=lambda story: (-story["outlets"], -story["score"])):
            reach = f"{count(story['outlets'], 'outlet')}, {'/'.join(story['langs']) or '–'}, from {', '.join(story['origins'][:3])}"
            yield f"  {story['id']}  {clean(story['title'])} ({clean(reach)})"
            yield from (f"    + {clean(one['text'])}: {clean(one['sentence'])}" for one in story["news"])
    if found["escalations"]:
        yield ""
        yield "Escalations"
        yield from (f"  {clean(one['title'])}: {clean(one['news'] or one['occasion'])}" for one in found["escalations"])
    yield ""
    yield f"Alerts: {found['alerts']['told']} told, {found['alerts']['not told']} not told (`watcher alerts` has the reasons)"
    if found["feeds"]:
        yield ""
        yield "Feeds that need a look"
        for feed in found["feeds"]:
            since = f" since {datetime.fromisoformat(feed['since']).astimezone():%d %b %H:%M}" if feed["since"] else ""
            yield f"  {clean(feed['name'])}: {feed['condition']}{since}{': ' if feed['reason'] else ''}{clean(feed['reason'])}"
    for topic, number in found["noisy topics"].items():
        yield ""
        yield f"Noisy: {clean(topic)} came up {number} times; `watcher explain` tells of each article why"
