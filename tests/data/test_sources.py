"""The tables of sources and of attribution are sound, and everything in them can be found."""

from typing import get_args

import pytest

from tests.core.citations.material import article
from watcher.core.citations.mentions import named_by
from watcher.core.citations.sources import spellings
from watcher.core.citations.spec import Kind
from watcher.core.rules.terms import parse_term
from watcher.core.text.languages import LANGUAGES
from watcher.data.countries import country_terms
from watcher.data.sources import load_sources, read_attribution, read_outlets

OUTLETS = read_outlets()
ATTRIBUTION = read_attribution()
BLANK = article()


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
        assert outlet in named_by(label, BLANK, load_sources()), label


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
