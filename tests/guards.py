"""What no test may do: reach a foreign host, or write anywhere but to temporary folders and the tools' caches."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_NEAR = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", ""}
_CACHES = (
    *(f"{ROOT}/.{name}" for name in ("hypothesis", "pytest_cache", "mypy_cache", "import_linter_cache")),
    f"{ROOT}/pytest-cache-files-",  # where pytest prepares its cache in a checkout that has none yet
)
_WRITABLE = (tempfile.gettempdir(), "/dev/", "/proc/", "/tmp/")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class ForbiddenInTests(RuntimeError):
    """A test left its room."""


def watch() -> None:
    """From now on raise ForbiddenInTests where this process leaves its room. Child processes are not watched."""
    sys.addaudithook(_look)


def forget_settings() -> None:
    """Take the developer's own settings out of the environment."""
    for name in [name for name in os.environ if name.startswith(("DONDOC_", "PREFECT_"))]:
        del os.environ[name]


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        _look_at_file(*arguments[:3])
    elif event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not _is_near(address[0]):
            raise ForbiddenInTests(f"a test reached for the host {address[0]}")
    elif event == "socket.getaddrinfo" and not _is_near(arguments[0]):
        raise ForbiddenInTests(f"a test asked for the address of {arguments[0]!r}")


def _is_near(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name is None or (isinstance(name, str) and (name in _NEAR or name.startswith("127.")))


def _look_at_file(path: object, mode: object, flags: object) -> None:
    writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
        mode is None and isinstance(flags, int) and flags & _WRITES
    )
    if not writes or not isinstance(path, str | bytes | os.PathLike):
        return
    where = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - Path.absolute keeps the dots
    # A checkout may lie in a temporary folder itself; it is no room of the tests there either.
    allowed = where.startswith(_CACHES) if where.startswith(f"{ROOT}/") else where.startswith(_WRITABLE)
    if not allowed and "__pycache__" not in where:
        raise ForbiddenInTests(f"a test wrote to {where}")
