"""The list of the benchmarks; `python -m bench NAME …` runs one, and without a name those that take seconds."""

import runpy
import sys
from pathlib import Path

QUICK = ("matching",)


def main() -> None:
    known = sorted(
        path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if "__main__" in path.read_text("utf-8")
    )
    if sys.argv[1:] and sys.argv[1] not in known:
        sys.exit(f"no benchmark is called {sys.argv[1]}; there are {', '.join(known)}")
    print(f"benchmarks: {', '.join(known)}")
    for name in sys.argv[1:2] or QUICK:
        print(f"\n{name}")
        sys.argv = [name, *sys.argv[2:]]
        runpy.run_module(f"bench.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
