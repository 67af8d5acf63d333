"""From practice to the rules of one vote: every number with the article or the paper behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import (
    Assembly,
    BallotRules,
    Method,
    PassRule,
    Places,
    Refused,
    Resolved,
    ShortageRule,
    TieRule,
    Work,
    assessment_rules,
    basis_of,
    demand_practice,
    practice_of,
    quorum_of,
    validity_of,
)
from plugins.people_votes import practice
from plugins.people_votes.rules import Decider

ASSEMBLIES = {
    Decider.CONGRESS: Assembly.CONGRESS,
    Decider.STANDING_COMMITTEE: Assembly.STANDING_COMMITTEE,
    Decider.COUNCIL: Assembly.COUNCIL,
}
DECIDERS = {assembly: decider for decider, assembly in ASSEMBLIES.items()}
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
        return basis_of(self.held[name], self.method_title)

    def demand(self, *names: str) -> None:
        """Refuse where practice has no value for what a vote cannot do without."""
        demand_practice(*(self.held[name] for name in names))


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
        validity=validity_of(held.held[practice.VALIDITY], held.method_title),
        quorum=quorum_of(held.held[practice.QUORUMS[decider]], held.method_title),
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
    return DECIDERS[held.value(practice.ASSESSMENT).assessor]


def rules_of_assessment(held: Standing) -> BallotRules:
    """The rules of a satisfaction assessment."""
    quorums = {
        ASSEMBLIES[decider]: held.held[name]
        for decider, name in practice.QUORUMS.items()
        if name in held.held
    }
    return assessment_rules(
        held.held[practice.ASSESSMENT], held.held[practice.VALIDITY], quorums, held.method_title
    )
