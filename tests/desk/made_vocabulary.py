"""A vocabulary of three posts, enough to group and point."""

from __future__ import annotations

from app.telegram.vocabulary import Post, Vocabulary


def post(name: str, *aliases: str) -> Post:
    return Post(name, "embassy", "", "", None, None, name[:6], aliases, "Europe/Paris")


VOCABULARY = Vocabulary(
    version="made",
    classifications=(),
    markings=(),
    precedences=(),
    captions=(),
    series=(),
    posts=(post("PARIS"), post("LYON", "LYONS"), post("RIO DE JANEIRO", "RIO")),
    zones={},
    offices={},
    operators={},
    stations={"LYOX": "Lyon"},
)
