"""The command line: one file per family of commands, gathered here."""

from collections.abc import Callable
from typing import Annotated

import typer

from watcher import __version__
from watcher.cli import (
    backtest,
    backup,
    classify,
    correct,
    dashboard,
    demo,
    doctor,
    edits,
    evidence,
    explain,
    export,
    feeds,
    handover,
    lists,
    migrate,
    notify,
    run,
    screenshot,
    search,
    serve,
    service,
    setup,
    shell,
    status,
    stories,
)
from watcher.cli.plain import Group, put_off

COMMANDS: dict[
    str, typer.Typer | Callable[..., object]
] = {  # and groups of them, in the order in which the help lists them
    "run": run.run,
    "dashboard": dashboard.dashboard,
    "demo": demo.demo,
    "init": setup.init,
    "check": setup.check,
    "doctor": doctor.doctor,
    "status": status.status,
    "feeds": feeds.app,
    "topics": lists.topics,
    "groups": lists.groups,
    "stories": stories.app,
    "show": stories.show,
    "search": search.search,
    "alerts": notify.alerts,
    "handover": handover.handover,
    "edits": edits.edits,
    "mute": correct.mute,
    "unmute": correct.unmute,
    "explain": explain.explain,
    "classify": classify.classify,
    "backtest": backtest.backtest,
    "export": export.export,
    "evidence": evidence.app,
    "screenshot": screenshot.screenshot,
    "serve": serve.serve,
    "service": service.app,
    "notify-test": notify.notify_test,
    "backup": backup.backup,
    "prune": status.prune,
    "migrate": migrate.migrate,
    "completion": shell.completion,
    "man": shell.man,
}


class Program(Group):
    """The whole of it; typer would list groups behind all commands."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - typer's own way to ask
        return [*COMMANDS]


app = typer.Typer(
    cls=Program,
    name="watcher",
    help="Watches the world's news feeds and tells you, once per story, what matters to your topics.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    add_completion=False,  # the command `completion` knows values, too
    rich_markup_mode=None,
)
for name, what in COMMANDS.items():
    if isinstance(what, typer.Typer):
        app.add_typer(what, name=name)
    else:
        app.command(name)(what)
for group in app.registered_groups:
    group.cls = Group
for each in (app, *(group.typer_instance for group in app.registered_groups)):
    for command in each.registered_commands if each else ():
        put_off(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"watcher {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  # typer wants the parameter; its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Without a command: `watcher run`."""
    if context.invoked_subcommand is None:
        run.run()
