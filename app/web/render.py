"""Turns a page context into HTML: a whole page, or for htmx only the block it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block, render_blocks
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.web import urls
from app.web.assets import Site
from app.web.browse_contexts import (
    CollectionPage,
    CollectionsPage,
    DatesPage,
    ListPage,
    MonthPage,
    PostPage,
    PostsPage,
    RegisterPage,
    SeriesListPage,
    SeriesPage,
    YearPage,
)
from app.web.contexts import (
    AboutPage,
    AsReceivedPage,
    CablesPage,
    ChoicesPage,
    CleanPage,
    HomePage,
    MessagePage,
    ScanSheet,
    SearchPage,
    SetAsidePage,
    Suggestions,
    ValuesPage,
    VersionsPage,
)
from app.web.desk_contexts import (
    AccountPage,
    BatchesPage,
    BatchPage,
    CorrectPage,
    CutsPage,
    DeedPage,
    LoginPage,
    MetadataPage,
    ReviewPage,
    UploadPage,
)

# The template of each page, and the blocks that htmx takes instead of the whole.
TEMPLATES: dict[type[Any], str] = {
    HomePage: "home.html",
    CablesPage: "cables.html",
    CleanPage: "cable/clean.html",
    AsReceivedPage: "cable/as-received.html",
    SetAsidePage: "cable/set-aside.html",
    VersionsPage: "cable/versions.html",
    ScanSheet: "cable/scan.html",
    ChoicesPage: "choices.html",
    SearchPage: "search.html",
    ValuesPage: "values.html",
    AboutPage: "about.html",
    Suggestions: "suggestions.html",
    DatesPage: "browse/dates.html",
    YearPage: "browse/year.html",
    MonthPage: "browse/month.html",
    ListPage: "browse/list.html",
    PostsPage: "browse/posts.html",
    PostPage: "browse/post.html",
    SeriesListPage: "browse/series-list.html",
    SeriesPage: "browse/series.html",
    RegisterPage: "browse/register.html",
    CollectionsPage: "browse/collections.html",
    CollectionPage: "browse/collection.html",
    MessagePage: "message.html",
    LoginPage: "login.html",
    AccountPage: "desk/account.html",
    UploadPage: "desk/upload.html",
    BatchesPage: "desk/batches.html",
    BatchPage: "desk/batch.html",
    ReviewPage: "desk/review.html",
    CorrectPage: "desk/correct.html",
    CutsPage: "desk/cuts.html",
    DeedPage: "desk/deed.html",
    MetadataPage: "desk/metadata.html",
}
FRAGMENTS: dict[type[Any], tuple[str, ...]] = dict.fromkeys(
    (CleanPage, AsReceivedPage, SetAsidePage, VersionsPage), ("leaf",)
)
FRAGMENTS[BatchPage] = ("files",)
VARY = "Accept-Encoding, HX-Request, HX-History-Restore-Request"


class Pages:
    """Renders contexts by the templates of a folder."""

    def __init__(self, templates: Path, site: Site) -> None:
        self.name = site.name
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals.update(site=site, urls=urls)

    def html(self, page: Any, *, fragment: bool = False) -> str:
        """The page as HTML, or the blocks of it that htmx swaps in."""
        template = TEMPLATES[type(page)]
        if fragment and type(page) in FRAGMENTS:
            title = render_block(self.environment, template, "title", page=page)
            blocks = render_blocks(self.environment, template, FRAGMENTS[type(page)], page=page)
            return f"<title>{title} · {escape(self.name)}</title>\n{blocks}"
        return self.environment.get_template(template).render(page=page)

    def response(
        self,
        request: Request,
        page: Any,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> HTMLResponse:
        """The answer to a request: a whole page unless htmx asks for a part of it."""
        body = self.html(page, fragment=status == 200 and wants_fragment(request))
        return HTMLResponse(body, status, {"Vary": VARY, **(headers or {})})


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a block; going back in history always gets the whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
