"""What the machine has for a program that a person sits at: a clock and a browser."""

import threading
from datetime import UTC, datetime
from urllib.parse import urlsplit


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def browse(url: str) -> None:
    """Show an address in a graphical browser. A text browser would seize the terminal, and any may take its time."""
    if urlsplit(url).scheme in ("http", "https"):
        threading.Thread(target=_browse, args=(url,), daemon=True).start()


def _browse(url: str) -> None:
    import webbrowser

    browser = webbrowser.get()
    if not isinstance(browser, webbrowser.GenericBrowser) or isinstance(browser, webbrowser.BackgroundBrowser):
        browser.open(url)
