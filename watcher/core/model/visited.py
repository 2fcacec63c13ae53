"""What was seen of an article's page each time that it was asked for."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from watcher.frozen import dataclass


class Outcome(StrEnum):
    """What came when a page was asked for."""

    FIRST = "first"  # the text that the article was judged by
    SAME = "unchanged"
    EDITED = "edited"
    REMOVED = "removed"  # 404 or 410
    UNSEEN = "not seen"  # a wall, a fault, another page: nothing can be said of the article


class Change(StrEnum):
    """What an outlet changed without saying so."""

    HEADLINE = "headline"
    NUMBER = "number"
    DELETION = "deletion"
    ADDITION = "addition"
    WORDING = "wording"
    REMOVED = "removed"
    RETURNED = "returned"  # it had been removed


_CHANGED: Final = {
    Change.HEADLINE: "headline changed",
    Change.NUMBER: "number changed",
    Change.DELETION: "text deleted",
    Change.ADDITION: "text added",
    Change.WORDING: "reworded",
    Change.REMOVED: "page removed",
    Change.RETURNED: "page back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One time that the page of a matched article was asked for. Title and text are kept where they were new."""

    entry: str  # the entry's id
    at: datetime
    outcome: Outcome
    url: str = ""  # the address that answered
    status: int = 0  # of HTTP; 0 if nothing was answered
    headers: tuple[tuple[str, str], ...] = ()  # those that are kept of an answer, in its order
    title: str = ""
    text: str = ""
    body_hash: str = ""  # SHA-256 of the body as it was inflated, in hexadecimal; "" if none came
    body: bytes = b""  # that body in gzip, if pages are kept
    changes: tuple[Change, ...] = ()
    fault: str = ""  # why nothing can be said
    rules: str = ""  # the fingerprint of the rules that judged the text, with the first one
    again_at: datetime | None = None  # when to ask again

    @property
    def changes_in_words(self) -> str:
        """`headline changed, number changed`."""
        return ", ".join(_CHANGED[change] for change in self.changes)

    def header(self, name: str) -> str:
        """The first value of a header, by its lower-case name; "" if it is absent."""
        return next((value for key, value in self.headers if key == name), "")
