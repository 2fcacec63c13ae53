"""What a person asks of topics and stories, at a key or from another terminal, and what is done about it."""

from typing import assert_never

from watcher.core import stories
from watcher.core.events import Muted, StoriesCorrected
from watcher.core.model import Decision, Merge, Mute, Plan, Split, Story, Undo, Wanted
from watcher.errors import CorrectionError, WatcherError
from watcher.ports import Clock, Emit, Store

REMEMBERED = 10_000  # corrections that can be undone


def answer(store: Store, *, clock: Clock, emit: Emit) -> bool:
    """Do what the notes beside the store ask for, or say why not; whether stories are others than before."""
    corrected = False
    for name in store.notes.waiting():
        try:
            event = carry_out(store, store.notes.read(name), clock=clock)
        except WatcherError as error:
            store.notes.answer(name, str(error))
            continue
        corrected = corrected or isinstance(event, StoriesCorrected)
        emit(event)
        store.notes.answer(name)
    return corrected


def carry_out(store: Store, wanted: Wanted, *, clock: Clock) -> Muted | StoriesCorrected:
    """Do one thing, in one transaction; raises CorrectionError and StoreError. For the process that writes."""
    now = clock.now()
    if isinstance(wanted, Mute):
        store.mute(wanted)
        muted = store.story(wanted.story) if wanted.story else None
        return Muted(at=now, mute=wanted, title=muted.title if muted else "")
    found = _corrected(store, wanted, clock)
    store.commit(Plan(stories=found.stories, gone=(found.gone,) if found.gone else (), corrections=(found.correction,)))
    return StoriesCorrected(at=now, correction=found.correction, stories=found.stories, gone=found.gone)


def _corrected(store: Store, wanted: Split | Merge | Undo, clock: Clock) -> stories.Corrected:
    now = clock.now()
    match wanted:
        case Split(story=name, entries=entries):
            story = _story(store, name)
            return stories.split(story, entries, _decisions(store, story), now=now)
        case Merge(one=one, other=other):
            return stories.merge(_story(store, one), _story(store, other), now=now)
        case Undo(correction=name):
            known = next((one for one in store.corrections(REMEMBERED) if one.id == name), None)
            if known is None:
                raise CorrectionError(f"no correction {name} is known (`watcher stories corrections` lists them)")
            first, second = _exactly(store, known.story), _exactly(store, known.other)
            return stories.undo(known, first, second, _decisions(store, first) if first else {}, now=now)
        case _:
            assert_never(wanted)


def _story(store: Store, name: str) -> Story:
    story = store.story(name)
    if story is None:
        raise CorrectionError(f'no story or article "{name}" (`watcher stories --json` lists the ids)')
    return story


def _exactly(store: Store, name: str) -> Story | None:
    """The story of that id, not the one that has taken it in."""
    story = store.story(name)
    return story if story is not None and story.id == name else None


def _decisions(store: Store, story: Story) -> dict[str, Decision]:
    found = ((member.entry, store.decision(member.entry)) for member in story.members)
    return {entry: decision for entry, decision in found if decision is not None}
