"""Access rules and passwords as mosquitto spells them; `test_broker.py` asks a mosquitto."""

import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest

from device_profiles.broker_rules import acl_file, device_username, password_line
from device_profiles.contract.ids import DeviceAddress
from device_profiles.profiles import load_kinds

COUNTER = DeviceAddress(region="north", branch="b1", device="counter-1")
KIND = load_kinds()["counter"]


def test_a_device_connects_under_its_address() -> None:
    assert device_username(COUNTER) == "north.b1.counter-1"


def test_the_hub_hears_all_and_a_device_has_its_own_channels() -> None:
    hub, counter = acl_file([("north.b1.counter-1", COUNTER, KIND)], hub_user="hub").split("\n\n")
    assert hub.splitlines() == [
        "user hub",
        "topic readwrite tongban/1/+/+/+/state",
        "topic read tongban/1/+/+/+/up/#",
        "topic write tongban/1/+/+/+/down/#",
    ]
    assert counter.startswith("user north.b1.counter-1\ntopic write tongban/1/north/b1/counter-1/state\n")
    assert "topic write tongban/1/north/b1/counter-1/up/case\n" in counter
    assert "topic read tongban/1/north/b1/counter-1/down/material/+/+\n" in counter
    assert counter.count("tongban/1/north/b1/counter-1/") == len(counter.splitlines()) - 1


@pytest.mark.parametrize("username", ["", "hub\ntopic readwrite #", "a b", "a:b", "#"])
def test_a_user_name_cannot_smuggle_in_a_rule(username: str) -> None:
    with pytest.raises(ValueError, match="is not a user name"):
        acl_file([], hub_user=username)
    with pytest.raises(ValueError, match="is not a user name"):
        password_line(username, "secret", bytes(12))


def test_the_salt_has_the_length_that_mosquitto_reads() -> None:
    with pytest.raises(ValueError, match="the salt has 16 bytes"):
        password_line("hub", "secret", bytes(16))


def test_a_password_is_spelled_as_mosquitto_passwd_does(tmp_path: Path) -> None:
    program = shutil.which("mosquitto_passwd")
    if program is None:
        pytest.skip("mosquitto_passwd is not installed")
    file = tmp_path / "passwords"
    subprocess.run([program, "-c", "-b", str(file), "hub", "se:cret 密码"], check=True, capture_output=True)
    line = file.read_text(encoding="utf-8")
    assert password_line("hub", "se:cret 密码", salt_of(line)) == line


def salt_of(line: str) -> bytes:
    return b64decode(line.split("$")[3])
