"""What is said of a normative document, and what a filing of it must hold."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec


class DocumentKind(StrEnum):
    """What a normative document calls itself."""

    NOTICE = "notice"
    MEASURES = "measures"
    RULES = "rules"
    OPINIONS = "opinions"
    DECISION = "decision"
    RESOLUTION = "resolution"
    PLAN = "plan"
    OTHER = "other"


DOCUMENT_KINDS = {
    DocumentKind.NOTICE: "通知、通告",
    DocumentKind.MEASURES: "办法",
    DocumentKind.RULES: "规定",
    DocumentKind.OPINIONS: "意见",
    DocumentKind.DECISION: "决定",
    DocumentKind.RESOLUTION: "决议",
    DocumentKind.PLAN: "方案",
    DocumentKind.OTHER: "其他",
}


class Openness(StrEnum):
    """Whether the maker discloses the document (主动公开、依申请公开、不予公开)."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    NONE = "none"


OPENNESS = {
    Openness.PROACTIVE: "主动公开",
    Openness.ON_REQUEST: "依申请公开",
    Openness.NONE: "不予公开",
}


class PartKind(StrEnum):
    """The parts of a filing package; which of them are demanded is practice."""

    FILING_REPORT = "filing_report"
    OFFICIAL_TEXT = "official_text"
    AMENDMENT_DECISION = "amendment_decision"
    DRAFTING_NOTE = "drafting_note"
    LEGAL_BASIS = "legal_basis"
    FAIR_COMPETITION_REVIEW = "fair_competition_review"
    LEGALITY_REVIEW = "legality_review"
    PUBLIC_NOTICE = "public_notice"
    REFERENCE = "reference"


PARTS = {
    PartKind.FILING_REPORT: "备案报告",
    PartKind.OFFICIAL_TEXT: "正式文本",
    PartKind.AMENDMENT_DECISION: "修改、废止决定",
    PartKind.DRAFTING_NOTE: "起草说明",
    PartKind.LEGAL_BASIS: "制定依据",
    PartKind.FAIR_COMPETITION_REVIEW: "公平竞争审查说明",
    PartKind.LEGALITY_REVIEW: "合法性审查意见",
    PartKind.PUBLIC_NOTICE: "公告",
    PartKind.REFERENCE: "其他参阅资料",
}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a normative document; a draft may leave anything but the title open."""

    title: str
    document_number: str | None = None
    kind: DocumentKind | None = None
    joint_with_party: bool = False
    generally_binding: bool | None = None
    adopted_on: date | None = None
    adopted_by: str | None = None
    printed_on: date | None = None
    published_on: date | None = None
    published_in: str | None = None
    effective_on: date | None = None
    valid_until: date | None = None
    openness: Openness | None = None
    government_number: str | None = None
    platform_number: str | None = None
    paper_copies: int | None = None
    drafter: str | None = None
    checker: str | None = None
    signer: str | None = None


FACTS = Document.__struct_fields__


DEMANDED = {
    "title": "标题",
    "document_number": "发文字号",
    "kind": "文件种类",
    "adopted_on": "通过日期",
    "published_on": "公布日期",
    "published_in": "公布方式",
    "effective_on": "施行日期",
    "openness": "公开属性",
}
"""What a filing report (备案报告) names; without these the receiver could not enter it."""


def missing_facts(document: Document) -> dict[str, str]:
    """The facts that must be filled in before the filing is signed off, with Chinese names."""
    return {fact: name for fact, name in DEMANDED.items() if not getattr(document, fact)}


class Disorder(NamedTuple):
    """A date that cannot be right beside another one."""

    fact: str
    told: str


def disordered_dates(document: Document) -> Disorder | None:
    """What is wrong with the order of a document's dates; None when all is well.

    A document may take effect before it is published (自印发之日起施行), not before its adoption.
    """
    order = (
        ("adopted_on", "通过日期", "printed_on", "印发日期"),
        ("printed_on", "印发日期", "published_on", "公布日期"),
        ("adopted_on", "通过日期", "published_on", "公布日期"),
        ("adopted_on", "通过日期", "effective_on", "施行日期"),
        ("effective_on", "施行日期", "valid_until", "有效期截止日"),
    )
    for earlier, earlier_name, later, later_name in order:
        first: date | None = getattr(document, earlier)
        second: date | None = getattr(document, later)
        if first is not None and second is not None and second < first:
            told = f"{later_name}（{second}）早于{earlier_name}（{first}），请核对后改正。"
            return Disorder(later, told)
    return None


def missing_parts(
    demanded: Iterable[PartKind], present: Iterable[PartKind], explained: Iterable[PartKind]
) -> list[PartKind]:
    """Demanded parts that are neither in the package nor explained as absent, in their order.

    No reason stands for the text itself: without it there is nothing to record or to review.
    """
    there = {*present, *(part for part in explained if part != PartKind.OFFICIAL_TEXT)}
    return [part for part in demanded if part not in there]


def part_names(parts: Iterable[PartKind]) -> str:
    """Parts as a person reads them."""
    return "、".join(PARTS[part] for part in parts)


class Series(StrEnum):
    """How a register counts: one series a year, or one for each kind of document or of maker."""

    WHOLE = "whole"
    DOCUMENT_KIND = "document_kind"
    MAKER_KIND = "maker_kind"


MAKERS = {
    "government": "政府",
    "supervisory_commission": "监委",
    "court": "法院",
    "procuratorate": "检察院",
    "department": "部门",
    "subdistrict_office": "街道",
    "congress": "人大",
    "standing_committee": "常委会",
}
"""How a register that counts by kind of maker marks its numbers."""


def series_of(series: Series | None, kind: DocumentKind | None, maker: str) -> tuple[str, str]:
    """In which series of the register a document counts, and how its number is marked."""
    if series is Series.DOCUMENT_KIND and kind is not None:
        return f"kind.{kind}", DOCUMENT_KINDS[kind]
    if series is Series.MAKER_KIND:
        return f"maker.{maker}", MAKERS.get(maker, "其他")
    return "all", ""
