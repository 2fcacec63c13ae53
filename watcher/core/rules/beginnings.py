"""What the forms of a word begin with: the necessary condition that spares most tokens of a text their stemmers."""

from collections.abc import Iterator
from typing import Final

from watcher.core.rules.blocks import KEY
from watcher.core.rules.phrases import firsts
from watcher.core.text.inflection import VOWELS, Cut, Inflection, Snowball, Tail
from watcher.core.text.languages import Language
from watcher.core.text.words import first_word

# Letters at a word's beginning that are left whatever is cut, or all but so many: the guard of Cut sees to it.
CUT_LEAVES: Final = 4
CUT_TAKES: Final = 2


def beginnings(text: str, stem: str, row: Language) -> tuple[str, ...]:
    """What a token begins with, before what its language may add, that may be a form of a word with a stem.

    For languages that no word begins otherwise in.
    """
    inflection = row.inflection
    if isinstance(inflection, Tail):
        return tuple(dict.fromkeys([text, *_before_tails(text, inflection)]))
    if isinstance(inflection, Cut):
        return tuple(dict.fromkeys([stem, *_before_cut(stem, inflection)]))
    shared = _shared(text, stem) or text
    return (shared[: max(len(shared) - respelt(inflection), KEY)],)


def common(line: str, row: Language, *, name: bool) -> str:
    """What all tokens begin with that may be the first word of a folded term; a name is also written in one word."""
    written = firsts(line) if name else (line[slice(*first_word(line))],)
    begun = [begin for first in written for begin in beginnings(first, row.stem(first), row)]
    return begun[0] if len(begun) == 1 else _shared(max(begun, default=""), min(begun, default=""))


def _before_tails(text: str, inflection: Tail) -> Iterator[str]:
    """What a word is respelt to before endings."""
    for ending, other in inflection.shifts.pairs:
        if text.endswith(other) and len(text) - len(other) >= KEY:
            yield text[: len(text) - len(other)] + ending
    for weak, strong in inflection.grades:
        rest = text[: -1 - len(strong)]
        if rest and text[-1] in VOWELS and text[:-1].endswith(strong):
            changed = rest + weak + text[-1]
            if changed.startswith(text[:KEY]):
                yield changed


def _before_cut(stem: str, inflection: Cut) -> Iterator[str]:
    """Tokens of which a stem is what is left once they are respelt and cut."""
    for size, ending in inflection.shifts.behind(stem):
        if len(stem) - size >= KEY:
            yield stem[:-size] + ending


def _shared(word: str, stem: str) -> str:
    """The beginning that two words share."""
    if word.startswith(stem):
        return stem
    size = next((index for index, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    return word[:size]


def respelt(inflection: Inflection) -> int:
    """How many letters at the end of a stem a token may spell otherwise."""
    letters = inflection.shifts.longest if isinstance(inflection, Cut | Tail | Snowball) else 0
    grades = inflection.grades if isinstance(inflection, Tail) else ()
    return max([letters, *(len(strong) + 1 for _, strong in grades)])  # with the vowel behind it


def left_by_cuts(word: str) -> str:
    """What a word and its forms both begin with, in a language that cuts endings."""
    return word[: min(CUT_LEAVES, max(len(word) - CUT_TAKES, KEY))]
