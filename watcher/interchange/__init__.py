"""What other programs get of stories and entries, the same from the command line as from `watcher serve`."""
