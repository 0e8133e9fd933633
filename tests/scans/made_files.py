"""Files made byte by byte, as no program would write them."""

from __future__ import annotations

HEAD = b"%PDF-1.7\n"


def pdf(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    offsets, at, parts = [], len(HEAD), [HEAD]
    for number, body in enumerate(bodies, 1):
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        offsets.append(at)
        at += len(parts[-1])
    size = len(bodies) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    parts += [b"%010d 00000 n \n" % offset for offset in offsets]
    parts.append(
        b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)
    )
    return b"".join(parts)


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), head, data)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def page(resources: bytes = b"", box: bytes = b"0 0 612 792") -> bytes:
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R" % box
    return head + b"/Resources<<%s>>>>" % resources


def pdf_with_text(words: str) -> bytes:
    """A PDF of one page with words in Helvetica, 24 points high, an inch from the left."""
    drawing = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
    return pdf(CATALOGUE, PAGES, page(b"/Font<</F1 5 0 R>>"), stream(drawing), FONT)
