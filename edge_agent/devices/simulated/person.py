"""A made-up customer, the same for every paper of a case.

Owns the ID number's rules (GB 11643-1999). Nobody here exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

# GB 11643-1999, 4.5 and appendix B (ISO 7064:1983, MOD 11-2).
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_LETTERS = "10X98765432"

# Until 1999 (GB 11643-1989) these were kept for people over a hundred. Given to somebody born between 1955
# and 1990 they make a number with everything right that is not likely to be anybody's.
_SEQUENCES = {"男": ("997", "999"), "女": ("996", "998")}
_EARLIEST_BIRTH = date(1955, 1, 1)
_LATEST_BIRTH = date(1990, 12, 31)

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = {
    "男": ("建国", "志强", "伟明", "文博", "海涛", "俊杰", "国栋", "立"),
    "女": ("秀英", "丽华", "晓梅", "雅婷", "春燕", "思琪", "玉兰", "静"),
}
_HOMES = (
    ("110105", "北京市朝阳区示例路{number}号院{door}号楼{room}室"),
    ("310115", "上海市浦东新区样本街道示例路{number}弄{door}号{room}室"),
    ("440106", "广州市天河区示例大道{number}号{room}房"),
    ("510107", "成都市武侯区样本东街{number}号{door}栋{room}号"),
    ("420106", "武汉市武昌区示例路{number}号{room}室"),
)
# Most are Han, as most people are; the others have names of one to three characters.
_ETHNIC_GROUPS = ("汉", "汉", "汉", "汉", "满", "回", "壮", "维吾尔", "蒙古", "土家", "傣")
_AUTHORITIES = (
    "北京市公安局朝阳分局",
    "上海市公安局浦东分局",
    "广州市公安局天河分局",
    "成都市公安局武侯区分局",
    "示例县公安局",
)
_EARLIEST_ISSUE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """What the front of a resident ID card says; `sex` is 男 or 女."""

    name: str
    sex: str
    ethnic_group: str
    birth: date
    address: str
    number: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What the back of a resident ID card says; `valid_until` is None for a card without an end (长期)."""

    authority: str
    valid_from: date
    valid_until: date | None

    def validity(self) -> str:
        """The two days as they are printed."""
        until = "长期" if self.valid_until is None else f"{self.valid_until:%Y.%m.%d}"
        return f"{self.valid_from:%Y.%m.%d}-{until}"


def made_up_issue(chance: np.random.Generator) -> Issue:
    """Return who issued a card, and for how long: 10 or 20 years, or without an end."""
    valid_from = _EARLIEST_ISSUE + timedelta(days=int(chance.integers(1500)))
    # 29 February would need a day that most years do not have.
    valid_from = valid_from.replace(day=min(valid_from.day, 28))
    years = (10, 20, None)[int(chance.integers(3))]
    until = None if years is None else valid_from.replace(year=valid_from.year + years)
    return Issue(str(chance.choice(_AUTHORITIES)), valid_from, until)


def check_letter(first_17: str) -> str:
    """Return the eighteenth letter of an ID number, from its first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return _CHECK_LETTERS[total % 11]


def made_up_person(chance: np.random.Generator, application: Mapping[str, str]) -> Person:
    """Return somebody, with the name and the ID number that the application gives where it gives them."""
    sex = str(chance.choice(list(_GIVEN)))
    area, home = _HOMES[chance.integers(len(_HOMES))]
    birth = _EARLIEST_BIRTH + timedelta(days=int(chance.integers((_LATEST_BIRTH - _EARLIEST_BIRTH).days)))
    first_17 = f"{area}{birth:%Y%m%d}{chance.choice(_SEQUENCES[sex])}"
    number = first_17 + check_letter(first_17)
    name = f"{_SURNAMES[chance.integers(len(_SURNAMES))]}{chance.choice(_GIVEN[sex])}"
    address = home.format(
        number=chance.integers(1, 300), door=chance.integers(1, 30), room=chance.integers(101, 1999)
    )
    ethnic_group = str(chance.choice(_ETHNIC_GROUPS))
    wanted = application.get("id-number", "")
    if (wanted_birth := _birth_of(wanted)) is not None:
        number, birth, sex = wanted, wanted_birth, "男" if int(wanted[16]) % 2 else "女"
    return Person(application.get("customer-name", "") or name, sex, ethnic_group, birth, address, number)


def _birth_of(number: str) -> date | None:
    """Return the birth date in an ID number, or None when that is not one."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdecimal()):
        return None
    if check_letter(number[:17]) != number[17]:
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
