"""The configuration that the demo runs with: the starter's topic, the newsroom's feeds, and no time to lose."""

import toml_rs

from watcher.config import Loaded, load_text, starter_text
from watcher.demo.server import Newsroom

INTERVAL = 2.5  # seconds of the demo between two polls of a feed
REVISIT = 6.0  # seconds of the demo after which a page is asked for again


def demo_config(newsroom: Newsroom, *, speed: float, channels: tuple[str, ...], revisit: float = REVISIT) -> Loaded:
    """Point the starter's topic at the newsroom and send its alerts to the given channels."""
    starter = toml_rs.loads(starter_text())
    interval = f"{INTERVAL / speed:.3f}s"
    topics = [{**topic, "notify": list(channels)} for topic in starter["topic"]]
    table = {
        "watcher": {"interval": interval, "min_interval": interval, "max_interval": interval, "workers": 2},
        "http": {"gap": "0s", "robots": False, "allow_private": ["127.0.0.1"]},
        "archive": {"revisit": [f"{revisit / speed:.3f}s"]},
        "channel": {"screen": {"kind": "screen"}},
        "topic": topics,
        "feed": [
            {
                "url": newsroom.feed_url(outlet),
                "name": outlet.name,
                "lang": outlet.lang,
                "country": outlet.country,
                "interval": interval,
            }
            for outlet in newsroom.script.outlets
        ],
    }
    return load_text(toml_rs.dumps(table), source="the demo's own configuration")
