"""Which of the names in a sentence the text attributes its facts to, and which source rests on which.

A cue binds to the nearest name on its side, at most so many words away, with nothing between them that would begin
another clause. A name that stands in a row with one that is bound is bound too.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import field
from typing import Final

from watcher import late
from watcher.core.citations.mentions import Mention, Spoken
from watcher.core.citations.sources import Sources
from watcher.core.rules.document import FieldText
from watcher.core.text.words import tokens
from watcher.frozen import dataclass

# How many words may stand between a cue and a name.
BEFORE: Final = 7  # unter Berufung auf die staatliche nordkoreanische Nachrichtenagentur KCNA
TOLD: Final = 3
CITED: Final = 2
AFTER_FINAL: Final = 3  # Reuters'ın salı günkü haberine göre
SAYS: Final = 5  # the National Intelligence Service in Seoul on Friday said
SAYS_FINAL: Final = 14
APPOSITION: Final = 14  # KCNA, the state agency of North Korea, said
INVERTED: Final = 4  # berichtet die staatliche Nachrichtenagentur KCNA
PRESS: Final = 1
NEARER: Final = 4  # The Independent, which in turn cites Reuters
JOINED: Final = 4

_CLAUSE: Final = late.pattern(r"[,;:!?…。；，：！？،؛]|\n|\s-\s")
_HARD: Final = late.pattern(r"[;:!?…。；：！？؛]|\n")
_COMMA: Final = late.pattern(r"[,，،]")
_COMMAS: Final = ",，،"
_ROW: Final = late.pattern(r"[\s,/&、，·・،\"'«»()+\-]*")
_QUOTED: Final = late.pattern(r"[,，\"'”’»)]\s*\Z")
_EVIDENT: Final = late.pattern(r"[:\"：]")


@dataclass(kw_only=True)
class Sentence:
    """One sentence with its names and cues, and what was concluded of them: indexes of names."""

    text: FieldText
    names: Sequence[Mention]
    cues: Sequence[Spoken]
    sources: Sources
    cited: dict[int, None] = field(default_factory=dict)
    edges: list[tuple[int, int]] = field(default_factory=list)  # (nearer, farther)
    orphans: list[int] = field(default_factory=list)  # cited by a source that an earlier sentence names

    def conclude(self) -> None:
        """Work out `cited`, `edges` and `orphans`."""
        for spoken in self.cues:
            if spoken.cue.kind not in ("citing", "cited"):
                for index in self._bound(spoken):
                    self.cited.setdefault(index)
        chained = list(self._chained())
        for spoken, far in chained:
            near = self._beside(spoken, far)
            self.cited.update(dict.fromkeys((far,) if near is None else (near, far)))
        self._join()
        resting = {far for _, far in chained}
        for spoken, far in chained:
            self._chain(spoken, far, resting)

    # --- one cue ------------------------------------------------------------------------------------------------------

    def _bound(self, spoken: Spoken) -> Iterator[int]:
        kind, row = spoken.cue.kind, spoken.cue.cues
        if kind == "before":
            yield from self._next(spoken, BEFORE)
        elif kind == "told":
            beside = self._previous if row.final else self._next
            yield from (index for index in beside(spoken, TOLD) if self._is_press(index))
        elif kind == "after":
            yield from self._previous(spoken, AFTER_FINAL if row.final else row.gap)
        elif kind == "press":
            evident = _EVIDENT.search(self._words()) or any(other.cue.kind != "press" for other in self.cues)
            yield from (index for index in self._next(spoken, PRESS) if self._is_press(index, evident=bool(evident)))
        elif kind == "says":
            yield from self._subjects(spoken)

    def _subjects(self, spoken: Spoken) -> Iterator[int]:
        for index in self._candidates(spoken):
            name = self.names[index].place
            gap = self._folded()[min(name.end, spoken.place.end) : max(name.start, spoken.place.start)]
            if not spoken.cue.negation.search(gap):
                yield index

    def _candidates(self, spoken: Spoken) -> Iterator[int]:
        row, pattern = spoken.cue.cues, spoken.cue.subject
        if pattern is not None:
            for index, name in enumerate(self.names):
                if name.place.end <= spoken.place.start and pattern.match(self._folded(), name.place.end):
                    yield index
            return
        yield from self._previous(spoken, SAYS_FINAL if row.final else SAYS)
        yield from self._with_apposition(spoken)
        if row.inverted == "free" or (row.inverted == "comma" and self._after_quotation(spoken)):
            yield from (index for index in self._next(spoken, INVERTED) if self._is_subject(spoken, index))

    def _next(self, spoken: Spoken, limit: int) -> Iterator[int]:
        index = next((i for i, name in enumerate(self.names) if name.place.start >= spoken.place.end), None)
        if index is not None:
            name = self.names[index].place
            near = name.at - spoken.place.until <= limit
            if near and not _CLAUSE.search(self._folded()[spoken.place.end : name.start]):
                yield index

    def _previous(self, spoken: Spoken, limit: int) -> Iterator[int]:
        index = self._last_before(spoken.place.start)
        if index is not None:
            name = self.names[index].place
            near = spoken.place.at - name.until <= limit
            if near and not _CLAUSE.search(self._folded()[name.end : spoken.place.start]):
                yield index

    def _with_apposition(self, spoken: Spoken) -> Iterator[int]:
        """A subject that a pair of commas parts from its verb."""
        for index, name in enumerate(self.names):
            if not 0 <= spoken.place.at - name.place.until <= APPOSITION or name.place.end >= spoken.place.start:
                continue
            gap = self._folded()[name.place.end : spoken.place.start]
            paired = _COMMA.match(gap) and gap.rstrip()[-1:] in _COMMAS and len(_COMMA.findall(gap)) == 2
            if paired and not _HARD.search(gap):
                yield index

    def _last_before(self, start: int) -> int | None:
        return next((i for i in range(len(self.names) - 1, -1, -1) if self.names[i].place.end <= start), None)

    def _after_quotation(self, spoken: Spoken) -> bool:
        return _QUOTED.search(self._folded(), max(0, spoken.place.start - 4), spoken.place.start) is not None

    def _is_subject(self, spoken: Spoken, index: int) -> bool:
        gap = self._folded()[spoken.place.end : self.names[index].place.start]
        return self.sources.that.isdisjoint(tokens(gap))

    # --- chains -------------------------------------------------------------------------------------------------------

    def _chained(self) -> Iterator[tuple[Spoken, int]]:
        """Cues that cite, with the name that they cite: what follows a cue goes before what it may end a clause of."""
        taken = set()
        for spoken in sorted(self.cues, key=lambda one: one.cue.kind != "citing"):
            for far in self._farther(spoken) if spoken.place.start not in taken else ():
                taken.add(spoken.place.start)
                yield spoken, far

    def _farther(self, spoken: Spoken) -> Iterator[int]:
        if spoken.cue.kind == "citing":
            yield from self._next(spoken, BEFORE)
        elif spoken.cue.kind == "cited":
            yield from self._previous(spoken, CITED)

    def _beside(self, spoken: Spoken, far: int) -> int | None:
        """The name right before a cue that cites: "Reuters, citing …"; nothing else need say that it reports."""
        if spoken.cue.kind != "citing" or far == 0:
            return None
        name = self.names[far - 1].place
        gap = self._folded()[name.end : spoken.place.start]
        near = (
            name.end <= spoken.place.start and spoken.place.at - name.until <= NEARER and len(_COMMA.findall(gap)) < 2
        )
        return far - 1 if near and not _HARD.search(gap) else None

    def _chain(self, spoken: Spoken, far: int, resting: Container[int]) -> None:
        row = [index for index in range(far, len(self.names)) if self._in_row(far, index)]
        if spoken.cue.kind == "cited":
            row = [index for index in range(far + 1) if self._in_row(index, far)]
        others = [index for index in self.cited if index not in row and not self._same(index, far)]
        before = [index for index in others if index < row[0]]
        after = [index for index in others if index > row[-1] and index not in resting]
        near = max(before) if before else min(after, default=None)
        for index in row:
            if near is None:
                self.orphans.append(index)
            else:
                self.edges.append((near, index))

    def _same(self, one: int, other: int) -> bool:
        return self.names[one].outlet is self.names[other].outlet

    # --- rows of names ------------------------------------------------------------------------------------------------

    def _join(self) -> None:
        last = len(self.names) - 1
        for index in (*range(last), *reversed(range(last))):
            pair = {index, index + 1}
            if len(pair & self.cited.keys()) == 1 and self._joined(index):
                self.cited.update(dict.fromkeys(sorted(pair)))

    def _in_row(self, first: int, last: int) -> bool:
        return all(self._joined(index) for index in range(first, last))

    def _joined(self, index: int) -> bool:
        """Whether a name and the next one are parts of one enumeration."""
        one, other = self.names[index].place, self.names[index + 1].place
        gap = self._folded()[one.end : other.start]
        words = tokens(gap)
        if not words:
            return _ROW.fullmatch(gap) is not None
        return len(words) <= JOINED and words[0] in self.sources.joining and not _HARD.search(gap)

    def _is_press(self, index: int, *, evident: bool = True) -> bool:
        kind = self.names[index].outlet.kind
        return kind != "official" if evident else kind in ("agency", "state-media")

    def _folded(self) -> str:
        return self.text.folded.text

    def _words(self) -> str:
        """The sentence from its first name or cue on."""
        first = min(place.start for place in (*(n.place for n in self.names), *(c.place for c in self.cues)))
        last = max(place.end for place in (*(n.place for n in self.names), *(c.place for c in self.cues)))
        return self._folded()[max(0, first - 2) : last + 160]
