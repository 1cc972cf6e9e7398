"""mosquitto as the hub's own child: its files written, started, watched, told of new devices, ended.

The broker listens on one address, keeps sessions on disk, and knows the registered devices and the hub
alone. It runs as nobody where the hub runs as root.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog

from device_profiles.broker_rules import SALT_BYTES, acl_file, device_username, password_line
from device_profiles.contract.ids import parse_device
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.errors import writing_files
from device_profiles.profiles import DeviceKind
from hub.ports.devices import Device

HUB_USER: Final = "hub"
START_TIMEOUT_S: Final = 10.0
STOP_TIMEOUT_S: Final = 5.0
RESTART_PAUSE_S: Final = 0.5

_CONFIGURATION: Final = """\
# Written by the hub at every start; changes here are lost.
per_listener_settings false
listener {port} {host}
allow_anonymous false
password_file {folder}/passwords
acl_file {folder}/acl
set_tcp_nodelay true
persistence true
persistence_location {folder}/state/
autosave_interval 60
max_queued_messages 100000
max_queued_bytes 268435456
max_packet_size 1048576
max_inflight_messages 0
log_dest stderr
log_type error
log_type warning
"""

_MANY_FILES: Final = 'ulimit -S -n "$(ulimit -H -n)"'
"""Each device is an open file; the usual soft limit of 1,024 is for programs that know select(2) only."""

_log = structlog.get_logger()


class BrokerError(Exception):
    """mosquitto is missing, or does not start; the text says why."""


class Broker:
    """One mosquitto, restarted when it dies."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self._folder = folder
        self._password = secrets.token_urlsafe(32)
        self._process: asyncio.subprocess.Process | None = None
        self.address = BrokerAddress(host, port or _free_port(host), HUB_USER, self._password)

    async def start(self, devices: Sequence[tuple[Device, DeviceKind]], passwords: Sequence[str]) -> None:
        """Write the broker's files and start it; returns when it accepts connections.

        Raises:
            BrokerError: it is not installed, its port is taken, or it ended at once.
        """
        self._write_files(devices, passwords)
        await self._launch()

    async def admit(self, devices: Sequence[tuple[Device, DeviceKind]], passwords: Sequence[str]) -> None:
        """Let newly registered devices in, without a break for the others.

        Raises:
            DiskFullError: there is no room for the broker's files; they are as they were.
        """
        with writing_files():
            self._write_files(devices, passwords)
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGHUP)

    async def watch(self) -> None:
        """Start the broker again whenever it ends; until cancelled, which ends it in good order."""
        try:
            while True:
                if self._process is not None:
                    code = await self._process.wait()
                    _log.error("broker ended", code=code)
                await asyncio.sleep(RESTART_PAUSE_S)
                await self._launch()
        finally:
            await self._stop()

    async def _launch(self) -> None:
        _check_reachable(self._folder)
        host, port = self.address.host, self.address.port
        if await _accepts(host, port):
            # To wait for our own would find the other, and the hub would tell it its password.
            msg = (
                f"another program listens on {host}:{port} already; set TONGBAN_BROKER_PORT to a free port"
            )
            raise BrokerError(msg)
        process = await asyncio.create_subprocess_exec(
            *_as_nobody(os.getpid()),
            _mosquitto(),
            "-c",
            str(self._folder / "mosquitto.conf"),
            start_new_session=True,
        )
        self._process = process
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT_S
        while not await _accepts(host, port):
            if process.returncode is not None:
                msg = f"mosquitto ended at once with code {process.returncode}; its reason stands above"
                raise BrokerError(msg)
            if asyncio.get_running_loop().time() > deadline:
                msg = f"mosquitto does not listen on {port} after {START_TIMEOUT_S:.0f} s"
                raise BrokerError(msg)
            await asyncio.sleep(0.02)
        _log.info("broker up", host=host, port=port)

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def _write_files(self, devices: Sequence[tuple[Device, DeviceKind]], passwords: Sequence[str]) -> None:
        known = [(parse_device(device.address), kind) for device, kind in devices]
        rules = acl_file([(device_username(address), address, kind) for address, kind in known], HUB_USER)
        hub_line = password_line(HUB_USER, self._password, os.urandom(SALT_BYTES))
        state = self._folder / "state"
        state.mkdir(parents=True, exist_ok=True)
        host, port = self.address.host, self.address.port
        _write(
            self._folder / "mosquitto.conf",
            _CONFIGURATION.format(host=host, port=port, folder=self._folder),
        )
        _write(self._folder / "acl", rules)
        _write(self._folder / "passwords", hub_line + "".join(passwords))
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            for path in (self._folder, state, *self._folder.iterdir(), *state.iterdir()):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)


async def _accepts(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(2):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


def _check_reachable(folder: Path) -> None:
    """Nobody, as whom the broker runs under root, must be able to come to its folder."""
    if os.geteuid() != 0:
        return
    for parent in folder.parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            msg = f"mosquitto runs as nobody, who cannot pass through {parent}: chmod o+x {parent}"
            raise BrokerError(msg)


def _mosquitto() -> str:
    found = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        msg = "mosquitto is not installed: sudo apt-get install mosquitto (or set TONGBAN_BROKER_URL)"
        raise BrokerError(msg)
    return found


def _as_nobody(hub_pid: int) -> list[str]:
    """The words before the command: give up root, and end with the hub whatever ends it.

    The kernel tells only of an end that comes after it was asked to: a hub that was killed before that is
    not the parent any more, and a broker that nobody can end must not begin.
    """
    drop = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    only_if_it_lives = ["sh", "-c", f'{_MANY_FILES}; test "$PPID" = "$0" && exec "$@"', str(hub_pid)]
    return ["setpriv", "--pdeathsig=TERM", *drop, "--", *only_if_it_lives]


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
