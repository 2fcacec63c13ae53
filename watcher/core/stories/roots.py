"""The source that an article's facts come from in the end: the farthest one that it cites for the story itself.

A source may be named for a side remark: what another ministry makes of it, who had reported something else. One counts
if the first source rests on it, if other articles of the story cite it, or if its sentence speaks of what the title does.
"""

from collections.abc import Container, Iterator
from typing import Final

from watcher.core.model import Citation, Member
from watcher.core.text.fold import fold
from watcher.core.text.words import Reach, reach, tokens

SHARED: Final = 2  # words, or pairs of letters of a script without spaces, that a sentence shares with the title
LETTERS: Final = 4  # of a word that says something


def root(member: Member, elsewhere: Container[str] = ()) -> str:
    """The source that a member's facts come from, "" if it cites none. `elsewhere`: what other members cite."""
    nearest_first = sorted(member.citations, key=lambda citation: citation.order)
    if not nearest_first:
        return ""
    chain = _chain(nearest_first)
    for citation in reversed(nearest_first):
        if citation.source in chain or citation.source in elsewhere or _tells(citation, member.title):
            return citation.source
    return nearest_first[0].source


def _chain(nearest_first: list[Citation]) -> set[str]:
    """The first source and those that it rests on, one after the other."""
    chain = {nearest_first[0].source}
    for citation in nearest_first:
        if citation.cited_by in chain:
            chain.add(citation.source)
    return chain


def _tells(citation: Citation, title: str) -> bool:
    """Whether what it is cited for is what the title says. Without a sentence it stands for the whole text."""
    if not citation.sentence:
        return True
    return len(set(_words(citation.sentence)) & set(_words(title)) - set(_words(citation.source))) >= SHARED


def _words(text: str) -> Iterator[str]:
    for token in tokens(fold(text).text):
        if reach(token) is Reach.INSIDE and not "가" <= token[0] <= "힣":
            yield from (token[at : at + 2] for at in range(len(token) - 1))
        elif "가" <= token[0] <= "힣":
            yield token[:2]
        elif len(token) >= LETTERS:
            yield token[: LETTERS + 1]  # endings differ
