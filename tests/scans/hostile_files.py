"""Files that are meant to do harm, or that came to it: each made here, none of them large."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

from PIL import Image

from tests.scans.made_files import CATALOGUE, PAGES, page, pdf, pdf_with_text, stream


def png_bomb(side: int = 20_000) -> bytes:
    """400 million black pixels in 50 kB."""
    row = b"\0" * (side // 8 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
            (b"IDAT", data),
            (b"IEND", b""),
        )
    )


def tiff(width: int, height: int, *, next_page: int = 0, data: bytes = b"\0" * 64) -> bytes:
    """A TIFF of one Group 4 page that says it has this size, and where its next page is."""
    entries = (
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 4), (262, 3, 1, 0),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, len(data)),
    )  # fmt: skip
    directory = 8 + len(data)
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (
        b"II*\0" + struct.pack("<I", directory) + data
        + struct.pack("<H", len(entries)) + body + struct.pack("<I", next_page)
    )  # fmt: skip


def tiff_that_bites_its_tail() -> bytes:
    """Its page 2 is its page 1."""
    image = io.BytesIO()
    Image.new("1", (64, 64), 1).save(image, "TIFF", compression="group4")
    data = bytearray(image.getvalue())
    (directory,) = struct.unpack("<I", data[4:8])
    (count,) = struct.unpack("<H", data[directory : directory + 2])
    at = directory + 2 + 12 * count
    data[at : at + 4] = struct.pack("<I", directory)
    return bytes(data)


def pdf_image_bomb(side: int = 60_000) -> bytes:
    """A page with an image of 3.6 billion pixels, packed twice over."""
    packed = zlib.compress(zlib.compress(b"\0" * (4 << 20), 9) * 2, 9)
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
    head += b"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter[/FlateDecode/FlateDecode]"
    drawing = stream(b"612 0 0 792 0 0 cm /I Do")
    return pdf(CATALOGUE, PAGES, page(b"/XObject<</I 5 0 R>>"), drawing, stream(packed, head))


def pdf_content_bomb(size: int = 1 << 27) -> bytes:
    """A page whose drawing is 128 MB of strokes in 400 kB."""
    packer = zlib.compressobj(9)
    block = b"0 0 m 612 792 l S " * 4096
    data = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
    return pdf(CATALOGUE, PAGES, page(), stream(data, b"/Filter/FlateDecode"))


def pdf_of_many_objects(count: int = 1_000_000) -> bytes:
    """A million objects, each an array, and a page among them."""
    filler = [b"[3 0 R]"] * count
    return pdf(CATALOGUE, PAGES, page(), stream(b"0 0 m S"), *filler)


def pdf_of_itself() -> bytes:
    """A form drawn within itself, and pages that are their own children."""
    pages = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    form = stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
                  b"/Resources<</XObject<</F 5 0 R>>>>")  # fmt: skip
    return pdf(CATALOGUE, pages, page(b"/XObject<</F 5 0 R>>"), stream(b"/F Do"), form)


def pdf_of_deep_arrays(depth: int = 200_000) -> bytes:
    return pdf(CATALOGUE, PAGES, b"[" * depth + b"]" * depth)


def pdf_locked() -> bytes:
    """Encrypted with 40 bits under a password nobody knows."""
    identity, owner = b"0123456789abcdef", hashlib.md5(b"owner").digest() * 2
    key = hashlib.md5(b"secret".ljust(32, b"x") + owner + struct.pack("<i", -4) + identity)
    user = _rc4(key.digest()[:5], b"\x28\xbf\x4e\x5e\x4e\x75\x8a\x41" * 4)
    trailer = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<%s><%s>]" % (
        owner.hex().encode(), user.hex().encode(), identity.hex().encode(), identity.hex().encode(),
    )  # fmt: skip
    return pdf(CATALOGUE, PAGES, page(), stream(b""), trailer=trailer)


def _rc4(key: bytes, data: bytes) -> bytes:
    state, swap, out = list(range(256)), 0, bytearray()
    for at in range(256):
        swap = (swap + state[at] + key[at % len(key)]) % 256
        state[at], state[swap] = state[swap], state[at]
    one = other = 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 400), 50).save(out, "JPEG")
    return out.getvalue()


def huge_pdf_page() -> bytes:
    return pdf(CATALOGUE, PAGES, page(box=b"0 0 200000 200000"), stream(b""))


def plain_pdf() -> bytes:
    return pdf_with_text("FROM PARIS")


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;">]><alto><Page>&c;</Page></alto>"""
ELSEWHERE = b"""<?xml version="1.0"?><!DOCTYPE alto SYSTEM "file:///etc/passwd"><alto/>"""
NOT_CLOSED = b"""<?xml version="1.0"?><alto><Layout><Page WIDTH="9" HEIGHT="9">"""
DEEP = b"<alto>" + b"<Page>" * 200_000
