"""The e-card (代表电子名片): what may stand on it, and when it may be shown."""

import re
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
PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}[- ]?[0-9]{7,8}|[0-9]{7,}")
ADDRESS = re.compile(r"[0-9一二三四五六七八九十]+(?:号楼|栋|单元|室|号院|门牌)|[0-9]+号")


def card_fault(text: str) -> str | None:
    """What must not stand on a card, in a sentence; None where nothing does."""
    plain = re.sub(r"(?<=[0-9])[ -](?=[0-9])", "", text)
    if ID_NUMBER.search(plain):
        return "名片上不能有身份证号码，请删去。"
    if PHONE.search(plain):
        return "名片上不能有电话号码，请删去：群众可以到联络站或者通过机关联系代表。"
    if ADDRESS.search(plain):
        return "名片上不能有住址，请只写联络站的名称。"
    return None
