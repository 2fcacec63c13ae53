"""What differs between two versions of an article, word by word, as far as it says something else.

Sentences are aligned first (the longest common subsequence), then the words inside those that were rewritten. What only
moved, and what the page says on its own behalf, is no difference. Of two versions a change in white space, case,
punctuation or the grouping of digits makes none, either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from watcher import late
from watcher.core.edits.units import Statement, Word, is_notice, statements, words
from watcher.core.model import Change
from watcher.core.stories.numbers import numbers
from watcher.core.text.fold import fold
from watcher.frozen import dataclass

ALIKE: Final = 0.5  # of the words of two sentences: below it one was taken away and another added
MOST_PAIRED: Final = 12  # sentences among which the one is looked for that stands for another
MOST_WORDS: Final = 5_000  # of a sentence that is compared word by word
A_CLAUSE: Final = 3  # words in a row that are gone, or new, for more than wording to have changed
_APART: Final = 2  # kept words that part two changes; fewer do not
_SUFFIX: Final = late.pattern(r"\s+[-–—|·:»]\s+[^-–—|·»]{2,60}$")  # the outlet behind its headline


class Op(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    op: Op
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence or headline that was rewritten, taken away (`after` is "") or added (`before` is "")."""

    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How one version of an article became another; `kept` is the share of the words of before that are still there."""

    headline: Passage | None = None
    passages: tuple[Passage, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()  # as they stood, and as they stand
    kept: float = 1.0

    @property
    def changes(self) -> tuple[Change, ...]:
        """What kinds of changes these are, the gravest first; none if nothing says anything else."""
        found = {kind for passage in self.passages for kind in _kinds(passage)}
        if self.numbers:
            found.add(Change.NUMBER)
        if self.headline:
            found.add(Change.HEADLINE)
        return tuple(kind for kind in Change if kind in found)


def compare(before: tuple[str, str], after: tuple[str, str]) -> Edit:
    """What differs between two versions, each a headline and a text; a headline that is missing tells nothing."""
    headline = _headline(before[0], after[0])
    passages, kept = _texts(statements(before[1]), statements(after[1]))
    rewritten = [passage for passage in (headline, *passages) if passage]
    pairs = dict.fromkeys(pair for passage in rewritten for pair in _numbers(passage.before, passage.after))
    return Edit(headline=headline, passages=tuple(passages), numbers=tuple(pairs), kept=kept)


def _headline(before: str, after: str) -> Passage | None:
    if bool(_SUFFIX.search(before)) is not bool(_SUFFIX.search(after)):
        before, after = _SUFFIX.sub("", before), _SUFFIX.sub("", after)
    old, new = _folded(before), _folded(after)
    return _reworded(before, after) if old and new and old != new else None


def _texts(old: Sequence[Statement], new: Sequence[Statement]) -> tuple[list[Passage], float]:
    counts = [Counter(one.words for one in side) for side in (old, new)]
    gone, come = counts[0] - counts[1], counts[1] - counts[0]
    total = sum(len(one.words) for one in old)
    kept = total - sum(len(sentence) * times for sentence, times in gone.items())
    passages: list[Passage] = []
    for _, start, end, begin, stop in _blocks([one.words for one in old], [one.words for one in new]):
        lost = [one for one in old[start:end] if _take(gone, one) and not is_notice(one)]
        won = [one for one in new[begin:stop] if _take(come, one) and not is_notice(one)]
        for was, becomes in _paired(lost, won):
            passages.append(_passage(was, becomes))
            if was and becomes:
                kept += round(_likeness(was.words, becomes.words) * len(was.words))
    return passages, kept / total if total else 1.0


def _blocks(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[bool, int, int, int, int]]:
    """The runs of two sequences in order: whether they are the same, and where they stand in each."""
    from rapidfuzz.distance import Indel  # few starts compare anything

    pending = (0, 0, 0, 0)
    for op in Indel.opcodes(old, new):
        if op.tag != "equal":
            pending = (pending[0], op.src_end, pending[2], op.dest_end)
            continue
        if pending[0] < pending[1] or pending[2] < pending[3]:
            yield (False, *pending)
        yield True, op.src_start, op.src_end, op.dest_start, op.dest_end
        pending = (op.src_end, op.src_end, op.dest_end, op.dest_end)
    if pending[0] < pending[1] or pending[2] < pending[3]:
        yield (False, *pending)


def _take(counter: Counter[tuple[str, ...]], one: Statement) -> bool:
    """Whether a sentence is among those that are only on one side; those that moved are on both."""
    if counter[one.words] <= 0:
        return False
    counter[one.words] -= 1
    return True


def _paired(lost: Sequence[Statement], won: Sequence[Statement]) -> Iterator[tuple[Statement | None, Statement | None]]:
    """Each sentence that is gone with the one that stands for it, in order; alone if there is none."""
    place = 0
    for was in lost:
        rest = won[place : place + MOST_PAIRED]
        alike = [_likeness(was.words, other.words) for other in rest]
        best = max(range(len(alike)), key=alike.__getitem__, default=None)
        if best is None or alike[best] < ALIKE:
            yield was, None
            continue
        yield from ((None, other) for other in rest[:best])
        yield was, rest[best]
        place += best + 1
    yield from ((None, other) for other in won[place:])


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one[:MOST_WORDS], other[:MOST_WORDS])


def _passage(was: Statement | None, becomes: Statement | None) -> Passage:
    before, after = was.text if was else "", becomes.text if becomes else ""
    if was and becomes and max(len(was.words), len(becomes.words)) <= MOST_WORDS:
        return _reworded(before, after)
    sides = ((Op.GONE, before), (Op.COME, after))
    return Passage(before=before, after=after, pieces=tuple(Piece(op=op, text=text) for op, text in sides if text))


def _reworded(before: str, after: str) -> Passage:
    """Two texts as one, with what is gone and what has come marked; what is kept stands as it stands now."""
    old, new = words(before), words(after)
    pieces: list[Piece] = []
    for same, start, end, begin, stop in _phrases([word.folded for word in old], [word.folded for word in new]):
        if same:
            pieces.append(Piece(op=Op.KEPT, text=_cut(after, new, begin, stop)))
            continue
        if start < end:
            pieces.append(Piece(op=Op.GONE, text=_cut(before, old, start, end)))
        if begin < stop:
            pieces.append(Piece(op=Op.COME, text=_cut(after, new, begin, stop)))
    if new and (tail := after[new[-1].end :]):
        pieces.append(Piece(op=Op.KEPT, text=tail))
    return Passage(before=before, after=after, pieces=tuple(pieces))


def _phrases(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """The runs of two texts, with changes that only one word parts taken as one: people read phrases."""
    found: list[tuple[bool, int, int, int, int]] = []
    for same, start, end, begin, stop in _blocks(old, new):
        inner = len(found) >= 2 and not same and found[-1][0] and not found[-2][0]
        if inner and found[-1][2] - found[-1][1] < _APART:
            found[-2:] = [(False, found[-2][1], end, found[-2][3], stop)]
        else:
            found.append((same, start, end, begin, stop))
    return found


def _cut(text: str, of: Sequence[Word], first: int, last: int) -> str:
    """The words of a text from the first to before the last, with what stands before each."""
    return text[of[first - 1].end if first else 0 : of[last - 1].end]


def _folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


def _kinds(passage: Passage) -> Iterator[Change]:
    """What a changed sentence is a change of, beside its numbers."""
    changed = [(place, piece) for place, piece in enumerate(passage.pieces) if piece.op is not Op.KEPT]
    lone = [
        piece.op
        for place, piece in changed
        if len(words(piece.text)) >= A_CLAUSE and not _has_counterpart(passage, place)
    ]
    yield from ({Op.GONE: Change.DELETION, Op.COME: Change.ADDITION}[op] for op in lone)
    if not lone:
        figures = all(word[0].isdigit() for _, piece in changed for word in _folded(piece.text))
        yield Change.NUMBER if figures else Change.WORDING


def _has_counterpart(passage: Passage, place: int) -> bool:
    beside = (passage.pieces[other] for other in (place - 1, place + 1) if 0 <= other < len(passage.pieces))
    return any(piece.op is not Op.KEPT for piece in beside)


def _numbers(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The numbers of a sentence that became others, in order; 1,500 and 1 500 are the same, and so are 12 тыс. and 12 000."""
    if not before or not after:
        return
    old, new = _counted(before), _counted(after)
    same = Counter(number for number, _ in old) & Counter(number for number, _ in new)
    yield from zip(_beyond(old, same), _beyond(new, same), strict=False)


def _beyond(counted: Sequence[tuple[str, str]], same: Counter[str]) -> Iterator[str]:
    """The numbers that are not among as many that both sides have, as they are written."""
    left = same.copy()
    for number, written in counted:
        left[number] -= 1
        if left[number] < 0:
            yield written


def _counted(text: str) -> list[tuple[str, str]]:
    """The numbers of a text in order, each as it is compared and as it is written."""
    folded = fold(text)
    spans = [(folded.origin(start, end), number) for number, start, end in numbers(folded.text)]
    covered = {place for (start, end), _ in spans for place in range(start, end)}
    spans += [
        ((word.start, word.end), word.folded)
        for word in words(text)
        if word.folded[0].isdigit() and word.start not in covered
    ]
    return [(number, text[start:end]) for (start, end), number in sorted(spans)]


def told(pieces: Iterable[Piece]) -> str:
    """Pieces as one line for people who have no colours: [-gone-]{+come+}."""
    marks = {Op.KEPT: "{}", Op.GONE: "[-{}-]", Op.COME: "{{+{}+}}"}
    return "".join(_marked(piece, marks[piece.op]) for piece in pieces)


def _marked(piece: Piece, mark: str) -> str:
    inner = piece.text.strip()
    before, _, after = piece.text.partition(inner)
    return f"{before}{mark.format(inner)}{after}"
