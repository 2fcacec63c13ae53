"""The terms of one language, folded in one go and laid into drawers by their beginning, not yet understood.

Of a hundred thousand terms, most texts make a few thousand worth understanding. A drawer is named for the two letters
that the first word of its terms begins with, which no language changes; where words take articles on, or are written
in two scripts, also for those that the first word's stem begins with.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from watcher.core.rules.phrases import bare, begins_otherwise, written_in
from watcher.core.rules.runs import Laid, has_runs, is_run
from watcher.core.rules.vocabulary import Holder
from watcher.core.text.fold import fold
from watcher.core.text.inflection import Cut
from watcher.core.text.languages import Language
from watcher.core.text.words import first_word

KEY: Final = 2  # letters

Held = tuple[str, Holder]  # a term as written, and what holds it


class Block:
    """Terms under the tag of their language; `row` says how they are spelt."""

    __slots__ = ("anywhere", "as_written", "by_stem", "by_word", "row", "runs", "tag")

    def __init__(self, tag: str, row: Language, terms: Iterable[Laid]) -> None:
        self.tag = tag
        self.row = row
        self.by_word: dict[str, list[Laid]] = {}
        self.by_stem: dict[str, list[Laid]] = {}
        self.as_written: dict[str, list[Laid]] = {}  # the same, for texts in which they do not inflect
        self.anywhere: list[Laid] = []  # what begins with a wildcard, and patterns
        self.runs: list[Laid] = []
        self._lay(list(terms))

    def _lay(self, terms: Sequence[Laid]) -> None:
        runs = has_runs("\n".join([folded for _, folded, _ in terms]))
        otherwise = begins_otherwise(self.row)
        by_word = self.by_word
        for term in terms:
            line = term[1]
            key = line[:KEY]
            if runs and stands_in_runs(line):
                self.runs.append(term)
            elif otherwise or not key.isalnum():
                self._lay_odd(term, otherwise=otherwise)
            elif key in by_word:
                by_word[key].append(term)
            else:
                by_word[key] = [term]

    def _lay_odd(self, term: Laid, *, otherwise: bool) -> None:
        line = term[1]
        if line.startswith(("*", "/")):
            self.anywhere.append(term)
            return
        start, end = (0, len(line)) if line.isalnum() else first_word(line)
        word = line[start:end]
        inflects = line[end : end + 1] != "*" and not line.startswith(("=", '"'))
        if otherwise and inflects and written_in(self.row, word):
            self.by_stem.setdefault(beginning(word, self.row), []).append(term)
            self.as_written.setdefault(word[:KEY], []).append(term)
        else:
            self.by_word.setdefault(word[:KEY], []).append(term)


class Part(NamedTuple):
    """The terms of a block, each as the row inflects it that it is given, if any."""

    block: Block
    row: Language  # that most have
    row_for: Callable[[str], Language | None]  # of a term as written


def stands_in_runs(line: str) -> bool:
    """Whether a folded term is found in runs without spaces rather than by words."""
    return not line.isascii() and not line.startswith("/") and is_run(bare(line))


def beginning(word: str, row: Language) -> str:
    """What the stem of a word begins with in a language that begins_otherwise."""
    cut = row.inflection
    return (cut.bare(word) if isinstance(cut, Cut) else cut.stem(word))[:KEY]


def folded(row: Language, held: Sequence[Held]) -> list[Laid]:
    """Terms with each folded text that their language gives them: the plain one of each first."""
    plain, *others = spelt(row, [written for written, _ in held])
    found = [(written, usual, holder) for (written, holder), usual in zip(held, plain, strict=True)]
    for lines in others:
        for (written, holder), usual, other in zip(held, plain, lines, strict=True):
            if other != usual and not written.startswith(("=", "/")):
                found.append((written, other, holder))
    return found


def spelt(row: Language, written: Sequence[str]) -> list[list[str]]:
    """Each folded spelling of terms. Folded in one go: one by one would cost more than all the rest."""
    spellings = [each.split("\n") for each in row.spellings("\n".join(written))]
    if all(len(lines) == len(written) for lines in spellings):
        return spellings
    return [[fold(term).text.replace("\n", " ") for term in written]]  # an entity was a line's end
