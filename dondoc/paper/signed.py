"""Check a signed PDF: is it the issued one, who signed it, and was it changed after that?

Runs in the locked-up child, since the file is foreign. A valid signature alone says nothing: it may be on another
document. So the file is bound to the issued bytes first; a signature is only looked at on top of that.
"""

import base64
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from dondoc.model import Verdict


def packed(issued: bytes, uploaded: bytes) -> bytes:
    """Both files as one input for `check_signed`."""
    return len(issued).to_bytes(8, "big") + issued + uploaded


def check_signed(data: bytes, roots: str, now: str) -> dict[str, Any]:
    """The verdict on an uploaded file, the names of its signers, and a detail for people.

    `roots` are the trusted certificates (DER) as a JSON list of base64, `now` is an instant as ISO text.
    """
    length = int.from_bytes(data[:8], "big")
    issued, uploaded = data[8 : 8 + length], data[8 + length :]
    trusted = [base64.b64decode(each) for each in json.loads(roots)]
    try:
        verdict, signers, detail = _judged(issued, uploaded, trusted, datetime.fromisoformat(now))
    except _Stop as stop:
        verdict, signers, detail = stop.verdict, stop.signers, stop.detail
    return {"verdict": verdict.value, "signers": signers, "detail": detail}


class _Stop(Exception):
    """The verdict stands; nothing more need be looked at."""

    def __init__(self, verdict: Verdict, signers: Iterable[str] = (), detail: str = "") -> None:
        super().__init__(verdict)
        self.verdict, self.signers, self.detail = verdict, list(signers), detail


def _judged(issued: bytes, uploaded: bytes, roots: list[bytes], now: datetime) -> tuple[Verdict, list[str], str]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(uploaded), strict=True)
        signatures = list(reader.embedded_signatures)
    except Exception as error:
        # A reader of foreign bytes may fail in any way; what begins as the issued file was tampered with.
        spoiled = uploaded.startswith(issued) and len(uploaded) > len(issued)
        raise _Stop(Verdict.CHANGED_AFTER if spoiled else Verdict.BROKEN, (), type(error).__name__) from None
    if not signatures:
        same = uploaded.startswith(issued) or _same_text(issued, uploaded)
        raise _Stop(Verdict.NOT_SIGNED if same else Verdict.DIFFERENT)
    signers = [_name(signature) for signature in signatures]
    statuses = [_status(signature, roots, now) for signature in signatures]
    _unchanged(uploaded, signatures, statuses, signers)
    exact = _bound(issued, uploaded, reader, signatures[0], signers)
    if not all(status.trusted for status in statuses):
        raise _Stop(Verdict.UNTRUSTED, signers, "; ".join(_why(status) for status in statuses if not status.trusted))
    return (Verdict.EXACT if exact else Verdict.SAME_TEXT), signers, ""


def _status(signature: Any, roots: list[bytes], now: datetime) -> Any:
    from asn1crypto import x509  # type: ignore[import-untyped]
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots], allow_fetching=False, moment=now,
        revocation_mode="soft-fail",
    )  # fmt: skip
    try:
        return validate_pdf_signature(signature, signer_validation_context=context)
    except Exception as error:
        raise _Stop(Verdict.CHANGED_AFTER, [_name(signature)], type(error).__name__) from None


def _unchanged(uploaded: bytes, signatures: list[Any], statuses: list[Any], signers: list[str]) -> None:
    """Raise where a signature does not fit its bytes, or something came after the last one."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel

    for status in statuses:
        if not (status.intact and status.valid):
            raise _Stop(Verdict.CHANGED_AFTER, signers, "chữ ký không khớp nội dung")
        if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
            raise _Stop(Verdict.CHANGED_AFTER, signers, "chữ ký không phủ hết nội dung")
        if status.modification_level not in {None, *_harmless(ModificationLevel)}:
            raise _Stop(Verdict.CHANGED_AFTER, signers, "có nội dung thêm vào sau chữ ký")
    start, length, other, rest = (int(each) for each in signatures[-1].byte_range)
    if start != 0 or other <= length:
        raise _Stop(Verdict.CHANGED_AFTER, signers, "phạm vi chữ ký bất thường")
    after = uploaded[other + rest :]
    only_proofs = statuses[-1].modification_level is ModificationLevel.LTA_UPDATES
    if after.strip() and not only_proofs:
        raise _Stop(Verdict.CHANGED_AFTER, signers, "có dữ liệu thừa sau chữ ký")


def _harmless(level: Any) -> set[Any]:
    """Other signatures and proofs of validity may follow; nothing else."""
    return {level.NONE, level.LTA_UPDATES, level.FORM_FILLING}


def _bound(issued: bytes, uploaded: bytes, reader: Any, first: Any, signers: list[str]) -> bool:
    """Whether the first signature stands on the issued bytes and changed nothing in them.

    Raises where it is another document; False where the words are the same but the file is not the issued one.
    """
    if uploaded.startswith(issued) and _only_signed(issued, reader, first):
        return True
    if _same_text(issued, uploaded):
        return False
    raise _Stop(Verdict.DIFFERENT, signers)


def _only_signed(issued: bytes, reader: Any, first: Any) -> bool:
    """Whether all that the issued file shows is still what the signed revision shows, and only signatures came on."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    old = PdfFileReader(io.BytesIO(issued), strict=True)
    new = reader.get_historical_resolver(first.signed_revision)
    return _shown(old.root) == _shown(new.root) and _annotations(new.root)


_ADDED = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version", "/Perms", "/Annots", "/Parent", "/Metadata"})
"""What signing adds to the catalog and to pages or notes in the metadata; parents are met on the way down."""


def _shown(value: Any, seen: dict[int, int] | None = None) -> Any:
    """Everything reachable as plain values, in a form that two revisions can be compared in."""
    seen = {} if seen is None else seen
    reference = getattr(value, "idnum", None)
    if reference is not None:
        if reference in seen:
            return ("again", seen[reference])
        seen[reference] = len(seen)
        value = value.get_object()
    if hasattr(value, "raw_get") and hasattr(value, "keys"):
        said = {str(key): _shown(value.raw_get(key), seen) for key in value if str(key) not in _ADDED}
        return (said, value.encoded_data) if hasattr(value, "encoded_data") else said
    if isinstance(value, list):
        # pyHanko's arrays are lists that look references up unless they are asked not to.
        return [_shown(value.raw_get(place), seen) for place in range(len(value))]  # type: ignore[attr-defined]
    return repr(value)


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "idnum") else value


def _annotations(root: Any) -> bool:
    """Whether every annotation is a signature's field: nothing lies over the pages that nobody issued."""
    pages = [root["/Pages"]]
    while pages:
        node = _resolved(pages.pop())
        pages += list(node.get("/Kids", ()))
        for annotation in map(_resolved, node.get("/Annots", ())):
            if annotation.get("/FT", annotation.get("/Parent", {}).get("/FT")) != "/Sig":
                return False
    return True


def _same_text(issued: bytes, uploaded: bytes) -> bool:
    """Whether both say the same on the same pages, whatever their bytes; a file with no words is never the same."""
    pages = [_pages(issued), _pages(uploaded)]
    return pages[0] == pages[1] and any(text.strip() for *_, text in pages[0])


def _pages(data: bytes) -> list[tuple[float, float, str]]:
    import pypdf

    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        return [(float(p.mediabox.width), float(p.mediabox.height), "".join(p.extract_text().split())) for p in pages]
    except Exception:
        return []


def _name(signature: Any) -> str:
    subject = signature.signer_cert.subject.native
    return str(subject.get("common_name") or signature.signer_cert.subject.human_friendly)[:200]


def _why(status: Any) -> str:
    return str(getattr(status.trust_problem_indic, "name", "") or "NO_TRUSTED_ROOT").lower()
