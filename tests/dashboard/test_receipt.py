"""What a run came to, as it is said at its end."""

from datetime import timedelta

from tests.dashboard.newsroom import FEEDS, NOW, alert, events, failed_alert, feed_state
from watcher.core.events import Reloaded
from watcher.core.model import Feed
from watcher.dashboard.receipt import Receipt

START = NOW - timedelta(hours=3, minutes=12)


def test_the_receipt_says_what_happened_since_the_start():
    receipt = Receipt(START, FEEDS)
    for event in events():
        receipt(event)
    text = receipt.summary(NOW)
    assert text == (
        "Watched for 3 h 12 min: 10 feeds (1 failing, 0 not polled), 19 polls (1 failed), 279 entries, "
        "9 articles read, 9 matches, 3 new stories, 1 alert sent.\n"
        "  failing: Gazette du Détroit: 503 Service Unavailable"
    )
    assert alert().title not in text


def test_what_could_not_be_sent_is_said():
    receipt = Receipt(START, FEEDS)
    receipt(failed_alert())
    assert receipt.summary(NOW).endswith("0 alerts sent, 1 failed attempt to send an alert.")


def test_feeds_that_failed_before_the_start_are_named_until_they_answer():
    states = [feed_state(number, fault="timeout" if number == 0 else "") for number in range(len(FEEDS))]
    receipt = Receipt(START, FEEDS, lambda: states)
    assert f"failing: {FEEDS[0].name}: timeout" in receipt.summary(NOW)
    for event in events():
        receipt(event)
    assert FEEDS[0].name not in receipt.summary(NOW)


def test_a_reload_counts_the_feeds_of_now_under_their_new_names():
    receipt = Receipt(START, FEEDS, lambda: [feed_state(9, fault="timeout")])
    kept = Feed(url=FEEDS[9].url, name="The Gazette")
    receipt(Reloaded(at=NOW, feeds=(kept, Feed(url="https://new.example/feed")), topics=(), config="", changes=()))
    text = receipt.summary(NOW)
    assert "2 feeds (1 failing, 1 not polled)" in text
    assert "failing: The Gazette: timeout" in text
