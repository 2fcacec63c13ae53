"""What reads the grammar of rules: Lark, with its parsing table at hand.

Making the table takes longer than all the rest of a start, so it stands in `table`, which `python -m
watcher.core.rules.parser` writes anew. A table that another grammar or another Lark has made is not used.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from watcher.core.rules.table import MADE_OF, TABLE


@contextmanager
def _as_if_missing(module: str) -> Iterator[None]:
    """What is imported here does not find some module, unless that is loaded anyway."""
    modules = cast("dict[str, object]", sys.modules)
    modules.setdefault(module, None)
    try:
        yield
    finally:
        if modules[module] is None:
            del modules[module]


with _as_if_missing("regex"):  # Lark tries it for what no grammar of ours asks for: .02 s of each start
    import lark
    from lark import Lark, Token, Transformer, UnexpectedInput, v_args
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

__all__ = [
    "Lark", "Token", "Transformer", "UnexpectedCharacters", "UnexpectedInput", "UnexpectedToken", "parser", "v_args",
]  # fmt: skip

OPTIONS: Final[dict[str, Any]] = {"parser": "lalr", "maybe_placeholders": True}
WIDTH: Final = 110  # characters of a line of the table


def parser(grammar: str, transformer: Transformer[Token, Any]) -> Lark:
    """A parser of a grammar; from the table if that is its own, else made anew."""
    if made_of(grammar) != MADE_OF:
        return Lark(grammar, transformer=transformer, **OPTIONS)
    data, memo = json.loads(TABLE, object_hook=_with_numbers)
    load: Callable[..., Lark] = Lark._load_from_dict  # noqa: SLF001 - as Lark's stand-alone parsers do
    return load(data, memo, transformer=transformer)


def made_of(grammar: str) -> str:
    """What a table depends on: Lark's version and the grammar."""
    return f"{lark.__version__} {hashlib.sha256(grammar.encode()).hexdigest()}"


def table(grammar: str) -> str:
    """The table of a grammar, as JSON."""
    data, memo = Lark(grammar, **OPTIONS).memo_serialize([TerminalDef, Rule])
    return json.dumps((data, memo), separators=(",", ":"))


def _with_numbers(found: dict[str, Any]) -> dict[str | int, Any]:
    """JSON has no numbers for keys, which states and rules have."""
    return {int(key) if key.isdecimal() else key: value for key, value in found.items()}


def main() -> None:
    """Write the table anew."""
    from watcher.core.rules.grammar import GRAMMAR

    lines = re.findall(f".{{1,{WIDTH}}}", table(GRAMMAR))
    text = "".join(f"    {line!r}\n" for line in lines)
    head = '"""The parsing table of the grammar of rules; written by `parser`."""\n\n# fmt: off\n'
    file = Path(__file__).with_name("table.py")
    file.write_text(f'{head}MADE_OF = "{made_of(GRAMMAR)}"\nTABLE = (\n{text})\n', "utf-8")


if __name__ == "__main__":
    main()
