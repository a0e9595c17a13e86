"""One way of making papers in a process of its own: prints the most memory it held, in MiB."""

import re
import resource
import sys
from pathlib import Path

from benchmarks.papers import _bare, _ours, _report, _units


def main(way: str, size: int) -> None:
    units = _units(size)
    if way == "ours":
        _ours(units)
    else:
        _bare(_report(units))
    status = Path("/proc/self/status")
    # What getrusage says of a new process is what the one that started it held.
    own = int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) if status.exists() else 0
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    sys.stdout.write(f"{max(own, children) / 1024}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
