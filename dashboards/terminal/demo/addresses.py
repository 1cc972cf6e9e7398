"""Where each role's screen is, and as whom to log in there."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.house import House

_COUNTERS: Final = {
    "A": "counter A 移动柜台, branch A: file a case, capture its materials",
    "B": "counter B 移动柜台, branch B: Li's materials",
    "B2": "counter B2 移动柜台, branch B: Wang's materials",
    "C": "counter C 移动柜台, branch C: Sun's materials",
}
_KIOSK: Final = "kiosk 自助终端, branch A: apply for a card, alone"
_PEOPLE: Final = {
    "li": ("handset", "teller 柜员 of branch B: accept, decide"),
    "wang": ("handset", "teller 柜员 of branch B"),
    "zhao": ("handset", "lobby manager 大堂经理 of branch B: name a teller"),
    "qian": ("handset", "another lobby manager of branch B"),
    "rui": ("desk", "reviewer 审核员 of the review centre: see the customer, review"),
    "lin": ("desk", "another reviewer, to hand over to"),
    "ops": ("ops", "operator 运维: branches, devices, cases in flight"),
    "audit": ("ops", "auditor 审计: every case's timeline"),
}


_WHERE: Final = ("TONGBAN_HUB_FOLDER", "TONGBAN_BROKER_PORT", "TONGBAN_KINDS_FOLDER")
"""What a command needs to find the demo's hub."""


def addresses(house: House) -> list[str]:
    """A line for each screen, below a head.

    Each person has a host name of their own, so that one browser holds all of their logins.

    Names below `localhost` are this machine's (RFC 6761, section 6.3).
    """
    rows = [("open in a browser", "as", "who, and what for")]
    rows += [(f"{house.counter_urls[each]}/counter.html", "", _COUNTERS[each]) for each in house.counters]
    if house.has_kiosk:
        rows.append((f"{house.kiosk_url}/kiosk.html", "", _KIOSK))
    for person, (face, what_for) in _PEOPLE.items():
        host = house.hub_url.replace("127.0.0.1", f"{person}.localhost")
        rows.append((f"{host}/{face}.html", person, what_for))
    lines = [f"{url:<40} {person:<6} {what_for}" for url, person, what_for in rows]
    where = " ".join(f"{name}={house.hub_settings[name]}" for name in _WHERE)
    return [*lines, "", f"more devices: {where} tongban simulate --devices 50 --faults silence,heat"]
