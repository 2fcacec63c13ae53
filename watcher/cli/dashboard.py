"""The command that shows the dashboard of a watcher that runs elsewhere."""

from watcher.cli.options import ConfigOption, DataOption, fail, load_config


def dashboard(config: ConfigOption = None, data: DataOption = None) -> None:
    """Look on at a watcher that runs elsewhere. The dashboard of one that runs headless or in another terminal: read-only, following live."""
    import asyncio

    from watcher.config import DATABASE, data_path

    path = (data or data_path()) / DATABASE
    if not path.exists():
        fail(f"there is no database at {path} yet: `watcher run` makes it")
    loaded = load_config(config)

    from watcher.cli.onlook import onlook
    from watcher.store import open_store

    store = open_store(path, read_only=True)
    try:
        asyncio.run(onlook(loaded, store, path))
    finally:
        store.close()
