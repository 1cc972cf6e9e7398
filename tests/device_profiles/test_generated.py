"""The generated files of this checkout are up to date, and a stale one is noticed."""

from pathlib import Path

from device_profiles.generated import files, stale, write

CHECKOUT = Path(__file__).parents[2]


def test_this_checkout_is_up_to_date() -> None:
    assert stale(CHECKOUT) == [], "run: make generate"


def test_what_is_missing_or_different_is_named(tmp_path: Path) -> None:
    assert stale(tmp_path) == [path.as_posix() for path in files()]
    write(tmp_path)
    assert stale(tmp_path) == []
    page = tmp_path / "docs/contract/reference.md"
    page.write_text(page.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    (tmp_path / "deploy/mosquitto/acl.example").unlink()
    assert stale(tmp_path) == ["docs/contract/reference.md", "deploy/mosquitto/acl.example"]
