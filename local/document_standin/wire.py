"""What the service sends: results of an analysis, and errors (REST API of Document Intelligence, 2024-11-30).

Offsets and lengths count Unicode code points of `content`. The real service counts what its `stringIndexType` says; its
default, text elements, differs only for combined characters, so the answer says `unicodeCodePoint`.
"""

from collections.abc import Sequence
from typing import Any, Final

from shared.models.document import DocumentPage, Line

API_VERSION: Final = "2024-11-30"
_PARAGRAPH_GAP: Final = 0.6  # line heights of white between two paragraphs

type Json = dict[str, Any]


def analyze_result(model: str, pages: Sequence[DocumentPage]) -> Json:
    """The `analyzeResult` of a finished operation."""
    content, shown, paragraphs = "", list[Json](), list[Json]()
    for page in pages:
        start = len(content)
        words, lines = list[Json](), list[Json]()
        remaining = list(page.words)
        group: list[tuple[int, Line]] = []
        for line in page.lines:
            offset = len(content)
            if group and _starts_paragraph(group[-1][1], line):
                paragraphs.append(_paragraph(page, group))
                group = []
            group.append((offset, line))
            lines.append({"content": line.content, **_placed(line.polygon), "spans": [_span(offset, line.content)]})
            at = 0
            for _ in line.content.split():
                word = remaining.pop(0)
                at = line.content.index(word.content, at)
                words.append(
                    {
                        "content": word.content,
                        **_placed(word.polygon),
                        "confidence": word.confidence,
                        "span": _span(offset + at, word.content),
                    }
                )
                at += len(word.content)
            content += line.content + "\n"
        if group:
            paragraphs.append(_paragraph(page, group))
        sides = {} if page.width is None else {"angle": 0, "width": page.width, "height": page.height, "unit": "inch"}
        spans = [{"offset": start, "length": max(len(content) - start - 1, 0)}]
        shown.append({"pageNumber": page.number, **sides, "words": words, "lines": lines, "spans": spans})
    return {
        "apiVersion": API_VERSION,
        "modelId": model,
        "stringIndexType": "unicodeCodePoint",
        "content": content.removesuffix("\n"),
        "pages": shown,
        "paragraphs": paragraphs,
        "tables": [],
        "styles": [],
        "contentFormat": "text",
    }


def error(code: str, message: str, inner: str = "") -> Json:
    """An error as the service words them."""
    body: Json = {"code": code, "message": message}
    if inner:
        body["innererror"] = {"code": inner, "message": message}
    return {"error": body}


def _paragraph(page: DocumentPage, group: Sequence[tuple[int, Line]]) -> Json:
    first, last = group[0], group[-1]
    length = last[0] + len(last[1].content) - first[0]
    polygons = [line.polygon for _, line in group if line.polygon]
    region: Json = {"pageNumber": page.number, **_placed(_around(polygons) if polygons else None)}
    return {
        "spans": [{"offset": first[0], "length": length}],
        "boundingRegions": [region] if polygons else [],
        "content": " ".join(line.content for _, line in group),
    }


def _starts_paragraph(before: Line, line: Line) -> bool:
    if before.polygon is None or line.polygon is None:
        return True
    height = before.polygon[5] - before.polygon[3]
    gap = line.polygon[1] - before.polygon[7]
    return gap < -height / 2 or gap > _PARAGRAPH_GAP * height


def _around(polygons: Sequence[Sequence[float]]) -> list[float]:
    xs = [x for polygon in polygons for x in polygon[0::2]]
    ys = [y for polygon in polygons for y in polygon[1::2]]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    return [left, top, right, top, right, bottom, left, bottom]


def _placed(polygon: Sequence[float] | None) -> Json:
    return {} if polygon is None else {"polygon": list(polygon)}


def _span(offset: int, content: str) -> dict[str, int]:
    return {"offset": offset, "length": len(content)}
