from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SOAK_TIMES, lengthen


def test_a_long_run_tries_more_examples_than_a_property_asks_for() -> None:
    tried = []

    @settings(max_examples=3, database=None)
    @given(st.integers())
    def number(value: int) -> None:
        tried.append(value)

    number()
    few = len(tried)
    lengthen(number)
    number()
    assert few <= 3
    assert len(tried) - few > 3
    assert len(tried) - few <= 3 * SOAK_TIMES


def test_a_test_that_is_no_property_stays_as_it_is() -> None:
    lengthen(pytest.approx)
