"""One story in full: its timeline by outlet, who cites whom, the words that fired and why it counts."""

from itertools import islice

from watcher.core.model import Member, Story
from watcher.dashboard.cells import Strip, marked, wrap
from watcher.dashboard.clean import clean
from watcher.dashboard.panels.articles import articles
from watcher.dashboard.panels.box import Box, when
from watcher.dashboard.reading import Excerpt, Reading
from watcher.dashboard.screen import Screen, current_story, headline, muted_until, origins_of
from watcher.dashboard.words import WALLED, count

_NAMED = 4  # origins
_NEWEST_READINGS = 3  # whose hits and reasons are shown; more would bury the text


def story(screen: Screen, box: Box) -> list[Strip]:
    """The selected or open story from its top; `extent` says how far down it goes. While articles are chosen, those."""
    chosen = current_story(screen)
    if screen.cut is not None and chosen is not None and screen.story:
        return articles(chosen, screen.cut, box)
    lines = _lines(screen, box)
    top = min(screen.scroll, max(0, len(lines) - box.height)) if screen.story else 0
    return [box.fit(line, box.width - 1) for line in lines[top : top + box.height]]


def extent(screen: Screen, box: Box) -> int:
    """How many lines of the story lie below the box when it is shown from its top."""
    return max(0, len(_lines(screen, box)) - box.height)


def _lines(screen: Screen, box: Box) -> list[Strip]:
    chosen = current_story(screen)
    if chosen is None:
        return box.prose("Here you will see the selected story: who reported it when, and why it matched.")
    readings = screen.state.readings.get(chosen.id, {})
    explaining = screen.explaining and bool(screen.story)
    lines = [*_head(screen, chosen, box), *([] if explaining else _timeline(screen, chosen, box))]
    for reading in islice(reversed([*readings.values()]), None if explaining else _NEWEST_READINGS):
        lines += _why(reading, box, named=len(readings) > 1, explaining=explaining)
    if not readings:
        lines += box.prose("What fired is in the database, but older than what the dashboard keeps at hand.")
    return lines


def _head(screen: Screen, chosen: Story, box: Box) -> list[Strip]:
    theme = box.theme
    reading = headline(screen, chosen)
    spans = reading.title_spans if reading else ()
    title = marked(chosen.title, spans, style=theme.strong, hit=theme.hit, encoding=theme.encoding)
    lines = wrap(title, box.width - 2, most=4)
    for topic in chosen.topics:
        style = theme.topic(screen.state.topics.index(topic)) if topic in screen.state.topics else theme.dim
        lines.append(Strip(f"{theme.signs.topic} ", style).extend(box.text(topic, style)))
    facts = f"score {chosen.score:.2f}, {count(len(chosen.outlets), 'outlet')}, {count(len(chosen.langs), 'language')}"
    lines.append(Strip(facts, theme.dim))
    if len(chosen.outlets) > 1:
        lines += wrap(_origins(chosen, box), box.width - 2, most=2)
    if (until := muted_until(screen, story=chosen.id)) is not None:
        lines.append(Strip(f"{theme.signs.muted} muted until {when(until, box).strip()}", theme.warn))
    url = next((member.url for member in chosen.members if member.url), "")
    lines.append(box.text(url, theme.dim))
    return [_indent(line) for line in lines]


def _origins(chosen: Story, box: Box) -> Strip:
    """On whom the outlets rest in the end, and who had it first."""
    theme, rests = box.theme, origins_of(chosen)
    names = [f"{one.name} ({len(one.outlets)})" if len(one.outlets) > 1 else one.name for one in rests.origins]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    line = Strip(f"at most {count(len(names), 'origin')}: ", theme.dim)
    line.extend(box.text(", ".join(names[:_NAMED]), theme.good)).append(f"{more}; first: ", theme.dim)
    return line.extend(box.text(rests.first_mover, theme.text))


def _timeline(screen: Screen, chosen: Story, box: Box) -> list[Strip]:
    lines = [Strip(), _heading("Who reported it", box)]
    outlet = min(22, max((len(clean(member.outlet)) for member in chosen.members), default=0))
    for member in chosen.members:
        line = Strip(f"{when(member.first_seen, box)} ", box.theme.dim)
        line.append(f"{clean(member.lang, box.theme.encoding)[:2]:2} ", box.theme.dim)
        line.extend(box.fit(box.text(member.outlet, box.theme.strong), outlet)).append(" ")
        line.extend(box.text(member.title, box.theme.text))
        lines += [line, *_chain(member, box), *_news(member, box), *_edits(screen, member, box)]
    return lines


def _chain(member: Member, box: Box) -> list[Strip]:
    if not member.citations:
        return []
    cited = sorted(member.citations, key=lambda citation: citation.order)
    arrow = f" {box.theme.signs.from_} "
    chain = arrow.join((member.outlet, *(citation.source for citation in cited)))
    return [Strip(" " * 10).extend(box.text(chain, box.theme.good))]


def _news(member: Member, box: Box) -> list[Strip]:
    """What an article is the first to say, with the sentence if it is not the title."""
    lines = []
    for sentence in dict.fromkeys(one.sentence for one in member.news):
        new = ", ".join(one.text for one in member.news if one.sentence == sentence)
        said = "" if sentence in member.title else f": {sentence}"
        lines += wrap(box.text(f"+ {new}", box.theme.new).extend(box.text(said, box.theme.dim)), box.width - 11, most=2)
    return [Strip(" " * 10).extend(line) for line in lines]


def _edits(screen: Screen, member: Member, box: Box) -> list[Strip]:
    """What the outlet changed in the article without saying so."""
    lines = []
    for visit in screen.state.edits.get(member.entry, ()):
        said = f"edited: {visit.changes_in_words} {when(visit.at, box).strip()}"
        lines += wrap(box.text(said, box.theme.warn), box.width - 11, most=2)
    return [Strip(" " * 10).extend(line) for line in lines]


def _why(reading: Reading, box: Box, *, named: bool, explaining: bool) -> list[Strip]:
    theme = box.theme
    name = f"Why: {reading.entry.outlet}" if named else "Why"
    lines = [Strip(), _heading(name, box)]
    for verdict in reading.verdicts:
        line = Strip(f"{verdict.score:.2f} ", theme.strong).extend(box.text(verdict.topic, theme.text))
        lines.append(_indent(line.append(f" (needs {verdict.threshold:.2f})", theme.dim)))
        for part in verdict.parts:
            line = box.text(part.label, theme.text).extend(box.text(f" {part.why}" if part.why else "", theme.dim))
            wrapped = wrap(line, box.width - 8) if explaining else [line]
            lines.append(_indent(Strip(f"{part.value:+.2f} ", theme.dim).extend(*wrapped[:1])))
            lines += [Strip(" " * 7).extend(rest) for rest in wrapped[1:]]
    if reading.walled:
        lines.append(_indent(box.text(f"{WALLED}.".capitalize(), theme.new)))
    if reading.terms:
        lines += [_indent(line) for line in wrap(box.text(", ".join(reading.terms), theme.hit), box.width - 2)]
    for excerpt in reading.excerpts:
        lines += [_indent(line) for line in wrap(_quote(excerpt, box), box.width - 2)]
    if reading.lead and not reading.excerpts:
        lines += [_indent(line) for line in wrap(box.text(reading.lead, theme.dim), box.width - 2, most=12)]
    return lines


def _quote(excerpt: Excerpt, box: Box) -> Strip:
    theme = box.theme
    quote = Strip("" if excerpt.opens else theme.signs.ellipsis, theme.dim)
    quote.extend(marked(excerpt.text, excerpt.spans, style=theme.dim, hit=theme.hit, encoding=theme.encoding))
    return quote.append("" if excerpt.closes else theme.signs.ellipsis, theme.dim)


def _heading(text: str, box: Box) -> Strip:
    return _indent(box.text(text, box.theme.title))


def _indent(line: Strip) -> Strip:
    return Strip(" ").extend(line)
