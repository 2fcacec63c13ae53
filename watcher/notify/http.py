"""What the channels have in common that hand alerts to a server."""

from collections.abc import Mapping
from typing import Final

from watcher.errors import FetchError, FetchFault, NotifyError
from watcher.ports import Poster

# What a server says of the alert itself rather than of its own condition, or of a token that somebody may mend.
_REFUSES_THE_ALERT: Final = frozenset({400, 413, 415, 422})


async def deliver(poster: Poster, url: str, body: bytes, headers: Mapping[str, str], *, deadline: float) -> None:
    """Post an alert; raises NotifyError, final where the server will never take this one."""
    try:
        await poster.post(url, body, headers, deadline=deadline)
    except FetchError as error:
        hint = "" if error.kind is not FetchFault.PRIVATE else " under [http]"
        raise NotifyError(
            f"{error}{hint}", final=error.status in _REFUSES_THE_ALERT, retry_after=error.retry_after
        ) from error
