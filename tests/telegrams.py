"""Telegrams of our own words for tests that need a real text and not a made reading."""

from __future__ import annotations

INCOMING = """INCOMING TELEGRAM

Department of State

ACTION COPY

CONFIDENTIAL

Action

Control: {control}

EUR

Rec'd: MARCH 4, 1961

6:12 PM

FROM: LISBON

TO: Secretary of State

NO: {series}{number}, MARCH 4, 8 PM

PRIORITY

HARBOR MASTER RECEIVED ECONOMIC COUNSELOR THIS MORNING AND SPOKE FRANKLY OF THE {matter}. HE \
SAID THE TUGS WOULD NOT REPEAT NOT BE RELEASED BEFORE THE SURVEY WAS PAID AND THAT HIS MINISTRY

CONFIDENTIAL

CONFIDENTIAL

-2- {series}{number}, MARCH 4, 8 PM FROM LISBON

EXPECTED THE COMPANY TO SEND AN ENGINEER. COUNSELOR REPLIED THAT THE ENGINEER HAD SAILED AND \
WOULD LAND WITHIN THE WEEK.

COMMENT: TONE WAS FRIENDLIER THAN IN NOVEMBER. EMBASSY WILL CALL AGAIN ON MONDAY AND REPORT.

ALDEN

CONFIDENTIAL
"""

NOT_A_TELEGRAM = """Lisbon, 4 March 1961

Dear Mr. Carver,

Thank you for your letter about the harbor. I was glad to hear that the boats are painted again
and that your daughter has found a house by the river. We shall visit you in the summer.

Yours sincerely,
Ruth Alden
"""


def incoming(
    number: int = 8, *, control: int = 5860, series: str = "SECTO ", matter: str = "TWO TUGS"
) -> str:
    """An incoming telegram of the Department's form of 1961: two pages, a sentence over the break."""
    return INCOMING.format(number=number, control=control, series=series, matter=matter)
