"""The tables of sources and of attribution are sound, and everything in them can be found."""

from typing import get_args

import pytest

from watcher.core.citations.mentions import named_by
from watcher.core.citations.sources import spellings
from watcher.core.citations.spec import Kind
from watcher.core.rules.terms import parse_term
from watcher.core.text.languages import LANGUAGES
from watcher.data import load_home
from watcher.data.countries import country_terms
from watcher.data.sources import load_sources, read_attribution, read_bodies, read_outlets

OUTLETS = read_outlets()
ATTRIBUTION = read_attribution()


def test_every_kind_has_many_sources():
    kinds = [outlet.kind for outlet in OUTLETS]
    assert set(kinds) == set(get_args(Kind))
    assert min(map(kinds.count, get_args(Kind))) >= 40
    assert len(OUTLETS) >= 500


def test_names_are_unique():
    names = [outlet.name for outlet in OUTLETS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_a_source_is_found_by_each_of_its_spellings(outlet):
    for written in spellings(outlet):
        label = parse_term(written).text
        assert outlet in named_by(label, load_sources()), label


def test_countries_are_countries():
    for code in {outlet.country for outlet in OUTLETS} - {""}:
        assert country_terms(code)


def test_a_host_belongs_to_one_source():
    hosts = [host for outlet in OUTLETS for host in outlet.hosts]
    assert len(set(hosts)) == len(hosts)
    assert all(host == host.lower() and "." in host and "/" not in host for host in hosts)


def test_state_media_and_officials_speak_for_a_state():
    assert all(outlet.state for outlet in OUTLETS if outlet.kind in ("state-media", "official"))
    assert not any(outlet.state for outlet in OUTLETS if outlet.kind in ("outlet", "research"))


def test_attribution_knows_many_languages_each_with_verbs():
    assert len(ATTRIBUTION.cues) >= 50
    for cues in ATTRIBUTION.cues:
        assert cues.lang in LANGUAGES
        assert cues.terms["says"]
        assert {"citing", "cited"} & cues.terms.keys()


def test_cues_are_well_written():
    for cues in ATTRIBUTION.cues:
        for terms in cues.terms.values():
            assert len(set(terms)) == len(terms)
            assert all(parse_term(term).text for term in terms)


def test_every_body_is_known_where_it_has_a_row_and_its_country_exists():
    names = {outlet.name: outlet for outlet in OUTLETS}
    for body in read_bodies():
        for country, name in body.known.items():
            assert names[name].kind == "official", name
            assert names[name].country in (country, ""), name


def test_languages_of_one_country_name_countries():
    assert all(country_terms(code) for code in load_home().values())
    assert load_home()["th"] == "TH"
    assert "en" not in load_home()
