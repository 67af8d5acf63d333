"""What a body may vary: what holds, as a form; a set of another place or of the body above."""

from datetime import date, datetime
from typing import Annotated, Any

import sqlalchemy as sa
import strawberry
from strawberry.scalars import JSON

from core import clock, codes, permissions, service, sets, tenancy
from core import practice as practices
from core.forms import form_of, is_period
from core.graphql.context import Info
from core.graphql.ids import key
from core.graphql.nodes import Node, children, column, computed, enum, given, load_row, record
from core.graphql.pages import records
from core.graphql.permissions import reads, verb
from core.hookspecs import Setting
from core.revisions import SEEN
from core.schema.plugins import LegalBasisInput, Refusal, refusal_of
from core.schema.records import Body, PracticeAnswer, PracticeChange, PracticeEntry, PracticeRule
from core.sets.comparing import VERDICTS
from core.sets.recommending import ANSWER_STATES

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false

enum(sets.Verdict, "采用一项做法的结果", VERDICTS)
enum(sets.AnswerState, "对推荐的做法的答复", ANSWER_STATES)

DAY = Annotated[date | None, strawberry.argument(description="哪一天，默认今天")]


@strawberry.type(description="一套做法中的一项，与现行的对照")
class PracticeComparison:
    """One value of a set beside what holds."""

    setting: str = column("设置项")
    title: str | None = column("中文名称；没有安装所属插件的为空")
    value: JSON = column("这套做法的值")
    text: str | None = column("这套做法的值的中文说法；没有安装所属插件的为空")
    rule_text: str = column("在原地所依据的规定")
    holding: PracticeRule | None = column("本机构现行的；为空表示现在没有规定")
    verdict: sets.Verdict = column("采用的结果")
    refusal: Refusal | None = column("不能采用的理由")


@strawberry.type(description="一套做法与本机构现行做法的对照表")
class SetComparison:
    """What adopting the set would change."""

    plugins: list[str] = column("这套做法所用的插件")
    plugins_off: list[str] = column("其中本机构没有启用的插件")
    comparisons: list[PracticeComparison] = column("逐项对照")
    seen: str = column("对照表的摘要；采用时须填写，表示看过的就是这一份")


@strawberry.type(description="可以参照的样板：某地的做法")
class PracticeTemplate:
    """A place whose practice others follow."""

    code: str = column("地方代码，用于 templateComparison、applyTemplate")
    title: str = column("名称")
    summary: str = column("特点")
    plugins: list[str] = column("所用的插件")


@strawberry.type(description="做法中的一项")
class SetValueInfo:
    """A value of a recommended set."""

    setting: str = column("设置项")
    value: JSON = column("值")
    rule_text: str = column("推荐方所依据的规定")


@record(sets.Asked, read=permissions.READ_PLUGINS, description="被推荐的一个下级机构及其答复")
class AskedBody(Node):
    """What one body below answered."""

    body_code: str = column("机构代码")
    body_name: str = column("机构名称")
    state: sets.AnswerState = column("答复")
    adopted: list[str] = column("采用的设置项")
    changed: list[str] = column("其中改动后采用的")
    plugins: list[str] = column("随之启用的插件")
    reason: str | None = column("不采用的理由")
    answered_at: datetime | None = column("答复的时间")


def _values(root: Any) -> list[SetValueInfo]:
    return [
        SetValueInfo(setting=one.setting, value=one.value, rule_text=one.rule_text)
        for one in sets.contents_of(root).values
    ]


@record(
    sets.Recommendation, read=permissions.READ_PLUGINS, description="本机构向下级推荐的一套做法"
)
class Recommendation(Node):
    """A set this body recommends."""

    title: str = column("名称")
    note: str = column("说明")
    recommended_by: str = column("办理人")
    created_at: datetime = column("推荐的时间")
    asked: list[AskedBody] = children(
        AskedBody, "recommendation_id", "向哪些下级机构推荐，及其答复", order=["body_code", "id"]
    )

    @computed("推荐启用的插件", needs=["contents"])
    def plugins(root: Any) -> list[str]:
        """By name."""
        return list(sets.contents_of(root).plugins)

    @computed("推荐的各项做法", needs=["contents"])
    def values(root: Any) -> list[SetValueInfo]:
        """In the order of the sender."""
        return _values(root)


@record(
    sets.ReceivedRecommendation,
    read=permissions.READ_PLUGINS,
    timeline=True,
    description="上级机构推荐给本机构的一套做法；采用与否由本机构决定",
)
class ReceivedRecommendation(Node):
    """A set recommended to this body."""

    from_body: str = column("推荐机构的代码")
    from_name: str = column("推荐机构的名称")
    title: str = column("名称")
    note: str = column("说明")
    state: sets.AnswerState = column("本机构的答复")
    reason: str | None = column("不采用的理由")
    created_at: datetime = column("收到的时间")
    answered_at: datetime | None = column("答复的时间")

    @computed("推荐启用的插件", needs=["contents"])
    def plugins(root: Any) -> list[str]:
        """By name."""
        return list(sets.contents_of(root).plugins)

    @computed("推荐的各项做法", needs=["contents"])
    def values(root: Any) -> list[SetValueInfo]:
        """In the order of the sender."""
        return _values(root)


@strawberry.input(description="设置本机构的做法")
class SetPracticeInput:
    """A value of the body's own."""

    setting: str = given("设置项")
    value: JSON = given("值")
    rule_kind: practices.RuleKind = given("规定的类别")
    rule_title: str = given("规定的名称")
    article: str | None = given("条文", default=None)
    valid_from: date = given("施行日期")
    valid_to: date | None = given("失效日期", default=None)
    note: str | None = given("说明", default=None)
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="停止适用本机构另行规定的一项做法")
class WithdrawPracticeInput:
    """Which setting, from when, why."""

    setting: str = given("设置项")
    ends_on: date = given("自哪一日起不再适用；今天或者以后")
    reason: str = given("理由和依据")
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="一项做法的值")
class SetValueInput:
    """A value for a setting."""

    setting: str = given("设置项")
    value: JSON = given("值")


@strawberry.input(description="采用一套做法：采用哪些，改动哪些，依据本机构的什么决定")
class AdoptionInput:
    """What is adopted, on which paper."""

    seen: str = given("所看过的对照表的摘要（seen）")
    settings: list[str] | None = given("只采用这些设置项，默认对照表中可以采用的全部", default=None)
    instead: list[SetValueInput] = given("改用另外的值的设置项", default_factory=list)
    rule_kind: practices.RuleKind = given("本机构规定的类别")
    rule_title: str = given("本机构规定的名称")
    article: str | None = given("条文", default=None)
    valid_from: date = given("施行日期")

    def to_adoption(self) -> sets.Adoption:
        """The plain form."""
        return sets.Adoption(
            seen=self.seen,
            settings=None if self.settings is None else tuple(self.settings),
            instead={one.setting: one.value for one in self.instead},
            rule_kind=self.rule_kind,
            rule_title=self.rule_title,
            article=self.article,
            valid_from=self.valid_from,
        )


@strawberry.input(description="采用样板的做法")
class ApplyTemplateInput:
    """Which template, how."""

    template: str = given("样板的地方代码")
    adoption: AdoptionInput = given("怎样采用")


@strawberry.input(description="向下级推荐一套做法")
class RecommendPracticeInput:
    """Plugins and values for bodies below."""

    title: str = given("名称")
    note: str = given("说明", default="")
    plugins: list[str] = given("推荐启用的插件", default_factory=list)
    values: list[SetValueInput] = given("推荐的各项做法", default_factory=list)
    rule_text: str = given("所依据的规定，如“《……办法》第三条”")
    to: list[str] | None = given("下级机构的代码，默认全部下级", default=None)


@strawberry.input(description="采用上级推荐的做法")
class AcceptRecommendationInput:
    """What of it, how."""

    recommendation: strawberry.ID = given("收到的推荐的 id")
    adoption: AdoptionInput = given("怎样采用")
    plugins: list[str] = given("随之启用的插件", default_factory=list)
    basis: LegalBasisInput | None = given("启用插件的法定依据；启用插件的须填写", default=None)


@strawberry.input(description="不采用上级推荐的做法")
class DeclineRecommendationInput:
    """Why not."""

    recommendation: strawberry.ID = given("收到的推荐的 id")
    reason: str = given("理由")


@strawberry.type
class PracticeReads:
    """What holds, and what other sets would change."""

    @reads(
        permissions.READ_BODY, "本机构现行的做法：每一项的值、依据、何时起，以及取代了哪些上级规定"
    )
    async def practice(
        self,
        info: Info,
        settings: Annotated[
            list[str] | None, strawberry.argument(description="只要这些设置项，默认全部")
        ] = None,
        on: DAY = None,
    ) -> list[PracticeEntry]:
        entries = await service.practice_entries(
            info.context.platform,
            info.context.body,
            info.context.plugins_on,
            settings,
            on or clock.today(),
        )
        return [_entry(entry, info.context.body) for entry in entries]

    @reads(permissions.READ_PLUGINS, "某一插件的各项做法，没有启用的插件也可以查看，供启用前了解")
    async def plugin_practice(
        self,
        info: Info,
        plugin: Annotated[str, strawberry.argument(description="插件名")],
        on: DAY = None,
    ) -> list[PracticeEntry]:
        context = info.context
        context.platform.plugins.info(plugin)
        entries = await service.practice_entries(
            context.platform, context.body, frozenset({plugin}), None, on or clock.today()
        )
        return [
            _entry(entry, context.body)
            for entry in entries
            if entry.resolved.setting.name.startswith(f"{plugin}.")
        ]

    @reads(permissions.READ_PLUGINS, "可以参照的样板")
    async def practice_templates(self, info: Info) -> list[PracticeTemplate]:
        async with info.context.reading() as session:
            found = await sets.template_list(session)
        return [
            PracticeTemplate(
                code=code, title=one.title, summary=one.summary, plugins=list(one.plugins)
            )
            for code, one in found
        ]

    @reads(permissions.READ_PLUGINS, "样板与本机构现行做法的对照表；不写入任何数据")
    async def template_comparison(
        self,
        info: Info,
        template: Annotated[str, strawberry.argument(description="样板的地方代码")],
        on: Annotated[
            date | None, strawberry.argument(description="打算自哪一天施行，默认今天；采用时须一致")
        ] = None,
    ) -> SetComparison:
        day = on or clock.today()
        async with info.context.previewing() as work:
            _, wanted = await sets.template_set(work, template, day)
            changes = await sets.compare(work, wanted, info.context.plugins_on, day)
            return await _comparison(info, work, wanted, changes, info.context.plugins_on)

    @records(Recommendation, "本机构向下级推荐的做法，最新的在前")
    def recommendations(self, info: Info) -> Any:
        return sa.select(sets.Recommendation).order_by(sets.Recommendation.created_at.desc())

    @records(ReceivedRecommendation, "上级机构推荐给本机构的做法，最新的在前")
    def received_recommendations(
        self,
        info: Info,
        state: Annotated[
            sets.AnswerState | None, strawberry.argument(description="只要此答复的")
        ] = None,
    ) -> Any:
        table = sets.ReceivedRecommendation
        listing = sa.select(table).order_by(table.created_at.desc())
        return listing if state is None else listing.where(table.state == state)

    @reads(permissions.READ_PLUGINS, "推荐的做法与本机构现行做法的对照表；不写入任何数据")
    async def recommendation_comparison(
        self,
        info: Info,
        recommendation: Annotated[
            strawberry.ID, strawberry.argument(description="收到的推荐的 id")
        ],
        enabling: Annotated[
            list[str] | None, strawberry.argument(description="打算随之启用的插件")
        ] = None,
        on: Annotated[
            date | None, strawberry.argument(description="打算自哪一天施行，默认今天；采用时须一致")
        ] = None,
    ) -> SetComparison:
        day, context = on or clock.today(), info.context
        found = key(recommendation, "ReceivedRecommendation")
        row = await load_row(context, sets.ReceivedRecommendation, found)
        if row is None:
            raise sets.no_recommendation()
        with_these = context.plugins_on | frozenset(enabling or ())
        async with context.previewing() as work:
            wanted = sets.contents_of(row)
            changes = await sets.compare(work, wanted, with_these, day)
            return await _comparison(info, work, wanted, changes, with_these)


@strawberry.type
class PracticeVerbs:
    """Deciding on practice."""

    @verb(permissions.SET_PRACTICE, "设置本机构自己的做法，须写明依据；上级规定不允许的会被拒绝")
    async def set_practice(self, info: Info, input: SetPracticeInput) -> PracticeChange:
        sent: dict[str, Any] = strawberry.asdict(input)
        fields = practices.NewValue.__struct_fields__
        new = practices.NewValue(**{name: sent[name] for name in fields})
        return await service.set_practice(info.context.work, input.setting, new, input.seen)

    @verb(
        permissions.WITHDRAW_PRACTICE,
        "停止适用本机构另行规定的做法；以后按上级或者样板的规定，没有的为没有规定",
    )
    async def withdraw_practice(self, info: Info, input: WithdrawPracticeInput) -> PracticeChange:
        work = info.context.work
        return await service.withdraw_practice(
            work, input.setting, input.ends_on, input.reason, input.seen
        )

    @verb(permissions.APPLY_TEMPLATE, "采用样板的做法，全部或者部分，须写明本机构的依据")
    async def apply_template(self, info: Info, input: ApplyTemplateInput) -> Body:
        return await sets.apply_template(
            info.context.work, input.template, input.adoption.to_adoption()
        )

    @verb(permissions.RECOMMEND_PRACTICE, "向下级机构推荐插件和做法；采用与否由下级决定")
    async def recommend_practice(self, info: Info, input: RecommendPracticeInput) -> Recommendation:
        wanted = sets.PracticeSet(
            plugins=tuple(input.plugins),
            values=tuple(
                sets.SetValue(setting=one.setting, value=one.value, rule_text=input.rule_text)
                for one in input.values
            ),
        )
        to = None if input.to is None else tuple(input.to)
        return await sets.recommend_practice(info.context.work, input.title, input.note, wanted, to)

    @verb(permissions.ACCEPT_RECOMMENDATION, "采用上级推荐的做法，全部、部分或者改动后采用")
    async def accept_recommendation(
        self, info: Info, input: AcceptRecommendationInput
    ) -> ReceivedRecommendation:
        return await sets.accept_recommendation(
            info.context.work,
            key(input.recommendation, "ReceivedRecommendation"),
            input.adoption.to_adoption(),
            tuple(input.plugins),
            input.basis.to_basis() if input.basis else None,
        )

    @verb(permissions.DECLINE_RECOMMENDATION, "不采用上级推荐的做法，须写明理由")
    async def decline_recommendation(
        self, info: Info, input: DeclineRecommendationInput
    ) -> ReceivedRecommendation:
        return await sets.decline_recommendation(
            info.context.work, key(input.recommendation, "ReceivedRecommendation"), input.reason
        )


def _entry(found: service.PracticeFound, body: tenancy.Body) -> PracticeEntry:
    resolved, latest, places, titles = found
    setting = resolved.setting
    standing = [one.value for one in (resolved.holding, latest) if one is not None]
    return PracticeEntry(
        setting=setting.name,
        title=setting.title,
        lower_may=service.LOWER_MAY[setting.lower],
        form=form_of(setting, titles, standing),  # pyright: ignore[reportArgumentType]
        answers=[
            PracticeAnswer(value=value, text=text) for value, text in service.answers_of(setting)
        ],
        is_period=is_period(setting),
        holding=_rule(setting, resolved.holding, places, body, titles),
        overrides=[_rule(setting, one, places, body, titles) for one in resolved.overridden],
        latest=_rule(setting, latest, places, body, titles),
        revision=practices.practice_revision(latest),
    )


def _rule(
    setting: Setting,
    value: practices.PracticeValue | None,
    places: dict[str, str],
    body: tenancy.Body,
    titles: codes.Titles,
) -> Any:
    if value is None:
        return None
    return PracticeRule(
        value=value.value,
        text=service.value_text(setting, value.value, titles),
        jurisdiction=places[value.jurisdiction_code],
        rule_kind=value.rule_kind,
        rule_text=value.rule_text,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
        version=value.version,
        own=value.body_id == body.id,
        note=value.note,
    )


async def _comparison(
    info: Info,
    work: Any,
    wanted: sets.PracticeSet,
    changes: list[sets.Change],
    on: frozenset[str],
) -> SetComparison:
    places = await service.place_names(work.session, work.body)
    plugins = info.context.platform.plugins
    known = plugins.settings
    settings = [known[name] for one in changes if (name := one.proposed.setting) in known]
    titles = await codes.titles_of(plugins, work.session, work.body, settings, clock.today())
    return SetComparison(
        plugins=list(wanted.plugins),
        plugins_off=[one for one in wanted.plugins if one not in on],
        comparisons=[
            _compared(known.get(name), one, places, work.body, titles.get(name, {}))
            for one in changes
            if (name := one.proposed.setting)
        ],
        seen=sets.digest_of(changes),
    )


def _compared(
    setting: Setting | None,
    change: sets.Change,
    places: dict[str, str],
    body: tenancy.Body,
    titles: codes.Titles,
) -> PracticeComparison:
    proposed, now = change.proposed, change.now
    return PracticeComparison(
        setting=proposed.setting,
        title=setting.title if setting else None,
        value=proposed.value,
        text=service.value_text(setting, proposed.value, titles) if setting else None,
        rule_text=proposed.rule_text,
        holding=_rule(now.setting, now.holding, places, body, titles) if now else None,
        verdict=change.verdict,
        refusal=refusal_of(change.problem),
    )
