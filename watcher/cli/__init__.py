"""The command line: one file per family of commands, gathered here."""

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

app = typer.Typer(
    cls=Group,
    name="watcher",
    help="Watches the world's news feeds and tells you, once per story, what matters to your topics.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    add_completion=False,  # the command `completion` knows values, too
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.command("dashboard")(dashboard.dashboard)
app.command("demo")(demo.demo)
app.command("init")(setup.init)
app.command("check")(setup.check)
app.command("doctor")(doctor.doctor)
app.add_typer(feeds.app, name="feeds")
app.add_typer(stories.app, name="stories")
app.command("show")(stories.show)
app.command("edits")(edits.edits)
app.add_typer(evidence.app, name="evidence")
app.command("handover")(handover.handover)
app.command("export")(export.export)
app.command("search")(search.search)
app.command("backtest")(backtest.backtest)
app.command("screenshot")(screenshot.screenshot)
app.command("status")(status.status)
app.command("serve")(serve.serve)
app.add_typer(service.app, name="service")
app.command("prune")(status.prune)
app.command("backup")(backup.backup)
app.command("migrate")(migrate.migrate)
app.command("classify")(classify.classify)
app.command("explain")(explain.explain)
app.command("topics")(lists.topics)
app.command("groups")(lists.groups)
app.command("alerts")(notify.alerts)
app.command("mute")(correct.mute)
app.command("unmute")(correct.unmute)
app.command("notify-test")(notify.notify_test)
app.command("completion")(shell.completion)
app.command("man")(shell.man)

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
