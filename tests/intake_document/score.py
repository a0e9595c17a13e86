"""How well proposals match the labels of a corpus: python -m tests.intake_document.score [FOLDER] [--faults]."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from dondoc.intake.document import propose
from dondoc.intake.document.proposal import Proposal
from dondoc.rules.refusal import Refused

HERE = Path(__file__).parent / "corpus" / "dev"
FIELDS = ("lead", "cooperating", "time text", "time kind", "product")
_DOUBT_OF = {
    "lead": ("no_lead", "unit"),
    "cooperating": ("unit",),
    "time text": ("time",),
    "time kind": ("time",),
    "product": ("product",),
}


@dataclass
class Score:
    labelled: int = 0
    proposed: int = 0
    matched: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    unmarked: int = 0
    outcomes: int = 0
    documents: int = 0
    faults: list[str] = field(default_factory=list)


def plain(text: str) -> str:
    return " ".join(text.lower().replace("–", "-").split()).strip(" .,;:-+\"'")


def similar(one: str, other: str) -> float:
    one, other = plain(one), plain(other)
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 100.0
    return max(fuzz.token_set_ratio(one, other), fuzz.partial_ratio(one, other))


def pairs(labels: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[tuple[int, int]]:
    ranked = []
    for a, label in enumerate(labels):
        for b, each in enumerate(found):
            content = max(similar(label["content"], each["content"]), similar(label["content"], each.get("title", "")))
            if content >= 75:
                same = label.get("ref", "") == each["ref"]
                length = -abs(len(label["content"]) - len(each["content"])) / 1000
                ranked.append((content + 10 * same + length, a, b))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    result = []
    for _, a, b in sorted(ranked, reverse=True):
        if a not in taken_a and b not in taken_b:
            taken_a.add(a)
            taken_b.add(b)
            result.append((a, b))
    return result


def same_units(one: list[str], other: list[str]) -> bool:
    return sorted(plain(each) for each in one) == sorted(plain(each) for each in other)


def compare(label: dict[str, Any], each: dict[str, Any]) -> dict[str, tuple[bool, object, object]]:
    time, other = label.get("time", {"text": "", "kind": "unknown"}), each["time"]
    written, read = plain(time["text"]), plain(other["text"])
    same_text = written == read or (bool(written) and bool(read) and fuzz.ratio(written, read) >= 92)
    product, coop = label.get("product", ""), label.get("cooperating", [])
    same_product = similar(product, each["product"]) >= 90
    return {
        "lead": (same_units(label.get("lead", []), each["lead"]), label.get("lead"), each["lead"]),
        "cooperating": (same_units(coop, each["cooperating"]), coop, each["cooperating"]),
        "time text": (same_text, time["text"], other["text"]),
        "time kind": (time["kind"] == other["kind"], time["kind"], other["kind"]),
        "product": (plain(product) == plain(each["product"]) or same_product, product, each["product"]),
    }  # fmt: skip


def through_the_child(path: Path) -> Proposal:
    """As an administrator's file is read."""
    return propose(path, this_year=2026)


def score_document(
    path: Path, labels: dict[str, Any], score: Score, proposed: Callable[[Path], Proposal] = through_the_child
) -> None:
    score.documents += 1
    try:
        read = proposed(path).as_json()
    except Refused as error:
        read = {"refused": error.key, "obligations": [], "questions": [], "recipients": [], "signer": None, "title": ""}
    found: Any = read["obligations"]
    whole = {"cadence"}
    asked = any(each["key"] not in whole for each in read["questions"])  # type: ignore[attr-defined]
    outcome = "refused" if "refused" in read else "questions" if asked else "plan"
    right = outcome == labels["outcome"]
    score.outcomes += right
    if not right:
        score.faults.append(f"{path.name}: outcome {outcome} ({read.get('refused', '')}), label {labels['outcome']}")
    ends(path, labels, read, score)
    matched = pairs(labels["obligations"], found)
    score.labelled += len(labels["obligations"])
    score.proposed += len(found)
    score.matched += len(matched)
    for a, b in sorted(matched):
        fields(path, labels["obligations"][a], found[b], score)
    for a in set(range(len(labels["obligations"]))) - {a for a, _ in matched}:
        score.faults.append(
            f"{path.name}: MISSED {labels['obligations'][a]['ref']} {labels['obligations'][a]['content'][:90]}"
        )
    for b in set(range(len(found))) - {b for _, b in matched}:
        score.unmarked += not found[b]["doubts"]
        score.faults.append(f"{path.name}: EXTRA {found[b]['ref']} {found[b]['content'][:90]} {found[b]['lead']}")


def ends(path: Path, labels: dict[str, Any], read: dict[str, Any], score: Score) -> None:
    if labels["outcome"] == "refused":
        return
    signer = read["signer"]
    names = [plain(each["name"]) for each in read["recipients"]]
    checks = {
        "title": plain(labels.get("title", "")) == plain(read["title"]),
        "signer": (signer and {key: plain(value) for key, value in signer.items()})
        == (labels.get("signer") and {key: plain(value) for key, value in labels["signer"].items()}),
        "recipients": names == [plain(each) for each in labels.get("recipients", [])],
    }
    for name, right in checks.items():
        score.asked[name] += 1
        score.right[name] += right
        if not right:
            score.faults.append(f"{path.name}: {name}: {read[name]} label {labels.get(name)}")


def fields(path: Path, label: dict[str, Any], each: dict[str, Any], score: Score) -> None:
    score.asked["ref"] += 1
    score.right["ref"] += label.get("ref", "") == each["ref"]
    if label.get("ref", "") != each["ref"]:
        score.faults.append(f"{path.name}: ref {each['ref']!r} label {label.get('ref')!r}")
    for name, (right, wanted, got) in compare(label, each).items():
        score.asked[name] += 1
        score.right[name] += right
        if not right:
            doubtful = any(doubt.startswith(_DOUBT_OF[name]) for doubt in each["doubts"])
            score.unmarked += not doubtful
            score.faults.append(
                f"{path.name}: {label['ref']} {name}: {got!r} label {wanted!r}{' (doubtful)' if doubtful else ''}"
            )


def score_folder(folder: Path, proposed: Callable[[Path], Proposal] = through_the_child) -> Score:
    score = Score()
    for labels in sorted(folder.rglob("*.json")):
        document = labels.with_suffix("")
        if document.is_file():
            score_document(document, json.loads(labels.read_text("utf-8")), score, proposed)
    return score


def told(score: Score) -> str:
    rate = lambda part, whole: f"{part}/{whole} = {part / whole:.3f}" if whole else "-"  # noqa: E731
    lines = [
        f"documents      {score.documents}, outcome right {rate(score.outcomes, score.documents)}",
        f"recall         {rate(score.matched, score.labelled)}",
        f"precision      {rate(score.matched, score.proposed)}",
        *(
            f"{name:<14} {rate(score.right[name], score.asked[name])}"
            for name in (*FIELDS, "ref", "title", "signer", "recipients")
        ),
        f"wrong and not marked doubtful  {rate(score.unmarked, max(1, score.matched * len(FIELDS)))}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if not each.startswith("-")]
    result = score_folder(Path(given[0]) if given else HERE)
    if "--faults" in sys.argv:
        print("\n".join(result.faults))
    print(told(result))
