"""Word documents: everything in document order, and runs that nobody sees."""

import time
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

from shared.resumes.docx_text import read_docx
from tests.fixtures.documents import HIDING_RUNS, SECRET, VISIBLE, changed_docx, docx_bytes, hiding_docx, shaded_docx

pytestmark = pytest.mark.unit

BY = {"vanish": "hidden_run", "hidden_style": "hidden_run", "web_hidden": "hidden_run"} | dict.fromkeys(
    ("white_font", "colour_of_highlight"), "colour"
)
BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>{offset}<wp:extent cx='914400' cy='914400'/>"
    "<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent><w:p><w:r>"
    "<w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>boxed</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
DARK = "<a:solidFill><a:srgbClr val='203040'/></a:solidFill>"
FAR = "<wp:positionH><wp:posOffset>-99999999</wp:posOffset></wp:positionH>"


def boxed(fill: str, offset: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph("before")._p.append(parse_xml(BOX.format(fill=fill, offset=offset)))
    document.add_paragraph("after")
    return docx_bytes(document)


@pytest.mark.parametrize("name", HIDING_RUNS)
def test_hidden_runs_are_left_out_and_recorded(name: str) -> None:
    text = read_docx(hiding_docx(HIDING_RUNS[name]))
    assert text.lines == [*VISIBLE, "before  after"]
    assert [(piece.by, piece.content) for piece in text.hidden] == [(BY.get(name, "size"), SECRET)]


def test_white_on_dark_cells_and_small_grey_print_are_seen() -> None:
    text = read_docx(shaded_docx())
    assert text.lines == [*VISIBLE, "White on blue", "Small grey print"]
    assert text.hidden == []


def test_everything_comes_in_document_order() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "header"
    section.footer.paragraphs[0].text = "footer"
    section.first_page_header.paragraphs[0].text = "not in use"
    document.add_paragraph("first")
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"cell {row}{column}"
    table.cell(1, 1).add_paragraph("two lines")
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "nested"
    document.add_paragraph("point", style="List Bullet")
    document.add_paragraph("Title\t2019")
    assert read_docx(docx_bytes(document)).lines == [
        "header",
        "first",
        "cell 00\tcell 01",
        "cell 10",
        "cell 11",
        "two lines",
        "nested",
        "• point",
        "Title\t2019",
        "footer",
    ]


def test_lines_and_rows_too_low_to_read_are_hidden() -> None:
    document = docx.Document()
    document.add_paragraph("seen")
    document.add_paragraph(SECRET).paragraph_format.line_spacing = Pt(1)
    row = document.add_table(1, 1).rows[0]
    row.cells[0].text = SECRET
    row.height_rule, row.height = WD_ROW_HEIGHT_RULE.EXACTLY, Pt(1)
    text = read_docx(docx_bytes(document))
    assert text.lines == ["seen"]
    assert [(piece.by, piece.content) for piece in text.hidden] == [("size", SECRET)] * 2


def test_a_style_that_is_hidden_by_the_one_it_is_based_on() -> None:
    document = docx.Document()
    base: Any = document.styles.add_style("Base", WD_STYLE_TYPE.PARAGRAPH)
    base.font.color.rgb = RGBColor(255, 255, 255)
    derived: Any = document.styles.add_style("Derived", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = base
    document.add_paragraph("seen")
    paragraph = document.add_paragraph(SECRET, style="Derived")
    paragraph.add_run(" and back").font.color.rgb = RGBColor(0, 0, 0)
    text = read_docx(docx_bytes(document))
    assert text.lines == ["seen", "and back"]
    assert [piece.content for piece in text.hidden] == [SECRET]


def test_white_text_over_a_dark_banner_is_seen() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Jane Example")
    run.font.color.rgb = RGBColor(255, 255, 255)
    banner = BOX.format(fill=DARK, offset="").replace("914400", "7000000")
    document.paragraphs[0]._p.append(parse_xml(banner))
    assert read_docx(docx_bytes(document)).lines == ["Jane Example", "boxed"]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph = document.add_paragraph("now ")._p
    paragraph.append(parse_xml(f"<w:del {space}><w:r><w:delText>gone</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {space}><w:r><w:t>there</w:t><w:br/><w:t>below</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:hyperlink {space}><w:r><w:t> linked</w:t><w:noBreakHyphen/></w:r></w:hyperlink>"))
    assert read_docx(docx_bytes(document)).lines == ["now there", "below linked-"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    text = read_docx(boxed(DARK))
    assert (text.lines, text.hidden) == (["before", "boxed", "after"], [])


def test_white_text_in_an_empty_box_is_hidden() -> None:
    text = read_docx(boxed("<a:noFill/>"))
    assert text.lines == ["before", "after"]
    assert [(piece.by, piece.content) for piece in text.hidden] == [("colour", "boxed")]


def test_a_box_far_off_the_page_is_hidden() -> None:
    text = read_docx(boxed(DARK, FAR))
    assert text.lines == ["before", "after"]
    assert [(piece.by, piece.content) for piece in text.hidden] == [("off_page", "boxed")]


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(properties: str = "", run: str = "") -> bytes:
    """A Word document with a line, and another in a paragraph and a run with these properties."""
    document = docx.Document()
    document.add_paragraph("seen")
    xml = f"<w:p {SPACE}><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p>"
    document.element.body.insert(1, parse_xml(xml))
    return docx_bytes(document)


@pytest.mark.parametrize(
    "properties",
    [
        '<w:ind w:left="30000"/>',
        '<w:ind w:start="12300"/>',
        '<w:ind w:firstLine="13000"/>',
        '<w:ind w:left="-9000"/>',
        '<w:ind w:left="0" w:hanging="9000"/>',
        '<w:ind w:right="20000"/>',
        '<w:framePr w:w="100" w:x="-9000" w:y="-9000" w:hAnchor="page" w:vAnchor="page"/>',
        '<w:framePr w:w="100" w:x="-200" w:hAnchor="page"/>',
        '<w:framePr w:y="20000" w:vAnchor="page"/>',
    ],
)
def test_paragraphs_that_stand_where_no_paper_is_are_hidden(properties: str) -> None:
    text = read_docx(paragraph(properties))
    assert text.lines == ["seen"]
    assert [(piece.by, piece.content) for piece in text.hidden] == [("off_page", SECRET)]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:ind w:left="2880" w:hanging="2880"/>',
        '<w:ind w:left="-1440"/>',
        '<w:ind w:left="6000" w:right="2000"/>',
        '<w:framePr w:w="3000" w:x="600" w:y="900" w:hAnchor="page" w:vAnchor="page"/>',
        '<w:framePr w:w="3000" w:x="-1000" w:hAnchor="margin"/>',
        '<w:framePr w:x="-9000" w:xAlign="right" w:hAnchor="page"/>',
    ],
)
def test_paragraphs_that_are_moved_on_the_paper_are_seen(properties: str) -> None:
    text = read_docx(paragraph(properties))
    assert (text.lines, text.hidden) == (["seen", SECRET], [])


@pytest.mark.parametrize(("twips", "seen"), [(-400, False), (-150, False), (-30, True), (60, True)])
def test_letters_on_top_of_each_other_are_hidden(twips: int, seen: bool) -> None:
    text = read_docx(paragraph(run=f'<w:spacing w:val="{twips}"/>'))
    assert (SECRET in text.lines) == seen
    assert [(piece.by, piece.content) for piece in text.hidden] == ([] if seen else [("size", SECRET)])


def test_what_is_indented_by_its_style_is_hidden_too() -> None:
    document = docx.Document()
    style: Any = document.styles.add_style("Far", WD_STYLE_TYPE.PARAGRAPH)
    style.paragraph_format.left_indent = Pt(1500)
    document.add_paragraph("seen")
    document.add_paragraph(SECRET, style="Far")
    assert read_docx(docx_bytes(document)).lines == ["seen"]


@pytest.mark.no_cover
def test_a_chain_of_styles_is_followed_so_far_and_no_farther() -> None:
    count = 20_000
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{number}"><w:basedOn w:val="S{number + 1}"/></w:style>'
        for number in range(count)
    )
    items = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="S{number}"/></w:pPr><w:r><w:t>line</w:t></w:r></w:p>' for number in range(500)
    )
    parts = {
        "word/styles.xml": f"<w:styles {SPACE}>{styles}</w:styles>".encode(),
        "word/document.xml": f"<w:document {SPACE}><w:body>{items}</w:body></w:document>".encode(),
    }
    began = time.process_time()
    assert read_docx(changed_docx(parts)).lines == ["line"] * 500
    assert time.process_time() - began < 10  # following each chain to its end takes minutes


def test_a_symbol_that_is_no_character_is_left_out() -> None:
    document = docx.Document()
    run = document.add_paragraph("seen").add_run()._r
    run.append(parse_xml(f'<w:sym {SPACE} w:char="D800"/>'))
    assert read_docx(docx_bytes(document)).lines == ["seen"]
