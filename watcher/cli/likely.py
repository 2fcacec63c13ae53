"""Which entries of the archive are worth reading: the index for search tells which rules cannot say anything of."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from watcher.cli.crew import crew
from watcher.cli.progress import Bar, progress

if TYPE_CHECKING:
    from watcher.core.rules import Ruleset
    from watcher.core.rules.sieve import Sieve, Told
    from watcher.ports import Store

LEAST: Final = 20_000  # entries to judge, from which on looking into the index first is quicker than reading them
SHARE: Final = 4  # of the archive one in so many at least, since its whole index is looked through
LOT: Final = 1000  # words that are heard of at a time
AHEAD: Final = 3  # lots that wait for a process


def likely(store: "Store", rulesets: "Sequence[Ruleset]", topic: str = "", processes: int = 1) -> bytes | None:
    """A byte for each place of an entry: 1 if rules may say yes of it or want its page, or if it matched before.

    None if that is all of them, or cannot be told: a rule may ask for facts alone, or for what an index does not know.
    """
    from watcher.core.rules.sieve import sieve

    sieves = [sieve(rules, topic) for rules in rulesets]
    if None in sieves:
        return None
    everything, chosen = store.index_all(), None
    for rules, one in zip(rulesets, sieves, strict=True):
        if one is None:
            return None
        with progress("Reading the index") as bar:
            _hear(store, one, (rules, topic), processes, bar)
        found = one.choose(store.index_marks, everything)
        if found is None:
            return None
        chosen = found if chosen is None else chosen.joined(found)
    return store.places(chosen) if chosen else None


def pays(entries: int, total: int) -> bool:
    """Whether to look into the index first, for so many entries of an archive."""
    return entries >= max(LEAST, total // SHARE)


def _hear(store: "Store", sieve: "Sieve", asked: "tuple[Ruleset, str]", processes: int, bar: "Bar") -> None:
    """Have a sieve hear of all words, which several processes share."""
    words = store.index_words()
    if processes == 1:
        for lot in _lots(words):
            _take(sieve, lot)
            bar.advance(len(lot))
    else:
        with crew(processes, _begin, *asked) as executors:
            waiting = deque[Future[int]]()
            for lot, executor in zip(_lots(words), cycle(executors), strict=False):
                waiting.append(executor.submit(_taken, lot))
                if len(waiting) > AHEAD * processes:
                    bar.advance(waiting.popleft().result())
            for executor in executors:
                sieve.add(executor.submit(_told).result())
    for beginning in sieve.beginnings():
        for word in store.index_words(beginning):
            sieve.take_again(word)


def _lots(words: "Iterator[str]") -> "Iterator[list[str]]":
    return iter(lambda: list(islice(words, LOT)), [])


def _take(sieve: "Sieve", words: "Sequence[str]") -> None:
    for word in words:
        sieve.take(word)


# --- in another process -----------------------------------------------------------------------------------------------

_sieve: "list[Sieve]" = []  # of a process that hears of words


def _begin(rules: "Ruleset", topic: str) -> None:
    from watcher.core.rules.sieve import sieve

    found = sieve(rules, topic)
    assert found is not None  # the first process has one
    _sieve.append(found)


def _taken(words: "Sequence[str]") -> int:
    _take(_sieve[0], words)
    return len(words)


def _told() -> "Told":
    return _sieve[0].told
