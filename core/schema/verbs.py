"""The core's verbs."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from core import look, people, permissions, second_factor, service, signing_in
from core.graphql.context import Info
from core.graphql.ids import key
from core.graphql.nodes import column, given
from core.graphql.permissions import verb
from core.kit.official import templates
from core.revisions import SEEN
from core.schema.groups import GroupVerbs
from core.schema.meetings import MeetingVerbs
from core.schema.notifications import NotificationVerbs
from core.schema.organs import OrganVerbs
from core.schema.plugins import PluginVerbs
from core.schema.practices import PracticeVerbs
from core.schema.records import (
    File,
    Invitation,
    Look,
    Mandate,
    Member,
    OwnRole,
    PaperTemplate,
    ReceivedPackage,
)


@strawberry.input(description="登录")
class SignInInput:
    """Login and password."""

    login: str = given("登录名")
    password: str = given("密码")
    organ: str | None = given("以哪个机关（代码）的身份，默认第一个", default=None)
    code: str | None = given(
        "开启了两步验证的：验证器的6位动态码，或一个恢复码；没有填写的，答复 SECOND_FACTOR_NEEDED",
        default=None,
    )


@strawberry.input(description="接受邀请")
class AcceptInvitationInput:
    """The code handed over, and one's own account."""

    code: str = given("邀请码")
    login: str = given("您已有账号的登录名")
    password: str = given("密码")
    second_code: str | None = given("开启了两步验证的，动态码或恢复码", default=None)


@strawberry.input(description="设置两步验证")
class BeginSecondFactorInput:
    """The password once more."""

    password: str = given("密码")


@strawberry.type(description="验证器所需的密钥；只显示这一次，确认以后才生效")
class SecondFactorBegun:
    """For an authenticator app."""

    secret: str = column("密钥，手工输入验证器用")
    address: str = column("otpauth:// 地址")
    picture: str = column("二维码，data: 开头的 SVG 图片")


@strawberry.input(description="开启两步验证")
class ConfirmSecondFactorInput:
    """A first code."""

    code: str = given("验证器显示的6位动态码")


@strawberry.type(description="恢复码，每个只能用一次；只显示这一次，请抄下保存")
class RecoveryCodes:
    """For who has lost the device."""

    codes: list[str] = column("恢复码")


@strawberry.input(description="关闭两步验证")
class RemoveSecondFactorInput:
    """Password and a code."""

    password: str = given("密码")
    code: str = given("动态码或恢复码")


@strawberry.input(description="重置他人的两步验证")
class ResetSecondFactorInput:
    """Whose."""

    member: strawberry.ID = given("任职的 id")


@strawberry.input(description="结束本人的一次登录")
class EndSessionInput:
    """Which."""

    session: strawberry.ID = given("登录的 id，见 ownAccount 的 sessions")


@strawberry.type(description="登录的结果；令牌只显示这一次")
class SignedIn:
    """The new session."""

    token: str = column("令牌，放入 Authorization: Bearer 请求头")
    expires_at: datetime = column("失效时间；使用中自动延长")


@strawberry.input(description="修改密码")
class ChangePasswordInput:
    """Old and new."""

    old: str = given("原密码")
    new: str = given("新密码，至少10个字符")


@strawberry.input(description="任职")
class PlaceInput:
    """A place in an organ."""

    organ: str = given("机关代码")
    post: str = given("职务名称")
    post_kind: people.PostKind = given("职务类别", default=people.PostKind.STAFF)
    roles: list[str] = given("角色名", default_factory=list)

    def to_place(self) -> people.Place:
        """The plain form."""
        return people.Place(
            organ_code=self.organ,
            post=self.post,
            post_kind=self.post_kind,
            roles=tuple(self.roles),
        )


@strawberry.input(description="新建人员")
class CreatePersonInput:
    """A new person with an account."""

    name: str = given("姓名")
    login: str = given("登录名，全平台唯一")
    place: PlaceInput = given("任职")


@strawberry.type(description="新建的人员；初始密码只显示这一次")
class CreatedPerson:
    """A created person."""

    member: Member = column("任职")
    login: str = column("登录名")
    first_password: str = column("初始密码，首次登录后应修改")


@strawberry.input(description="批量导入人员")
class ImportPeopleInput:
    """An uploaded xlsx."""

    file: strawberry.ID = given("已上传的 xlsx 文件的 id")


@strawberry.type(description="导入的结果")
class ImportedPeople:
    """All created people."""

    created: list[CreatedPerson] = column("新建的人员")


@strawberry.type(description="发出的邀请；邀请码只显示这一次")
class Invited:
    """An invitation with its code."""

    invitation: Invitation = column("邀请")
    code: str = column("邀请码，请当面或以可靠方式交给本人")


@strawberry.input(description="增加任职")
class AddMembershipInput:
    """A further place for somebody who works here."""

    member: strawberry.ID = given("此人现有任职的 id")
    place: PlaceInput = given("增加的任职")


@strawberry.input(description="分配角色")
class AssignRolesInput:
    """Exactly these roles."""

    member: strawberry.ID = given("任职的 id")
    roles: list[str] = given("角色名；原有的被替换")
    seen: list[str] | None = given(
        "填写时看到的原有角色；他人已经另行分配的，不予替换。不填则不核对", default=None
    )


@strawberry.input(description="自定义角色")
class DefineRoleInput:
    """A role of the body's own."""

    name: str = given("角色名，英文")
    title: str = given("中文名称")
    actions: list[str] = given("权限名")
    seen: str | None = given(f"{SEEN}。看到时还没有这个角色的，填空字符串", default=None)


@strawberry.input(description="结束任职")
class EndMembershipInput:
    """From which day."""

    member: strawberry.ID = given("任职的 id")
    ended_on: date = given("结束日期")


@strawberry.input(description="登记代表资格")
class RecordMandateInput:
    """A deputy's mandate."""

    member: strawberry.ID = given("任职的 id")
    term: int = given("届次")
    district: str = given("选区或选举单位")
    began_on: date = given("开始日期")


@strawberry.input(description="重置密码")
class ResetPasswordInput:
    """Whose."""

    member: strawberry.ID = given("任职的 id")


@strawberry.type(description="重置后的初始密码，只显示这一次")
class PasswordReset:
    """The new first password."""

    member: Member = column("任职")
    first_password: str = column("初始密码")


@strawberry.input(description="为已有人员建账号")
class OpenAccountInput:
    """Whose, under which login."""

    member: strawberry.ID = given("任职的 id")
    login: str = given("登录名，全平台唯一")


@strawberry.input(description="更换公文模板")
class SetTemplateInput:
    """An uploaded docx for a kind of paper."""

    kind: str = given("公文种类，见 paperForms")
    file: strawberry.ID = given("已上传的 docx 文件的 id")


@strawberry.input(description="一种公文")
class PaperKindInput:
    """Which paper."""

    kind: str = given("公文种类，见 paperForms")


@strawberry.input(description="设置本机构网页的外观；没有填写的名称、颜色恢复默认")
class SetLookInput:
    """A title, two colours, an emblem."""

    title: str | None = given("网页的名称，不超过60字；默认用机构名称", default=None)
    main_colour: str | None = given("主色，如 #9a1f1a；与白色的对比度不低于4.5", default=None)
    accent_colour: str | None = given("辅色；与白色的对比度不低于3", default=None)
    emblem: strawberry.ID | None = given(
        "已上传的 PNG、JPEG 图片的 id；不填则保留原有的徽标", default=None
    )
    remove_emblem: bool = given("不再使用徽标", default=False)
    seen: str | None = given(SEEN, default=None)

    def to_look(self) -> look.NewLook:
        """The plain form."""
        return look.NewLook(
            title=self.title,
            main_colour=self.main_colour,
            accent_colour=self.accent_colour,
            emblem=key(self.emblem, "File") if self.emblem is not None else None,
            remove_emblem=self.remove_emblem,
        )


@strawberry.type
class Mutation(MeetingVerbs, GroupVerbs, NotificationVerbs, OrganVerbs, PluginVerbs, PracticeVerbs):
    """The core's verbs."""

    @verb(permissions.SIGN_IN, "登录本机构")
    async def sign_in(self, info: Info, input: SignInInput) -> SignedIn:
        await service.limit_sign_in(info.context, input.login)
        row, token = await signing_in.sign_in(
            info.context.work,
            input.login,
            input.password,
            input.organ,
            code=input.code,
            client=info.context.agent,
        )
        info.context.new_token = token
        return SignedIn(token=token, expires_at=row.expires_at)

    @verb(permissions.ACCEPT_INVITATION, "用已有账号接受本机构的邀请并登录")
    async def accept_invitation(self, info: Info, input: AcceptInvitationInput) -> SignedIn:
        await service.limit_sign_in(info.context, input.login)
        row, token = await signing_in.accept_invitation(
            info.context.work,
            input.code,
            input.login,
            input.password,
            second_code=input.second_code,
            client=info.context.agent,
        )
        info.context.new_token = token
        return SignedIn(token=token, expires_at=row.expires_at)

    @verb(permissions.SIGN_OUT, "退出登录")
    async def sign_out(self, info: Info) -> bool:
        await signing_in.sign_out(info.context.work)
        info.context.signed_out = True
        return True

    @verb(permissions.SWITCH_ORGAN, "切换到自己任职的另一机关")
    async def switch_organ(
        self,
        info: Info,
        organ: Annotated[str, strawberry.argument(description="机关代码")],
    ) -> bool:
        await signing_in.switch_organ(info.context.work, organ)
        return True

    @verb(permissions.RECEIVE_PACKAGE, "签收一件来件；发出方随即得知，并且不能再撤回")
    async def receive_package(
        self,
        info: Info,
        package: Annotated[strawberry.ID, strawberry.argument(description="来件的 id")],
    ) -> ReceivedPackage:
        return await service.receive_package(info.context.work, key(package, "ReceivedPackage"))  # pyright: ignore[reportReturnType]

    @verb(permissions.CHANGE_PASSWORD, "修改密码；其他登录随之失效")
    async def change_password(self, info: Info, input: ChangePasswordInput) -> bool:
        await service.limit_password_change(info.context)
        await signing_in.change_password(info.context.work, input.old, input.new)
        return True

    @verb(permissions.END_SESSION, "结束本人的一次登录，也可以是在其他设备上的")
    async def end_session(self, info: Info, input: EndSessionInput) -> bool:
        row = await signing_in.end_session(info.context.work, key(input.session, "Session"))
        info.context.signed_out = row.id == info.context.work.acting_person.session_id
        return True

    @verb(permissions.BEGIN_SECOND_FACTOR, "开始设置两步验证；用动态码确认以后才生效")
    async def begin_second_factor(
        self, info: Info, input: BeginSecondFactorInput
    ) -> SecondFactorBegun:
        await service.limit_password_change(info.context)
        begun = await second_factor.begin_second_factor(info.context.work, input.password)
        return SecondFactorBegun(secret=begun.secret, address=begun.address, picture=begun.picture)

    @verb(permissions.CONFIRM_SECOND_FACTOR, "用动态码确认，开启两步验证；其他登录随之失效")
    async def confirm_second_factor(
        self, info: Info, input: ConfirmSecondFactorInput
    ) -> RecoveryCodes:
        await service.limit_second_factor(info.context)
        return RecoveryCodes(
            codes=await signing_in.confirm_second_factor(info.context.work, input.code)
        )

    @verb(permissions.REMOVE_SECOND_FACTOR, "关闭两步验证")
    async def remove_second_factor(self, info: Info, input: RemoveSecondFactorInput) -> bool:
        await service.limit_second_factor(info.context)
        await second_factor.remove_second_factor(info.context.work, input.password, input.code)
        return True

    @verb(
        permissions.RESET_SECOND_FACTOR,
        "为丢失验证器的人员重置两步验证；其登录随之失效。只限账号全部任职都在本机构的人员",
    )
    async def reset_second_factor(self, info: Info, input: ResetSecondFactorInput) -> Member:
        return await signing_in.reset_second_factor(  # pyright: ignore[reportReturnType]
            info.context.work, key(input.member, "Member")
        )

    @verb(permissions.CREATE_PERSON, "新建人员及其账号")
    async def create_person(self, info: Info, input: CreatePersonInput) -> CreatedPerson:
        new = people.NewPerson(name=input.name, login=input.login, place=input.place.to_place())
        return _created(await people.create_person(info.context.work, new))

    @verb(permissions.IMPORT_PEOPLE, "从 Excel 导入人员；有一行不对就一个也不导入")
    async def import_people(self, info: Info, input: ImportPeopleInput) -> ImportedPeople:
        made = await service.import_people(info.context.work, key(input.file, "File"))
        return ImportedPeople(created=[_created(one) for one in made])

    @verb(permissions.INVITE_MEMBER, "邀请已有账号的人员到本机构任职，须本人接受")
    async def invite_member(self, info: Info, input: PlaceInput) -> Invited:
        invitation, code = await people.invite_member(info.context.work, input.to_place())
        return Invited(invitation=invitation, code=code)  # pyright: ignore[reportArgumentType]

    @verb(permissions.ADD_MEMBERSHIP, "让本机构的人员在另一机关也任职")
    async def add_membership(self, info: Info, input: AddMembershipInput) -> Member:
        member = key(input.member, "Member")
        return await people.add_membership(info.context.work, member, input.place.to_place())  # pyright: ignore[reportReturnType]

    @verb(permissions.ASSIGN_ROLES, "分配角色")
    async def assign_roles(self, info: Info, input: AssignRolesInput) -> Member:
        member = key(input.member, "Member")
        return await people.assign_roles(  # pyright: ignore[reportReturnType]
            info.context.work, member, input.roles, input.seen
        )

    @verb(permissions.DEFINE_ROLE, "自定义角色")
    async def define_role(self, info: Info, input: DefineRoleInput) -> OwnRole:
        return await people.define_role(  # pyright: ignore[reportReturnType]
            info.context.work, input.name, input.title, input.actions, input.seen
        )

    @verb(permissions.END_MEMBERSHIP, "结束任职")
    async def end_membership(self, info: Info, input: EndMembershipInput) -> Member:
        member = key(input.member, "Member")
        return await people.end_membership(info.context.work, member, input.ended_on)  # pyright: ignore[reportReturnType]

    @verb(permissions.RECORD_MANDATE, "登记代表资格")
    async def record_mandate(self, info: Info, input: RecordMandateInput) -> Mandate:
        return await people.record_mandate(  # pyright: ignore[reportReturnType]
            info.context.work,
            key(input.member, "Member"),
            term=input.term,
            district=input.district,
            began_on=input.began_on,
        )

    @verb(permissions.RESET_PASSWORD, "重置密码；只限账号全部任职都在本机构的人员")
    async def reset_password(self, info: Info, input: ResetPasswordInput) -> PasswordReset:
        member, first_password = await signing_in.reset_password(
            info.context.work, key(input.member, "Member")
        )
        return PasswordReset(member=member, first_password=first_password)  # pyright: ignore[reportArgumentType]

    @verb(permissions.OPEN_ACCOUNT, "为没有账号的人员（如导入的代表）建账号")
    async def open_account(self, info: Info, input: OpenAccountInput) -> PasswordReset:
        member, first_password = await signing_in.open_account(
            info.context.work, key(input.member, "Member"), input.login
        )
        return PasswordReset(member=member, first_password=first_password)  # pyright: ignore[reportArgumentType]

    @verb(
        permissions.SET_TEMPLATE,
        "更换一种公文的 Word 模板；先检查、试填，通过后才启用。PDF 仍用内置版式",
    )
    async def set_template(self, info: Info, input: SetTemplateInput) -> PaperTemplate:
        return await templates.set_template(  # pyright: ignore[reportReturnType]
            info.context.work, input.kind, key(input.file, "File")
        )

    @verb(permissions.RESET_TEMPLATE, "恢复一种公文的内置模板")
    async def reset_template(self, info: Info, input: PaperKindInput) -> PaperTemplate:
        return await templates.reset_template(info.context.work, input.kind)  # pyright: ignore[reportReturnType]

    @verb(permissions.COPY_TEMPLATE, "取得一种公文正在使用的模板，下载后可以修改")
    async def copy_template(self, info: Info, input: PaperKindInput) -> File:
        return await templates.copy_template(info.context.work, input.kind)  # pyright: ignore[reportReturnType]

    @verb(permissions.SET_LOOK, "设置本机构网页的名称、两种颜色和自行上传的徽标")
    async def set_look(self, info: Info, input: SetLookInput) -> Look:
        row = await look.set_look(info.context.work, input.to_look(), input.seen)
        return Look.of(row, info.context.body)


def _created(made: people.Created) -> CreatedPerson:
    return CreatedPerson(
        member=made.membership,  # pyright: ignore[reportArgumentType]
        login=made.login,
        first_password=made.first_password,
    )
