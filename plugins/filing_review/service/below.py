"""The ledger of what bodies below have copied up (抄报), as Excel and PDF: the unit comes first."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sqlalchemy import Select

from core import File, Heading, Work, announce, in_batches, on_day, place_name
from plugins.filing_review.models import FilingCopy
from plugins.filing_review.rules import LedgerForm
from plugins.filing_review.service.exporting import (
    NO_PERIOD,
    conclusion,
    correction,
    form_check,
    lateness,
    write_table,
)


class Copy(NamedTuple):
    """A copy with its place in the list."""

    place: int
    line: FilingCopy


def _filing_due(copy: Copy) -> Any:
    """Copies of the first version did not tell the day, but whether it was kept."""
    line = copy.line
    return line.filing_due_on or (NO_PERIOD if line.late_by is None else None)


def _opinion(copy: Copy) -> str | None:
    line = copy.line
    if line.opinion_number is None or line.opinion_on is None:
        return None
    return f"{line.opinion_number}，{on_day(line.opinion_on)}"


COPY_COLUMNS = (
    (Heading("抄报机构", 1.3), lambda copy: copy.line.from_body_name),
    (Heading("序号", 0.5), lambda copy: copy.place),
    (Heading("名称", 2), lambda copy: copy.line.title),
    (Heading("发文字号", 1.3), lambda copy: copy.line.document_number),
    (Heading("制定机关", 1.2), lambda copy: copy.line.maker_name),
    (Heading("公布日期", 1), lambda copy: copy.line.published_on),
    (Heading("施行日期", 1), lambda copy: copy.line.effective_on),
    (Heading("有效期", 1), lambda copy: copy.line.valid_until),
    (Heading("报备期限", 1), _filing_due),
    (Heading("收到日期", 1), lambda copy: copy.line.received_on or copy.line.filed_on),
    (Heading("是否逾期", 1), lambda copy: lateness(copy.line)),
    (Heading("形式审查", 1), lambda copy: form_check(copy.line)),
    (Heading("登记号", 1.2), lambda copy: copy.line.register_text),
    (Heading("承办机构", 1), lambda copy: copy.line.from_organ_name),
    (Heading("同步审查机构", 1.2), lambda copy: "、".join(copy.line.committees)),
    (Heading("审查结果", 1), lambda copy: conclusion(copy.line)),
    (Heading("意见文号及日期", 1.4), _opinion),
    (Heading("反馈日期", 1), lambda copy: copy.line.answered_on),
    (Heading("处理结果", 1), lambda copy: correction(copy.line)),
    (Heading("办结日期", 1), lambda copy: copy.line.closed_on),
    (Heading("省平台编号", 1), lambda copy: copy.line.platform_number),
    (Heading("归档号", 1), lambda copy: copy.line.archive_number),
)
"""The columns that an office keeps, after the unit that tells them."""


async def export_copies(work: Work, listing: Select[FilingCopy], form: LedgerForm) -> File:
    """The copies of a list as a file of the acting organ, in the order of the list."""
    title = f"{await place_name(work)}下级抄报备案审查台账"
    headings = [heading for heading, _ in COPY_COLUMNS]
    file, count = await write_table(work, title, headings, _rows(work, listing), form)
    told = {"form": str(form), "count": count, "digest": file.digest}
    announce(work, "filing_review.export_copies", file, told)
    return file


async def _rows(work: Work, listing: Select[FilingCopy]) -> AsyncIterator[list[list[Any]]]:
    place = 0
    async for lines in in_batches(work, listing):
        rows = list[list[Any]]()
        for line in lines:
            place += 1
            rows.append([value(Copy(place, line)) for _, value in COPY_COLUMNS])
        yield rows
