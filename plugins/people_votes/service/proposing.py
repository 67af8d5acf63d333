"""Ideas come in: from the public without an account, from deputies, and through staff.

Nobody is asked who they are. Whoever proposes gets a receipt code (查询码), shown once and kept as
a hash; with it, and with nothing else, the idea can be followed.
"""

import base64
import hashlib
import secrets
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Context,
    Invalid,
    Mandate,
    NotFound,
    Published,
    Refused,
    Work,
    announce,
    count_attempt,
    today,
)
from plugins.people_votes import practice, rules
from plugins.people_votes.models import CallForIdeas, Candidate, Cycle, Idea, Project
from plugins.people_votes.rules import CycleState, IdeaSource
from plugins.people_votes.service.calling import standing_call


class NewIdea(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody proposes."""

    title: str
    content: str
    place: str | None = None


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """An idea that came in, with the code that its proposer keeps."""

    idea: Idea
    code: str


async def limit_proposals(context: Context) -> None:
    """Count a proposal for who makes it: the person signed in, or the address of a visitor."""
    actor = context.viewer.actor
    who = f"person:{actor.person_id}" if actor else f"from:{context.address}"
    await count_attempt(context.platform, f"people_votes.propose:{who}", practice.PROPOSALS_AT_ONCE)


async def limit_following(context: Context) -> None:
    """Count a code that is asked for, so that nobody tries codes at will."""
    who = f"people_votes.follow:{context.address}"
    await count_attempt(context.platform, who, practice.FOLLOWS_AT_ONCE)


async def propose_idea(
    work: Work, cycle_id: UUID, new: NewIdea, *, as_deputy: bool, request_key: str | None
) -> Proposed:
    """Propose an idea (提出建议), with or without an account, while the call runs."""
    source = IdeaSource.DEPUTY if as_deputy else IdeaSource.PUBLIC
    if as_deputy:
        await _require_mandate(work)
    cycle = await _calling(work, cycle_id)
    proposed, again = await _take_in(
        work, cycle, new, source=source, named=as_deputy, collected_by=None, key=request_key
    )
    told = {"source": str(source), "again": again}
    announce(work, "people_votes.propose_idea", proposed.idea, told)
    return proposed


async def record_idea(
    work: Work,
    cycle_id: UUID,
    new: NewIdea,
    source: IdeaSource,
    collected_by: str | None,
    request_key: str | None,
) -> Proposed:
    """Write down an idea for somebody else (代为登记); its source is kept."""
    if source not in rules.COLLECTED:
        raise Invalid("IDEA_SOURCE", "代表的建议由代表本人登录后提出。", field="source")
    if source is not IdeaSource.PUBLIC and not (collected_by or "").strip():
        raise Invalid(
            "COLLECTOR_MISSING", "请填写收集这条建议的联络站、社区或者单位。", field="collectedBy"
        )
    cycle = await _calling(work, cycle_id)
    proposed, again = await _take_in(
        work, cycle, new, source=source, named=True, collected_by=collected_by, key=request_key
    )
    told = {"source": str(source), "again": again}
    announce(work, "people_votes.record_idea", proposed.idea, told)
    return proposed


async def _require_mandate(work: Work) -> None:
    """Only who holds a mandate of this body today proposes as its deputy."""
    found = sa.select(Mandate.id).where(
        Mandate.person_id == work.acting_person.person_id,
        Mandate.status == "active",
        Mandate.ended_on.is_(None),
    )
    if await work.session.scalar(found.limit(1)) is None:
        raise Refused("NOT_A_DEPUTY", "您没有本机构现任代表资格，请以公众身份提出建议。")


async def _calling(work: Work, cycle_id: UUID) -> Cycle:
    """The cycle, if its call runs today; it cannot be closed before the idea is in."""
    cycle = await work.session.scalar(
        sa.select(Cycle).where(Cycle.id == cycle_id).with_for_update(read=True)
    )
    if cycle is None:
        raise NotFound("这一轮票决")
    if cycle.state is CycleState.PREPARING:
        raise Refused("CALL_NOT_OPEN", "公开征集还没有开始，请在公告的时间内提出。")
    over = cycle.call_until is not None and today() > cycle.call_until
    if cycle.state is not CycleState.CALLING or over:
        raise Refused("CALL_ENDED", "公开征集已经截止，不再接收建议。欢迎在下一次征集时提出。")
    return cycle


def _check(new: NewIdea) -> None:
    if not new.title.strip() or not new.content.strip():
        raise Invalid("TEXT_EMPTY", "请填写建议的标题和内容。", field="content")
    if len(new.title) > practice.LONGEST_TITLE or len(new.place or "") > practice.LONGEST_TITLE:
        raise Invalid(
            "TEXT_TOO_LONG", f"标题、地点各不超过{practice.LONGEST_TITLE}字。", field="title"
        )
    if len(new.content) > practice.LONGEST_TEXT:
        raise Invalid("TEXT_TOO_LONG", f"内容不超过{practice.LONGEST_TEXT}字。", field="content")
    if rules.names_somebody(f"{new.title}\n{new.content}\n{new.place or ''}"):
        raise Invalid(
            "PERSONAL_DATA",
            "请不要填写手机号码、身份证号码：办理情况凭查询码查询，不需要联系方式。",
            field="content",
        )


async def _take_in(
    work: Work,
    cycle: Cycle,
    new: NewIdea,
    *,
    source: IdeaSource,
    named: bool,
    collected_by: str | None,
    key: str | None,
) -> tuple[Proposed, bool]:
    """One row for one text; who repeats a request under the same key gets the same code again."""
    _check(new)
    fingerprint = _digest(rules.plain_words(new.title, new.content, new.place or ""))
    code = _code(cycle.id, fingerprint, key)
    person = work.acting_person if named else None
    idea = await work.session.scalar(
        insert(Idea)
        .values(
            tenant_id=work.body.id,
            cycle_id=cycle.id,
            source=source,
            collected_by=collected_by,
            title=new.title.strip(),
            content=new.content.strip(),
            place=new.place,
            proposed_on=today(),
            proposed_by=person.person_id if person else None,
            proposed_by_name=person.name if person else None,
            code_hash=_digest(code),
            fingerprint=fingerprint,
        )
        .on_conflict_do_nothing()
        .returning(Idea)
    )
    if idea is not None:
        return Proposed(idea=idea, code=_shown(code)), False
    known = sa.select(Idea).where(
        Idea.cycle_id == cycle.id, Idea.fingerprint == fingerprint, Idea.code_hash == _digest(code)
    )
    idea = await work.session.scalar(known)
    if idea is None:
        raise Refused("IDEA_KNOWN", "内容完全相同的建议已经收到，不需要重复提出。")
    return Proposed(idea=idea, code=_shown(code)), True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _code(cycle_id: UUID, fingerprint: str, key: str | None) -> str:
    """A random code; under a client's own long key always the same, so that it can ask again."""
    strong = key is not None and len(key) >= practice.SHORTEST_KEY
    seed = f"{cycle_id}:{fingerprint}:{key}" if strong else secrets.token_hex()
    letters = base64.b32encode(hashlib.sha256(f"receipt:{seed}".encode()).digest()).decode()
    return letters[: practice.CODE_LETTERS]


def _shown(code: str) -> str:
    """In groups, as one reads it from a slip of paper."""
    half = len(code) // 2
    quarter = half // 2
    return "-".join(code[at : at + quarter] for at in range(0, len(code), quarter))


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What a code shows: the idea as it was proposed, how it ended, and what came of it."""

    idea: Idea
    call: CallForIdeas
    into: Idea | None
    candidate: Candidate | None
    project: Published | None
    """What was published of the project that came of it; nothing else of a project is public."""


async def idea_by_code(session: AsyncSession, code: str) -> Followed:
    """The idea of a receipt code."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    idea = await session.scalar(sa.select(Idea).where(Idea.code_hash == _digest(plain)))
    if idea is None:
        raise Refused("CODE_UNKNOWN", "没有与该查询码对应的建议，请核对后重新输入。")
    call = await session.scalar(standing_call(idea.cycle_id))
    into = await session.scalar(sa.select(Idea).where(Idea.id == idea.merged_into_id))
    candidate = await session.scalar(sa.select(Candidate).where(Candidate.id == idea.candidate_id))
    if call is None:
        raise AssertionError("an idea comes in while its call runs")
    project = await session.scalar(_published(idea.candidate_id))
    return Followed(idea=idea, call=call, into=into, candidate=candidate, project=project)


def _published(candidate_id: UUID | None) -> sa.Select[Published]:
    """The standing entry of the project that the vote made of a candidate."""
    return (
        sa.select(Published)
        .join(
            Project,
            sa.and_(Project.tenant_id == Published.body_id, Project.published_id == Published.id),
        )
        .where(Project.candidate_id == candidate_id, Published.withdrawn_at.is_(None))
    )
