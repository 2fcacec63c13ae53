"""What the forms of a word begin with: the necessary condition that spares most tokens of a text their stemmers."""

from collections.abc import Iterator
from typing import Final

from watcher.core.rules.blocks import KEY
from watcher.core.text.inflection import VOWELS, Cut, Inflection, Snowball, Tail
from watcher.core.text.languages import Language

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
    for ending, other in inflection.shifts.pairs:
        for size in range(1, len(other) + 1):
            if stem.endswith(other[:size]) and len(stem) - size >= KEY:
                yield stem[:-size] + ending


def _shared(word: str, stem: str) -> str:
    """The beginning that two words share."""
    if word.startswith(stem):
        return stem
    size = next((index for index, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    return word[:size]


def respelt(inflection: Inflection) -> int:
    """How many letters at the end of a stem a token may spell otherwise."""
    others = [other for _, other in inflection.shifts.pairs] if isinstance(inflection, Cut | Tail | Snowball) else []
    if isinstance(inflection, Tail):
        others += [f"{strong} " for _, strong in inflection.grades]  # and the vowel behind it
    return max(map(len, others), default=0)


def left_by_cuts(word: str) -> str:
    """What a word and its forms both begin with, in a language that cuts endings."""
    return word[: min(CUT_LEAVES, max(len(word) - CUT_TAKES, KEY))]
