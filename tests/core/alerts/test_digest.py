"""What was held is told together, once."""

from dataclasses import replace

from tests.core.alerts.material import HOUR, NOW, alert
from watcher.core.alerts import digests
from watcher.core.alerts.digest import LISTED
from watcher.core.model import Occasion, Priority, Reason, Suppressed


def held(number, reason=Reason.QUIET, **changes):
    return Suppressed(alert=alert(number, **changes), reason=reason, due=NOW)


def test_a_digest_lists_what_was_held_with_the_loudest_and_best_first():
    found = digests(
        [held(1, score=0.5), held(2, score=0.9), held(3, score=0.6, priority=Priority.HIGH)], now=NOW + HOUR
    )
    (digest,) = found
    assert digest.title == "3 stories during quiet hours"
    assert [line.title for line in digest.digest] == ["Title 3", "Title 2", "Title 1"]
    assert (digest.occasion, digest.total, digest.created) == (Occasion.DIGEST, 3, NOW + HOUR)
    assert (digest.story, digest.entry, digest.url) == ("", "", ""), "it replaces no bubble and leads to no article"
    assert (digest.priority, digest.score) == (Priority.HIGH, 0.6)


def test_a_single_story_is_told_as_itself_with_its_latest_alert():
    first, later = held(1), held(1, id="later", title="Confirmed", occasion=Occasion.ORIGIN, news="NIS says so, too")
    (told,) = digests([first, later], now=NOW + HOUR)
    assert told == replace(later.alert, id=told.id, created=NOW + HOUR)
    assert told.id not in {first.alert.id, later.alert.id}


def test_each_set_of_channels_gets_its_own():
    found = digests([held(1), held(2, channels=("phone",)), held(3)], now=NOW)
    assert [(one.channels, one.total) for one in found] == [(("desk",), 2), (("phone",), 1)]


def test_stories_that_rested_come_one_by_one_so_that_each_takes_its_bubble_s_place():
    found = digests([held(1, Reason.PAUSE), held(2, Reason.PAUSE), held(1, Reason.PAUSE, id="later")], now=NOW)
    assert [(one.story, one.title) for one in found] == [("story-1", "Title 1"), ("story-2", "Title 2")]


def test_several_reasons_make_one_digest_that_names_none():
    (digest,) = digests([held(1), held(2, Reason.BUDGET), held(3, topic="Other")], now=NOW)
    assert digest.title == "3 stories since you were told last"
    assert digest.topic == ""


def test_a_very_long_digest_lists_the_best_and_counts_the_rest():
    (digest,) = digests([held(number, Reason.FLOOD, score=number / 1000) for number in range(900)], now=NOW)
    assert (len(digest.digest), digest.total, digest.digest[0].title) == (LISTED, 900, "Title 899")
    assert digest.title == "900 stories at once"


def test_the_same_digest_has_the_same_id():
    lines = [held(1), held(2)]
    assert digests(lines, now=NOW)[0].id == digests(lines[::-1], now=NOW + HOUR)[0].id


def test_nothing_held_makes_no_digest():
    assert digests([], now=NOW) == ()
