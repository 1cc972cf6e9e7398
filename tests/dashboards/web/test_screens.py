"""The screens' own tests and words: what can be known of them without a browser."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

import dashboards

ROOT = Path(dashboards.__file__).parents[1]
WEB = ROOT / "dashboards" / "web"
WORDS: dict[str, dict[str, str]] = {
    language: json.loads((WEB / "src" / "words" / f"{language}.json").read_text(encoding="utf-8"))
    for language in ("zh", "en")
}
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


def test_english_is_english() -> None:
    """But for the name of the other language, which is written in that language."""
    chinese = [key for key, words in WORDS["en"].items() if re.search(r"[\u4e00-\u9fff]", words)]
    assert chinese == ["language.other"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(WEB / "src")))
def test_no_chinese_stands_outside_the_message_files(path: Path) -> None:
    """English is held by the linter; what is written in comments is for us."""
    code = re.sub(r"//.*|/\*.*?\*/|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"[\u4e00-\u9fff]", code.split("describe(")[0]), path
