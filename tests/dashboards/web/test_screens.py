"""The screens' own tests and words: what can be known of them without a browser."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import dashboards
from edge_agent.capture.faces.compare import Band
from edge_agent.capture.identity import against
from edge_agent.capture.identity.mrz import Verdict
from edge_agent.casework.face_rules import NOT_COMPARED

ROOT = Path(dashboards.__file__).parents[1]
WEB = ROOT / "dashboards" / "web"
WORDS: dict[str, dict[str, str]] = {
    language: json.loads((WEB / "src" / "words" / f"{language}.json").read_text(encoding="utf-8"))
    for language in ("zh", "en")
}
AGENT = ROOT / "edge_agent"
COMPUTED: dict[str, set[str]] = {
    "capture/faces/compare.py": {*(f"faces-{band}" for band in get_args(Band)), "several-faces", "no-face"},
    "capture/identity/against.py": {against.READ, against.DISAGREE},
    "capture/identity/id_number.py": {
        f"id-number-{fault}" for fault in ("malformed", "checksum-wrong", "birth-impossible")
    },
    "capture/identity/travel_document.py": {f"check-digit-{verdict}" for verdict in get_args(Verdict)},
    "casework/face_rules.py": {NOT_COMPARED},
    "casework/remarks.py": set(),  # as it was made elsewhere
    "reading/presence.py": set(),  # of a video, in a terminal
}
OF_THE_TERMINAL = {"cut-short"}
SOURCES = [path for ending in ("ts", "vue") for path in sorted((WEB / "src").rglob(f"*.{ending}"))]


def test_the_components_and_stores_hold_what_their_own_tests_say() -> None:
    """Vitest, as `npm test` runs it."""
    ran = subprocess.run(
        [ROOT / "deploy" / "setup" / "web.sh", "npm", "test"],
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_both_languages_have_words_for_the_same() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    for key, words in WORDS["zh"].items():
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", WORDS["en"][key])), key


def test_the_words_are_in_the_order_of_their_keys() -> None:
    for words in WORDS.values():
        assert list(words) == sorted(words)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_is_empty(language: str) -> None:
    assert all(words.strip() for words in WORDS[language].values())


def test_every_remark_of_a_device_has_words() -> None:
    """Whatever `Finding` is made of; who makes a kind of several words is named above."""
    written, computed = set(), set()
    for path in sorted(AGENT.rglob("*.py")):
        for made in _findings_made(path):
            if isinstance(made, ast.Constant) and isinstance(made.value, str):
                written.add(made.value)
            else:
                computed.add(str(path.relative_to(AGENT)))
    assert computed == COMPUTED.keys()
    kinds = written.union(*COMPUTED.values()) - OF_THE_TERMINAL
    assert {kind for kind in kinds if f"finding.{kind}" not in WORDS["zh"]} == set()


def _findings_made(path: Path) -> Iterator[ast.expr]:
    """What is said of the kind, wherever the file makes a remark."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            yield node.args[0] if node.args else {each.arg: each.value for each in node.keywords}["kind"]


def test_english_is_english() -> None:
    """But for the name of the other language, which is written in that language."""
    chinese = [key for key, words in WORDS["en"].items() if re.search(r"[\u4e00-\u9fff]", words)]
    assert chinese == ["language.other"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(WEB / "src")))
def test_no_chinese_stands_outside_the_message_files(path: Path) -> None:
    """English is held by the linter; what is written in comments is for us."""
    code = re.sub(r"//.*|/\*.*?\*/|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"[\u4e00-\u9fff]", code.split("describe(")[0]), path


@pytest.mark.parametrize("page", sorted(WEB.glob("*.html")), ids=lambda page: page.stem)
def test_a_browser_does_not_send_a_page_away_to_be_translated(page: Path) -> None:
    """What is on it is a customer's; both languages are ours. Chromium offers it whatever its flags say."""
    said = page.read_text(encoding="utf-8")
    assert '<html lang="zh" translate="no"' in said
    assert '<meta name="google" content="notranslate" />' in said
