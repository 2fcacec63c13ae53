import pytest

from watcher.core.rules import Topic, compile_rules
from watcher.core.rules.vocabulary import Fault
from watcher.data import (
    groups_for,
    groups_needed,
    load_clutter,
    load_groups,
    merge_group,
    parse_group,
    shipped_group,
    shipped_names,
)
from watcher.errors import RuleFaults


def faults_of(table):
    faults: list[Fault] = []
    parse_group("g", table, faults)
    return {path: str(error) for path, error in faults}


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_group_compiles(name):
    rules = compile_rules([Topic(name="t", rule=f"@{name}")], load_groups([name]))
    assert rules.topics
    assert shipped_group(name).about


def test_only_what_is_wanted_is_loaded_with_what_it_refers_to():
    few = load_groups(["north-korea"])
    assert "north-korea" in few
    assert "sport" not in few
    assert set(few) < set(load_groups())


def test_groups_are_read_off_rules():
    assert groups_needed(["@a & (b | @c-d^0.5)", "near(@e, @f, 3)"]) == {"a", "c-d", "e", "f"}


def test_a_country_is_known_by_its_code():
    group = parse_group("g", {"names": ["country:KP"], "de": ["Volksarmee"]}, [])
    assert group.terms["de"][0] == "Volksarmee"
    assert "Nordkorea" in " ".join(group.terms["de"])
    assert group.terms["ko"]


def test_a_users_table_replaces_or_extends():
    topic = Topic(name="t", rule="@russia & @mine")
    replaced = groups_for([topic], {"russia": {"de": ["Moskau"]}, "mine": {"any": ["x"]}})
    assert replaced["russia"].terms == {"de": ("Moskau",)}
    extended = groups_for([topic], {"russia": {"extend": "russia", "de": ["Meinland"]}, "mine": {"any": ["x"]}})
    assert extended["russia"].terms["de"][0] == "Meinland"
    assert len(extended["russia"].terms["de"]) > 5
    assert extended["russia"].kind == shipped_group("russia").kind
    renamed = groups_for([topic], {"mine": {"extend": "russia", "kind": "words"}})
    assert (renamed["mine"].name, renamed["mine"].kind) == ("mine", "words")


def test_merging_keeps_all_parts_of_both():
    first = parse_group("a", {"de": ["x"], "weak": {"de": ["y"]}, "except": {"de": ["z"]}, "include": ["i"]}, [])
    second = parse_group("b", {"de": ["u"], "fr": ["v"], "company": [{"with": "@a", "any": ["w"]}]}, [])
    merged = merge_group(first, second)
    assert merged.terms == {"de": ("u", "x"), "fr": ("v",)}
    assert (merged.weak, merged.except_, merged.include) == ({"de": ("y",)}, {"de": ("z",)}, ("i",))
    assert [clause.with_ for clause in merged.company] == ["@a"]


def test_faults_of_a_table_come_at_once_with_their_paths():
    found = faults_of(
        {
            "kind": "verbs", "about": 3, "incldue": ["x"], "de": "Moskau", "names": ["country:XX", "river:Don"],
            "weak": ["x"], "company": [{"any": ["x"]}, {"with": "@a", "within": -1, "weight": 99}],
        }
    )  # fmt: skip
    assert set(found) == {
        ("group", "g", "kind"),
        ("group", "g", "about"),
        ("group", "g", "incldue"),
        ("group", "g", "de"),
        ("group", "g", "names", 0),
        ("group", "g", "names", 1),
        ("group", "g", "weak"),
        ("group", "g", "company", 0, "with"),
        ("group", "g", "company", 1, "within"),
        ("group", "g", "company", 1, "weight"),
    }
    assert "words, names" in found["group", "g", "kind"]


def test_extending_what_nobody_ships_names_what_is_near():
    with pytest.raises(RuleFaults, match="did you mean north-korea"):
        groups_for([], {"mine": {"extend": "north-koera"}})


def test_cues_of_lines_that_lead_elsewhere_are_there_for_many_languages():
    assert {"Read also", "Lesen Sie auch", "Читайте также", "関連記事"} <= set(load_clutter())


def test_a_misspelt_group_is_told_with_what_is_near():
    topic = Topic(name="t", rule="@north-koera")
    with pytest.raises(RuleFaults, match="did you mean north-korea"):
        compile_rules([topic], groups_for([topic], {}))
