"""No foreign document costs more than its limits, runs code, or reaches out; and each refusal is a sentence."""

import time
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from dondoc import texts
from dondoc.intake.guard import LIMITS, check_package, in_child
from dondoc.rules.refusal import Refused
from tests.paper.word_files import package, parts_of, with_part

READ = "dondoc.intake.word:read_word"
SMALL = replace(LIMITS, wall_seconds=40.0, cpu_seconds=8)
SHORT = replace(LIMITS, wall_seconds=3.0)


def ours() -> dict[str, bytes]:
    return parts_of(with_part("word/x.xml", b"<x/>"))


def bomb(megabytes: int = 120) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in ours().items():
            file.writestr(name, content)
        with file.open("word/bomb.xml", "w", force_zip64=True) as stream:
            for _ in range(megabytes):
                stream.write(b" " * (1 << 20))
    return out.getvalue()


def outside(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


CASES = {
    "bomb": (bomb, "file_bomb"),
    "many parts": (lambda: package(ours() | {f"word/{n}.xml": b"<x/>" for n in range(2001)}), "file_bomb"),
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), "file_has_macros"),
    "docm": (
        lambda: with_part("[Content_Types].xml", b'<Types><a t="x.macroEnabled.main+xml"/></Types>'),
        "file_has_macros",
    ),
    "picture from the net": (
        lambda: with_part("word/_rels/a.xml.rels", outside("image", "http://evil.example/x.png")), "file_links_outside",
    ),
    "template from the net": (
        lambda: with_part("word/_rels/b.xml.rels", outside("attachedTemplate", "file://x")), "file_links_outside",
    ),
    "embedded": (lambda: with_part("word/embeddings/x.bin", b"x"), "file_embeds"),
    "entities": (lambda: with_part("word/y.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "file_not_docx"),
    "climbing name": (lambda: with_part("../x.xml", b"<x/>"), "file_not_docx"),
    "old or locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "file_old_or_locked"),
    "a picture": (lambda: b"\x89PNG\r\n", "file_not_docx"),
    "empty": (lambda: b"", "file_not_docx"),
    "cut off": (lambda: package(ours())[:3000], "file_not_docx"),
    "broken words": (lambda: with_part("word/document.xml", b"<w:document"), "file_not_docx"),
    "no body": (lambda: with_part("word/document.xml", b"<x/>"), "file_not_docx"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_no_clean_word_file_is_refused_in_words(case: str) -> None:
    make, key = CASES[case]
    with pytest.raises(Refused, match=key) as refused:
        in_child(READ, make())
    assert refused.value.field == "file"
    assert texts.refusal(refused.value).endswith((".", ".docx).", ".docm."))


def test_a_link_that_one_clicks_is_no_danger() -> None:
    data = with_part("word/_rels/a.xml.rels", outside("hyperlink", "https://example.vn"))
    assert "word/document.xml" in check_package(data)


def test_a_file_above_the_size_is_not_even_handed_on() -> None:
    with pytest.raises(Refused, match="file_too_big"):
        in_child(READ, b"x" * 11, limits=replace(LIMITS, size=10))


def test_a_lie_about_a_parts_size_does_not_help() -> None:
    data = bytearray(bomb())
    size = (120 << 20).to_bytes(4, "little")
    assert data.count(size)
    with pytest.raises(Refused):
        in_child(READ, bytes(data.replace(size, (10).to_bytes(4, "little"))))


# What runs in the child is named from here: each of these functions is what a broken or hostile reader would do.
def loops(_data: bytes) -> None:
    while True:
        pass


def sleeps(_data: bytes) -> None:
    time.sleep(60)


def grows(_data: bytes) -> int:
    return len([bytes(1 << 20) for _ in range(4000)])


def crashes(_data: bytes) -> None:
    raise RuntimeError("x")


def writes(_data: bytes) -> None:
    open("x", "w").close()  # noqa: PTH123


def calls(_data: bytes) -> None:
    import os

    os.system("true")


def connects(_data: bytes) -> None:
    import socket

    socket.create_connection(("127.0.0.1", 9))


def secrets(_data: bytes) -> list[str]:
    import os

    return sorted(os.environ)


CUT_OFF = {
    loops: "file_too_slow", sleeps: "file_too_slow", grows: "file_broken", crashes: "file_broken",
    writes: "file_broken", calls: "file_broken", connects: "file_broken",
}  # fmt: skip


@pytest.mark.parametrize(("function", "key"), CUT_OFF.items())
def test_the_child_is_cut_off(function: object, key: str) -> None:
    with pytest.raises(Refused, match=key):
        in_child(f"{__name__}:{function.__name__}", b"", limits=SHORT if function is sleeps else SMALL)  # type: ignore[attr-defined]


def test_the_child_knows_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_SECRET", "x")
    assert in_child(f"{__name__}:secrets", b"") == ["LANG", "PATH"]
