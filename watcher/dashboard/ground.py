"""Whether a terminal's ground is light, as it answers when it is asked: OSC 11 of xterm's control sequences.

https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from watcher import late

ASK = "\x1b]11;?\x1b\\"
_MUTE = ("dumb", "linux", "vt100", "vt220")  # TERMs that do not know the question, and might show it
_COLOUR = late.pattern(r"11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})")
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in brightness: ITU-R BT.601


def untold(environ: Mapping[str, str], look: str) -> bool:
    """Whether the terminal must be asked: neither the person nor the environment says, and it can be asked."""
    return look == "auto" and "COLORFGBG" not in environ and environ.get("TERM", "") not in _MUTE


def is_light(reply: str) -> bool | None:
    """What a reply says of the ground; None if it speaks of something else."""
    colour = _COLOUR.match(reply)
    if colour is None:
        return None
    shares = (int(part, 16) / ((1 << 4 * len(part)) - 1) for part in colour.groups())
    return sum(weight * share for weight, share in zip(_WEIGHTS, shares, strict=True)) > 0.5


class Replies:
    """Takes what the terminal replies out of the keys, between which it comes, also when it comes in pieces."""

    def __init__(self, on_reply: Callable[[str], None]) -> None:
        self._on_reply = on_reply
        self._reply: str | None = None  # as far as it has come

    def without(self, presses: Iterable[KeyPress]) -> Iterator[KeyPress]:
        """The keys that a person pressed."""
        waiting: KeyPress | None = None  # an Esc, with which a reply begins and ends
        for press in presses:
            if self._reply is None and waiting is not None and press.data == "]":
                self._reply, waiting = "", None
            elif self._reply is None:
                if waiting is not None:
                    yield waiting
                waiting = press if press.key is Keys.Escape else None
                if waiting is None:
                    yield press
            elif press.key is Keys.ControlG or (waiting is not None and press.data == "\\"):
                self._on_reply(self._reply)
                self._reply = waiting = None
            elif press.key is Keys.Escape:
                waiting = press
            else:
                self._reply += press.data
        if waiting is not None and self._reply is None:
            yield waiting

    def end(self) -> None:
        """Nothing came for a while, so no reply is under way: Alt and ] begin one, too."""
        self._reply = None
