"""Coverage-guided fuzzing of the readers, for a bounded time: python -m tests.intake_document.fuzz [SECONDS].

Needs the dependency group `fuzz`. Refused documents are right answers; anything else that is raised, and an input
that takes longer than twenty seconds, ends the run with the input's bytes.
"""

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["dondoc"]):
    from dondoc.intake.document.building import propose_from
    from dondoc.intake.document.readers.any import read_bytes
    from dondoc.intake.document.source import assemble
    from dondoc.rules.refusal import Refused

CORPUS = Path(__file__).parent / "corpus" / "dev"
SUFFIXES = (".txt", ".md", ".docx", ".pdf", ".xlsx", ".tsv", ".csv")


def one(data: bytes) -> None:
    """One input: its first byte chooses what the file claims to be."""
    if not data:
        return
    with contextlib.suppress(Refused):
        propose_from(assemble(read_bytes(data[1:], SUFFIXES[data[0] % len(SUFFIXES)])))


def main() -> None:
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    with tempfile.TemporaryDirectory() as folder:
        for path in CORPUS.iterdir():
            if path.suffix in SUFFIXES and path.stat().st_size < 60_000:
                head = bytes([SUFFIXES.index(path.suffix)])
                (Path(folder) / path.name).write_bytes(head + path.read_bytes())
        limits = [
            f"-max_total_time={seconds}",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-max_len=65536",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={tempfile.gettempdir()}/", folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
