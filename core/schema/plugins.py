"""The admin's catalogue of plugins, and the verbs that turn them on and off."""

from datetime import date
from typing import Annotated, Any

import msgspec
import strawberry

from core import inventory, permissions, switching, tenancy
from core.errors import Expected
from core.graphql.context import Info
from core.graphql.nodes import column, enum, given
from core.graphql.permissions import reads, verb
from core.inventory import HEALTHS, Adds, Health, State
from core.plugins import Plugins
from core.schema.records import Enabling, LegalBasis, basis_of
from core.switching import Missing

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


enum(Health, "插件的状况", HEALTHS)


@strawberry.type(description="插件增加的一项内容")
class AddedPart:
    """Something a plugin adds."""

    name: str = column("名称，接口中的写法")
    title: str = column("中文说明")
    action: str | None = column("所需的权限；办理事项的，也是所留记录的事项名")


@strawberry.type(description="插件启用后增加的内容")
class Additions:
    """All that a plugin adds."""

    actions: list[AddedPart] = column("登记的权限")
    reads: list[AddedPart] = column("可以查看的内容")
    verbs: list[AddedPart] = column("可以办理的事项；每一项留下一条同名记录")
    watches: list[AddedPart] = column("可以持续查看的内容")
    fields: list[AddedPart] = column("在平台已有的记录上增加的内容")
    jobs: list[AddedPart] = column("后台处理，及何时进行")
    roles: list[AddedPart] = column("角色")
    papers: list[AddedPart] = column("公文")
    settings: list[AddedPart] = column("可以另行规定的做法")
    deadlines: list[AddedPart] = column("其中的期限")
    receives: list[str] = column("接收哪些种类的来件")
    listens: list[str] = column("听取哪些事项的记录；* 为全部")
    offers: list[AddedPart] = column("供其他插件使用的能力")
    pages: list[AddedPart] = column("控制台中的页面")
    events: list[AddedPart] = column("会留下哪些事项的记录，供其他插件听取")


@strawberry.type(description="插件所需的、由其他插件提供的事项记录或者能力")
class PluginNeed:
    """A need, and whether it is met here."""

    name: str = column("事项名，或者能力名")
    title: str = column("用于什么")
    required: bool = column("没有时是否不能启用")
    met: bool = column("在本机构是否已具备")
    givers: list[str] = column("已安装的插件中，哪些（中文名称）可以提供")


@strawberry.type(description="插件对某层级、某类机构要求的启用依据")
class DemandedBasis:
    """Which kinds of paper suffice."""

    level: tenancy.Level = column("层级")
    kind: tenancy.BodyKind = column("机构类别")
    bases: list[tenancy.BasisKind] = column("须以其中之一为依据")


@strawberry.type(description="插件目录中的一项")
class CatalogueEntry:
    """An installed plugin as an admin sees it."""

    name: str = column("插件名")
    title: str = column("中文名称")
    description: str = column("用途")
    law: str = column("所依据的法律")
    version: str | None = column("版本；说不出自己是谁的为空")
    requires_core: str | None = column("所需的平台版本；说不出自己是谁的为空")
    levels: list[tenancy.Level] = column("适用的层级")
    kinds: list[tenancy.BodyKind] = column("适用的机构类别")
    fits: bool = column("是否适用于本机构")
    demanded_bases: list[DemandedBasis] = column("要求的启用依据；不在其中的，各类依据均可")
    health: Health = column("状况")
    fault: str | None = column("故障的技术说明，供平台管理员处理；正常的为空")
    failing: list[str] = column("本机构中出错、正在重试的后台处理")
    enabled: bool = column("本机构今天是否启用")
    starts_on: date | None = column("预定自以后哪一天起启用；立即启用的、没有启用的为空")
    ends_on: date | None = column("启用到哪一天为止；没有确定的为空")
    basis: LegalBasis | None = column("启用依据")
    needs: list[PluginNeed] = column("所需的其他插件的事项记录和能力")
    adds: Additions | None = column("启用后增加的内容；有故障的为空")


@strawberry.type(description="不能办理的原因")
class Refusal:
    """Why something would be refused."""

    code: str = column("代码，见 docs/errors.md")
    message: str = column("说明和应当怎么办")


@strawberry.type(description="启用后，某一角色的人增加的权限")
class RoleReach:
    """What a role gains, and who carries it."""

    role: str = column("角色名")
    title: str = column("中文名称")
    actions: list[str] = column("增加的权限的中文名称")
    people: int = column("现在有多少人担任")
    names: list[str] = column("他们的姓名，最多20人")


@strawberry.type(description="启用的预演：将有什么变化，对谁；不写入任何数据")
class EnablingPreview:
    """What would change."""

    allowed: bool = column("现在办理能否启用")
    refusal: Refusal | None = column("不能启用的原因")
    missing: list[PluginNeed] = column("尚不具备的事项记录和能力")
    adds: Additions = column("将增加的内容")
    reaches: list[RoleReach] = column("各角色增加的权限，及现在担任的人")
    replayed: int = column("启用后将补听的以往记录数")


@strawberry.type(description="一类未办结的事项")
class OpenMatter:
    """How many there are."""

    title: str = column("何事")
    count: int = column("多少项")


@strawberry.type(description="一个插件中，当前机关尚未办结的事项")
class PluginMatters:
    """What waits in one plugin."""

    plugin: str = column("插件名")
    matters: list[OpenMatter] = column("各类事项，只列还有的")


@strawberry.type(description="停用的预演：哪些事项还没有办结，哪些插件将受影响")
class DisablingPreview:
    """What is not finished."""

    open: int = column("未办结的事项合计；停用时须如数填写，表示已经看过")
    matters: list[OpenMatter] = column("未办结的事项")
    dependents: list[PluginNeed] = column("其他插件因此缺少的内容；givers 为受影响的插件")


@strawberry.input(description="法定依据")
class LegalBasisInput:
    """The paper a plugin is turned on by."""

    kind: tenancy.BasisKind = given("类别")
    title: str = given("名称")
    number: str | None = given("文号", default=None)
    adopted_on: date | None = given("通过日期", default=None)
    scope: str | None = given("适用范围", default=None)
    valid_from: date = given("生效日期")
    valid_to: date | None = given("失效日期", default=None)

    def to_basis(self) -> tenancy.Basis:
        """The plain form."""
        return msgspec.convert(strawberry.asdict(self), tenancy.Basis)


@strawberry.input(description="启用插件")
class EnablePluginInput:
    """Which plugin, on what basis, from when."""

    plugin: str = given("插件名")
    basis: LegalBasisInput = given("法定依据")
    starts_on: date | None = given("自哪一天起启用，默认今天", default=None)


@strawberry.input(description="停用插件")
class DisablePluginInput:
    """Which plugin, until when."""

    plugin: str = given("插件名")
    last_day: date | None = given("启用到哪一天为止，默认立即停用", default=None)
    open: int | None = given("停用预演中显示的未办结事项合计，表示已经看过", default=None)


@strawberry.type
class PluginReads:
    """What an admin looks at before deciding."""

    @reads(
        permissions.READ_PLUGINS, "插件目录：已安装的插件，各自的用途、法律依据、状况和增加的内容"
    )
    async def plugin_catalogue(
        self,
        info: Info,
        names: Annotated[
            list[str] | None, strawberry.argument(description="只要这些插件，默认全部")
        ] = None,
    ) -> list[CatalogueEntry]:
        context = info.context
        async with context.reading() as session:
            found = await inventory.states(session, context.platform.plugins)
        wanted = [one for one in found if names is None or one.name in names]
        return [
            _entry(one, context.platform.plugins, context.body, context.plugins_on)
            for one in wanted
        ]

    @reads(permissions.ENABLE_PLUGIN, "启用的预演：将有什么变化，对谁；不写入任何数据")
    async def enabling_preview(
        self,
        info: Info,
        input: Annotated[EnablePluginInput, strawberry.argument(description="打算怎样启用")],
    ) -> EnablingPreview:
        plugins = info.context.platform.plugins
        seen = await inventory.preview_enabling(
            info.context, input.plugin, input.basis.to_basis(), input.starts_on
        )
        return EnablingPreview(
            allowed=seen.refusal is None,
            refusal=refusal_of(seen.refusal),
            missing=[_need(one, plugins, met=False) for one in seen.missing],
            adds=_additions(inventory.adds(plugins, input.plugin)),
            reaches=[RoleReach(**msgspec.structs.asdict(one)) for one in seen.reaches],
            replayed=seen.replayed,
        )

    @reads(
        permissions.READ_DEADLINES,
        "当前机关在各插件中尚未办结的事项，各有多少；只列本人有权办理或者查看其事项的插件",
    )
    async def open_matters(self, info: Info) -> list[PluginMatters]:
        counted = await inventory.own_matters(info.context)
        return [
            PluginMatters(
                plugin=plugin,
                matters=[OpenMatter(title=one.title, count=one.count) for one in matters],
            )
            for plugin, matters in counted
        ]

    @reads(permissions.DISABLE_PLUGIN, "停用的预演：哪些事项还没有办结，哪些插件将受影响")
    async def disabling_preview(
        self,
        info: Info,
        plugin: Annotated[str, strawberry.argument(description="插件名")],
    ) -> DisablingPreview:
        plugins = info.context.platform.plugins
        matters, dependents = await inventory.preview_disabling(info.context, plugin)
        return DisablingPreview(
            open=sum(one.count for one in matters),
            matters=[OpenMatter(title=one.title, count=one.count) for one in matters],
            dependents=[_need(one, plugins, met=False) for one in dependents],
        )


@strawberry.type
class PluginVerbs:
    """Turning on and off."""

    @verb(permissions.ENABLE_PLUGIN, "启用插件，须写明法定依据；可以预定自以后某一天起")
    async def enable_plugin(self, info: Info, input: EnablePluginInput) -> Enabling:
        return await switching.enable_plugin(
            info.context.work, input.plugin, input.basis.to_basis(), input.starts_on
        )

    @verb(
        permissions.DISABLE_PLUGIN,
        "停用插件，数据保留；有未办结事项的，须先看过预演、如数填写；可以预定最后一日",
    )
    async def disable_plugin(self, info: Info, input: DisablePluginInput) -> Enabling:
        return await switching.disable_plugin(
            info.context.work, input.plugin, seen=input.open, last_day=input.last_day
        )


def refusal_of(refused: Expected | None) -> Refusal | None:
    """A refusal as an answer, where the question was whether it would be refused."""
    return None if refused is None else Refusal(code=refused.code, message=refused.message)


def _entry(
    state: State, plugins: Plugins, body: tenancy.Body, on: frozenset[str]
) -> CatalogueEntry:
    info, row = state.info, state.row
    fitness = info.fitness if info else None
    usable = state.fault is None
    lacking = (
        {one.need.name for one in switching.missing(plugins, state.name, on)} if usable else {}
    )
    return CatalogueEntry(
        name=state.name,
        title=info.title if info else state.name,
        description=info.description if info else inventory.BROKEN,
        law=info.law if info else "",
        version=info.version if info else None,
        requires_core=info.requires_core if info else None,
        levels=[one for one in tenancy.Level if fitness and one in fitness.levels],
        kinds=[one for one in tenancy.BodyKind if fitness and one in fitness.kinds],
        fits=state.fits(body),
        demanded_bases=_demanded(fitness),
        health=state.health,
        fault=state.fault,
        failing=state.failing,
        enabled=state.is_on,
        starts_on=row.starts_on if row else None,
        ends_on=row.ends_on if row else None,
        basis=basis_of(row),
        needs=[
            _need(
                Missing(need=one, givers=switching.givers(plugins, one)),
                plugins,
                met=one.name not in lacking,
            )
            for one in (info.needs if info else ())
        ],
        adds=_additions(inventory.adds(plugins, state.name)) if usable else None,
    )


def _demanded(fitness: tenancy.Fitness | None) -> list[DemandedBasis]:
    demanded = fitness.demanded_basis if fitness else {}
    return [
        DemandedBasis(level=level, kind=kind, bases=sorted(bases))
        for (level, kind), bases in demanded.items()
    ]


def _need(missing: Missing, plugins: Plugins, *, met: bool) -> PluginNeed:
    return PluginNeed(
        name=missing.need.name,
        title=missing.need.title,
        required=missing.need.required,
        met=met,
        givers=[plugins.info(one).title for one in missing.givers],
    )


def _additions(adds: Adds) -> Additions:
    plain = ("receives", "listens")
    parts: dict[str, Any] = {
        name: [AddedPart(**msgspec.structs.asdict(one)) for one in getattr(adds, name)]
        for name in Adds.__struct_fields__
        if name not in plain
    }
    return Additions(**parts, receives=adds.receives, listens=adds.listens)
