"""How many requests there are file descriptors for."""

import sys
from contextlib import suppress

ENOUGH = 1024  # macOS gives 256 unless it is asked
OWN = 24  # database, workers, bus, terminal, event loop


def affordable() -> int:
    """The most requests at once that the system's limit allows: two descriptors each, once the rest of us has its own.

    Asks for more descriptors first, as far as every process may have them.
    """
    if sys.platform == "win32":
        return sys.maxsize
    else:  # noqa: RET505 - mypy looks at one platform at a time
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY and soft < ENOUGH:
            soft = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return sys.maxsize if soft == resource.RLIM_INFINITY else max((soft - OWN) // 2, 1)
