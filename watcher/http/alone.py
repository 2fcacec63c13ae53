"""httpx without its command line, which it loads whenever click and rich are there: a tenth of a second of each start."""

import sys

_MAIN = "httpx._main"

if "httpx" not in sys.modules:
    sys.modules[_MAIN] = None  # type: ignore[assignment]  # Python's own way to say that something is not to be had
    import httpx  # noqa: F401 - for whoever imports it next

    del sys.modules[_MAIN]
