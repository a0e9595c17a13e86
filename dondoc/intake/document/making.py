"""One obligation from its fields, with what is doubtful about it."""

import re

from dondoc.intake.document.brackets import Work, bracket_of_heading
from dondoc.intake.document.fields import Fields, labels_in
from dondoc.intake.document.persons import without_persons
from dondoc.intake.document.phrases import OFFICE
from dondoc.intake.document.proposal import Obligation, Time, TimeKind, Unit
from dondoc.intake.document.reporting import reporting_in
from dondoc.intake.document.source import Piece
from dondoc.intake.document.sureness import is_unclear
from dondoc.intake.document.time import Found, has_no_days, read_time, says_only_time, times_in
from dondoc.intake.document.time_in_prose import time_in_sentence
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.units import Units, list_units, split_roles
from dondoc.intake.document.verbs import verb_after
from dondoc.intake.document.words import Pattern, norm, squeeze

_PERIODIC = Pattern(r"định kỳ|hằng tháng|hằng quý|hàng tháng|hàng quý|thường kỳ")


# "(Cập nhật đến ngày 30/6)": of the table, no time of its works.
_AS_OF = Pattern(r"(?:cập nhật|số liệu|tính đến|thống kê|kèm theo|ban hành)(?!\w)")


def heading_fields(heading: Piece) -> Fields:
    """Units and time a heading gives in brackets to all that stands under it."""
    fields = Fields()
    for bracket in bracket_of_heading(heading):
        named = begins_unit(heading.text) and verb_after(heading.text[: bracket.start - heading.start], 0) < 0
        if _AS_OF.match(norm(bracket.text)) or (named and begins_unit(bracket.text)):
            continue  # "Các chủ rừng (Ban Quản lý rừng A, Vườn quốc gia B)" tells who they are.
        _, values = labels_in(bracket)
        for role, piece in values:
            fields.add(role, piece)
        at = 0
        for part in [] if values else re.split(r"(?<=;)", bracket.text):
            piece = bracket.part(at, at + len(part)).strip("; ")
            at += len(part)
            found = times_in(piece.text)
            if begins_unit(piece.text) and not OFFICE.match(norm(piece.text)):
                fields.add("units", piece)
            elif found and found[0].start < 40:
                fields.add("time", piece.part(found[0].start, found[-1].end))
    return fields


def make(ref: str, title: Piece, fields: Fields, place: Piece, doubt: str = "") -> Obligation:
    """An obligation from labels or cells."""
    units = units_of(fields)
    content = " ".join(squeeze(each.text) for each in fields.content) or title.text
    made = Obligation(
        ref=ref,
        title=squeeze(title.text),
        content=_tidied(content),
        lead=units.lead,
        cooperating=units.cooperating,
    )
    made.time = time_of(fields.time)
    if len({squeeze(each.text) for each in fields.time}) > 1:
        made.doubts.append("time_several")
    if not fields.time:
        made.time = _time_in(content) or _time_in(title.text) or Time()
        if not made.time.text and (beside := _time_beside(fields)):
            made.time = beside
            made.doubts.append("time_unclear")
    made.product = "; ".join(squeeze(each.text) for each in fields.product)
    made.units_text = "; ".join(squeeze(each.text) for each in [*fields.units, *fields.lead, *fields.cooperating])
    made.span = (
        place.start,
        max(
            [
                place.end,
                *(
                    each.end
                    for role in (fields.content, fields.time, fields.units)
                    for each in role
                    if each.start >= place.start
                ),
            ]
        ),
    )
    made.doubts += [each for each in (doubt, *units.doubts) if each and each not in made.doubts]
    finish(made)
    return made


def _tidied(content: str) -> str:
    """A work's words without the marks around them; a bracket whose inside was read as a field leaves none behind."""
    return re.sub(r"[\s.;,]*\($", "", squeeze(content).strip(" -–+;.,"))


_PARTY = Pattern(r"(?:ban thường vụ\s+)?(?:đảng ủy|tỉnh ủy|thành ủy|huyện ủy|đảng bộ|đảng đoàn|ban cán sự)(?!\w)")


def _party_leads(work: Work, inherited: Units) -> bool:
    """Below a party body "Lãnh đạo UBND tỉnh ban hành …" begins with what it does, and names no leaders."""
    return (
        bool(work.lead and inherited.lead)
        and norm(work.lead[0].name).startswith("lãnh đạo")
        and _PARTY.match(norm(inherited.lead[0].name)) is not None
    )


def _demands(work: Work, inherited: Units) -> bool:
    """Below a unit "Yêu cầu các chủ đầu tư tự rà soát …" tells what the unit does."""
    return bool(inherited.lead) and norm(work.piece.text[:8]).startswith("yêu cầu ")


def make_from_work(ref: str, title: str, work: Work, defaults: Fields) -> Obligation:
    """An obligation from a sentence; what it leaves out is taken from `defaults`."""
    inherited = units_of(defaults)
    if _party_leads(work, inherited) or _demands(work, inherited):
        work.lead, work.content, work.units_text = [], work.piece, ""
    made = Obligation(
        ref=ref,
        title=work.title or title,
        content=_tidied(work.content.text) or title,
        lead=work.lead or inherited.lead,
        cooperating=work.cooperating or ([] if work.lead else inherited.cooperating),
    )
    made.time = work.time or time_of(defaults.time)
    made.units_text = work.units_text or "; ".join(squeeze(each.text) for each in [*defaults.units, *defaults.lead])
    made.product = "; ".join(squeeze(each.text) for each in defaults.product)
    made.span = (work.piece.start, work.piece.end)
    made.doubts += ["unit_unclear"] if work.unsure else []
    finish(made)
    return made


_COOPERATE_FIRST = Pattern(r"[-–\s]*phối hợp\s+(?:chặt chẽ\s+)?(?:(?:với|cùng)\s+){0,2}(?!thực hiện|triển khai|tham)")


_SENTENCE_BEHIND = re.compile(
    r"(?<=\w{2})\.\s+(?:Hoàn thành|Xong|Thời gian|Thời hạn|Trước|Trong|Từ|Hạn|Thường xuyên|Hằng|Định kỳ)(?!\w).*$",
    re.DOTALL,
)


def _without_last_time(units: str) -> str:
    """Units without the time behind their last comma: "Sở Y tế, hoàn thành trong tháng 11"."""
    before, _, last = units.rpartition(",")
    return before if before and says_only_time(_DONE.sub("", last.strip())) else units


_DONE = re.compile(r"^(?:hoàn thành|xong)\s+(?:trong\s+)?")


def units_of(fields: Fields) -> Units:
    """Leads and cooperating units of labels or cells."""
    found = Units()
    for piece in [*fields.units, *fields.lead]:
        said = split_roles(_without_last_time(_SENTENCE_BEHIND.sub("", piece.text)))
        found.lead += _with_field(said.lead, piece.text)
        found.cooperating += said.cooperating
    for piece in fields.cooperating:
        # "Phối hợp Sở A, UBND cấp xã": the word is no name.
        first = _COOPERATE_FIRST.match(norm(piece.text))
        found.cooperating += list_units(_SENTENCE_BEHIND.sub("", piece.text[first.end() :] if first else piece.text))
    found.lead = without_persons(found.lead)
    return found


_FIELD = Pattern(r"\s+theo lĩnh vực(?:\s+(?:phụ trách|quản lý|được giao|được phân công|chuyên môn))?[\s.;,]*$")


def _with_field(lead: list[Unit], text: str) -> list[Unit]:
    """The one unit of a label or cell with the field that tells which of them: "Các phòng theo lĩnh vực"."""
    field = _FIELD.search(norm(text))
    if field and len(lead) == 1 and squeeze(text[: field.start()]) == lead[0].name:
        return [lead[0].model_copy(update={"name": squeeze(text).rstrip(" .;,")})]
    return lead


def time_of(pieces: list[Piece]) -> Time:
    """The time of labels or cells; without any, unknown."""
    return read_time(squeeze(" ".join(each.text for each in pieces))) if pieces else Time()


def _time_beside(fields: Fields) -> Time | None:
    """A time told behind units: "Sở A, UBND các xã. Hoàn thành trong quý I/2027"."""
    for piece in (*fields.units, *fields.lead, *fields.cooperating):
        time, _ = time_in_sentence(squeeze(piece.text))
        if time and time.kind in {TimeKind.DEADLINE, TimeKind.RECURRING, TimeKind.WINDOW, TimeKind.CONTINUOUS}:
            return time
    return None


def _time_in(text: str) -> Time | None:
    time, _ = time_in_sentence(squeeze(text))
    return time if time and time.kind in {TimeKind.DEADLINE, TimeKind.RECURRING} else None


def finish(made: Obligation) -> None:
    """Reporting clauses and doubts."""
    made.reporting = reporting_in(made)
    if not made.lead:
        made.doubts.append("no_lead")
    for unit in [*made.lead, *made.cooperating] if "unit_unclear" not in made.doubts else []:
        if is_unclear(unit.name):
            made.doubts.append("unit_unclear")
            break
    low = norm(made.content)
    if "unit_unclear" not in made.doubts and _units_may_lack(made, low):
        made.doubts.append("unit_unclear")
    if _time_is_unclear(made):
        made.doubts.append("time_unclear")
    if len(made.content) < 12:
        made.doubts.append("content_short")


_COOPERATES = Pattern(
    r"phối hợp(?:\s+chặt chẽ)?\s+(?:với|cùng)\s|"
    r"[;,.]\s*[^;,.]{2,60}\s(?:cùng\s+)?phối hợp(?:\s+(?:thực hiện|triển khai))?$"
)


def _units_may_lack(made: Obligation, low: str) -> bool:
    """Whether the words name a unit that was not taken, or go on with a name that was taken ("… phụ trách …")."""
    return (not made.cooperating and _COOPERATES.search(low) is not None) or (
        bool(made.lead) and low.startswith("phụ trách ")
    )


def _time_is_unclear(made: Obligation) -> bool:
    """A time that says no day, one among several days, or none although the words hold a deadline."""
    time = made.time
    if time.text:
        days = [each for each in times_in(made.content) if each.kind is TimeKind.DEADLINE]
        if time.kind is TimeKind.ON_EVENT and _runs_into(time.text, made.content):
            return True
        several = time.kind is TimeKind.DEADLINE and len(days) > 1
        beside = any(each.kind in {TimeKind.WINDOW, TimeKind.ON_EVENT} for each in _beside(time))
        return (
            time.kind is TimeKind.UNKNOWN
            or _VAGUE.search(norm(time.text)) is not None
            or has_no_days(time.text)
            or several
            or beside
            or (time.kind is TimeKind.RECURRING and _other_days(time))
        )
    return "trước khi " in norm(made.content) or any(_may_bind(each, made.content) for each in times_in(made.content))


# An event's words may have swallowed the work's own verb.
_VAGUE = Pattern(
    r"(?:hồ sơ|văn bản|kết quả|ý kiến|đề nghị)\s+(?:gửi|trình|báo cáo|tổng hợp|ban hành|tổ chức|hoàn thành)\s"
)


def _may_bind(said: Found, content: str) -> bool:
    """Whether an expression in the words of a work without a time may be its time after all."""
    if said.kind in {TimeKind.DEADLINE, TimeKind.RECURRING, TimeKind.ON_EVENT, TimeKind.AD_HOC}:
        return True
    at_end = not content[said.end :].strip(" .;,)") or content[said.end : said.end + 1] in {".", ";", ")"}
    return said.kind is TimeKind.WINDOW and (at_end or said.name in {"quarter", "month", "range", "months", "quarters"})


def _runs_into(time: str, content: str) -> bool:
    """Whether the words of an event go over into the work's without a comma, so that its end is a guess."""
    at = content.find(time)
    return at >= 0 and content[at + len(time) :].lstrip(" ")[:1].isalpha()


def _other_days(time: Time) -> bool:
    """Whether another day or several stand beside a rhythm, so that its text is not the whole of it."""
    of_one_year = re.search(r"20\d{2}", time.text) is not None and bool(time.also)
    return of_one_year or any(each.kind is TimeKind.DEADLINE for each in _beside(time))


def _beside(time: Time) -> list[Found]:
    """What other times stand beside the one that was taken; a span of years only describes."""
    return [each for other in time.also for each in times_in(other) if each.name != "stage"]


def asks_cadence(made: Obligation) -> bool:
    """Whether the work recurs, or reports periodically, without a day or a period being said."""
    time = made.time
    if time.kind is TimeKind.RECURRING:
        return not time.period and not time.dates and time.day is None
    if time.kind not in {TimeKind.CONTINUOUS, TimeKind.UNKNOWN}:
        return False
    low = norm(f"{made.title} {made.content}")
    return _PERIODIC.search(low) is not None and "báo cáo" in low
