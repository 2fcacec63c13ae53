"""What a term asks of the words of a text: a first word, by which it is looked for, and those that must follow it."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from watcher.core.rules.terms import Shape
from watcher.core.rules.vocabulary import Listing
from watcher.core.text.inflection import Cut, Snowball, Uninflected
from watcher.core.text.languages import PLAIN, Language, row_of
from watcher.core.text.words import tokens

JOINED_WORDS: Final = 3  # longer names are not written in one
KNOWN_STEMS: Final = 50_000  # tokens whose stems are remembered, about 20 MB
KNOWN_TERMS: Final = 4_000  # words of terms whose stems are remembered: several parts of a drawer ask for the same
_SYLLABLES: Final = "\u1100"  # from here on a character may be a word: Hangul, Han
_SCRIPTS: Final = {"Latn": "a-z", "Cyrl": "\u0400-\u052f", "Arab": "\u0600-\u08ff", "Hebr": "\u0590-\u05ff"}


@lru_cache(maxsize=KNOWN_STEMS)
def stems(code: str, token: str) -> tuple[str, ...]:
    """What a token may be a form of in a language, by its code."""
    return row_of(code).stems(token)


def stem(row: Language, word: str) -> str:
    """What stands for all forms of a term's word."""
    return _stem(row.code, word) if isinstance(row.inflection, Cut | Snowball) else word


@lru_cache(maxsize=KNOWN_TERMS)
def _stem(code: str, word: str) -> str:
    return row_of(code).stem(word)


def begins_otherwise(row: Language) -> bool:
    """Whether a token of a language may begin with other letters than the word that it is a form of."""
    match row.inflection:
        case Cut() as cut:
            return bool(cut.heads or cut.letters or cut.article)
        case Snowball() as algorithm:
            return algorithm.mutates
        case _:
            return False


def written_in(row: Language, token: str) -> bool:
    """Whether a token's first letter is of a script that the language is written in."""
    letters = _letters(row.scripts)
    return letters is None or letters.match(token) is not None


@cache
def _letters(scripts: tuple[str, ...]) -> re.Pattern[str] | None:
    """The letters of scripts; None if some are not known."""
    classes = [_SCRIPTS.get(script, "") for script in scripts]
    return re.compile(f"[{''.join(classes)}]") if all(classes) else None


class Word(NamedTuple):
    """A word of a term. One with a stem stands in all its forms, one with a wildcard in whatever goes on there."""

    text: str
    stem: str = ""
    code: str = ""  # of the language that it inflects in
    start: bool = True  # the token begins with it …
    end: bool = True  # … and ends with it

    @property
    def initial(self) -> str:
        """The letter that each token begins with that is this word, "" if several may."""
        changes = self.stem and (self.stem[0] != self.text[0] or begins_otherwise(row_of(self.code)))
        return self.text[0] if self.start and not changes else ""

    def takes(self, token: str) -> bool:
        """Whether a token of a text is this word."""
        if token == self.text:
            return True
        if self.stem:
            return self.stem in stems(self.code, token)
        if self.start:
            return not self.end and token.startswith(self.text)
        return token.endswith(self.text) if self.end else self.text in token


class Sought(NamedTuple):
    """What a token is the first word of: a listing, and the words that must follow."""

    listing: Listing
    rest: tuple[Word, ...] = ()

    def stands(self, texts: Sequence[str], after: int) -> bool:
        """Whether the words follow; what parts them is looked at when the place is wanted."""
        if after + len(self.rest) > len(texts):
            return False
        for place, word in enumerate(self.rest, start=after):  # noqa: SIM110 - asked at every place; all() takes twice as long
            if not word.takes(texts[place]):
                return False
        return True


def inflected(text: str, row: Language) -> Word:
    """A word in all the forms that a language gives it; a single letter has none."""
    if (
        row is PLAIN
        or isinstance(row.inflection, Uninflected)
        or text.isdecimal()
        or (len(text) == 1 and text < _SYLLABLES)
    ):
        return Word(text)
    return Word(text, stem(row, text), row.code)


def bare(folded: str) -> str:
    """What is looked for of a folded term that may have its marks and its weight on."""
    return folded.partition("^")[0].strip().removeprefix("=").strip(' "')


def ways(listing: Listing, folded: str, row: Language) -> Iterator[tuple[Word, ...]]:
    """The rows of words that a term stands for; `folded` is without marks."""
    words = tokens(folded)
    if listing.term.shape is not Shape.WORDS:
        yield tuple(map(Word, words))
    elif "*" in folded:
        yield tuple(_wild(folded, row))
    else:
        yield tuple([inflected(word, row) for word in words])
        name = not listing.gated and listing.term.text[0].isupper()
        if name and 1 < len(words) <= JOINED_WORDS and max(map(len, words)) > 1:  # R.O.K. is not rok
            for way in joined(words):
                yield tuple([inflected(word, _row_for(word, words, row)) for word in way])


def joined(words: Sequence[str]) -> Iterator[list[str]]:
    """A name is also written without what parts it: Kim Jongun, #NorthKorea."""
    yield ["".join(words)]
    if len(words) == JOINED_WORDS:
        yield [words[0] + words[1], words[2]]
        yield [words[0], words[1] + words[2]]


def firsts(line: str) -> Collection[str]:
    """The first words of all ways to write a folded term, which may have its weight on."""
    words = tokens(line.partition("^")[0])
    if not 1 < len(words) <= JOINED_WORDS:
        return words[:1]
    return {words[0], *(way[0] for way in joined(words))}


def _row_for(joined: str, words: Sequence[str], row: Language) -> Language:
    """A name in one word does not inflect where the stemmer takes a whole part for an ending: Koreanallies, Korean."""
    return row if joined in words or len(row.stem(joined)) > len(words[0]) else PLAIN


def _wild(folded: str, row: Language) -> Iterator[Word]:
    for chunk in folded.split():
        parts = tokens(chunk)
        for index, part in enumerate(parts):
            start = index > 0 or not chunk.startswith("*")
            end = index < len(parts) - 1 or not chunk.endswith("*")
            yield inflected(part, row) if start and end else Word(part, start=start, end=end)
