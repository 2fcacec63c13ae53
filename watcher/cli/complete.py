"""What a shell asks when somebody presses Tab, and the scripts that make it ask.

The scripts hand over the line up to the cursor and get one value a line, with a tab and what it is. Nothing else is ever said:
somebody is typing, so what cannot be told (no configuration, no database, a line that makes no sense) is no value. Where there
is none, the shell offers files.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import typer
from typer._click.shell_completion import _resolve_context, _resolve_incomplete, split_arg_string
from typer.main import get_command

LINE = "_WATCHER_COMPLETE"  # the variable with the line up to the cursor
WORD = "_WATCHER_WORD"  # and with the piece of it that bash replaces, quotes included

_END = "\0"  # of a line; no variable can hold one
_SPECIAL = re.compile(r"([^\w@%+=:,./\x80-\U0010ffff-])", re.ASCII)  # to a shell

_BASH = """\
# belongs into ~/.local/share/bash-completion/completions/watcher
_watcher() {
    local value
    COMPREPLY=()
    while IFS=$'\\t' read -r value _; do
        COMPREPLY+=("$value")
    done < <(_WATCHER_COMPLETE="${COMP_LINE:0:COMP_POINT}" _WATCHER_WORD="${COMP_WORDS[COMP_CWORD]}" watcher 2>/dev/null)
}
complete -o default -F _watcher watcher
"""
_ZSH = """\
#compdef watcher
# belongs into a folder of your fpath, as _watcher
_watcher() {
    local value about
    local -a found
    while IFS=$'\\t' read -r value about; do
        found+=("${value//:/\\\\:}${about:+:$about}")
    done < <(_WATCHER_COMPLETE="${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" watcher 2>/dev/null)
    if (( $#found )); then _describe -V watcher found; else _files; fi
}
if [[ $funcstack[1] == _watcher ]]; then _watcher "$@"; else compdef _watcher watcher; fi
"""
_FISH = """\
# belongs into ~/.config/fish/completions/watcher.fish
function __watcher_complete
    set -l found (env _WATCHER_COMPLETE=(commandline -cp | string collect) watcher 2>/dev/null)
    if count $found >/dev/null
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c watcher -k -f -a '(__watcher_complete)'
"""
_POWERSHELL = """\
# belongs into $PROFILE
Register-ArgumentCompleter -Native -CommandName watcher -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:_WATCHER_COMPLETE = $commandAst.ToString()
    if (-not $wordToComplete) { $Env:_WATCHER_COMPLETE += ' ' }
    watcher 2>$null | ForEach-Object {
        $value, $about = $_ -Split "`t"
        $written = if ($value -match "[^\\w@+=:./-]") { "'" + $value.Replace("'", "''") + "'" } else { $value }
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($written, $value, 'ParameterValue', $about)
    }
    $Env:_WATCHER_COMPLETE = ""
}
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL, "pwsh": _POWERSHELL}


def answer(app: typer.Typer, line: str, word: str | None) -> None:
    """Print what `completed` finds, or nothing."""
    with suppress(Exception):  # whatever it is, it is not what somebody asked who presses Tab
        for one in completed(get_command(app), line, word):
            typer.echo(one)


def completed(program: Any, line: str, word: str | None = None) -> Iterator[str]:
    """What may stand at the end of a line in place of its last word, for the scripts.

    `word` for bash, which wants a value as it is typed: without what stands before this piece of the last word, which is
    cut at colons and equal signs, and quoted unless the piece begins with a quote.
    """
    from watcher.core.text.clean import clean

    *before, last = split_arg_string(line + _END)
    typed = last.removesuffix(_END)
    context = _resolve_context(program, {}, "watcher", before[1:])
    asked, part = _resolve_incomplete(context, before[1:], typed)  # part: a value without its option, of --topic=NAME
    for item in asked.shell_complete(context, part):
        value = typed.removesuffix(part) + item.value if part != typed else item.value
        if item.type != "plain" or not value.isprintable():
            continue  # the shell knows files better, and what steers a terminal is no name
        about = clean(item.help or "")
        if word is not None:
            yield _for_bash(value, typed, word)
        else:
            yield f"{value}\t{about}" if about else value


def _for_bash(value: str, typed: str, word: str) -> str:
    if word[:1] in ("'", '"'):
        return value
    piece = split_arg_string(word + _END)[0].removesuffix(_END) if word not in (":", "=") else ""
    return _SPECIAL.sub(r"\\\1", value[len(typed) - len(piece) :])
