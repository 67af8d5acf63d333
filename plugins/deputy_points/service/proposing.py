"""What a rule's text lets be proposed (awards, talks): listed, decided by people, on the record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import Mandate, NotFound, Refused, Work, announce, notify, today
from plugins.deputy_points.models import PointsAccount, PointsDecision, RuleVersion
from plugins.deputy_points.rules import (
    PointsRules,
    Proposal,
    Proposed,
    last_day,
    proposed,
    version_on,
)
from plugins.deputy_points.service.copying import check_year, version_of
from plugins.deputy_points.service.free_words import free_words


class ProposedDeputy(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy whose totals fit a proposal, or did when it was decided."""

    account: PointsAccount
    proposed: Proposed
    decision: PointsDecision | None
    fits: bool


async def proposals_of(session: AsyncSession, year: int) -> list[ProposedDeputy]:
    """Everybody whom the rule of a year lets be proposed, and everything that was decided."""
    check_year(year)
    rules = await _rules(session, year)
    years = {one.title: one.years for one in rules.proposals} if rules else {}
    back = max(years.values(), default=1)
    rows = await session.scalars(
        sa.select(PointsAccount).where(PointsAccount.year > year - back, PointsAccount.year <= year)
    )
    totals = defaultdict[int, dict[str, int]](dict)
    accounts = dict[str, PointsAccount]()
    for row in rows:
        totals[row.year][str(row.mandate_id)] = row.points
        if row.year == year:
            accounts[str(row.mandate_id)] = row
    taken = await session.scalars(
        sa.select(PointsDecision).where(PointsDecision.year == year).order_by(PointsDecision.id)
    )
    decided = {(str(one.mandate_id), one.title): one for one in taken}
    fitting = list(proposed(rules, year, totals)) if rules else []
    fit = {(one.who, one.proposal.title) for one in fitting}
    # Points change after a decision; the decision was taken all the same.
    kept = [
        _decided(decision, [year - back for back in range(years.get(title, 1))], totals)
        for (who, title), decision in decided.items()
        if (who, title) not in fit
    ]
    return [
        ProposedDeputy(
            account=accounts[one.who],
            proposed=one,
            decision=decided.get((one.who, one.proposal.title)),
            fits=(one.who, one.proposal.title) in fit,
        )
        for one in (*fitting, *kept)
    ]


def _decided(
    decision: PointsDecision, years: Sequence[int], totals: Mapping[int, Mapping[str, int]]
) -> Proposed:
    """A proposal in the words in which it was decided, with the totals as they are now."""
    who = str(decision.mandate_id)
    return Proposed(
        who=who,
        proposal=Proposal(kind=decision.kind, title=decision.title, text=decision.text),
        totals=tuple((one, totals[one][who]) for one in years if who in totals.get(one, {})),
    )


async def _rules(session: AsyncSession, year: int) -> PointsRules | None:
    rows = await session.scalars(sa.select(RuleVersion).order_by(RuleVersion.valid_from))
    version = version_on([version_of(row) for row in rows], last_day(year))
    return version.rules if version else None


async def decide_points_proposal(
    work: Work, year: int, mandate_id: UUID, title: str, *, adopted: bool, reason: str
) -> PointsDecision:
    """Decide on a proposal (决定): points decide nothing, a person does, and says why."""
    found = next(
        (
            one
            for one in await proposals_of(work.session, year)
            if one.account.mandate_id == mandate_id and one.proposed.proposal.title == title
        ),
        None,
    )
    if found is None:
        raise NotFound("按规则提出的建议")
    if found.decision is not None:
        raise Refused("POINTS_DECIDED_ALREADY", "这项建议已经决定，不需要再次办理。")
    why = free_words(reason, field="reason", empty="请写明决定的理由。")
    proposal = found.proposed.proposal
    decision = PointsDecision(
        id=uuid7(),
        year=year,
        mandate_id=mandate_id,
        kind=proposal.kind,
        title=proposal.title,
        text=proposal.text,
        adopted=adopted,
        reason=why,
        decided_on=today(),
        decided_by=work.acting_person.person_id,
        decided_by_name=work.acting_person.name,
    )
    work.session.add(decision)
    await work.session.flush()
    payload = {"mandate": str(mandate_id), "year": year, "adopted": adopted}
    mandate = await work.session.get_one(Mandate, (work.body.id, mandate_id))
    notify(work, [mandate.person_id], f"对您{year}年度积分作出了一项决定，请看理由。", decision)
    announce(work, "deputy_points.decide_points_proposal", decision, payload)
    return decision
