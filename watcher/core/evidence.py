"""The evidence of a story as files: texts, headers, hashes, times, reasons and whom each article cites.

The same archive gives the same bytes on every machine: nothing here says when or where a pack was made.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from watcher.core.model import Citation, Decision, Outcome, Story, Verdict, Visit
from watcher.core.rules.spec import Topic
from watcher.core.stories import origins
from watcher.frozen import dataclass

FORMAT: Final = "watcher evidence 1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One article of a story with all that is known of it."""

    folder: str  # in the pack
    decision: Decision
    citations: tuple[Citation, ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A story with its articles, and by which rules they were judged."""

    story: Story
    exhibits: tuple[Exhibit, ...]  # as they were published
    topics: tuple[Topic, ...]  # the rules of now, of the story's topics
    rules: str  # their fingerprint, with that of all others
    program: str  # with its version

    @property
    def as_of(self) -> datetime:
        """The time of the latest thing in it."""
        times = [exhibit.decision.decided_at for exhibit in self.exhibits]
        return max([*times, *(visit.at for exhibit in self.exhibits for visit in exhibit.visits)])

    @property
    def otherwise(self) -> int:
        """How many articles were judged by other rules when their page was read."""
        stated = [visit.rules for exhibit in self.exhibits for visit in exhibit.visits if visit.rules]
        return sum(rules != self.rules for rules in stated)


def case(
    story: Story,
    found: Mapping[str, tuple[Decision, tuple[Visit, ...]]],
    *,
    topics: Sequence[Topic],
    rules: str,
    program: str,
) -> Case:
    """Put a case together; `found` by entry, an article that is no longer stored is left out."""
    members = sorted(story.members, key=lambda member: (member.published, member.entry))
    kept = [member for member in members if member.entry in found]
    exhibits = tuple(
        Exhibit(
            folder=f"articles/{number:02}-{member.entry}",
            decision=found[member.entry][0],
            citations=member.citations,
            visits=found[member.entry][1],
        )
        for number, member in enumerate(kept, 1)
    )
    of_story = tuple(topic for topic in topics if topic.name in story.topics)
    return Case(story=story, exhibits=exhibits, topics=of_story, rules=rules, program=program)


def files(made: Case) -> Iterator[tuple[str, bytes]]:
    """The files of a pack by their paths, in order; the index for people and the manifest are not among them."""
    yield "story.json", _json(_story(made))
    yield "rules.json", _json(_rules(made))
    for exhibit in made.exhibits:
        article = exhibit.decision.article
        yield f"{exhibit.folder}/article.json", _json(_article(exhibit))
        if article.text:
            yield f"{exhibit.folder}/text.txt", _text(article.text)
        if exhibit.visits:
            yield f"{exhibit.folder}/visits.json", _json([*map(_visit, numbered(exhibit))])
        for path, visit in numbered(exhibit):
            if path:
                yield f"{exhibit.folder}/{path}.txt", _text(visit.text)
            if path and visit.body:
                yield f"{exhibit.folder}/{path}.html.gz", visit.body


def numbered(exhibit: Exhibit) -> Iterator[tuple[str, Visit]]:
    """The visits of an article, each with the name of the version that it found, "" if it found no new one."""
    number = 0
    for visit in exhibit.visits:
        number += visit.outcome in (Outcome.FIRST, Outcome.EDITED)
        yield f"version-{number}" if visit.outcome in (Outcome.FIRST, Outcome.EDITED) else "", visit


def manifest(made: Case, contents: Sequence[tuple[str, bytes]]) -> bytes:
    """What a pack holds, each file with its size and SHA-256."""
    listed = [{"path": path, "size": len(content), "sha256": digest(content)} for path, content in contents]
    return _json({
        "format": FORMAT,
        "program": made.program,
        "story": made.story.id,
        "as_of": _time(made.as_of),
        "rules": made.rules,
        "files": listed,
    })  # fmt: skip


def sums(digests: Iterable[tuple[str, str]]) -> bytes:
    """The SHA-256 of each path, for `sha256sum --check`."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in digests).encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _story(made: Case) -> dict[str, Any]:
    story = made.story
    return {
        "id": story.id,
        "title": story.title,
        "topics": list(story.topics),
        "score": round(story.score, 4),
        "first_seen": _time(story.first_seen),
        "last_seen": _time(story.last_seen),
        "outlets": list(story.outlets),
        "langs": list(story.langs),
        "origins": [
            {"name": one.name, "kind": one.kind, "outlets": list(one.outlets), "first": _time(one.first)}
            for one in origins(story).origins
        ],
        "articles": [exhibit.folder for exhibit in made.exhibits],
    }


def _rules(made: Case) -> dict[str, Any]:
    return {
        "sha256": made.rules,
        "topics": [
            {"name": one.name, "rule": one.rule, "against": list(one.against), "threshold": one.threshold}
            for one in made.topics
        ],
    }


def _article(exhibit: Exhibit) -> dict[str, Any]:
    decision, entry = exhibit.decision, exhibit.decision.article.entry
    return {
        "entry": entry.id,
        "feed": entry.feed,
        "outlet": entry.outlet,
        "country": entry.country,
        "url": entry.url,
        "lang": entry.lang,
        "author": entry.author,
        "title": entry.title,
        "summary": entry.summary,
        "published": _time(entry.published),
        "first_seen": _time(entry.first_seen),
        "fetched": _time(exhibit.visits[0].at) if exhibit.visits else None,
        "decided": _time(decision.decided_at),
        "page": decision.article.page.value,
        "verdicts": [_verdict(verdict) for verdict in decision.verdicts],
        "citations": [
            {"source": one.source, "kind": one.kind, "order": one.order, "cited_by": one.cited_by, "sentence": one.sentence}
            for one in exhibit.citations
        ],
    }  # fmt: skip


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "topic": verdict.topic,
        "matches": verdict.matches,
        "score": round(verdict.score, 4),
        "threshold": verdict.threshold,
        "parts": [{"label": part.label, "value": round(part.value, 4), "why": part.why} for part in verdict.parts],
        "hits": [
            {"field": hit.field.value, "start": hit.start, "end": hit.end, "text": hit.text, "group": hit.group, "term": hit.term}
            for hit in verdict.hits
        ],
    }  # fmt: skip


def _visit(numbered_visit: tuple[str, Visit]) -> dict[str, Any]:
    version, visit = numbered_visit
    return {
        "at": _time(visit.at),
        "outcome": visit.outcome.value,
        "version": version or None,
        "title": visit.title or None,
        "url": visit.url,
        "status": visit.status,
        "headers": [list(header) for header in visit.headers],
        "body_sha256": visit.body_hash or None,
        "body": f"{version}.html.gz" if version and visit.body else None,
        "changes": [change.value for change in visit.changes],
        "fault": visit.fault,
        "rules_sha256": visit.rules or None,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _text(text: str) -> bytes:
    """A text as it is: the places of hits count its characters."""
    return text.encode("utf-8", "surrogatepass")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
