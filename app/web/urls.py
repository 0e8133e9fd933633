"""Every address of the site, built in one place.

Paths are what pages link to; `absolute` puts the archive's own address before one, for
permalinks and citations. The routes in this room answer these shapes and no others.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

CLEAN = "clean"
AS_RECEIVED = "as-received"
SET_ASIDE = "set-aside"
VERSIONS = "versions"
VIEWS = (CLEAN, AS_RECEIVED, SET_ASIDE, VERSIONS)

HOME = "/"
ABOUT = "/about"
SEARCH = "/search"
SUGGEST = "/suggest"
LOGIN = "/login"
LOGOUT = "/logout"
ACCOUNT = "/account"
DESK = "/desk"
BATCHES = "/desk/batches"
DRAFTS = "/desk/drafts"
METADATA = "/desk/metadata"


def cables(*, before: str = "", after: str = "") -> str:
    """The list of cables, latest sent first: those sent before or after a cable."""
    query = {"before": before, "after": after}
    return _with("/cables", {name: value for name, value in query.items() if value})


def dates(year: int = 0, month: int = 0, day: int = 0) -> str:
    """All years, a year, a month or a day; 0 leaves the rest out."""
    parts = [
        f"{year:04}" if year else "",
        f"{month:02}" if month else "",
        f"{day:02}" if day else "",
    ]
    return "/".join(["/dates", *filter(None, parts)])


def unknown_date(year: int = 0, month: int = 0) -> str:
    """Cables of a year or month of whose date no more is known, or of none at all."""
    return f"{dates(year, month)}/unknown"


def day(iso: str) -> str:
    """The cables of an ISO day, or of a date as far as it is known."""
    known = [int(part) for part in iso.split("-")] if iso else []
    return dates(*known) if len(known) == 3 else unknown_date(*known)


def posts() -> str:
    """All posts."""
    return "/posts"


def post(key: str, year: str = "") -> str:
    """A post, or its cables of a year; of no known year where that is 0."""
    path = f"/posts/{quote(key)}"
    return path if not year else f"{path}/{'unknown' if year == '0' else year}"


def series(key: str = "") -> str:
    """All series, or one."""
    return f"/series/{quote(key)}" if key else "/series"


def register(base: str, *, after: int = 0) -> str:
    """The numbers of one series from one post in one year: secto/paris/1962."""
    return _with(alias("ref", base), {"after": str(after)} if after else {})


def collections() -> str:
    """All collections."""
    return "/collections"


def collection(number: int) -> str:
    """One collection."""
    return f"/collections/{number}"


def recent(*, form: str = "") -> str:
    """What was published last; `form` is atom."""
    return f"/recent.{form}" if form else "/recent"


def after(path: str, place: str) -> str:
    """A list from behind a place in it on."""
    return _with(path, {"after": place} if place else {})


def search(
    query: str = "", *, sort: str = "", offset: int = 0, after: int | None = None, form: str = ""
) -> str:
    """A search, its parameters always in this order; `form` is json or csv."""
    given = {
        "q": query,
        "sort": "" if sort == "relevance" else sort,
        "offset": str(offset or ""),
        "after": "" if after is None else str(after),
    }
    path = f"{SEARCH}.{form}" if form else SEARCH
    return _with(path, {name: value for name, value in given.items() if value})


def values(facet: str, query: str, *, sort: str = "", order: str = "") -> str:
    """All values of a facet over a search, by number or (`order`) by name."""
    given = {"q": query, "sort": "" if sort == "relevance" else sort, "order": order}
    path = f"{SEARCH}/values/{quote(facet)}"
    return _with(path, {name: value for name, value in given.items() if value})


def found(id: str, key: str, query: str, *, long: bool = False) -> str:
    """A paragraph of a cable with what was searched for marked.

    In a long text the part that holds the paragraph is looked up first.
    """
    path = _with(f"/c/{id}/p/{quote(key)}" if long else f"/c/{id}", {"q": query})
    return path if long else f"{path}#p-{quote(key)}"


def cable(id: str, *, version: int = 0, view: str = CLEAN, part: int = 1, query: str = "") -> str:
    """A cable in one of its views; version 0 is the current one, part 1 the beginning.

    What `query` asks for is marked in the text.
    """
    path = f"/c/{id}/v/{version}" if version else f"/c/{id}"
    if view != CLEAN:
        path += f"/{view}"
    given = {"part": str(part) if part > 1 else "", "q": query}
    return _with(path, {name: value for name, value in given.items() if value})


def place(id: str, number: int, query: str, *, version: int = 0, part: int = 1) -> str:
    """A place in a cable where what was searched for stands, the marks about it too."""
    path = cable(id, version=version, part=part, query=query)
    return f"{path}&at={number}#m-{number}" if "?" in path else path


def page(id: str, number: int, *, version: int = 0) -> str:
    """One page of a cable's copy."""
    return f"{cable(id, version=version)}/page/{number}"


def paragraph(id: str, key: str, *, version: int = 0) -> str:
    """One paragraph, by the key made from its own words."""
    return f"{cable(id, version=version)}/p/{quote(key)}"


def version(id: str, number: int) -> str:
    """A version at its own, lasting address."""
    return cable(id, version=number)


def form(id: str, suffix: str, *, version: int = 0) -> str:
    """An outside form: `txt`, `json`."""
    return f"{cable(id, version=version)}.{suffix}"


def source(id: str) -> str:
    """The file as received."""
    return f"/c/{id}/source"


def image(sha256: str) -> str:
    """A page image, by the Image API: `/info.json` or a part of it follows."""
    return f"/iiif/{quote(sha256)}"


def scan(id: str, number: int, *, version: int = 0, query: str = "") -> str:
    """One page of the scan, to look at; what `query` asks for is boxed."""
    return _with(f"{cable(id, version=version)}/scan/{number}", {"q": query} if query else {})


def words(id: str, *, version: int = 0) -> str:
    """Where the words of a page stand on its scan: `/{page}.json` follows."""
    return f"{cable(id, version=version)}/words"


def alias(kind: str, key: str) -> str:
    """A human key: ref, control or mrn."""
    return f"/{kind}/{quote(key)}"


def login(back: str = "") -> str:
    """Where one signs in, and the address to go to from there."""
    return _with(LOGIN, {"next": back} if back else {})


def batches(*, before: int = 0) -> str:
    """The list of batches, the newest first, or those older than one."""
    return _with(BATCHES, {"before": str(before)} if before else {})


def batch(number: int, part: str = "", *, show: str = "", after: int = 0, said: str = "") -> str:
    """A batch: its files, or one of its parts (files, review, publish, cancel, retry)."""
    path = f"{BATCHES}/{number}" + (f"/{part}" if part else "")
    given = {"show": show, "after": str(after or ""), "said": said}
    return _with(path, {name: value for name, value in given.items() if value})


def drafts(*, before: str = "") -> str:
    """All drafts, the latest sent first."""
    return _with(DRAFTS, {"before": before} if before else {})


def deed(id: str, verb: str) -> str:
    """Where a cable is corrected, published or withdrawn."""
    return f"/c/{id}/{verb}"


def absolute(address: str, path: str) -> str:
    """A path as the world links to it; `address` is the archive's own, without a last slash."""
    return address + path


def ordered(path: str, query: dict[str, str]) -> str:
    """A path with parameters in the order they are given in."""
    return _with(path, query)


def _with(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
