"""A plan as data, before a revision and after it: what differs, and what a document leaves as it was."""

from typing import Any

Snapshot = dict[str, Any]


def keep_what_is_not_said(before: Snapshot, after: Snapshot) -> None:
    """What comes from a document knows no figures, and of a rule only its quote: where that stays, the rule stays."""
    old: Snapshot = before["obligations"]
    new: Snapshot = after["obligations"]
    for ref, each in new.items():
        known = old.get(ref)
        if known is None or known["ended"] or each["ended"]:
            continue
        each["figures"] = known["figures"]
        within = new.get(known["within"] or "")
        rests = known["within"] is None or (within is not None and within["within"] is None and not within["ended"])
        # The one that compiles now needs rounds, whatever it had.
        compiles = any(other["within"] == ref for other in new.values())
        if known["time_quote"] == each["time_quote"] and rests and not (compiles and known["within"]):
            each |= {name: known[name] for name in ("rule", "within", "regime")}


def differences(before: Snapshot, after: Snapshot) -> dict[str, list[str]]:
    """Which obligations a revision adds, removes and changes, by their place in the plan."""
    old, new = before["obligations"], after["obligations"]
    running = {ref for ref, each in old.items() if not each["ended"]}
    kept = {ref for ref, each in new.items() if not each["ended"]}
    return {
        "added": sorted(kept - running),
        "removed": sorted(running - kept),
        "changed": sorted(ref for ref in running & kept if old[ref] != new[ref]),
    }
