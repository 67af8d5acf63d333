"""Groups of deputies, and the import of deputies."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import deputies, groups, permissions
from core.graphql.context import Info
from core.graphql.ids import key
from core.graphql.nodes import Node, children, column, computed, given, record
from core.graphql.pages import records
from core.graphql.permissions import reads, verb
from core.revisions import REVISION, SEEN

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(groups.DeputyGroupMember, read=permissions.READ_GROUPS, description="代表小组的一名成员")
class DeputyGroupMember(Node):
    """A member."""

    name: str = column("姓名")
    leader: bool = column("是否组长")
    joined_on: date = column("加入日期")
    left_on: date | None = column("离开日期；在组的为空")


@record(groups.DeputyGroup, read=permissions.READ_GROUPS, description="代表小组", timeline=True)
class DeputyGroup(Node):
    """A group."""

    name: str = column("名称")
    basis: groups.GroupBasis = column("按什么组成")
    term: int | None = column("届次")
    formed_on: date = column("成立日期")
    closed_on: date | None = column("撤销日期")
    members: list[DeputyGroupMember] = children(
        DeputyGroupMember, "group_id", "成员，离开的也在内", order=["joined_on", "id"]
    )

    @computed(REVISION, needs=["id", "closed_on"])
    async def revision(root: Any, info: Info) -> str:
        """For the one who changes it next."""
        members = await info.context.load("members of groups", root.id, groups.members_said)
        return groups.group_revision(root, members)


@strawberry.input(description="加入代表小组的人；代表资格和任职填一项")
class JoiningDeputyInput:
    """Who comes in."""

    mandate: strawberry.ID | None = given("本级代表：代表资格的 id", default=None)
    member: strawberry.ID | None = given("参加小组活动的上级代表：在本机构任职的 id", default=None)
    leader: bool = given("是否组长", default=False)

    def to_joining(self) -> groups.JoiningDeputy:
        """The plain form."""
        return groups.JoiningDeputy(
            mandate_id=key(self.mandate, "Mandate") if self.mandate is not None else None,
            membership_id=key(self.member, "Member") if self.member is not None else None,
            leader=self.leader,
        )


@strawberry.input(description="成立代表小组")
class FormDeputyGroupInput:
    """A group."""

    name: str = given("名称")
    basis: groups.GroupBasis = given("按什么组成")
    term: int | None = given("届次", default=None)
    members: list[JoiningDeputyInput] = given("成员", default_factory=list)


@strawberry.input(description="调整代表小组的成员；离开的保留在历史中")
class ChangeDeputyGroupInput:
    """Who comes in, who leaves."""

    group: strawberry.ID = given("代表小组的 id")
    joining: list[JoiningDeputyInput] = given("加入的人", default_factory=list)
    leaving: list[strawberry.ID] = given("离开的成员的 id", default_factory=list)
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="撤销代表小组")
class CloseDeputyGroupInput:
    """Which group."""

    group: strawberry.ID = given("代表小组的 id")


@strawberry.type(description="本机构往届的一名同名代表：是同一人的，把编号填在表的“人员编号”一列")
class EarlierDeputy:
    """Whom a row may mean."""

    number: str = column("人员编号")
    term: int = column("最近的届次")
    district: str = column("当时的选区或选举单位")


@strawberry.type(description="代表名册导入表中一行的检查结果")
class DeputyImportRow:
    """One row and what is wrong with it."""

    row: int = column("行号，表头为第1行")
    name: str = column("姓名")
    district: str = column("选区或选举单位")
    problems: list[str] = column("问题；为空表示可以导入")
    earlier: list[EarlierDeputy] = column("可能是同一人的往届代表；不填编号的，作为另一人导入")
    joins: bool = column("是否已由人员编号指明为往届的同一人")


@strawberry.input(description="批量导入代表")
class ImportDeputiesInput:
    """An uploaded xlsx."""

    file: strawberry.ID = given("已上传的 xlsx 文件的 id")


@strawberry.type(description="导入时新建的一个账号；初始密码只显示这一次")
class DeputyAccount:
    """An account that the import created."""

    name: str = column("姓名")
    login: str = column("登录名")
    first_password: str = column("初始密码，首次登录后应修改")


@strawberry.type(description="代表名册导入的结果")
class ImportedDeputies:
    """How many came in, and the accounts that were made."""

    count: int = column("登记了几名代表")
    accounts: list[DeputyAccount] = column("新建的账号")


@strawberry.type
class GroupReads:
    """Groups, and what an import would do."""

    @records(DeputyGroup, "代表小组，按名称")
    def deputy_groups(
        self,
        info: Info,
        closed: Annotated[bool, strawberry.argument(description="只要已撤销的")] = False,
    ) -> Any:
        return groups.group_list(closed=closed)

    @reads(permissions.IMPORT_DEPUTIES, "导入代表前预览：逐行列出问题，不写入任何数据")
    async def deputy_import_preview(
        self,
        info: Info,
        file: Annotated[strawberry.ID, strawberry.argument(description="已上传的 xlsx 文件的 id")],
    ) -> list[DeputyImportRow]:
        rows = await deputies.preview_import(info.context, key(file, "File"))
        return [
            DeputyImportRow(
                row=one.number,
                name=one.name,
                district=one.district,
                problems=[problem.message for problem in one.problems],
                earlier=[
                    EarlierDeputy(number=each.number, term=each.term, district=each.district)
                    for each in one.earlier
                ],
                joins=one.person_id is not None,
            )
            for one in rows
        ]


@strawberry.type
class GroupVerbs:
    """Groups, and the import of deputies."""

    @verb(permissions.FORM_DEPUTY_GROUP, "成立代表小组")
    async def form_deputy_group(self, info: Info, input: FormDeputyGroupInput) -> DeputyGroup:
        new = groups.NewGroup(
            name=input.name,
            basis=input.basis,
            term=input.term,
            members=tuple(one.to_joining() for one in input.members),
        )
        return await groups.form_deputy_group(info.context.work, new)

    @verb(permissions.CHANGE_DEPUTY_GROUP, "调整代表小组的成员")
    async def change_deputy_group(self, info: Info, input: ChangeDeputyGroupInput) -> DeputyGroup:
        return await groups.change_deputy_group(
            info.context.work,
            key(input.group, "DeputyGroup"),
            [one.to_joining() for one in input.joining],
            [key(one, "DeputyGroupMember") for one in input.leaving],
            input.seen,
        )

    @verb(permissions.CLOSE_DEPUTY_GROUP, "撤销代表小组；历史保留")
    async def close_deputy_group(self, info: Info, input: CloseDeputyGroupInput) -> DeputyGroup:
        group = key(input.group, "DeputyGroup")
        return await groups.close_deputy_group(info.context.work, group)

    @verb(
        permissions.IMPORT_DEPUTIES,
        "从 Excel 导入代表：人员、任职和代表资格，账号可以没有；有一行不对就一个也不导入",
    )
    async def import_deputies(self, info: Info, input: ImportDeputiesInput) -> ImportedDeputies:
        made = await deputies.import_deputies(info.context.work, key(input.file, "File"))
        return ImportedDeputies(
            count=made.count,
            accounts=[
                DeputyAccount(name=name, login=login, first_password=password)
                for name, login, password in made.accounts
            ],
        )


GroupRecord = DeputyGroup
"""Under this name the front door offers it."""
