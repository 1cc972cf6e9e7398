"""Notices that really go out: to a webhook on loopback, through Apprise."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from hub.ports.notices import NoticeError
from hub.sinks.notices import AppriseNotifier, is_address
from tests.fakes.webhook import Webhook, listening_webhook


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    async with listening_webhook() as webhook:
        yield webhook


async def test_a_notice_comes_to_the_webhook_of_its_recipient_alone(webhook: Webhook) -> None:
    notifier = AppriseNotifier({"duty": webhook.address, "mail": "json://127.0.0.1:9/"})
    await notifier.send("duty", "通办：1 个网点 1 条告警", "north/b2：失联（counter-1），14:02 起")
    (told,) = webhook.told
    assert told["title"] == "通办：1 个网点 1 条告警"
    assert told["message"] == "north/b2：失联（counter-1），14:02 起"


async def test_a_service_that_does_not_take_it_is_told(webhook: Webhook) -> None:
    webhook.status = 503
    with pytest.raises(NoticeError, match="503"):
        await AppriseNotifier({"duty": webhook.address}).send("duty", "title", "text")
    assert len(webhook.told) == 1


async def test_nobody_there_is_told_without_the_address() -> None:
    notifier = AppriseNotifier({"duty": "json://127.0.0.1:9/secret"})
    with pytest.raises(NoticeError) as caught:
        await notifier.send("duty", "title", "text")
    assert "secret" not in str(caught.value)


async def test_a_recipient_who_is_told_no_more() -> None:
    with pytest.raises(NoticeError, match="does not name this recipient"):
        await AppriseNotifier({}).send("duty", "title", "text")


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("mailto://ops:secret@bank.example?to=duty@bank.example", True),
        ("wecombot://0123456789abcdef", True),
        ("dingtalk://0123456789abcdef", True),
        ("feishu://0123456789abcdef", True),
        ("jsons://ops.bank.example/hook", True),
        ("ops@bank.example", False),
        ("carrier-pigeon://ops", False),
        ("", False),
    ],
)
def test_which_addresses_are_of_a_service(address: str, *, is_one: bool) -> None:
    assert is_address(address) is is_one
