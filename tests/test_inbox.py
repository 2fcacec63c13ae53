"""What a person asks of stories and topics, at the watcher that writes or from another process."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.parts import Events, TurnedClock
from tests.store.values import NOW, alert, decision, member, story, verdict
from watcher import inbox
from watcher.core.events import Muted, StoriesCorrected
from watcher.core.model import Merge, Mute, Plan, Reason, Split, Suppressed, Undo
from watcher.errors import CorrectionError, StoreError
from watcher.ports import Store
from watcher.store import open_store

CLOCK = TurnedClock(NOW)


def whole(*numbers: int):
    return story(numbers[0], id=f"entry-{numbers[0]:06}", members=tuple(map(member, numbers)))


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(tmp_path / "w.db")
    decided = tuple(decision(number, verdict(topic=f"T{number}", score=0.5 + number / 100)) for number in (1, 2, 3, 5))
    opened.commit(Plan(decisions=decided, stories=(whole(1, 2, 3), whole(5))))
    yield opened
    opened.close()


def homes(store: Store) -> dict[str, list[str]]:
    since = NOW - timedelta(days=7)
    return {one.id: [member.entry for member in one.members] for one in store.stories(since)}


def test_a_split_a_merge_and_taking_them_back_are_kept_in_the_store(store: Store, tmp_path: Path):
    before = homes(store)
    done = inbox.carry_out(store, Split(story="entry-000001", entries=("entry-000002",)), clock=CLOCK)
    assert isinstance(done, StoriesCorrected)
    assert homes(store) == {
        "entry-000001": ["entry-000001", "entry-000003"],
        "entry-000002": ["entry-000002"],
        "entry-000005": ["entry-000005"],
    }
    assert [one.topics for one in done.stories] == [("T1", "T3"), ("T2",)]
    merged = inbox.carry_out(store, Merge(one="entry-000005", other="entry-000002"), clock=CLOCK)
    assert isinstance(merged, StoriesCorrected)
    assert homes(store)["entry-000002"] == ["entry-000002", "entry-000005"]
    with closing(open_store(tmp_path / "w.db", read_only=True)) as reader:  # what another process sees
        assert homes(reader) == homes(store)
        assert {one.id for one in reader.corrections(9)} == {done.correction.id, merged.correction.id}
    for one in (merged, done):
        inbox.carry_out(store, Undo(correction=one.correction.id), clock=CLOCK)
    assert homes(store) == before
    assert all(one.undone for one in store.corrections(9))


def test_alerts_go_with_the_article_that_they_tell(store: Store):
    told, held = (alert(number, story="entry-000001", entry=f"entry-{number:06}") for number in (1, 2))
    store.commit(Plan(alerts=(told,), suppressed=(Suppressed(alert=held, reason=Reason.PAUSE),)))
    inbox.carry_out(store, Split(story="entry-000001", entries=("entry-000002",)), clock=CLOCK)
    assert [one.id for one in store.told(["entry-000001"])] == [told.id]
    assert [one.id for one in store.told(["entry-000002"])] == [held.id]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Split(story="nobody", entries=("x",)), "no story or article"),
        (Merge(one="entry-000001", other="entry-000003"), "merged with itself"),
        (Undo(correction="x"), "no correction x"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(store: Store, wanted, message):
    before = homes(store)
    with pytest.raises(CorrectionError, match=message):
        inbox.carry_out(store, wanted, clock=CLOCK)
    assert homes(store) == before


def test_a_mute_of_a_story_says_which_one_it_is(store: Store):
    wanted = Mute(story="entry-000001", until=NOW + timedelta(hours=1))
    event = inbox.carry_out(store, wanted, clock=CLOCK)
    assert event == Muted(at=NOW, mute=wanted, title=whole(1).title)


def test_notes_of_other_processes_are_answered_in_their_order(store: Store, tmp_path: Path):
    events = Events()
    reader = open_store(tmp_path / "w.db", read_only=True)
    names = [
        reader.notes.leave(Split(story="entry-000001", entries=("entry-000003",))),
        reader.notes.leave(Merge(one="entry-000003", other="entry-000005")),
        reader.notes.leave(Mute(topic="T1", until=NOW + timedelta(hours=1))),
        reader.notes.leave(Undo(correction="nothing")),
    ]
    assert [reader.notes.answered(name) for name in names] == [None] * 4
    assert inbox.answer(store, clock=CLOCK, emit=events)
    assert [reader.notes.answered(name) for name in names[:3]] == [""] * 3
    assert "no correction" in (reader.notes.answered(names[3]) or "")
    assert homes(store)["entry-000003"] == ["entry-000003", "entry-000005"]
    assert [type(event) for event in events.seen] == [StoriesCorrected, StoriesCorrected, Muted]
    assert [mute.topic for mute in store.mutes(NOW)] == ["T1"]
    assert not inbox.answer(store, clock=CLOCK, emit=events)
    assert not reader.notes.withdraw(names[3])
    assert not list(tmp_path.glob("w.db.notes/*"))
    reader.close()


def test_a_note_that_nobody_understands_is_refused_and_holds_nothing_up(store: Store, tmp_path: Path):
    good = store.notes.leave(Mute(topic="T1", until=NOW + timedelta(hours=1)))
    for name, text in (("0-torn", "{"), ("0-strange", '{"want": "Fly", "row": []}'), ("0-long", "x" * (2 << 20))):
        (tmp_path / "w.db.notes" / f"{name}.json").write_text(text)
        with pytest.raises(StoreError, match="note"):
            store.notes.read(name)
    inbox.answer(store, clock=CLOCK, emit=Events())
    assert store.notes.answered(good) == ""
    assert "no note" in (store.notes.answered("0-torn") or "")
    assert store.notes.waiting() == ()


def test_a_note_can_be_withdrawn_until_it_is_answered(store: Store):
    name = store.notes.leave(Mute(topic="T1", until=NOW + timedelta(hours=1)))
    assert store.notes.withdraw(name)
    assert not inbox.answer(store, clock=CLOCK, emit=Events())
    assert store.mutes(NOW) == ()
