"""The list of stories, newest first."""

from watcher.core.model import Story
from watcher.dashboard.cells import Strip, marked
from watcher.dashboard.clean import clean
from watcher.dashboard.keys import Action, Mode
from watcher.dashboard.panels.box import Box, score_bar, when, window
from watcher.dashboard.screen import Screen, headline, mark_of, muted_until, origins_of, position, rows, unseen


def stories(screen: Screen, box: Box) -> list[Strip]:
    """One line for each story that fits, the selected one among them."""
    names = rows(screen) if screen.view is Mode.STORIES else ()
    if not names:
        return _empty(screen, box)
    at = position(screen, names)
    shown = [(row, screen.state.stories[names[row]]) for row in window(len(names), at, box.height)]
    langs = max(len(_langs(story, box)) for _, story in shown) if shown else 0
    return [_row(screen, story, box, langs, selected=row == at) for row, story in shown]


def _row(screen: Screen, story: Story, box: Box, langs: int, *, selected: bool) -> Strip:
    """`langs` is how wide the languages stand; the headline gets what is left."""
    theme, signs = box.theme, box.theme.signs
    topics = screen.state.topics
    style = theme.topic(topics.index(story.topics[0])) if story.topics and story.topics[0] in topics else theme.dim
    fresh = unseen(screen, story)
    line = Strip(signs.topic, style)
    starred, tagged = mark_of(screen, story.id).starred, story.id in screen.tagged
    sign = signs.tag if tagged else signs.star if starred else signs.new if fresh else " "
    line.append(sign, theme.hit if tagged else theme.new if fresh else theme.warn)
    line.append(when(story.last_seen, box) + " ", theme.dim)
    if box.width >= 60:
        line.extend(score_bar(story.score, style, theme)).append(" ")
    if muted_until(screen, story=story.id):
        line.append(f"{signs.muted} ", theme.warn)
    reading = headline(screen, story)
    spans = reading.title_spans if reading else ()
    title = marked(
        story.title, spans, style=theme.strong if fresh else theme.text, hit=theme.hit, encoding=theme.encoding
    )
    line.extend(title if title.plain.strip() else Strip("(no title)", theme.dim))
    tail = _tail(story, box, langs)
    line = box.fit(line, box.width - tail.cell_len).extend(tail)
    if selected:
        line.stylize(theme.selected)
    return line


def _langs(story: Story, box: Box) -> str:
    """The first languages, two letters each, and how many more: `de en ko +7`."""
    more = len(story.langs) - 3
    shown = [clean(lang, box.theme.encoding)[:2] for lang in story.langs[:3]]
    return " ".join([*shown, f"+{more}"] if more > 0 else shown)


def _tail(story: Story, box: Box, langs: int) -> Strip:
    """Who and where from, as far as the headline can spare the room: outlet, languages, how many of each."""
    theme = box.theme
    tail = Strip()
    if box.width >= 92:
        tail.append(" ").extend(box.fit(box.text(story.outlets[0], theme.dim), 16))
    if box.width >= 76:
        tail.append(f" {_langs(story, box):{langs}}", theme.dim)
    if box.width >= 36:
        tail.append(f"{f'{len(story.outlets)}{theme.signs.times}{len(story.langs)}':>6} ", theme.dim)
    if box.width >= 76:
        tail.append(f"{f'{theme.signs.from_}{len(origins_of(story).origins)}':4}", theme.dim)
    return tail


def _empty(screen: Screen, box: Box) -> list[Strip]:
    if screen.query:
        return box.prose(f'No story has "{screen.query}" in a headline, outlet, language or topic.', "Esc shows all.")
    if screen.narrow.words:
        return box.prose(f"No story passes the filter: {', '.join(screen.narrow.words)}.", "Esc shows all.")
    if screen.state.stories:
        lists, back = screen.keymap.name_of(Action.FILTER), screen.keymap.name_of(Action.DISMISS)
        return box.prose("Every story is dismissed.", f"{lists} and d list them; {back} brings one back.")
    if not screen.state.feeds:
        return box.prose(
            "There are no feeds to watch.",
            "Add [[feed]] tables with a url to your config.toml; `watcher init` writes one to start from.",
        )
    return box.prose(
        "No story yet: nothing that was read matches a topic.",
        f"That can be right. The feeds view ({screen.keymap.name_of(Action.FEEDS)}) shows whether feeds answer, "
        f"the log ({screen.keymap.name_of(Action.LOG)}) what came in.",
    )
