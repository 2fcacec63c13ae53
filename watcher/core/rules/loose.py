"""Terms of no language, which inflect as each text does: kept once for all languages, as there may be 100,000 of them.

They lie sorted by their first words. What a language adds is a text for each two letters that a token brings: the words
that begin so with their stems, where these differ. It takes a tenth of the room of as many strings in a dictionary.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from watcher.core.rules.beginnings import beginnings
from watcher.core.rules.blocks import KEY, Block, Part
from watcher.core.rules.phrases import Sought, Word, bare, begins_otherwise, firsts, stem, stems, ways, written_in
from watcher.core.rules.runs import Laid
from watcher.core.rules.vocabulary import ANY, Holder
from watcher.core.text.inflection import Cut, Snowball, Uninflected
from watcher.core.text.languages import Language, staying
from watcher.core.text.words import first_word

MANY: Final = 200  # words that begin alike; to refuse tokens by all of so many takes longer than to look
LONG_STEM: Final = 5  # letters that must be left of a name of no language for endings to be exchanged on it
_BEYOND: Final = "\U0010ffff"  # no character, and greater than all


class Loose:
    """Terms without marks, each with its folded text, by the first words that they may have."""

    __slots__ = ("_holders", "_lines", "_words", "_written")

    def __init__(self, terms: Iterable[Laid]) -> None:
        entries = [(word, *term) for term in terms for word in _firsts(term)]
        entries.sort(key=lambda entry: entry[0])
        # Side by side, since as many tuples would take three times the room.
        self._words: list[str] = [entry[0] for entry in entries]
        self._written: list[str] = [entry[1] for entry in entries]
        self._lines: list[str] = [entry[2] for entry in entries]
        self._holders: list[Holder] = [entry[3] for entry in entries]

    def __bool__(self) -> bool:
        return bool(self._words)

    def beginning(self, key: str) -> Collection[str]:
        """The words that begin with some letters."""
        words = self._words
        return dict.fromkeys(words[bisect_left(words, key) : bisect_left(words, key + _BEYOND)])

    def having(self, word: str) -> Iterator[Laid]:
        """The terms that have a first word."""
        words = self._words
        place = bisect_left(words, word)
        while place < len(words) and words[place] == word:
            yield self._written[place], self._lines[place], self._holders[place]
            place += 1


class Inflected:
    """Such terms as a language inflects them. Words that few others begin like are left to the parted drawers."""

    __slots__ = ("_row", "_stays", "_texts", "_understood", "begun", "loose", "otherwise", "part")

    def __init__(self, loose: Loose, row: Language) -> None:
        self.loose = loose
        self.part = Part(Block(ANY, row, ()), row, self._row_for)
        self.otherwise = begins_otherwise(row)
        self.begun: set[str] = set()  # what tokens begin with that are words found here
        self._row = row
        self._stays = staying(row.code)
        self._texts: dict[str, str] = {}  # lines of a stem and its word, by what the token begins with, or its stem
        self._understood: dict[str, list[tuple[Word, Language, Sought]]] = {}  # by first word
        if self.otherwise:
            self._lay([word for word in loose.beginning("") if written_in(row, word)])

    def open(self, key: str) -> bool:
        """Prepare for tokens that begin with some letters; whether their terms are found here."""
        words = self.loose.beginning(key) if len(key) == KEY else [key]
        if len(words) <= MANY and not self.otherwise:
            return False
        if words:
            self.begun.add(key)
        if isinstance(self._row.inflection, Cut | Snowball) and not self.otherwise:
            self._lay(words)
        return True

    def _lay(self, words: Iterable[str]) -> None:
        lines: dict[str, list[str]] = {}
        for word in words:
            known = self._row.stem(word)
            if self.otherwise or known != word:
                lines.setdefault((known if self.otherwise else word)[:KEY], []).append(f"{known}\t{word}\n")
        for key, some in lines.items():
            self._texts[key] = "\n" + "".join(some)

    def few(self, key: str) -> list[Laid]:
        """The terms that begin with some letters, each once."""
        words = self.loose.beginning(key) if len(key) == KEY else [key]
        terms = [(word, term) for word in words for term in self.loose.having(word)]
        return [term for word, term in terms if term[1][slice(*first_word(term[1]))] == word]

    def find(self, token: str) -> Iterator[Sought]:
        """The terms that a token is the first word of, if they are found here."""
        for word in self._words(token):
            terms = self._understood.get(word) or list(self._understand(word))
            if terms:
                self._understood[word] = terms
            for first, row, sought in terms:
                if _takes(first, row, token):
                    yield sought

    def _words(self, token: str) -> dict[str, None]:
        """The words that a token may be a form of, and others."""
        row, begin = self._row, token[:KEY]
        words: list[str] = []
        if begin in self.begun:
            words = [token, *_shorter(self._stays, token), *(() if self.otherwise else _shorter(row, token))]
        if self._texts and not (self.otherwise and not written_in(row, token)):
            for known in stems(row.code, token):
                words += _beside(known, self._texts.get(known[:KEY] if self.otherwise else begin, ""))
        return dict.fromkeys(words)

    def _row_for(self, written: str) -> Language:
        return self._stays if self._stays is not self._row and is_short(self._row, written) else self._row

    def _understand(self, word: str) -> Iterator[tuple[Word, Language, Sought]]:
        for written, line, holder in self.loose.having(word):
            row = self._row_for(written)
            listing = holder.listing(written, ANY)
            for first, *rest in ways(listing, bare(line), row):
                if first.text == word:
                    yield first, row, Sought(listing, tuple(rest))


def _shorter(row: Language, token: str) -> tuple[str, ...]:
    """What a token is with its endings off."""
    return () if isinstance(row.inflection, Uninflected) else stems(row.code, token)


def _beside(known: str, text: str) -> Iterator[str]:
    """The words that stand beside a stem in lines of both."""
    line = f"\n{known}\t"
    place = text.find(line)
    while place >= 0:
        start = place + len(line)
        end = text.index("\n", start)
        yield text[start:end]
        place = text.find(line, end)


def is_short(row: Language, written: str) -> bool:
    """Whether a name is too short to exchange its ending in some language: Kiev is not Slovene ki."""
    word = written.casefold()
    left = stem(row, word) if word.isalpha() else word
    return len(left) < LONG_STEM and left != word


def _firsts(term: Laid) -> Collection[str]:
    """The words that a term may begin with; a name is also written in one word."""
    written, line, _ = term
    if line.isalnum():
        return (written if written == line else line,)  # one text rather than two that are equal
    return firsts(line) if not written[:1].islower() else (line[slice(*first_word(line))],)


def _takes(first: Word, row: Language, token: str) -> bool:
    """Whether a token is the first word of a term: in all its forms, but for those that begin quite otherwise."""
    if token == first.text:
        return True
    if not first.stem or first.stem not in stems(first.code, token):
        return False
    if begins_otherwise(row):
        return written_in(row, first.text) and written_in(row, token)
    may_add = row.inflection.may_add
    return any(
        token.startswith(begin) and may_add(token[len(begin) :]) for begin in beginnings(first.text, first.stem, row)
    )
