"""Templates that say what an alert looks like, in Jinja's language and its sandbox.

What a template is made of comes from strangers, so values are escaped for what is being written: as HTML, or as the
inside of a JSON string. A template itself is the user's own.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from watcher.core.model import Alert
from watcher.frozen import field_names

Escape = Literal["", "html", "json"]
# What a template may name: the alert's fields, and what a bubble would say of it.
NAMES = (*field_names(Alert), "heading", "body")


def template_fault(source: str) -> str:
    """What is wrong with a template, in one sentence; "" if nothing is."""
    if not source:
        return ""
    import jinja2
    import jinja2.meta

    environment = _environment("")
    try:
        unknown = jinja2.meta.find_undeclared_variables(environment.parse(source)) - set(NAMES)
        environment.from_string(source)  # names of filters and tests
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None)
        return f"not a template: {error.message}" + (f" (line {line} of it)" if line else "")
    if unknown:
        return f'a template knows no "{min(unknown)}" (choices are {", ".join(NAMES)})'
    return ""


def escape_for(content_type: str) -> Escape:
    """How values are escaped inside a body of a type."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith("json"):
        return "json"
    return "html" if kind.endswith(("html", "xml")) else ""


class Template:
    """A template that is ready to be filled in. It must be sound; see `template_fault`."""

    def __init__(self, source: str, *, escape: Escape = "") -> None:
        self._template = _environment(escape).from_string(source)

    def render(self, values: Mapping[str, object]) -> str:
        """The text; raises ValueError if the template fails on these values."""
        import jinja2

        try:
            return str(self._template.render(values))
        except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, AttributeError, OverflowError) as error:
            raise ValueError(f"the template fails: {error}") from error


def _environment(escape: Escape) -> Any:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        autoescape=escape == "html",
        finalize=_inside_json if escape == "json" else None,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _inside_json(value: object) -> object:
    """A value as it stands between the quotes of a JSON string; what passed `tojson` is JSON already."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else json.dumps(str(value))[1:-1]
