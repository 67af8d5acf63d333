"""The e-card (代表电子名片): what may stand on it, and when it may be shown."""

import re
import unicodedata
from enum import StrEnum


class Openness(StrEnum):
    """Whether it may be published, as the secrecy check recorded it."""

    OPEN = "open"
    ON_REQUEST = "on_request"
    CLOSED = "closed"


OPENNESS = {
    Openness.OPEN: "主动公开",
    Openness.ON_REQUEST: "依申请公开",
    Openness.CLOSED: "不予公开",
}


class CardState(StrEnum):
    """Where a card stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


CARD_STATES = {
    CardState.DRAFT: "待保密审查",
    CardState.CHECKED: "已审查，可以公布",
    CardState.PUBLISHED: "已公布",
    CardState.WITHDRAWN: "已撤下",
}

ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
PHONE = re.compile(r"[0-9]{7,}")
DAY = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)
YEARS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-~—–](?:19|20)[0-9]{2}(?=年)")
BETWEEN = re.compile(r"(?<=[0-9])[-\s()._·—–~]+(?=[0-9])")
"""What somebody writes between the digits of one number."""
NUMBER = "[0-9一二三四五六七八九十百]+"
ADDRESS = re.compile(
    rf"{NUMBER}(?:号楼|栋|幢|单元|室|号院|门牌)"
    rf"|(?:路|街|巷|弄|胡同|大道|村|社区|小区|大院)第?[东南西北]?段?\s*{NUMBER}号(?!上午|下午|晚)"
)
"""A 号 of a day of the month (每月15号) is none."""


def card_fault(text: str) -> str | None:
    """What must not stand on a card, in a sentence; None where nothing does."""
    normal = unicodedata.normalize("NFKC", text)
    normal = "".join(one for one in normal if unicodedata.category(one) != "Cf")
    plain = BETWEEN.sub("", YEARS.sub("年", DAY.sub("日", normal)))
    if ID_NUMBER.search(plain):
        return "名片上不能有身份证号码，请删去。"
    if PHONE.search(plain):
        return "名片上不能有电话号码，请删去：群众可以到联络站或者通过机关联系代表。"
    if ADDRESS.search(normal):
        return "名片上不能有住址，请只写联络站的名称。"
    return None
