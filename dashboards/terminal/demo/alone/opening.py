"""Opens the kiosk's side of the bank: the customer, and Rui at a desk, in a browser if there is one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from dashboards.terminal.demo.alone.browser_desk import open_browser_desk
from dashboards.terminal.demo.alone.chromium import ChromiumAbsentError
from dashboards.terminal.demo.alone.customer import Customer
from dashboards.terminal.demo.alone.desk import Desk
from dashboards.terminal.demo.alone.page import KioskPage
from dashboards.terminal.demo.alone.reviewer import Reviewer
from dashboards.terminal.demo.business import Say
from dashboards.terminal.demo.house import House
from dashboards.terminal.demo.people import Handset

RUI = "rui"


@dataclass(frozen=True, slots=True)
class Alone:
    """The customer before the kiosk, and the reviewer who serves them."""

    customer: Customer
    rui: Reviewer


@asynccontextmanager
async def open_alone(
    house: House, client: httpx.AsyncClient, say: Say, *, thinks_s: float = 0.0
) -> AsyncIterator[Alone]:
    """Rui's desk is open, and the customer may come, for the length of the block."""
    account = await Handset.log_in(RUI, house.password, house.hub_url, client, thinks_s)
    async with AsyncExitStack() as stack:
        desk = await _desk(stack, house, account, say)
        customer = Customer(KioskPage(house.kiosk_url, client, thinks_s), house.visitor, house, say)
        yield Alone(customer, Reviewer("Rui Ting", account, desk, say))


async def _desk(stack: AsyncExitStack, house: House, account: Handset, say: Say) -> Desk:
    try:
        return await stack.enter_async_context(open_browser_desk(house.hub_url, RUI, house.password))
    except ChromiumAbsentError as error:
        say("demo", f"the desk is played without a browser: {error}")
    from dashboards.terminal.demo.alone.wire_desk import open_desk  # noqa: PLC0415  it loads aiortc

    return await stack.enter_async_context(open_desk(house.hub_url, account.token))
