"""How many independent sources a story rests on, and who was first."""

from dataclasses import replace
from datetime import timedelta

from tests.core.stories.parts import MONDAY, decision
from watcher.core.model import Citation, Member, Story
from watcher.core.stories import LiveStories, origins
from watcher.data.concept_lists import load_concepts


def member(entry: str, *, hours: float, cites: tuple[tuple[str, str], ...] = (), outlet: str = "") -> Member:
    at = MONDAY + timedelta(hours=hours)
    citations = tuple(Citation(source=name, kind=kind, order=order) for order, (name, kind) in enumerate(cites))
    return Member(
        entry=entry, outlet=outlet or f"Outlet {entry}", title=entry, published=at, first_seen=at, citations=citations
    )


def story(*members: Member) -> Story:
    return Story(id=members[0].entry, title="Story", topics=(), members=members)


AGENCY = ("KCNA", "state-media")
SPIES = ("NIS", "official")


def test_outlets_that_cite_one_source_in_the_end_are_one_origin():
    found = origins(
        story(
            member("1", hours=0, cites=(("Reuters", "agency"), AGENCY)),
            member("2", hours=1, cites=(AGENCY,)),
            member("3", hours=2, cites=(SPIES,)),
        )
    )
    assert [(origin.name, len(origin.outlets), origin.is_state_media) for origin in found.origins] == [
        ("KCNA", 2, True),
        ("NIS", 1, False),
    ]


def test_an_outlet_that_others_cite_is_their_origin():
    found = origins(story(member("1", hours=0, outlet="Ledger"), member("2", hours=3, cites=(("Ledger", "outlet"),))))
    assert [(origin.name, origin.outlets) for origin in found.origins] == [("Ledger", ("Ledger", "Outlet 2"))]


def test_a_near_copy_adds_no_origin():
    text = "A ferry with forty passengers ran aground off the island on Monday evening after its engine failed."
    live = LiveStories(load_concepts())
    live.take(live.join(decision("1", text)))
    joined = live.join(decision("2", text, hours=1))
    assert len(joined.members) == 2
    assert len(origins(joined).origins) == 1


def test_outlets_without_citations_count_one_by_one():
    assert len(origins(story(member("1", hours=0), member("2", hours=1))).origins) == 2


def test_the_first_mover_has_no_lag_and_the_others_have_theirs():
    late, early, again = member("1", hours=5), member("2", hours=2), member("3", hours=9, outlet="Outlet 2")
    found = origins(story(late, early, again))
    assert found.first_mover == "Outlet 2"
    assert found.lags == (("Outlet 2", timedelta(0)), ("Outlet 1", timedelta(hours=3)))


def test_the_order_of_members_does_not_matter():
    members = [member(str(n), hours=n, cites=(AGENCY,) if n % 2 else (SPIES,)) for n in range(6)]
    assert origins(story(*members)) == replace(origins(story(*reversed(members))))
