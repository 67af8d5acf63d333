"""Printing in GraphQL."""

import strawberry

from core import FileRecord, Info, column, verb
from plugins.people_votes import permissions as may
from plugins.people_votes import service
from plugins.people_votes.schema.voting import VoteInput, round_key

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.type(description="打印用的文件：Word 和 PDF，文字相同")
class PrintedVote:
    """A form in both kinds of files."""

    word: FileRecord = column("Word 文件")
    pdf: FileRecord | None = column("PDF 文件；服务器不能生成时为空")
    fault: str | None = column("没有 PDF 的原因和办法；有 PDF 时为空")


@strawberry.type
class PrintingVerbs:
    """What is printed of a vote."""

    @verb(may.PRINT_BALLOTS, "印制表决票（测评票）：投票结束以前；每一张都相同，没有编号和记号")
    async def print_ballots(self, info: Info, input: VoteInput) -> PrintedVote:
        return await service.print_ballots(info.context.work, round_key(input.round))

    @verb(
        may.PRINT_TALLY,
        "印制计票统计单，末页为宣布结果的文稿；宣布以前只有这次表决的监票人、计票人可以",
    )
    async def print_tally(self, info: Info, input: VoteInput) -> PrintedVote:
        return await service.print_tally(info.context.work, round_key(input.round))
