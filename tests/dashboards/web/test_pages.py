"""The pages keep to themselves: local files only, nothing inline, nothing said in one language alone."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import dashboards

WEB = Path(dashboards.__file__).parent / "web"
PAGES = sorted(WEB.glob("*.html"))
SCRIPTS = sorted(WEB.rglob("*.js"))
SHEETS = sorted(WEB.rglob("*.css"))
WORDS: dict[str, dict[str, str]] = json.loads((WEB / "shared" / "words.json").read_text(encoding="utf-8"))
POLICY = "default-src 'self'; img-src 'self' blob:; connect-src 'self' ws: wss:"


class Page(HTMLParser):
    """What a page refers to, its policy, and what stands inline in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.policy: str | None = None
        self.inline: list[str] = []
        self._within = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._within = tag
        found = dict(attributes)
        self.links += [value for name in ("href", "src") if (value := found.get(name))]
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found.get("content")

    def handle_data(self, text: str) -> None:
        if self._within in {"script", "style"} and text.strip():
            self.inline.append(text)

    def handle_endtag(self, tag: str) -> None:
        self._within = ""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return str(path.relative_to(WEB))


def test_there_are_the_pages_that_the_demo_names() -> None:
    assert [named(page) for page in PAGES] == ["counter.html", "handset.html", "index.html"]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = Page(page).links
    assert links
    assert [link for link in links if not (WEB / link).is_file()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_what_a_script_refers_to_is_there(script: Path) -> None:
    imports = re.findall(r'from "(\.[^"]+)"|new URL\("(\w[^"]+)", import', text_of(script))
    assert [one or other for one, other in imports if not (script.parent / (one or other)).is_file()] == []
    opened = re.findall(r'(?:href|src): "([^"]+)"', text_of(script))
    assert [link for link in opened if not (WEB / link).is_file()] == []


@pytest.mark.parametrize("path", [*PAGES, *SCRIPTS, *SHEETS, *WEB.rglob("*.svg")], ids=named)
def test_no_file_names_another_host(path: Path) -> None:
    text = text_of(path).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"\w+://\S+|[\"'(]//\w\S*|@import.*", text) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_has_the_policy_and_nothing_inline(page: Path) -> None:
    found = Page(page)
    assert found.policy == POLICY
    assert found.inline == []


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_data_never_becomes_markup_or_code(script: Path) -> None:
    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser",
            text_of(script),
        )
        == []
    )


def test_both_languages_say_the_same_things() -> None:
    chinese, english = WORDS["zh"], WORDS["en"]
    assert list(WORDS) == ["zh", "en"]
    assert list(chinese) == list(english)
    assert [key for key in chinese if not chinese[key].strip() or not english[key].strip()] == []


def test_both_languages_fill_in_from_the_same_values() -> None:
    def blanks(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    # A language may leave out a value that its sentence does not need; it must not ask for one not given.
    asked = {
        key: blanks(WORDS["zh"][key]) ^ blanks(WORDS["en"][key])
        for key in WORDS["zh"]
        if blanks(WORDS["zh"][key]) != blanks(WORDS["en"][key])
    }
    assert asked == {"result.succeeded": {"handler"}, "result.failed": {"handler"}}


def test_every_word_that_is_asked_for_is_there_and_every_word_there_is_asked_for() -> None:
    code = "\n".join(text_of(script) for script in SCRIPTS)
    literals = set(re.findall(r'"([a-z][a-z-]*(?:\.[a-z][a-z-]*)+|product|close)"', code))
    files = {literal for literal in literals if (WEB / literal).is_file() or literal == "words.json"}
    waiting_screens = {"sending", "review", *re.findall(r'told\("([^"]+)"\)', code)}
    screens = {f"{screen}.{line}" for screen in waiting_screens for line in ("title", "lead")}
    asked = literals - files - waiting_screens | screens
    composed = tuple(set(re.findall(r"`([a-z-]+\.)\$\{", code)))
    assert sorted(asked - set(WORDS["zh"])) == []
    assert [key for key in WORDS["zh"] if key not in asked and not key.startswith(composed)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_no_script_holds_words_of_its_own(script: Path) -> None:
    assert re.findall(r"[一-鿿]+", text_of(script)) == []


def colours(theme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", text_of(WEB / "shared" / "style.css"), re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark if theme == "dark" else light))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_ground(theme: str) -> None:
    here = colours(theme)
    pairs = [(ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("ground", "sheet")]
    pairs += [(state, f"{state}-soft") for state in ("done", "waiting", "needs", "unknown", "accent")]
    pairs += [
        ("accent-ink", "accent"),
        ("ink-soft", "accent-soft"),
        ("waiting", "accent-soft"),
        ("needs", "sheet"),
    ]
    faint = {}
    for ink, ground in pairs:
        lighter, darker = sorted((luminance(here[ink]), luminance(here[ground])), reverse=True)
        contrast = (lighter + 0.05) / (darker + 0.05)
        if contrast < 4.5:
            faint[ink, ground] = round(contrast, 2)
    assert faint == {}
