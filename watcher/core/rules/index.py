"""Terms made ready to be looked for: words under numbers, phrases under their longest word, runs, patterns."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from watcher.core.rules.lookup import Words
from watcher.core.rules.runs import Runs, is_run
from watcher.core.rules.terms import Shape
from watcher.core.rules.vocabulary import Listing
from watcher.core.text.languages import PLAIN, Language
from watcher.core.text.words import tokens

JOINED_WORDS: Final = 3  # longer names are not written in one


class Phrase(NamedTuple):
    """Words in a row, looked for by the longest of them, which stands at `anchor`."""

    numbers: tuple[int, ...]
    anchor: int
    listing: Listing

    def stands(self, first: int, at: Mapping[int, Container[int]]) -> bool:
        """Whether the words stand in a row from here; what parts them is looked at when the place is wanted."""
        return all(first + offset in at.get(number, ()) for offset, number in enumerate(self.numbers))


class Entries:
    """What the numbers of words stand for, over all indexes."""

    __slots__ = ("numbers", "phrases", "singles")

    def __init__(self) -> None:
        self.numbers: Iterator[int] = count()
        self.singles: dict[int, list[Listing]] = {}
        self.phrases: dict[int, list[Phrase]] = {}

    def add(self, numbers: tuple[int, ...], words: Sequence[str], listing: Listing) -> None:
        if len(numbers) == 1:
            self.singles.setdefault(numbers[0], []).append(listing)
        elif numbers:
            lengths = [len(word) for word in words]
            anchor = lengths.index(max(lengths))
            self.phrases.setdefault(numbers[anchor], []).append(Phrase(numbers, anchor, listing))


class Index:
    """A set of listings, by the language that they inflect in."""

    __slots__ = ("_entries", "patterns", "runs", "words")

    def __init__(self, entries: Entries, listings: Iterable[tuple[Language, Iterable[Listing]]]) -> None:
        self._entries = entries
        self.words = Words(entries.numbers)
        self.runs = Runs()
        self.patterns: list[Listing] = []
        for row, some in listings:
            worded: list[Listing] = []
            for listing in some:
                (self.patterns if listing.term.shape is Shape.PATTERN else worded).append(listing)
            if worded:
                self._add_all(row, worded)

    def _add_all(self, row: Language, listings: Sequence[Listing]) -> None:
        # One fold for the whole list: folding term by term would cost more than all the rest.
        plain, *others = (spelt.split("\n") for spelt in row.spellings("\n".join(one.term.text for one in listings)))
        for listing, folded in zip(listings, plain, strict=True):
            self._add(row, listing, folded)
        for spelt in others:
            for listing, usual, folded in zip(listings, plain, spelt, strict=True):
                if folded != usual and listing.term.shape is not Shape.EXACT:
                    self._add(row, listing, folded)

    def _add(self, row: Language, listing: Listing, folded: str) -> None:
        if is_run(folded):
            self.runs.add(listing, folded)
            return
        worded = listing.term.shape is Shape.WORDS
        words = tokens(folded)
        if "*" in folded and worded:
            self._entries.add(tuple(self._wild(row, folded)), words, listing)
            return
        own = row if worded else PLAIN
        self._entries.add(tuple([self.words.inflected(word, own) for word in words]), words, listing)
        name = not listing.gated and listing.term.text[0].isupper()
        if worded and name and 1 < len(words) <= JOINED_WORDS and max(map(len, words)) > 1:  # R.O.K. is not rok
            self._add_joined(row, listing, words)

    def _add_joined(self, row: Language, listing: Listing, words: list[str]) -> None:
        """A name is also written without what parts it: Kim Jongun, #NorthKorea."""
        ways = [["".join(words)]]
        if len(words) == JOINED_WORDS:
            ways += [[words[0] + words[1], words[2]], [words[0], words[1] + words[2]]]
        for way in ways:
            self._entries.add(
                tuple([self.words.inflected(word, _row_for(word, words, row)) for word in way]), way, listing
            )

    def _wild(self, row: Language, folded: str) -> Iterator[int]:
        for chunk in folded.split():
            parts = tokens(chunk)
            for index, part in enumerate(parts):
                start = index > 0 or not chunk.startswith("*")
                end = index < len(parts) - 1 or not chunk.endswith("*")
                yield self.words.inflected(part, row) if start and end else self.words.part(part, start=start, end=end)


def _row_for(joined: str, words: Sequence[str], row: Language) -> Language:
    """A name in one word does not inflect where the stemmer takes a whole part for an ending: Koreanallies, Korean."""
    return row if joined in words or len(row.stem(joined)) > len(words[0]) else PLAIN
