"""A configuration that changes while the watch goes on: taken up whole, or the last good one stays."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok
from tests.parts import Events, Recorder, rss
from tests.test_daemon import until
from watcher.app import App, assemble
from watcher.config import load
from watcher.core.events import EntryDecided, Polled, PollFailed, Reapplied, Reloaded, ReloadFailed
from watcher.dashboard.lines import json_line, line
from watcher.dashboard.state import apply, empty
from watcher.reload import IN_PART, Reload

HEAD = '[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\nrobots = false\n[alerts]\nfirst_run = "notify"\n'
TOPIC = '[[topic]]\nname = "{name}"\nrule = "{rule}"\nnotify = ["desk"]\nthreshold = 0.2\nfetch = "never"\n'
RICE = TOPIC.format(name="Rice", rule="rice")
DESK = '[channel.desk]\nkind = "screen"\n'
ITEMS = [{"title": f"{what} prices rise in the capital", "guid": what} for what in ("Bread", "Cheese", "Rice")]


@dataclass
class Watch:
    """A watcher that runs in this process, and the file that it follows."""

    app: App
    events: Events
    desk: Recorder
    server: BadServer
    file: Path

    def write(self, *parts: str, feeds: tuple[str, ...] = ("/feed",)) -> None:
        addresses = "".join(f'[[feed]]\nurl = "{self.server.url(path)}"\n' for path in feeds)
        self.file.write_text(HEAD + DESK + addresses + "".join(parts), encoding="utf-8")

    async def seen(self, kind: type, number: int = 1) -> None:
        await until(lambda: len(self.events.of(kind)) >= number, 60)


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    table = {path: [ok(rss(ITEMS))] for path in ("/feed", "/second")}
    async with BadServer(table) as server:
        events, desk, file = Events(), Recorder(), tmp_path / "config.toml"
        watch = Watch(app=None, events=events, desk=desk, server=server, file=file)  # type: ignore[arg-type]  # made next
        watch.write(TOPIC.format(name="Bread", rule="bread"))
        async with running(watch, tmp_path):
            yield watch


@asynccontextmanager
async def running(watch: Watch, data: Path) -> AsyncIterator[App]:
    """Run the watcher by its file, and begin when it has polled or, in a later run, could."""
    watch.app = app = assemble(load(watch.file), data=data, emit=watch.events, notifiers={"desk": watch.desk})
    watched = asyncio.create_task(app.daemon.run())
    following = asyncio.create_task(Reload(app, every=0.05).run())
    await watch.seen(Polled)
    await until(app.store.judged_by)
    yield app
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    app.daemon.stop()
    await watched
    await app.close()


async def test_a_new_feed_is_polled_at_once_and_a_removed_one_no_more(watch: Watch):
    watch.write(TOPIC.format(name="Bread", rule="bread"), feeds=("/second",))
    await watch.seen(Polled, 2)
    assert [event.feed for event in watch.events.of(Polled)] == [watch.server.url("/feed"), watch.server.url("/second")]
    (told,) = watch.events.of(Reloaded)
    assert {change.partition(":")[0] for change in told.changes} == {"feed added", "feed removed"}
    watch.app.daemon.poll_now((watch.server.url("/feed"),))
    assert watch.app.store.due(watch.app.pipeline.clock.now().replace(year=2100), 10) == (watch.server.url("/second"),)


async def test_changed_rules_are_applied_to_what_is_stored_and_nobody_is_told(watch: Watch):
    await until(lambda: watch.desk.sent)
    watch.write(TOPIC.format(name="Cheese", rule="cheese"))
    await watch.seen(Reapplied)
    (done,) = watch.events.of(Reapplied)
    assert (done.entries, done.changed) == (3, 2)  # bread no longer, cheese from now on
    assert [decision.article.entry.title.split()[0] for decision, _ in watch.app.store.recent(10)] == ["Cheese"]
    assert [alert.topic for alert in watch.desk.sent] == ["Bread"]
    assert watch.app.store.counts()["pending"] == 0
    again = [event for event in watch.events.of(EntryDecided) if event.again]
    assert {event.decision.article.entry.title.split()[0] for event in again} == {"Bread", "Cheese"}


async def test_rules_that_changed_between_two_runs_are_applied_at_the_start_and_nobody_is_told(tmp_path: Path):
    async with BadServer({"/feed": [ok(rss(ITEMS))]}) as server:
        watch = Watch(app=None, events=Events(), desk=Recorder(), server=server, file=tmp_path / "config.toml")  # type: ignore[arg-type]  # made next
        for what, applied in (("bread", 0), ("bread", 0), ("cheese", 1), ("cheese", 1)):
            watch.write(TOPIC.format(name=what, rule=what))
            async with running(watch, tmp_path):
                await watch.seen(Reapplied, applied)
            assert len(watch.events.of(Reapplied)) == applied
        (done,) = watch.events.of(Reapplied)
        assert (done.entries, done.changed) == (3, 2)
        assert [alert.topic for alert in watch.desk.sent] == ["bread"]


async def test_rules_whose_application_was_cut_short_are_applied_at_the_next_start(tmp_path: Path):
    async with BadServer({"/feed": [ok(rss(ITEMS))]}) as server:
        watch = Watch(app=None, events=Events(), desk=Recorder(), server=server, file=tmp_path / "config.toml")  # type: ignore[arg-type]  # made next
        watch.write(TOPIC.format(name="Bread", rule="bread"))
        async with running(watch, tmp_path) as app:
            app.store.note_rules(IN_PART)
        async with running(watch, tmp_path):
            await watch.seen(Reapplied)
        assert watch.events.of(Reapplied)[0].changed == 0


async def test_a_new_rule_tells_of_the_next_article(watch: Watch):
    watch.write(TOPIC.format(name="Cheese", rule="cheese"))
    await watch.seen(Reapplied)
    await until(lambda: watch.desk.sent)
    item = {"title": "Cheese thieves are caught at the old harbour by a retired customs officer", "guid": "late"}
    watch.server.table["/feed"] = [ok(rss([item, *ITEMS]))]
    watch.app.daemon.poll_now()
    await until(lambda: len(watch.desk.sent) == 2)
    assert [alert.topic for alert in watch.desk.sent] == ["Bread", "Cheese"]


BROKEN: dict[str, Callable[[Path], object]] = {
    "not TOML": lambda file: file.write_text('[[feed]]\nurl = "'),
    "an unknown setting": lambda file: file.write_text("[watcher]\nintervall = '5m'\n"),
    "bad UTF-8": lambda file: file.write_bytes(b"[watcher]\ncontact = '\xff'\n"),
    "NUL": lambda file: file.write_bytes(b"[watcher]\n\0\n"),
    "too large": lambda file: file.write_bytes(b"# " + b"x" * 20_000_000),
    "twice the same key": lambda file: file.write_text("[watcher]\nworkers = 1\nworkers = 2\n"),
    "an unknown key": lambda file: file.write_text('[dashboard.keys]\nstar = ["ctrl-x"]\n'),
    "a faulty rule": lambda file: file.write_text(TOPIC.format(name="T", rule="cheese &")),
    "empty": lambda file: file.write_text(""),
    "cut off behind the feeds": lambda file: file.write_text("[[feed]]\nurl = 'https://news.example/feed'\n"),
    "missing": lambda file: file.unlink(),
    "a directory": lambda file: file.mkdir(),
}


async def test_a_broken_file_keeps_the_last_good_configuration_and_says_where_the_fault_is(watch: Watch):
    good = watch.app.pipeline.policy
    for number, (name, spoil) in enumerate(BROKEN.items(), start=1):
        spoil(watch.file)
        await watch.seen(ReloadFailed, number)
        failed = watch.events.of(ReloadFailed)[-1]
        assert str(watch.file) in failed.faults[0], name
        assert watch.app.pipeline.policy is good
    watch.file.rmdir()
    watch.write(TOPIC.format(name="Bread", rule="bread"))
    await watch.seen(Reloaded)
    assert len(watch.events.of(ReloadFailed)) == len(BROKEN)
    assert watch.events.of(Reloaded)[-1].changes == ()


async def test_the_dashboard_shows_the_fault_until_it_is_mended(watch: Watch):
    BROKEN["an unknown setting"](watch.file)
    await watch.seen(ReloadFailed)
    watch.write(TOPIC.format(name="Rice", rule="rice"))
    await watch.seen(Reloaded)
    state = empty(now=watch.app.pipeline.clock.now())
    shown = []
    for event in watch.events.seen:
        state = apply(state, event)
        if isinstance(event, ReloadFailed | Reloaded):
            shown.append((state.misconfigured, state.topics))
            assert line(event, state.zone)
            assert json_line(event)
    assert "intervall" in shown[0][0]
    assert ":2:" in shown[0][0]
    assert shown[1] == ("", ("Rice",))


async def test_settings_take_effect_at_once_or_say_that_they_wait_for_the_next_start(watch: Watch):
    watch.write(RICE)
    text = watch.file.read_text().replace('gap = "0s"', 'gap = "1s"').replace('["127.0.0.1"]', "[]")
    watch.file.write_text("[watcher]\nworkers = 3\n" + text)
    await watch.seen(Reloaded)
    told = watch.events.of(Reloaded)[-1]
    assert {"http.gap changed", "http.allow_private changed", "topic removed: Bread"} <= set(told.changes)
    assert told.later == ("watcher.workers",)
    watch.app.daemon.poll_now()
    await watch.seen(PollFailed)
    assert "private" in watch.events.of(PollFailed)[0].fault
    watch.write(RICE)
    await watch.seen(Polled, 2)  # what failed is tried again as soon as the network's settings change
