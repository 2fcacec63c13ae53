from datetime import UTC, datetime

from watcher.core.bodies import Bodies
from watcher.core.model import Entry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WALL = "Join the club to go on. It costs less than a cup of coffee. Visitor number 1."


def entry(number: int, title: str = "", host: str = "a.example") -> Entry:
    url = f"https://{host}/{number}"
    return Entry(
        id=str(number), feed="f", outlet="o", url=url, title=title or f"Story about {number * 'x'}", first_seen=NOW
    )


def test_a_text_under_three_titles_of_a_host_is_a_wall_and_names_those_that_had_it():
    bodies = Bodies()
    assert bodies.note(entry(1), WALL) == ()
    assert bodies.note(entry(2), WALL.replace("1", "2")) == ()
    assert bodies.note(entry(3), WALL) == ("1", "2")
    assert bodies.note(entry(4), WALL.upper())


def test_one_article_at_several_addresses_is_no_wall():
    bodies = Bodies()
    assert [bodies.note(entry(number, "One title"), WALL) for number in range(5)] == [()] * 5


def test_an_agencys_text_at_several_hosts_is_no_wall():
    bodies = Bodies()
    assert [bodies.note(entry(n, host=f"{n}.example"), WALL) for n in range(5)] == [()] * 5


def test_other_texts_are_other_articles():
    bodies = Bodies()
    assert [bodies.note(entry(n), f"Text about {chr(97 + n)}") for n in range(5)] == [()] * 5


def test_an_article_that_is_read_twice_counts_once():
    bodies = Bodies()
    assert [bodies.note(entry(1), WALL) for _ in range(5)] == [()] * 5


def test_what_is_remembered_is_bounded():
    bodies = Bodies()
    for number in range(6_000):
        bodies.note(entry(1), f"Text {number * 'y'}"[:60] + chr(0x4E00 + number))
    assert bodies.note(entry(2), WALL) == ()
