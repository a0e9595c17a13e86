"""An own Word template: what calls the system, loops for ever or misspells a field is refused; two people put it on."""

import io
import shutil
from dataclasses import replace

import pypdf
import pytest

from dondoc.actions.correct import skip
from dondoc.actions.dispatch import number
from dondoc.actions.papers import Papers, made_before
from dondoc.actions.template import activate, retire, upload
from dondoc.intake.guard import in_child
from dondoc.model import Audit, Paper, PaperKind, Person, Role, RoleKind, WordTemplate
from dondoc.paper.own_template import packed
from dondoc.paths import data_file
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.store.transaction import Actor, bookkeeping
from dondoc.texts.sample import sample_report
from tests.actions.rows import counts, rows
from tests.cast import Cast, at, day
from tests.paper.reading import docx_text
from tests.paper.word_files import DOCUMENT, package, parts_of
from tests.skips import WHAT_BRINGS_THEM

NOW = at("2024-03-21 09:00")
OURS = data_file("templates", "paper", "report.docx").read_bytes()


def template(old: str, new: str) -> bytes:
    parts = parts_of(OURS)
    words = parts[DOCUMENT].decode()
    assert old in words
    return package(parts | {DOCUMENT: words.replace(old, new, 1).encode()})


def check(data: bytes) -> None:
    in_child("dondoc.paper.own_template:check_template", packed(data, sample_report()))


FOR = "{% for a in range(99999) %}"
LOOP = FOR * 3 + "{% endfor %}" * 3
BAD = {
    "calls the system": ("{{ type_name.__class__.__mro__[1].__subclasses__() }}", "template_syntax"),
    "imports": ("{% import 'os' as os %}{{ os }}", "template_(syntax|unknown)"),
    "loops for ever": (LOOP, "file_too_slow"),
    "fills the memory": ("{{ ('x' * 99999999) * 999 }}", "file_"),
    "misspells a field": ("{{ typ_name }}", "template_unknown"),
    "is not closed": ("{{ type_name", "template_syntax"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_template_is_refused_in_words(case: str) -> None:
    code, key = BAD[case]
    with pytest.raises(Refused, match=key) as refused:
        check(template("{{ type_name }}", code))
    assert refused.value.field == "file"
    if key == "template_unknown":
        assert refused.value.values == {"name": "typ_name", "near": "type_name"}


def test_a_template_without_the_signer_is_no_report() -> None:
    with pytest.raises(Refused, match="template_lacks") as refused:
        check(template("{{ signer_name }}", "x"))
    assert refused.value.values == {"names": "signer_name"}


def second(cast: Cast) -> Actor:
    """Another administrator."""
    with bookkeeping(cast.office.engine) as session:
        person = Person(agency_id=cast.agency_id, name="Người Thứ Hai", title="CVP", email="hai@mau.example")
        session.add(person)
        session.flush()
        session.add(Role(agency_id=cast.agency_id, person_id=person.key, kind=RoleKind.ADMINISTRATOR))
        return Actor(cast.agency_id, person.key, cast.administrator.door)


def test_a_second_person_puts_it_in_force_and_reports_are_set_in_it(signed: Cast) -> None:
    data = template("{{ type_name }}", "{{ type_name }} THEO MẪU RIÊNG")
    row = upload(signed.office, signed.administrator, "mẫu.docx", data, NOW)
    with pytest.raises(Refused, match="template_second_person"):
        activate(signed.office, signed.administrator, row.key, NOW)
    activate(signed.office, second(signed), row.key, NOW)
    number(signed.office, signed.clerk, 1, day("2024-03-21"), NOW)
    paper = next(each for each in rows(signed, Paper) if each.kind is PaperKind.DOCX)
    assert "BÁOCÁOTHEOMẪURIÊNG" in docx_text(paper.content)
    retire(signed.office, signed.administrator, row.key, NOW)
    assert rows(signed, WordTemplate)[0].retired_at == NOW


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk"])
def test_only_administrators_bring_templates(cast: Cast, who: str) -> None:
    before, actor = counts(cast), getattr(cast, who)
    for act in (
        lambda: upload(cast.office, actor, "x.docx", OURS, NOW),
        lambda: activate(cast.office, actor, 1, NOW),
        lambda: retire(cast.office, actor, 1, NOW),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            act()
    assert counts(cast) == before


def test_another_agencys_template_is_not_there(cast: Cast) -> None:
    row = upload(cast.office, cast.administrator, "x.docx", OURS, NOW)
    for act in (activate, retire):
        with pytest.raises(Refused, match="not_found"):
            act(cast.office, cast.outsider, row.key, NOW)


def with_office(cast: Cast) -> Cast:
    """The operator has named LibreOffice."""
    return replace(cast, office=replace(cast.office, soffice=shutil.which("soffice") or ""))


def in_force(cast: Cast, data: bytes) -> None:
    row = upload(cast.office, cast.administrator, "mẫu.docx", data, NOW)
    activate(cast.office, second(cast), row.key, NOW)


def printed(data: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


OWN = template("{{ type_name }}", "{{ type_name }} THEO MẪU RIÊNG")
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason=f"no LibreOffice; {WHAT_BRINGS_THEM} brings it")


@pytest.mark.soffice
@needs_office
def test_with_libreoffice_the_pdf_follows_the_own_template_and_is_pdf_a(signed: Cast) -> None:
    cast = with_office(signed)
    in_force(cast, OWN)
    number(cast.office, cast.clerk, 1, day("2024-03-21"), NOW)
    paper = next(each for each in rows(cast, Paper) if each.kind is PaperKind.PDF)
    assert "BÁOCÁOTHEOMẪURIÊNG" in printed(paper.content)
    assert b"<pdfaid:part>2</pdfaid:part>" in paper.content
    assert rows(cast, Audit)[-1].detail["pdf_form"] == "own"


def test_without_it_the_pdf_keeps_the_standard_form_and_the_log_says_so(signed: Cast) -> None:
    in_force(signed, OWN)
    number(signed.office, signed.clerk, 1, day("2024-03-21"), NOW)
    papers = {paper.kind: paper for paper in rows(signed, Paper)}
    assert "THEOMẪURIÊNG" not in printed(papers[PaperKind.PDF].content)
    assert "THEOMẪURIÊNG" in docx_text(papers[PaperKind.DOCX].content)
    assert rows(signed, Audit)[-1].detail["pdf_form"] == "standard"


def test_where_libreoffice_fails_no_number_is_given(signed: Cast) -> None:
    in_force(signed, OWN)
    cast, before = replace(signed, office=replace(signed.office, soffice="/bin/false")), counts(signed)
    with pytest.raises(Refused, match="office_pdf_failed"):
        number(cast.office, cast.clerk, 1, day("2024-03-21"), NOW)
    assert counts(signed) == before


def test_who_is_no_clerk_makes_nobody_wait_for_libreoffice(signed: Cast) -> None:
    in_force(signed, OWN)
    cast = replace(signed, office=replace(signed.office, soffice="/nowhere"))
    with pytest.raises(Refused, match="not_allowed"):
        number(cast.office, cast.director, 1, day("2024-03-21"), NOW)


def test_papers_made_for_another_number_are_not_taken(signed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    in_force(signed, OWN)

    def slow(office: object, agency_id: int, model: ReportModel) -> Papers | None:
        skip(signed.office, signed.clerk, 2024, 9, "sổ giấy", NOW)
        return made_before(signed.office, agency_id, model)

    monkeypatch.setattr("dondoc.actions.dispatch.made_before", slow)
    with pytest.raises(Refused, match="number_taken"):
        number(signed.office, signed.clerk, 1, day("2024-03-21"), NOW)


@pytest.mark.parametrize("code", ["INCLUDEPICTURE http://evil.example/x.png", "DDEAUTO cmd", "INCLUDETEXT /etc/passwd"])
def test_a_template_that_reads_elsewhere_is_refused(cast: Cast, code: str) -> None:
    field = (
        f"</w:t></w:r><w:r><w:instrText>{code[:5]}</w:instrText><w:instrText>{code[5:]}</w:instrText></w:r><w:r><w:t>"
    )
    with pytest.raises(Refused, match="template_fetches") as refused:
        upload(cast.office, cast.administrator, "x.docx", template("{{ superior }}", "{{ superior }}" + field), NOW)
    assert refused.value.values["code"] == code.split(maxsplit=1)[0]


@pytest.mark.soffice
@needs_office
def test_a_template_whose_print_lacks_the_signer_is_refused(cast: Cast) -> None:
    parts = parts_of(OURS)
    name = '<w:r><w:t xml:space="preserve">{{ signer_name }}'
    assert name in parts[DOCUMENT].decode()
    words = parts[DOCUMENT].decode().replace(name, name.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"))
    data = package(parts | {DOCUMENT: words.encode()})
    upload(cast.office, cast.administrator, "x.docx", data, NOW)  # nobody looks at the print
    with pytest.raises(Refused, match="template_prints_not"):
        upload(with_office(cast).office, cast.administrator, "x.docx", data, NOW)
