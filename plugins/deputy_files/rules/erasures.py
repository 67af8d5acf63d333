"""Erasing what is personal (个人信息保护法第四十七条), and telling people first (第三十五条)."""

import hashlib
from enum import StrEnum

import msgspec


class ErasureState(StrEnum):
    """Where a request to erase stands; what the office erases by itself begins at its end."""

    ASKED = "asked"
    ERASED = "erased"
    REFUSED = "refused"


ERASURE_STATES = {
    ErasureState.ASKED: "已提出，待办理",
    ErasureState.ERASED: "已删除",
    ErasureState.REFUSED: "不予删除",
}


class DataNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What 第十七条 wants people to be told; who handles the data is the body itself."""

    contact: str
    purpose: str
    kinds: str
    kept: str
    rights: str


NOTICE_WORDS = {
    "contact": "联系方式",
    "purpose": "处理目的、处理方式",
    "kinds": "处理的个人信息种类",
    "kept": "保存期限",
    "rights": "行使权利的方式和程序",
}


def notice_text(handler: str, notice: DataNotice) -> str:
    """The notice as a deputy reads it, one matter to a line."""
    lines = [f"个人信息处理者：{handler}"]
    lines += [f"{title}：{getattr(notice, name)}" for name, title in NOTICE_WORDS.items()]
    return "\n".join(lines)


def notice_digest(text: str) -> str:
    """SHA-256 of the words: other words are read anew."""
    return hashlib.sha256(text.encode()).hexdigest()
