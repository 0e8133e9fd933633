"""The subject-numeric file number that the central files wrote at the head of a telegram."""

from __future__ import annotations

from app.telegram.reading import Role
from app.telegram.rules import Rule, rule
from app.telegram.workbench import Workbench

_SUBJECTS = (
    "AE|AGR|AID|AV|BG|CON|CR|CSM|CUL|DEF|ECON|EDU|EDX|FN|FSE|FSV|FT|INCO|INF|INT|LAB|LEG|ORG|PET"
    "|POL|PPB|PR|PS|REF|RS|SCI|SOC|SP|STR|TEL|TP|TRSY"
)
"""Subject headings of the Department's records classification of February 1963."""

SUBJECT_NUMERIC = rule(
    "subject-numeric-file", Role.HEADER,
    rf"^\W{{0,2}}((?:{_SUBJECTS}) \d{{1,2}}(?:-\d{{1,2}})?(?: [A-Z]{{2,8}}(?: [A-Z]{{2,8}})?)?(?:[/-][A-Z][A-Z ]{{1,16}})?)\W{{0,2}}$",
    "POL 15-1 US/KENNEDY", "SP 05 CU 10 OCT 02",
)  # fmt: skip
RULES: tuple[Rule, ...] = (SUBJECT_NUMERIC,)
_LOOKED_AT = 14


def read_file_number(bench: Workbench) -> None:
    """Add the number where it stands alone near the head of the paper."""
    for line in bench.lines[bench.cover_end : bench.cover_end + _LOOKED_AT]:
        found = SUBJECT_NUMERIC.match(line) if bench.free(line.index) and not line.long else None
        if found:
            bench.claim(line.index, SUBJECT_NUMERIC.role, SUBJECT_NUMERIC.name)
            value = " ".join(found[1].split())
            bench.add("file_number", value, [line.part(*found.span(1))], SUBJECT_NUMERIC.name)
            return
