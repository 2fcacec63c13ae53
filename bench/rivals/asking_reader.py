"""lemon24/reader as a program: `asking_reader.py DATABASE add URLS.txt`, then `asking_reader.py DATABASE update`."""

import sys
from pathlib import Path

from reader import make_reader

WORKERS = 20


def main(database: str, verb: str, *urls: str) -> None:
    reader = make_reader(database)
    if verb == "add":
        for url in Path(urls[0]).read_text().split():
            reader.add_feed(url)
    else:
        reader.update_feeds(workers=WORKERS, scheduled=False)
    reader.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
