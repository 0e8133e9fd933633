"""What is said of a page beside its text: a word each, with the sentence a person reads."""

from __future__ import annotations

BLANK = "blank"
FAINT = "faint"
UNREADABLE = "unreadable"
TURNED = "turned"
REDUCED = "reduced"
SKEWED = "skewed"

FLAGS = {
    BLANK: "Nothing is written on this page.",
    FAINT: "The page is faint: it was read again with its background evened out.",
    UNREADABLE: "Most of this page could not be read; look at the scan.",
    TURNED: "The page was scanned lying on its side or upside down and was turned upright.",
    REDUCED: "The page is larger than the limit and was drawn smaller.",
    SKEWED: "The page was scanned askew; it was straightened for reading only.",
}
