"""A story is told once per topic, and again only when it escalates."""

import pytest

from tests.core.alerts.material import ROUTES, TOPIC, Telling, member
from watcher.core.alerts import Route, why
from watcher.core.alerts.blocs import bloc_of, blocs_of
from watcher.core.model import Field, Hit, Occasion, Priority


def occasions(wishes):
    return [wish.alert.occasion for wish in wishes]


def test_the_first_article_tells_a_story_and_the_next_ones_of_its_kind_do_not():
    telling = Telling()
    assert occasions(telling.comes(member(0))) == [Occasion.FIRST]
    assert all(telling.comes(member(number)) == () for number in range(1, 40))


def test_an_alert_says_whom_its_article_cites_and_how_far_its_story_has_come():
    telling = Telling()
    telling.comes(member(0, outlet="The Portal", lang="de", cites=("The Independent", "Reuters", "KCNA")))
    (told,) = telling.earlier
    assert told.cites == ("The Independent", "Reuters", "KCNA")
    assert (told.origins, told.langs, told.outlets) == (("KCNA",), ("de",), 1)


@pytest.mark.parametrize(
    ("before", "new", "occasion", "news"),
    [
        ({"cites": ("Reuters", "KCNA")}, {"cites": ("NIS",)}, Occasion.ORIGIN, "NIS says so, too"),
        ({"lang": "de"}, {"lang": "ko"}, Occasion.BLOC, "now in Korean"),
        ({"lang": "ru"}, {"lang": "uk"}, Occasion.BLOC, "now in Ukrainian"),
        ({"lang": "en"}, {"lang": "zh-Hant"}, Occasion.BLOC, "now in Chinese"),
        (
            {"outlet": "A", "title": "12 dead after a blast"},
            {"outlet": "A", "title": "Now 15 dead after a blast"},
            Occasion.NUMBER,
            "now 15",
        ),
    ],
)
def test_what_escalates_a_story_is_told_with_what_is_new(before, new, occasion, news):
    telling = Telling()
    telling.comes(member(0, **before))
    wishes = telling.comes(member(3, **new))
    assert occasions(wishes) == [occasion]
    assert wishes[0].alert.news == news
    assert wishes[0].alert.story == "story"


def test_several_changes_are_told_together_with_the_weightiest_first():
    telling = Telling()
    telling.comes(member(0, lang="de", cites=("KCNA",), title="1.500 Soldaten"))
    assert telling.comes(member(1, lang="de", title="3.000 Soldaten")) == ()
    (wish,) = telling.comes(member(2, lang="ko", cites=("NIS",), title="3000명"))
    assert wish.alert.occasion is Occasion.ORIGIN
    assert wish.alert.news == "NIS says so, too · now 3000 · now in Korean"


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ({"cites": ("Reuters", "KCNA")}, {"cites": ("TASS", "KCNA")}),  # another way to the same origin
        ({}, {"cites": ("KCNA",)}),  # the first source that anybody names is no second one
        ({"cites": ("KCNA",)}, {}),  # who names nobody may have read the same wire
        ({"lang": "de"}, {"lang": "fr"}),
        ({"lang": "de"}, {"lang": ""}),
        ({"lang": ""}, {"lang": "ko"}),
        ({"title": "12 dead after a blast"}, {"title": "15 dead after a blast"}),  # one other outlet alone
        ({"outlet": "A", "title": "A blast"}, {"outlet": "A", "title": "15 dead after a blast"}),  # none was told
        ({"outlet": "A", "title": "12 dead"}, {"outlet": "A", "title": "12 dead, 3 missing, as of 2026"}),
        ({"outlet": "A", "title": "12 dead"}, {"outlet": "A", "title": "12 dead in a town of 48,000"}),  # another size
        ({"outlet": "A", "title": "12 dead"}, {"outlet": "A", "title": "12 dead, fire seen 40 km away"}),  # a unit
    ],
)
def test_what_adds_nothing_is_not_told_again(before, new):
    telling = Telling()
    telling.comes(member(0, **before))
    assert telling.comes(member(1, **new)) == ()


def test_a_second_outlet_confirms_another_number_and_is_told_once():
    telling = Telling()
    telling.comes(member(0, title="12 dead after a blast"))
    assert telling.comes(member(1, title="15 dead after a blast")) == ()
    assert occasions(telling.comes(member(2, title="Blast: 15 dead"))) == [Occasion.NUMBER]
    assert telling.comes(member(3, title="15 people died")) == ()


def test_a_topic_that_became_more_urgent_tells_its_stories_again():
    telling = Telling()
    telling.comes(member(0))
    louder = {TOPIC: Route(channels=("desk",), priority=Priority.URGENT)}
    (wish,) = telling.comes(member(1), routes=louder)
    assert (wish.alert.occasion, wish.alert.priority, wish.alert.news) == (
        Occasion.PRIORITY,
        Priority.URGENT,
        "now urgent",
    )
    assert telling.comes(member(2), routes=ROUTES) == ()


def test_an_article_whose_page_was_read_later_is_not_told_again():
    telling = Telling()
    telling.comes(member(0))
    assert telling.comes(member(0, cites=("Reuters", "KCNA"))) == ()
    assert occasions(telling.comes(member(1, cites=("NIS",)))) == [Occasion.ORIGIN]
    assert telling.comes(member(1, cites=("NIS",))) == ()


def test_each_topic_tells_the_story_for_itself():
    routes = {TOPIC: Route(channels=("desk",)), "Weapons": Route(channels=("log",))}
    telling = Telling()
    telling.comes(member(0), routes=routes)
    (wish,) = telling.comes(member(1), routes=routes, topics=(TOPIC, "Weapons"))
    assert (wish.alert.topic, wish.alert.channels, wish.alert.occasion) == ("Weapons", ("log",), Occasion.FIRST)


def test_a_topic_without_a_route_tells_nothing():
    assert Telling().comes(member(0), topics=("Gone",)) == ()


def test_what_a_first_poll_brings_is_silent_and_leaves_the_story_to_be_told():
    telling = Telling()
    (wish,) = telling.comes(member(0), silent=True)
    assert wish.silent
    assert occasions(telling.comes(member(1))) == [Occasion.FIRST]
    assert telling.comes(member(2, lang="ko"), silent=True) == (), "old news from a new feed escalates nothing"


def test_the_same_occasion_has_the_same_id_whoever_finds_it():
    ids = set()
    for shift in (0, 5):
        telling = Telling()
        telling.comes(member(0, cites=("KCNA",)))
        ids.add(telling.comes(member(1 + shift, cites=("NIS",)))[0].alert.id)
    assert len(ids) == 1


def hit(group: str, text: str) -> Hit:
    return Hit(group=group, term=text, field=Field.TITLE, start=0, end=len(text), text=text)


def test_the_words_that_fired_come_group_by_group_without_repetition():
    assert (
        why((hit("a", "Kim"), hit("a", "KIM"), hit("a", "Pyongyang"), hit("b", "Moscow"))) == "Kim · Moscow · Pyongyang"
    )


def test_a_word_that_a_longer_one_of_its_group_says_is_left_out():
    hits = (hit("a", "Kim"), hit("a", "Corée du Nord"), hit("a", "du Nord"), hit("b", "Nord"), hit("a", "Kim Jong-un"))
    assert why(hits) == "Corée du Nord · Nord · Kim Jong-un"


@pytest.mark.parametrize(("lang", "bloc"), [("pt-BR", "European languages"), ("KO", "Korean"), ("xx", "xx"), ("", "")])
def test_a_language_belongs_to_one_bloc(lang, bloc):
    assert bloc_of(lang) == bloc


def test_blocs_leave_out_unknown_languages():
    assert blocs_of(["de", "", "fr", "ja"]) == {"European languages", "Japanese"}
