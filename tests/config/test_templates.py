"""Templates are checked when the configuration is, and what strangers wrote cannot leave its place in them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.config.templates import NAMES, Template, escape_for, template_fault

VALUES = dict.fromkeys(NAMES, "x")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("", ""),
        ("{{ title }} {{ body|upper }} {% for line in digest %}{{ line.title }}{% endfor %}", ""),
        ("{{ titel }}", 'knows no "titel"'),
        ("{{ title", "not a template"),
        ("one\ntwo {% endif %}", "(line 2 of it)"),
        ("{{ title|shout }}", "shout"),
        ("{% include 'x' %}", ""),
    ],
)
def test_a_template_is_judged_before_it_is_used(source, fault):
    assert fault in template_fault(source)
    assert bool(fault) == bool(template_fault(source))


@pytest.mark.parametrize(
    "source",
    [
        "{{ title.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ title.nothing }}",
        "{{ 1 / 0 }}",
        "{{ title + 1 }}",
        "{% include '/etc/passwd' %}",
        "{{ range(10**9)|list }}",
        "{{ langs.append('x') }}",
    ],
)
def test_what_a_template_may_not_do_is_a_failure_of_the_template(source):
    with pytest.raises(ValueError, match="the template fails"):
        Template(source).render(VALUES | {"langs": ["de"]})


@settings(max_examples=60)
@given(title=st.text(max_size=40))
def test_any_title_stays_inside_its_json_string(title):
    template = Template('{"a": "{{ title }}", "b": {{ title|tojson }}, "n": {{ score }}}', escape="json")
    assert json.loads(template.render(VALUES | {"title": title, "score": 0.5})) == {"a": title, "b": title, "n": 0.5}


@settings(max_examples=60)
@given(title=st.text("<>&\"'abc{}%", max_size=20))
def test_any_title_stays_inside_its_html_element(title):
    shown = Template("<p title='{{ title }}'>{{ title }}</p>", escape="html").render(VALUES | {"title": title})
    assert (shown.count("<"), shown.count(">"), shown.count("'")) == (2, 2, 2)


@pytest.mark.parametrize(
    ("content_type", "escape"),
    [
        ("application/json", "json"),
        ("Application/LD+JSON; charset=utf-8", "json"),
        ("text/html", "html"),
        ("application/xhtml+xml", "html"),
        ("text/plain", ""),
        ("application/x-www-form-urlencoded", ""),
    ],
)
def test_values_are_escaped_for_the_kind_of_body(content_type, escape):
    assert escape_for(content_type) == escape
