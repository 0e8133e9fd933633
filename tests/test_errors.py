from __future__ import annotations

import pickle

import pytest

from app import errors
from app.errors import ReftelError


def tree(kind: type[ReftelError] = ReftelError) -> list[type[ReftelError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in tree(child))]


def raised(kind: type[ReftelError]) -> ReftelError:
    return kind(**{name: f"<{name}>" for name in kind.places()})


@pytest.mark.parametrize("kind", tree())
def test_every_error_names_the_thing_the_cause_and_the_next_step(kind: type[ReftelError]) -> None:
    error = raised(kind)
    assert "<" in error.reason, "the reason names the thing"
    assert error.reason[-1] in ".>"
    assert error.remedy
    assert str(error) == f"{error.reason} {error.remedy}"


@pytest.mark.parametrize("kind", tree())
def test_every_error_is_drawn_in_the_tree_at_the_top(kind: type[ReftelError]) -> None:
    assert errors.__doc__ is not None
    assert f" {kind.__name__} " in errors.__doc__.replace("\n", " \n")


@pytest.mark.parametrize("kind", tree())
def test_every_error_says_its_status_and_exit_code(kind: type[ReftelError]) -> None:
    assert 400 <= kind.status <= 599
    assert 1 <= kind.exit_code <= 7


@pytest.mark.parametrize("kind", tree())
def test_an_error_survives_the_way_between_processes(kind: type[ReftelError]) -> None:
    error = raised(kind)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (again.reason, again.remedy, again.values) == (error.reason, error.remedy, error.values)


def test_an_error_that_lacks_a_word_says_which() -> None:
    with pytest.raises(TypeError, match=r"SourceTooLarge also needs limit, size"):
        errors.SourceTooLarge(name="a.txt")
