"""Profiles: the files that ship are good, and a mistake in one is told so that it can be mended."""

from pathlib import Path

import pytest

from device_profiles.contract.topics import Channel
from device_profiles.profile_files import ProfileError
from device_profiles.profiles import KINDS, PROCEDURES, load_kinds, load_procedures

COUNTER = (KINDS / "counter.toml").read_text(encoding="utf-8")
OPEN_ACCOUNT = (PROCEDURES / "open-account.toml").read_text(encoding="utf-8")


def test_the_kinds_that_ship() -> None:
    kinds = load_kinds()
    assert set(kinds) == {"counter", "kiosk"}
    assert Channel.CASE in kinds["counter"].channels.publish
    assert kinds["counter"].metrics["cpu_percent"].admits(100)
    assert not kinds["counter"].metrics["cpu_percent"].admits(100.1)
    assert not kinds["counter"].metrics["cpu_percent"].admits(float("nan"))


def test_a_kind_is_written_out_alike_every_time() -> None:
    channels = load_kinds()["counter"].channels.model_dump(mode="json")
    assert channels["publish"] == ["case", "event", "material", "receipt", "telemetry"]


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ('kind = "counter"', "", "kind: this key is missing"),
        ('kind = "counter"', 'kind = "Counter"', "kind: String should match pattern"),
        ('kind = "counter"', 'kind = "kiosk"', "kind: 'kiosk' is not the file's name, 'counter'"),
        ('kind = "counter"', "kind = counter", "cannot be read as TOML"),
        ('"telemetry", "event"', '"telemetries", "event"', "channels.publish.0: Input should be 'state', "),
        (
            "interval_s = 10",
            "interval_s = 0",
            "telemetry.interval_s: Input should be greater than or equal to 1",
        ),
        (
            "interval_s = 10",
            "interval = 10",
            "telemetry.interval: this key is not known here; allowed: interval_s",
        ),
        (
            "[peripherals.scanner]",
            "[peripherals.scanner]\ncolour = 1",
            "peripherals.scanner.colour: this key is not known here; allowed: title, required",
        ),
        ("range = [0, 100]", "range = [100, 0]", "range: the lower bound 100.0 is not below the upper 0.0"),
        ("range = [0, 100]", "range = [nan, 100]", "metrics.cpu_percent.range.0: Input should be a finite"),
        ("[metrics.cpu_percent]", '[metrics."CPU"]', "metrics.CPU.[key]: String should match pattern"),
    ],
)
def test_a_mistake_in_a_kind_names_file_key_and_what_is_allowed(
    tmp_path: Path, good: str, bad: str, says: str
) -> None:
    assert good in COUNTER
    (tmp_path / "counter.toml").write_text(COUNTER.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_kinds(tmp_path)
    assert str(tmp_path / "counter.toml") in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ("'^1[0-9]{10}$'", "'^1[0-9{10}$'", "fields.phone.pattern: Value error, not a regular expression"),
        (
            '["collect", "review"]',
            '["collect", "approve"]',
            "stages.1: Input should be 'collect', 'review'",
        ),
        ('["collect", "review"]', "[]", "stages: Tuple should have at least 1 item"),
        ("most = 20", "most = 0", "materials.attachment.most: Input should be greater than or equal to 1"),
        ("offer_s = 60", 'offer_s = "soon"', "deadlines.offer_s: Input should be a valid number"),
        (
            'en = "Customer\'s name"',
            'en = ""',
            "fields.customer-name.title.en: String should have at least 1",
        ),
    ],
)
def test_a_mistake_in_a_procedure_names_file_key_and_what_is_allowed(
    tmp_path: Path, good: str, bad: str, says: str
) -> None:
    assert good in OPEN_ACCOUNT
    (tmp_path / "open-account.toml").write_text(OPEN_ACCOUNT.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_procedures(tmp_path)
    assert str(tmp_path / "open-account.toml") in str(caught.value)
    assert says in str(caught.value)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = COUNTER.replace('kind = "counter"', "").replace("interval_s = 10", "")
    (tmp_path / "counter.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_kinds(tmp_path)
    assert len(str(caught.value).splitlines()) == 2


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "counter.toml").write_bytes('zh = "移动柜台"'.encode("gb18030"))
    with pytest.raises(ProfileError, match="cannot be read as TOML"):
        load_kinds(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="no kind file"):
        load_kinds(tmp_path)
