"""The command that tries rules on the archive: what they would have caught and missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import ConfigOption, DataOption, SinceOption, TopicOption, fail, known_topic, load_config, span

if TYPE_CHECKING:
    from watcher.config import Loaded
    from watcher.core.backtest import Tally
    from watcher.ports import Store

STORED, RULES = "stored", "rules"


def backtest(
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="FILE", help="The rules to try. Default: those of the configuration."),
    ] = None,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="WHAT",
            help="Compare with what is stored: what was decided when the entries came; or with rules: the configuration's of now.",
        ),
    ] = STORED,
    since: SinceOption = None,
    topic: TopicOption = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Samples of each kind.")] = 5,
    label: Annotated[
        bool,
        typer.Option(
            "--label", help="Go through the samples and keep each as an example of the rule file: y, n, s, u, q."
        ),
    ] = False,
    processes: Annotated[
        int, typer.Option("--processes", min=0, help="How many processes judge. 0: as many as there are processors.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object with everything, for scripts.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Try rules on the archive. What they gain and lose, where and by which words, alerts a day, which terms decide, what might be missing. Works beside a running watcher; Ctrl-C tells what was found so far."""
    from watcher.cli.backtest.label import check_labelling, label_samples
    from watcher.cli.stories import opened

    tried, before = _compared(rules, against, config)
    known_topic(tried, topic)
    if label:
        check_labelling(tried)
    with opened(data) as store:
        whole, complete = _swept(store, tried, before, data, since=since, topic=topic, processes=processes)
        found = {
            "rules": tried.source,
            "compared_with": f"the rules of {before.source}" if before else "what was decided when the entries came",
            "complete": complete,
            **_facts(store, whole, tried, topic=topic, limit=limit),
        }
        _tell(found, limit, json=json)
        if label:
            label_samples(store, whole, tried)


def _compared(rules: Path | None, against: str, config: Path | None) -> "tuple[Loaded, Loaded | None]":
    """The rules that are tried, and those to compare them with; None: what was decided when the entries came."""
    if against not in (STORED, RULES):
        fail(f'--against: "{against}" (choices are {STORED}, {RULES})')
    tried = load_config(rules if rules is not None else config)
    if against == STORED:
        return tried, None
    return tried, load_config(config) if rules is not None else tried


def _swept(
    store: "Store",
    tried: "Loaded",
    before: "Loaded | None",
    data: Path | None,
    *,
    since: str | None,
    topic: str | None,
    processes: int,
) -> "tuple[Tally, bool]":
    """What changes in the archive, and whether all of it was judged: Ctrl-C leaves what was, which is the newest."""
    from watcher.cli.backtest.sweep import Job, sweep
    from watcher.cli.crew import size
    from watcher.cli.likely import likely, pays
    from watcher.cli.progress import progress
    from watcher.config import DATABASE, data_path, zone_of
    from watcher.core.backtest import Tally

    now, back = datetime.now(UTC), span(since, "--since")
    start = now - back if back else datetime(1971, 1, 1, tzinfo=UTC)
    volumes, whole = store.volumes(start), Tally()
    total = sum(volume.entries for volume in volumes)
    job = Job(
        database=(data or data_path()) / DATABASE,
        rules=tried.rules,
        against=before.rules if before else None,
        topic=topic or "",
        zone=zone_of(tried.config.watcher.timezone),
    )
    times = [time for one in volumes for time in (one.oldest, one.newest)] or [now]
    window = (min(times), max(times) + timedelta(microseconds=1))
    try:
        if pays(total, store.counts()["entries"] if back else total):
            rulesets = [job.rules, *filter(None, [job.against])]
            job = replace(job, only=likely(store, rulesets, job.topic, size(processes)))
        with progress("Judging", total) as bar:
            for tally in sweep(job, volumes, window, processes):
                whole.add(tally)
                bar.advance(tally.entries)
    except KeyboardInterrupt:
        return whole, False
    return whole, True


def _facts(store: "Store", whole: "Tally", tried: "Loaded", *, topic: str | None, limit: int) -> dict[str, Any]:
    from watcher.cli.backtest.facts import days_of, silent_languages, topic_facts

    days = days_of(whole)
    names = dict.fromkeys((*(one.name for one in tried.rules.topics), *whole.topics))
    return {
        "entries": whole.entries,
        "since": whole.oldest.isoformat() if whole.oldest else None,
        "until": whole.newest.isoformat() if whole.newest else None,
        "days": round(days, 2),
        "topics": [
            topic_facts(name, whole, store=store, rules=tried.rules, days=days, limit=limit)
            for name in names
            if topic in (None, name)
        ],
        "languages": silent_languages(whole, tried, topic),
    }


def _tell(found: dict[str, Any], limit: int, *, json: bool) -> None:
    import json as json_module

    from watcher.cli.backtest.lines import lines
    from watcher.cli.paper import Paper

    if json:
        typer.echo(json_module.dumps(found, ensure_ascii=False))
        return
    console = Paper()
    for line in lines(found, limit):
        console.print(line)
