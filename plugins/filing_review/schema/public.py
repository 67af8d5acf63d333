"""What everybody sees of the catalogue: a heading, and the page of one filing."""

from datetime import date
from typing import Any

from core import PublicPage, PublicSection, on_day
from plugins.filing_review import permissions as may


def _filing(facts: dict[str, Any]) -> PublicPage:
    """Facts of a filing: no opinion, no finding, no date of review."""
    told = (
        ("制定机关", facts.get("maker")),
        ("发文字号", facts.get("document_number")),
        ("公布日期", _day(facts.get("published_on"))),
        ("施行日期", _day(facts.get("effective_on"))),
        ("备案登记号", facts.get("register_text")),
        ("备案登记日期", _day(facts.get("registered_on"))),
    )
    summary = "，".join(str(facts[one]) for one in ("maker", "document_number") if facts.get(one))
    lines = tuple((label, str(text)) for label, text in told if text)
    return PublicPage(summary=summary, lines=lines)


def _day(text: str | None) -> str | None:
    """What was published by earlier versions says "None" where there was no day."""
    return None if text in (None, "None") else on_day(date.fromisoformat(text))


SECTIONS = [
    PublicSection(
        name="filing_review.catalogue",
        title="规范性文件备案目录",
        description="报送本机关备案并经登记、批准公开的规范性文件。",
        action=may.READ_PUBLISHED,
        page=_filing,
        gone="这份规范性文件已经撤出公开目录，不再公开。",
    )
]
