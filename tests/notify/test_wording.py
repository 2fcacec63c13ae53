"""What a bubble says."""

from tests.notify.values import alert
from watcher.core.model import Headline, News
from watcher.notify.wording import BODY, LINES, body_of, title_of


def headline(number):
    return Headline(story=f"{number}", topic="Ties", title=f"Title {number}", outlet="A", url="", score=0.5)


def test_the_bubble_says_what_is_new_and_who_said_it_first():
    told = alert(news="now in Korean", cites=("The Independent", "Reuters", "KCNA"), why="Kim")
    assert (
        body_of(told) == "now in Korean · The Example ← The Independent ← Reuters ← KCNA · North Korea and Russia · Kim"
    )


def test_the_bubble_quotes_the_first_new_sentence_that_is_not_the_title():
    said = [News(kind="number", text="12", sentence=sentence) for sentence in ("The Example story: 12", "Twelve left.")]
    assert body_of(alert(title="The Example story: 12", added=tuple(said))).endswith(" · “Twelve left.”")


def test_a_digest_s_bubble_lists_the_best_and_counts_the_rest():
    told = alert(title="80 stories during quiet hours", digest=tuple(map(headline, range(50))), total=80)
    lines = body_of(told).splitlines()
    assert title_of(told) == "80 stories during quiet hours"
    assert lines[0] == "Title 0 (A)"
    assert lines[-1] == f"and {80 - LINES} more"
    assert len(lines) == LINES + 1


def test_a_digest_of_dirty_headlines_is_bounded_and_clean():
    dirty = Headline(story="", topic="", title="x\x1b[2J\n\u202e" * 5000, outlet="y" * 5000, url="", score=0.5)
    body = body_of(alert(digest=(dirty,) * 3, total=3))
    assert len(body) <= BODY + 2
    assert len(body.splitlines()) == 3
    assert "\x1b" not in body
