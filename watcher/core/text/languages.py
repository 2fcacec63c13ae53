"""What is known of each language: one row says how its words inflect, in which scripts, and how else they are spelt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import Stemmer

from watcher.core.text.fold import fold

Stem = Callable[[str], str]


@cache
def _snowball(algorithm: str) -> Stem:
    """A stemmer of Snowball, made when a language is first used: it holds a cache, one thread at a time may use it."""
    stem: Stem = Stemmer.Stemmer(algorithm, 10_000).stemWord
    return stem


def _same(word: str) -> str:
    return word


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: how its words are recognised in all their forms. All methods want folded words.

    `why` says how it inflects here, or why it does not.
    """

    code: str
    name: str
    scripts: tuple[str, ...] = ("Latn",)
    why: str = ""
    snowball: str = ""
    extra: tuple[tuple[str, str], ...] = ()  # spellings beside the folded one: ("ä", "ae")

    def stem(self, word: str) -> str:
        """What all forms of a word have in common. A stem under 4 letters that dropped 3 or more is the word itself."""
        stem = (_snowball(self.snowball) if self.snowball else _same)(word)
        return word if len(stem) < 4 and len(word) - len(stem) >= 3 else stem

    def stems(self, token: str) -> tuple[str, ...]:
        """All stems that a token of a text may stand for: its own first, then those without its clitics."""
        return (self.stem(token),)

    def same_word(self, term: str, token: str) -> bool:
        """Whether a token of a text is a form of a term's word."""
        return term == token or self.stem(term) in self.stems(token)

    def spellings(self, term: str) -> tuple[str, ...]:
        """The folded spellings of a term as somebody wrote it: the plain one first, then those of `extra`."""
        plain = fold(term).text
        spelt = term.casefold()
        for letter, other in self.extra:
            spelt = spelt.replace(letter, other)
        return tuple(dict.fromkeys((plain, fold(spelt).text)))


LANGUAGES: Final[Mapping[str, Language]] = {
    row.code: row
    for row in (
        Language(code="de", name="German", snowball="german", extra=(("ä", "ae"), ("ö", "oe"), ("ü", "ue"))),
        Language(code="en", name="English", snowball="english"),
        Language(code="ru", name="Russian", scripts=("Cyrl",), snowball="russian"),
        Language(code="ko", name="Korean", scripts=("Hang",), why="substring, see words.reach"),
    )
}
PLAIN: Final = Language(code="any", name="any language", why="words of no language stand as they are")


def primary(tag: str) -> tuple[str, str]:
    """The primary code and the script of a BCP 47 tag as feeds write it: `zh-TW` is ("zh", "Hant")."""
    parts = tag.replace("_", "-").split("-")
    return parts[0].lower(), ""


def language(tag: str) -> Language:
    """The row of a language tag; the one that inflects nothing for `any` and for languages without a row."""
    return LANGUAGES.get(primary(tag)[0], PLAIN)
