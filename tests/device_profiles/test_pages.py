"""Built pages as browsers get them: under a policy, compressed, kept for as long as they may be."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from device_profiles.pages import KeptByNoCache, Pages
from device_profiles.problems import answer_what_is_not_served

SCRIPT = "export const words = [];\n" * 100
FILES = {
    "index.html": "<title>Tongban</title>",
    "handset.html": "<title>移动终端</title>",
    "sw.js": SCRIPT,
    "assets/handset-Cw2x8J1a.js": SCRIPT,
    "assets/sign-DfT3kQ9z.png": "not really a picture " * 100,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pages are, or are to be, built."""
    return tmp_path / "dist"


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.add_middleware(KeptByNoCache)
    answer_what_is_not_served(app)

    @app.get("/api/state")
    async def state() -> str:
        return "all is well"

    app.mount("/", Pages(folder))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
        yield client


def build(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        if not name.endswith(".png"):
            (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))


@pytest.mark.parametrize("path", ["/", "/handset.html", "/sw.js", "/assets/handset-Cw2x8J1a.js"])
async def test_everything_comes_under_the_policy(
    folder: Path, browser: httpx.AsyncClient, path: str
) -> None:
    build(folder)
    page = await browser.get(path)
    assert page.status_code == 200
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' blob: data:"
    never = ("object-src", "base-uri", "frame-ancestors")
    assert [policy[name] for name in never] == ["'none'"] * 3
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "camera=(self), microphone=(self)" in page.headers["permissions-policy"]


async def test_what_bears_its_hash_is_kept_for_ever_and_the_rest_is_asked_for_again(
    folder: Path, browser: httpx.AsyncClient
) -> None:
    build(folder)
    hashed = await browser.get("/assets/handset-Cw2x8J1a.js")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/", "/handset.html", "/sw.js"):
        page = await browser.get(path)
        assert page.headers["cache-control"] == "no-cache"
        again = await browser.get(path, headers={"If-None-Match": page.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == "no-cache"


async def test_what_bears_its_hash_is_read_once_and_every_page_anew(
    folder: Path, browser: httpx.AsyncClient
) -> None:
    build(folder)
    for coding in ("gzip", "identity"):
        first = await browser.get("/assets/handset-Cw2x8J1a.js", headers={"Accept-Encoding": coding})
        (folder / "assets" / f"handset-Cw2x8J1a.js{'.gz' if coding == 'gzip' else ''}").unlink()
        again = await browser.get("/assets/handset-Cw2x8J1a.js", headers={"Accept-Encoding": coding})
        assert (again.status_code, again.text) == (200, SCRIPT)
        assert dict(again.headers) == dict(first.headers)
    (folder / "handset.html.gz").unlink()
    (folder / "handset.html").write_text("<title>new</title>", encoding="utf-8")
    assert (await browser.get("/handset.html")).text == "<title>new</title>"


async def test_no_cache_keeps_an_answer_of_the_api(folder: Path, browser: httpx.AsyncClient) -> None:
    build(folder)
    for path in ("/api/state", "/api/nothing"):
        assert (await browser.get(path)).headers["cache-control"] == "no-store"


async def test_text_is_compressed_for_whom_can_read_it_so(folder: Path, browser: httpx.AsyncClient) -> None:
    build(folder)
    for path in ("/sw.js", "/assets/handset-Cw2x8J1a.js"):
        short = await browser.get(path, headers={"Accept-Encoding": "gzip"})
        assert (short.headers["content-encoding"], short.text) == ("gzip", SCRIPT)
        assert "accept-encoding" in short.headers["vary"].lower()
        assert short.headers["content-type"].startswith("text/javascript")
        known = {"Accept-Encoding": "gzip", "If-None-Match": short.headers["etag"]}
        assert (await browser.get(path, headers=known)).status_code == 304
        whole = await browser.get(path, headers={"Accept-Encoding": "identity"})
        assert ("content-encoding" in whole.headers, whole.text) == (False, SCRIPT)
        assert whole.headers["etag"] != short.headers["etag"]
    picture = await browser.get("/assets/sign-DfT3kQ9z.png", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in picture.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing.html", 404),
        ("GET", "/assets/nothing.js", 404),
        ("GET", "/../secret", 404),
        ("GET", "/..%2Fsecret", 404),
        ("POST", "/handset.html", 405),
    ],
)
async def test_what_is_not_there_is_a_problem(
    folder: Path, browser: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    build(folder)
    (folder.parent / "secret").write_text("key", encoding="utf-8")
    answer = await browser.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/handset.html", "/assets/handset-Cw2x8J1a.js", "/nothing"])
async def test_pages_that_were_not_built_say_so_and_what_to_do(
    folder: Path, browser: httpx.AsyncClient, path: str
) -> None:
    told = await browser.get(path)
    assert (told.status_code, told.headers["content-type"]) == (503, "application/problem+json")
    says = told.json()["detail"]
    assert "not built" in says
    assert "make demo" in says
    assert (await browser.get("/api/state")).json() == "all is well"
    build(folder)
    assert (await browser.get("/handset.html")).text == "<title>移动终端</title>"


@pytest.mark.parametrize("built", [True, False])
async def test_an_address_of_the_api_is_never_a_page(
    folder: Path, browser: httpx.AsyncClient, *, built: bool
) -> None:
    if built:
        build(folder)
    assert (await browser.get("/api/nothing")).status_code == 404
    assert (await browser.post("/api/state")).status_code == 405
