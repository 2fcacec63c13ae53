"""Where a worker process begins; see `child`."""

import sys

from watcher.workers.child import main

if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
