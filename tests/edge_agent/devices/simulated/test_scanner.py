from dataclasses import replace
from pathlib import Path

import pytest

from edge_agent.capture.examine import examine
from edge_agent.capture.image import decode
from edge_agent.capture.pdf import pdf_page_count
from edge_agent.devices.errors import FontMissingError, PeripheralError
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated import application_form
from edge_agent.devices.simulated.document_scanner import SimulatedScanner
from edge_agent.devices.simulated.typefaces import find_typefaces, printable, wrapped
from edge_agent.forms.content import FormContent, Words
from edge_agent.forms.document import TypesetPdf
from edge_agent.forms.errors import FormError
from tests.fakes.marks import looks_at

UNSEEN = FormContent("east-0777", "application-form", Words("表", "Form"), Words("开户", "Open"), ())


def asked(request: ScanRequest, material: str) -> ScanRequest:
    """The same customer, asked for another paper."""
    return replace(request, material=material, form=request.form if "form" in material else None)


@pytest.mark.parametrize(
    "material",
    ["application-form", "id-card-front", "id-card-back", "customer-photo", "passport", "attachment"],
)
async def test_the_same_seed_and_request_give_the_same_photograph(
    request_for_form: ScanRequest, material: str
) -> None:
    request = asked(request_for_form, material)
    once = await looks_at(SimulatedScanner(seed=7), request)
    assert await looks_at(SimulatedScanner(seed=7), request) == once
    assert (await looks_at(SimulatedScanner(seed=8), request)).content != once.content


async def test_a_form_of_several_pages_is_one_file_with_all_of_them_the_last_signed(
    request_for_form: ScanRequest,
) -> None:
    assert request_for_form.form is not None
    form = replace(request_for_form.form, rows=request_for_form.form.rows * 10)
    request = replace(request_for_form, form=form)
    scan = await looks_at(SimulatedScanner(seed=1), request)
    assert scan.media_type == "application/pdf"
    assert pdf_page_count(scan.content) == 3
    assert await looks_at(SimulatedScanner(seed=1), request) == scan
    kinds = [finding.kind for finding in examine(scan.content, scan.media_type, form.identity()).findings]
    assert kinds.count("page-found") == 3
    assert kinds.count("signed") == 1
    assert kinds[-1] == "form-matches"  # and nothing of it is missing


async def test_another_case_gets_another_photograph(request_for_form: ScanRequest) -> None:
    scanner = SimulatedScanner(seed=7)
    other = replace(request_for_form, case="east-0200")
    assert (await looks_at(scanner, request_for_form)).content != (await looks_at(scanner, other)).content


async def test_papers_are_photographed_in_their_sizes(request_for_form: ScanRequest) -> None:
    async def size_of(material: str) -> tuple[int, ...]:
        scan = await looks_at(SimulatedScanner(seed=1), asked(request_for_form, material))
        return decode(scan.content).shape

    assert await size_of("application-form") == (2600, 1950, 3)
    assert await size_of("id-card-front") == (720, 1280, 3)
    assert await size_of("id-card-back") == (720, 1280, 3)
    assert await size_of("customer-photo") == (960, 1280, 3)
    assert await size_of("passport") == (1200, 1600, 3)
    assert await size_of("attachment") == (2600, 1950, 3)


async def test_a_form_that_cannot_be_set_is_the_scanners_trouble_to_tell(
    request_for_form: ScanRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(content: FormContent) -> TypesetPdf:
        raise FormError("The form cannot be set: too long.")

    monkeypatch.setattr(application_form, "form_pdf", cannot)
    with pytest.raises(PeripheralError, match="cannot be set: too long"):
        await looks_at(SimulatedScanner(seed=1), replace(request_for_form, form=UNSEEN))


def test_a_long_text_is_wrapped_and_then_cut() -> None:
    font = find_typefaces().regular(30)
    lines = wrapped("上海市浦东新区样本街道示例路一百二十三弄四十五号", font, 300, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(font.getlength(line) <= 300 for line in lines)
    assert wrapped("短", font, 300, 2) == ("短",)


def test_what_has_no_shape_on_paper_becomes_a_space() -> None:
    assert printable(" 王\x00小\n明 ") == "王 小 明"


def test_without_the_font_the_person_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontMissingError, match="apt install fonts-noto-cjk"):
        find_typefaces([tmp_path])
