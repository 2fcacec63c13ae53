"""What outlets change in articles after they were read, without saying so."""

from watcher.core.edits.compare import Edit, Op, Passage, Piece, compare, told
from watcher.core.edits.visits import Revision, Terms, again, failed, first, history, request

__all__ = [
    "Edit",
    "Op",
    "Passage",
    "Piece",
    "Revision",
    "Terms",
    "again",
    "compare",
    "failed",
    "first",
    "history",
    "request",
    "told",
]
