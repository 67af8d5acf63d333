"""From practice to the rules of one vote: every number with the article or the paper behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import (
    Assembly,
    BallotRules,
    GradeResult,
    GradeRules,
    Method,
    PassRule,
    Places,
    Quorum,
    Refused,
    Resolved,
    ShortageRule,
    Tier,
    TieRule,
    Validity,
    Work,
    practice_of,
)
from plugins.people_votes import practice
from plugins.people_votes.rules import Decider

ASSEMBLIES = {
    Decider.CONGRESS: Assembly.CONGRESS,
    Decider.STANDING_COMMITTEE: Assembly.STANDING_COMMITTEE,
    Decider.COUNCIL: Assembly.COUNCIL,
}
VOTERS = {
    Decider.CONGRESS: "代表",
    Decider.STANDING_COMMITTEE: "常委会组成人员",
    Decider.COUNCIL: "议事会成员",
}
UNSAID = "没有规定的，按无记名办理"


@dataclass(frozen=True)
class Standing:
    """What holds for a vote on a day, setting by setting."""

    held: dict[str, Resolved]
    method_title: str

    def value(self, name: str) -> Any:
        """The value, None where no rule gives one."""
        return self.held[name].value

    def basis(self, name: str) -> str:
        """The rule behind a value; the adopted voting method where no rule stands above it."""
        holding = self.held[name].holding
        return holding.rule_text if holding else self.method_title

    def demand(self, *names: str) -> None:
        """Refuse where practice has no value for what a vote cannot do without."""
        missing = [self.held[name].setting.title for name in names if self.value(name) is None]
        if missing:
            raise Refused(
                "PRACTICE_MISSING",
                f"还没有规定：{'；'.join(missing)}。请管理员先在“做法”中设置并写明依据。",
            )


async def standing(work: Work, decider: Decider, day: date, method_title: str) -> Standing:
    """The practice of the day of the vote."""
    names = [
        practice.QUORUMS[decider],
        practice.MAJORITIES[decider],
        practice.METHOD,
        practice.SECRET,
        practice.ELECTRONIC,
        practice.CHANGEABLE,
        practice.EXTRA_CANDIDATES,
        practice.VALIDITY,
        practice.TIES,
        practice.SHORTAGE,
        practice.ASSESSMENT,
    ]
    return Standing(await practice_of(work, names, day), method_title)


def vote_rules(held: Standing, decider: Decider, places: int | None) -> BallotRules:
    """The rules of a vote on projects; `places` is how many the voting method says are chosen."""
    majority = practice.MAJORITIES[decider]
    held.demand(majority, practice.METHOD, practice.VALIDITY)
    if decider is not Decider.COUNCIL:
        held.demand(practice.QUORUMS[decider])
    if places is not None:
        held.demand(practice.TIES, practice.SHORTAGE)
    method: Method = held.value(practice.METHOD)
    if places is None and method is not Method.EACH:
        raise Refused("PLACES_MISSING", "本机构规定从候选项目中选取，请按票决办法填写应选项数。")
    rule = held.value(majority)
    return BallotRules(
        method=method,
        secret=secret_here(held),
        voters=VOTERS[decider],
        basis=held.method_title,
        validity=_validity(held),
        quorum=_quorum(held, decider),
        pass_rule=PassRule(share=rule.share, base=rule.base, basis=held.basis(majority)),
        places=_places(held, places),
        ties=TieRule(policy=held.value(practice.TIES), basis=held.basis(practice.TIES))
        if places is not None
        else None,
        shortage=ShortageRule(
            policy=held.value(practice.SHORTAGE), basis=held.basis(practice.SHORTAGE)
        )
        if places is not None
        else None,
    )


def secret_here(held: Standing) -> bool:
    """无记名 unless a rule says that votes here are public."""
    return held.value(practice.SECRET) is not False


def _validity(held: Standing) -> Validity:
    marks = held.value(practice.VALIDITY)
    basis = held.basis(practice.VALIDITY)
    return Validity(
        two_marks=marks.two_marks,
        blank_item=marks.blank_item,
        blank_ballot=marks.blank_ballot,
        ballot_basis=basis,
        whole_basis=basis,
    )


def _quorum(held: Standing, decider: Decider) -> Quorum | None:
    name = practice.QUORUMS[decider]
    share = held.value(name)
    return None if share is None else Quorum(share=share, basis=held.basis(name))


def _places(held: Standing, places: int | None) -> Places | None:
    if places is None:
        return None
    extra = held.value(practice.EXTRA_CANDIDATES)
    if places < 1:
        raise Refused("PLACES_MISSING", "应选项数至少为1，请按票决办法填写。")
    return Places(
        number=places,
        basis=held.basis(practice.EXTRA_CANDIDATES),
        least_extra=extra.least if extra else 0,
        most_extra=extra.most if extra else None,
    )


def assessor_of(held: Standing) -> Decider:
    """Who assesses; their quorum is not among what was asked for another decider."""
    held.demand(practice.ASSESSMENT)
    return held.value(practice.ASSESSMENT).assessor


def assessment_rules(held: Standing) -> BallotRules:
    """The rules of a satisfaction assessment."""
    held.demand(practice.ASSESSMENT, practice.VALIDITY)
    rule: practice.Assessment = held.value(practice.ASSESSMENT)
    basis = held.basis(practice.ASSESSMENT)
    graded = GradeRules(
        grades=rule.grades,
        tiers=tuple(
            Tier(title=one.title, grades=one.grades, share=one.share, base=one.base, basis=basis)
            for one in rule.tiers
        ),
        otherwise=rule.otherwise,
        results=tuple(
            GradeResult(title=one.title, consequences=one.consequences, basis=basis)
            for one in rule.results
        ),
    )
    return BallotRules(
        method=Method.GRADES,
        secret=rule.secret,
        voters=VOTERS[rule.assessor],
        basis=held.method_title,
        validity=_validity(held),
        quorum=_quorum(held, rule.assessor),
        grades=graded,
    )
