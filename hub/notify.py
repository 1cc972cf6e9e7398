"""`tongban notify`: whether those outside who are to be told of alarms can be reached."""

from __future__ import annotations

import asyncio
from typing import Final

import typer

from device_profiles.profile_files import ProfileError
from hub.commands import give_up, settings_or_give_up
from hub.ports.notices import NoticeError
from hub.sinks.notices import AppriseNotifier
from hub.sinks.notify_file import Notified, read_notify_file

notify = typer.Typer(help="Who outside is told of alarms.", no_args_is_help=True)

TRIALS: Final = {
    "zh": ("通办：测试通知", "收到即表示告警可以送达，设备并无异常。"),
    "en": ("Tongban: a trial", "Alarms will reach you here. Nothing is wrong with any device."),
}


@notify.callback()
def _named() -> None:
    """Make `test` a word of its own, though it is the only one."""


@notify.command("test")
def test() -> None:
    """Send everybody in the notify file a trial notice, and say who did not get it."""
    file = settings_or_give_up().notify_file
    if file is None:
        give_up("TONGBAN_NOTIFY_FILE: it is not set, so nobody is told of alarms")
    try:
        told = read_notify_file(file)
    except ProfileError as error:
        give_up(str(error))
    if not asyncio.run(_try_all(told)):
        raise typer.Exit(1)


async def _try_all(told: Notified) -> bool:
    notifier, all_reached = AppriseNotifier(told.addresses), True
    for recipient in told.recipients:
        try:
            await notifier.send(recipient.name, *TRIALS[recipient.language])
        except NoticeError as error:
            all_reached = False
            typer.echo(f"{recipient.name}: not reached: {error}")
        else:
            typer.echo(f"{recipient.name}: reached")
    return all_reached
