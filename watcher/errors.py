"""Everything that watcher raises on purpose.

WatcherError
├── ConfigError      the configuration cannot be used: every fault at once, each with its place
├── RuleError        one rule, term or pattern cannot be understood: where in it, and what was expected
├── RuleFaults       a set of rules cannot be used: every RuleError at once, each with its path in the configuration
├── FetchError       an address could not be fetched: the kind of failure decides when to ask again
├── FeedError        what came is not a feed that can be read
├── PageError        what came is not a page that can be read
│   └── WallError    a consent, login, robot or pay wall stands before it
├── CorrectionError  stories cannot be split or merged as somebody wants
├── StoreError       the database cannot be opened, read or written
├── EvidenceError    a file is no evidence pack that can be checked
└── NotifyError      a channel did not take an alert

Foreign exceptions are translated where their library is known (`raise … from`); nothing above that place sees them.
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from watcher.frozen import dataclass


class WatcherError(Exception):
    """The root: `str(error)` is a sentence that a person can act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with a configuration, and where. Lines and columns count from 1; 0 means unknown."""

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""  # the line itself with a caret under the place, ready to print

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}\n{self.excerpt}" if self.excerpt else text


class ConfigError(WatcherError):
    """The configuration cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RuleError(WatcherError):
    """A rule, term or pattern cannot be understood. `column` counts from 1 in `source`; `hint` says what would do."""

    def __init__(self, message: str, *, source: str = "", column: int = 0, hint: str = "") -> None:
        self.message, self.source, self.column, self.hint = message, source, column, hint
        super().__init__(message + (f" ({hint})" if hint else ""))

    @property
    def excerpt(self) -> str:
        """The source with a caret under the place, or nothing if the place is unknown."""
        return f"  {self.source}\n  {' ' * (self.column - 1)}^" if self.column else ""


class RuleFaults(WatcherError):  # noqa: N818 - a faulty set of rules holds several errors
    """A set of rules cannot be used. Each fault has its path in the configuration: ("topic", 0, "rule")."""

    def __init__(self, faults: Sequence[tuple[tuple[str | int, ...], RuleError]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{'.'.join(map(str, path))}: {error}" for path, error in self.faults))


class FetchFault(StrEnum):
    """Why a fetch failed, in the terms that decide when to ask again."""

    ADDRESS = "address"  # not an address that may be asked: scheme, syntax
    PRIVATE = "private"  # leads into a private network that is not on the allow-list
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"  # the server does not speak proper HTTP
    REDIRECTS = "redirects"
    TOO_LARGE = "too large"
    ENCODING = "encoding"  # the compressed body cannot be inflated
    THROTTLED = "throttled"  # 429, or what a throttling host calls so
    REFUSED = "refused"  # 401, 403, 451
    MISSING = "missing"  # 404
    GONE = "gone"  # 410
    SERVER = "server"  # 5xx
    STATUS = "status"  # any other status that is no answer
    ROBOTS = "robots"  # the host asks robots not to read this page
    TYPE = "type"  # not a kind of content that was asked for


class FetchError(WatcherError):
    """An address could not be fetched."""

    def __init__(
        self, kind: FetchFault, message: str, *, url: str = "", status: int = 0, retry_after: timedelta | None = None
    ) -> None:
        self.kind, self.url, self.status, self.retry_after = kind, url, status, retry_after
        super().__init__(message)


class FeedError(WatcherError):
    """What came is not a feed that can be read. `wall`: a consent, login or robot check stands before it."""

    def __init__(self, message: str, *, wall: bool = False) -> None:
        self.wall = wall
        super().__init__(message)


class PageError(WatcherError):
    """What came is not a page that can be read."""


class WallError(PageError):
    """What came is a wall before the page: a consent, login or robot check, or a demand to subscribe."""


class CorrectionError(WatcherError):
    """Stories cannot be split or merged as somebody wants."""


class StoreError(WatcherError):
    """The database cannot be opened, read or written."""


class EvidenceError(WatcherError):
    """A file is no evidence pack that can be checked."""


class NotifyError(WatcherError):
    """A channel did not take an alert. `final`: trying again cannot help; `retry_after`: sooner would not, either."""

    def __init__(self, message: str, *, final: bool = False, retry_after: timedelta | None = None) -> None:
        self.final, self.retry_after = final, retry_after
        super().__init__(message)
