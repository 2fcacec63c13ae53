"""Start tags that are too long to be honest: parsers compare each attribute with all others before it.

lxml takes a minute for 100,000 attributes on one HTML element, feedparser as long for XML.
"""

import re
from collections.abc import Iterator

from watcher import late

_SUSPICIOUS = 2_000  # characters; shorter tags cannot hold enough attributes to matter
_START_TAG = late.pattern(r"""<[A-Za-z_](?>[^<>"']+|"[^"<]*"|'[^'<]*')*+""")


def long_tags(text: str) -> Iterator[re.Match[str]]:
    """The start tags of markup that are longer than any honest one without data in its attributes."""
    return (tag for tag in _START_TAG.finditer(text) if tag.end() - tag.start() > _SUSPICIOUS)
