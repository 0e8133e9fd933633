"""A page shows all that its context declares, and asks for nothing that it does not."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

from app.main import TEMPLATES
from app.web import browse_contexts, contexts, desk_contexts, text
from app.web.render import TEMPLATES as BY_PAGE

GLOBALS = {"site", "urls", "page"}


def parsed() -> dict[str, nodes.Template]:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, autoescape=True
    )
    return {
        str(p.relative_to(TEMPLATES)): environment.parse(p.read_text(encoding="utf-8"))
        for p in TEMPLATES.rglob("*.html")
    }


def used_of(templates: dict[str, nodes.Template], name: str, variable: str) -> set[str]:
    """Fields of a variable that a template reads, or one it extends outside the blocks it replaces."""
    found: set[str] = set()
    queue: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    while queue:
        at, replaced = queue.pop()
        tree = templates[at]
        found |= {
            node.attr
            for node in read_in(tree, replaced)
            if isinstance(node.node, nodes.Name) and node.node.name == variable
        }
        own = replaced | {
            block.name for block in tree.find_all(nodes.Block) if not _calls_super(block)
        }
        queue += [
            (n, own)
            for n in meta.find_referenced_templates(tree)
            if n and n.startswith(("cable/_", "desk/_", "browse/overview", "browse/room"))
        ]
    return found


def _calls_super(block: nodes.Block) -> bool:
    return any(name.name == "super" for name in block.find_all(nodes.Name))


def read_in(node: nodes.Node, replaced: frozenset[str]) -> Iterator[nodes.Getattr]:
    """Every attribute that is read below a node, blocks with these names left out."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block) and child.name in replaced:
            continue
        if isinstance(child, nodes.Getattr):
            yield child
        yield from read_in(child, replaced)


def fields(page: type[Any]) -> set[str]:
    return {f.name for f in dataclasses.fields(page)}


@pytest.mark.parametrize("page", BY_PAGE, ids=lambda p: p.__name__)
def test_a_template_uses_exactly_the_fields_of_its_page(page: type[Any]) -> None:
    assert used_of(parsed(), BY_PAGE[page], "page") == fields(page)


def test_every_field_of_a_smaller_value_is_shown_somewhere() -> None:
    """Values inside pages, by the names the templates give to their fields."""
    read = {node.attr for tree in parsed().values() for node in tree.find_all(nodes.Getattr)}
    values = [
        v
        for module in (contexts, browse_contexts, desk_contexts, text)
        for v in vars(module).values()
        if dataclasses.is_dataclass(v) and isinstance(v, type) and v.__module__ == module.__name__
    ]
    assert len(values) > 20
    for value in values:
        assert fields(value) <= read, value


def test_pages_are_frozen_and_hold_only_frozen_values() -> None:
    for value in (*vars(contexts).values(), *vars(browse_contexts).values()):
        if dataclasses.is_dataclass(value):
            assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
            for hint in typing.get_type_hints(value).values():
                assert typing.get_origin(hint) not in (list, dict, set)


def test_templates_name_nothing_that_is_not_handed_to_them() -> None:
    for name, tree in parsed().items():
        assert meta.find_undeclared_variables(tree) <= GLOBALS, name


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    for path in TEMPLATES.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for forbidden in (
            "style=",
            "<style",
            " onclick",
            " onload",
            "hx-on",
            "js:",
            "javascript:",
            "|safe",
            "| safe",
        ):
            assert forbidden not in html, (path, forbidden)
        assert "<script>" not in html


def test_addresses_are_built_in_one_place() -> None:
    for path in TEMPLATES.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert 'href="/' not in html, path
    sources = Path(contexts.__file__).parent.glob("*.py")
    builders = [p.name for p in sources if 'f"/c/' in p.read_text(encoding="utf-8")]
    assert sorted(builders) == ["cables.py", "urls.py"]  # cables.py: the id written as it should be
