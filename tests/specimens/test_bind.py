from __future__ import annotations

from app.specimens import bind, compose


def test_two_telegrams_in_one_text_keep_their_roles_and_pages(stock):
    one, two = compose(3, stock, "incoming", noise=1), compose(4, stock, "message", noise=2)
    both = bind(one, two)
    assert both.text == one.text + two.text
    lines = both.text.split("\n")
    assert [row.text for row in both.rows] == lines[:-1]
    assert [row.role for row in both.rows] == [row.role for row in (*one.rows, *two.rows)]
    assert len(both.page_starts) == len(one.page_starts) + len(two.page_starts) + 1
    assert both.fields == one.fields
    assert both.paragraphs == one.paragraphs + two.paragraphs


def test_the_line_where_the_second_begins_is_its_first_with_something_on_it(stock):
    one, two = compose(5, stock, "incoming"), compose(6, stock, "outgoing")
    both = bind(one, two)
    (start,) = both.further
    assert both.text.split("\n")[start - 1] == two.rows[two.lines[0][0] - 1].text


def test_no_text_runs_over_from_one_telegram_to_the_next(stock):
    for seed in range(30):
        one, two = compose(seed, stock, "telegram"), compose(seed + 1, stock, "telegram")
        both = bind(one, two)
        kinds = [join[2] for join in both.page_joins]
        assert kinds == [join[2] for join in (*one.page_joins, *two.page_joins)]


def test_the_same_telegram_twice_in_other_readings(stock):
    clean, poor = compose(9, stock, "incoming"), compose(9, stock, "incoming", noise=2)
    both = bind(clean, poor)
    assert both.fields == clean.fields == poor.fields
    assert len(both.further) == 1
