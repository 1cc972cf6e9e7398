"""What stands on a receipt: what became of a case, for the customer to take home.

Owns its words and how its times are written. Knows no layout, and nothing of the customer but the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from device_profiles.contract.ids import EpochMs
from device_profiles.contract.messages.case import News
from edge_agent.forms.content import Row, Words

RESULTS: Final[dict[News, Words]] = {
    "succeeded": Words("办理成功", "Succeeded"),
    "failed": Words("未能办理", "Not done"),
    "cancelled": Words("已撤销", "Cancelled"),
    "expired": Words("已逾期", "Expired"),
}
"""Of the news, those that end a case."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended, as the receipt's writer knows it; times are Unix ms."""

    case: str
    procedure: Words
    branch: str
    counter: str
    handler: str | None
    result: News
    reasons: tuple[str, ...]
    reference: str | None
    filed_at: EpochMs
    ended_at: EpochMs | None


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """A receipt, filled in: `rows` in their order, `reasons` beneath them."""

    case: str
    procedure: Words
    result: Words
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]


def receipt_content(ending: Ending, printed_at: EpochMs, zone: tzinfo | None = None) -> ReceiptContent:
    """Return what is printed, without what is not known; times in `zone`, the machine's own for None."""
    ended_at = None if ending.ended_at is None else _written(ending.ended_at, zone)
    said = (
        ("业务编号", "Case", ending.case),
        ("核心业务流水号", "Reference number", ending.reference),
        ("受理网点", "Branch", ending.branch),
        ("经办柜员", "Handled by", ending.handler),
        ("申请设备", "Filed at", ending.counter),
        ("申请时间", "Time of filing", _written(ending.filed_at, zone)),
        ("办结时间", "Time of the result", ended_at),
        ("打印时间", "Printed", _written(printed_at, zone)),
    )
    rows = tuple(Row(Words(zh, en), value) for zh, en, value in said if value)
    return ReceiptContent(ending.case, ending.procedure, RESULTS[ending.result], rows, ending.reasons)


def _written(at: EpochMs, zone: tzinfo | None) -> str:
    """Return such as `2026-11-21 20:00+08:00`."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).isoformat(" ", "minutes")
