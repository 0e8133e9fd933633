"""What each form must show, line by line, by the descriptions of the forms and not by the code."""

from __future__ import annotations

import re

import pytest

from app.specimens import compose

SEEDS = range(50)

# (kind, the line, its role, the share of specimens that show it at least: 1 means every one)
LINES = [
    # the number line carries series or bare number, date without year, hour at the post
    ("incoming", r"NO: (?:[A-Z]+ )?\d+, [A-Za-z]+ \d{1,2}, (?:\d{1,2} [apAP]\.?[mM]\.?|noon|NOON)$", "header", 0.7),
    # values below their labels
    ("incoming", r"(?:[A-Z]+ )?\d+, [A-Za-z]+ \d{1,2}, ", "header", 0.05),
    ("incoming", r"FROM:?(?: [A-Z].*)?$", "header", 1),
    ("incoming", r"(?:TO: )?Secretary of State$", "header", 1),
    ("incoming", r"INCOMING TELEGRAM", "form_text", 1),
    ("incoming", r"(?:Action|Action: [A-Z]+)$", "header", 1),
    ("incoming", r"ACTION DEPARTMENT \d+ INFORMATION ", "header", 0.2),
    ("incoming", r"-2- ", "running_head", 0.2),
    ("incoming", r"This copy must be returned to (?:RM|DC)/R", "form_text", 0.1),
    ("incoming", r"REVIEWED BY [A-Z]{2,3} DATE \d{1,2}/\d{1,2}/\d\d$", "marking", 0.1),
    ("incoming", r"\( \) DOWNGRADE TS", "marking", 0.1),
    ("incoming", r"\d{3}\.\d+/\d{1,2}-\d{3,4}$", "header", 0.05),
    # the form's own number, and the foot that names who drafted
    ("outgoing", r"FORM DS-322$", "form_text", 1),
    ("outgoing", r"INDICATE: COLLECT$", "form_text", 1),
    ("outgoing", r"Drafted by:$", "drafting", 1),
    ("outgoing", r"(?:ACTION|SENT TO): Am(?:embassy|consul) [A-Z ]+ \d+$", "header", 1),
    ("outgoing", r"Clearances:$", "drafting", 0.5),
    # two times: that of receipt beside PAGE 01, that of dispatch with its precedence letter
    ("telegram", r"PAGE [0Ø]1 .{4,6} [\dØ]{5} [\dØ]{6}Z$", "header", 1),
    ("telegram", r"[RPOZ] [\dØ]{6}Z [A-Z]{3} [\dØ]{2}$", "header", 1),
    ("telegram", r"FM AM(?:EMBASSY|CONSUL) ", "header", 1),
    ("telegram", r"TO SECSTATE WASHDC [\dØ]{4}$", "header", 1),
    ("telegram", r"(?:[A-Z] ){6,}", "marking", 0.3),
    ("telegram", r"GP-[1-4]$", "marking", 0.1),
    ("electronic", r"E\.O\. 11652: ", "header", 1),
    ("electronic", r"TAGS: [A-Z]{4}, [A-Z]{4}$", "header", 1),
    ("electronic", r"SUBJ(?:ECT)?: ", "header", 1),
    ("electronic", r"DRAFTED BY [A-Z]+/[A-Z]:", "drafting", 0.1),
    ("electronic", r"NNNN?$", "form_text", 1),
    ("electronic", r"Declassified/Released US Department of State EO Systematic Review", "marking", 0.1),
    ("electronic", r"REVIEW AUTHORITY: ", "marking", 0.3),
    ("mrn", r"MRN:(?: 8\d [A-Z ]+ \d+)?$", "header", 1),
    ("mrn", r"Page 1 of \d$", "page_mark", 1),
    ("mrn", r"Released in Full$", "marking", 1),
    ("message", r"SECRET$", "marking", 1),
    ("message", r"(?:.* )?CITE [A-Z ]+ \d{4,5}$", "header", 1),
    ("message", r"20\d\d RELEASE UNDER THE PRESIDENT JOHN F\. KENNEDY", "marking", 0.4),
    ("message", r"C/S COMMENT: \*", "body", 0.05),
    ("message", r"TOR: \d{6}Z", "header", 0.05),
    ("report", r"REPORT NO\. TDCS-3/\d{3},\d{3}$", "header", 1),
    ("report", r"END OF MESSAGE$", "form_text", 1),
    ("report", r"JFK ASSASSINATION SYSTEM$", "cover", 0.5),
    ("military", r"BT$", "form_text", 1),
    ("military", r"TO RU[A-Z]{5}/", "header", 1),
    ("fbis", r"SERI SERIAL: [A-Z]{2}\d{10}$", "header", 1),
    ("fbis", r"\(\(FBIS TRANSCRIBED TEXT\)\)", "body", 1),
    ("cas", r"VIA CAS [A-Z ]+ \d{4} FROM AMBASSADOR ", "header", 1),
    ("airgram", r"NO\. A-\d+$", "header", 1),
    ("airgram", r"FORM DS-323$", "form_text", 1),
    ("received", r"Rec'd \d{1,2}:?\d* [ap]\.m\.$|Rec'd noon$", "header", 1),
    ("body only", r"\*\*\* Current Classification \*\*\*", "marking", 1),
    ("letter", r"Dear Mr\. ", "body", 1),
    ("memorandum", r"FROM : ", "header", 1),
    ("dispatch", r"DISPATCH$", "form_text", 1),
    ("routing sheet", r"ROUTING AND RECORD SHEET$", "form_text", 1),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "line", "role", "share"), LINES)
def test_a_form_shows_its_lines_in_their_roles(kind, line, role, share, stock):
    pattern = re.compile(line)
    shown = 0
    for seed in SEEDS:
        rows = [row for _, row in compose(seed, stock, kind).lines]
        found = [row.role for row in rows if pattern.match(row.text.strip())]
        shown += role in found
    assert shown / len(SEEDS) >= share


# A field that must be there in every specimen of the form, and one that must never be.
FIELDS = [
    ("incoming", "from to number sent_date sent_time received_date received_time control_number "
     "classification action_offices signature", "mrn cite tags eo subject drafted_by in_number"),
    ("outgoing", "from to number sent_date sent_time control_number classification signature "
     "drafted_by info_offices", "received_date received_time action_offices mrn cite tags eo"),
    ("telegram", "from to number sent_date sent_time received_date received_time precedence "
     "classification action_offices info_offices signature", "control_number mrn tags eo cite"),
    ("electronic", "from to number sent_date sent_time received_date received_time precedence "
     "classification tags eo subject info_offices", "control_number mrn cite in_number"),
    ("mrn", "mrn from to number sent_date sent_time precedence classification tags eo subject",
     "control_number cite in_number"),
    ("message", "from to cite number sent_date classification",
     "control_number mrn tags eo signature"),
    ("report", "series number sent_date precedence classification subject in_number refs",
     "from to control_number signature cite"),
    ("military", "from to info number sent_date sent_time precedence classification subject",
     "control_number cite"),
    ("fbis", "from to number sent_date sent_time precedence classification subject", "info cite"),
    ("cas", "from to info series number sent_date captions", "classification signature"),
    # by pouch: no hour, no precedence
    ("airgram", "from to number sent_date subject classification", "sent_time precedence"),
    ("received", "from to number sent_date sent_time classification", "received_date subject"),
    ("letter", "", "from to number sent_date subject signature"),
    ("memorandum", "", "from to number sent_date subject signature"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "always", "never"), FIELDS)
def test_a_form_has_the_fields_it_shows_and_no_other(kind, always, never, stock):
    for seed in SEEDS:
        fields = compose(seed, stock, kind).fields
        assert set(always.split()) <= set(fields), seed
        assert not set(never.split()) & set(fields), seed


@pytest.mark.parametrize("kind", ["incoming", "outgoing", "telegram", "electronic", "mrn"])
def test_the_level_of_the_form_stands_on_marking_lines_of_every_page(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        level = specimen.fields["classification"]
        pages = {row.page for _, row in specimen.lines if row.role == "body"}
        marked = {r.page for _, r in specimen.lines if r.role == "marking" and level in r.text}
        assert pages <= marked, seed


@pytest.mark.parametrize("kind", ["incoming", "telegram", "electronic", "message"])
def test_every_page_after_the_first_with_text_has_a_running_head(kind, stock):
    for seed in SEEDS:
        specimen = compose(seed, stock, kind)
        body = [row.page for _, row in specimen.lines if row.role == "body"]
        heads = {row.page for _, row in specimen.lines if row.role == "running_head"}
        assert {page for page in body if page > body[0]} <= heads, seed


def test_running_heads_repeat_number_date_and_post(stock):
    seen = 0
    for seed in SEEDS:
        specimen = compose(seed, stock, "incoming")
        for _, row in specimen.lines:
            if row.role == "running_head":
                seen += 1
                assert specimen.fields["number"] in row.text
                assert specimen.fields["from"].upper() in row.text.upper()
    assert seen > 15


def test_an_unticked_box_is_no_event(stock):
    for seed in range(120):
        specimen = compose(seed, stock, "incoming")
        events = specimen.fields.get("declassification", [])
        stamped = [r for _, r in specimen.lines if r.text.startswith("( ) EXCISE")]
        assert not any("EXCISE" in event["mark"] or "DENY" in event["mark"] for event in events)
        if stamped:
            assert sum("(X) RELEASE" in event["mark"] for event in events) == 1


def test_the_day_of_a_review_is_after_the_day_of_the_cable(stock):
    for seed in range(120):
        fields = compose(seed, stock).fields
        for event in fields.get("declassification", []):
            if event["date"] and "sent_date" in fields:
                assert event["date"][:4] > fields["sent_date"][:4]
