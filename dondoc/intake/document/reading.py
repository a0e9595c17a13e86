"""The locked-up child: limits first, then bytes from standard input → raw blocks as JSON on standard output."""

import json
import resource
import sys

_MEMORY = 1_400 * 1024 * 1024
_CPU = 20
_OUTPUT = 64 * 1024 * 1024


def lock_up() -> None:
    """Limit what this process may take; it can only get tighter."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT, _OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read one document."""
    lock_up()
    from dondoc.intake.document.guards import LARGEST
    from dondoc.intake.document.readers.any import read_bytes
    from dondoc.intake.guard import only_compute
    from dondoc.rules.refusal import Refused

    try:
        blocks = read_bytes(sys.stdin.buffer.read(LARGEST + 1), sys.argv[1] if len(sys.argv) > 1 else "", only_compute)
        answer: object = [each.model_dump(exclude_defaults=True) for each in blocks]
    except Refused as error:
        answer = {"refused": error.key, "values": {name: str(value) for name, value in error.values.items()}}
    except MemoryError:
        answer = {"refused": "document_too_heavy", "values": {}}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
