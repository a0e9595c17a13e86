"""`python -m benchmarks [NAME]`: one line a figure. It reports: a missed goal is said in its line, exit code 0."""

import sys
from collections.abc import Callable

from benchmarks import due, help, idle, letters, opening, papers, reading, rehearse, serve
from benchmarks.figure import Figure, NotMeasured

FIGURES: dict[str, Callable[[], Figure | list[Figure]]] = {
    "help": help.measure,
    "due": due.measure,
    "idle": idle.measure,
    "opening": opening.measure,
    "serve": serve.measure,
    "rehearse": rehearse.measure,
    "letters": letters.measure,
    "papers": papers.measure,
    "reading": reading.measure,
}


def main(arguments: list[str]) -> int:
    """Measure what is named, or all. Returns 2 for an unknown name, 1 where something could not be measured."""
    unknown = [name for name in arguments if name not in FIGURES]
    if unknown:
        sys.stderr.write(f"bench: {unknown[0]!r} is no figure; write one of: {', '.join(sorted(FIGURES))}\n")
        return 2
    failed = 0
    for name in arguments or FIGURES:
        try:
            measured = FIGURES[name]()
            for figure in measured if isinstance(measured, list) else [measured]:
                sys.stdout.write(figure.line(name) + "\n")
        except NotMeasured as error:
            sys.stderr.write(f"bench {name}: not measured: {error}\n")
            failed = 1
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
