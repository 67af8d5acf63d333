"""一次已经结束的票决写成一个文件，供任何人独立重新计票。

The format is told in `docs/closed-vote-file.md`; `plugins/people_votes/recount.py` reads it without
any of this code. What cannot be checked by counting again (sentences, who voted how, moments of
voting) is not in the file at all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from core.kit.ballots.rules import BallotRules, Method
from core.kit.ballots.sheets import (
    Counts,
    FigureName,
    Heads,
    ItemCount,
    ItemGrade,
    ItemTally,
    Papers,
    Tally,
)

__all__ = [
    "FORMAT",
    "VERSION",
    "ClosedItem",
    "ClosedRound",
    "ClosedVote",
    "CountedPaper",
    "NamedBallot",
    "NamedBallots",
    "Stock",
    "TellerEntry",
    "canonical",
    "closed_file",
    "digest_of",
    "digests_of",
    "with_chain",
]

FORMAT = "renda.closed-vote"
VERSION = 1
PSEUDONYM = re.compile(r"[0-9a-f]{32}")


class ClosedItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item voted on, the same id in every round; how often a matter had failed before."""

    id: str
    title: str
    failed_before: int = 0


class NamedBallot(msgspec.Struct, frozen=True, kw_only=True):
    """One ballot of a named electronic vote; the pseudonym is random and of this round only.

    A screen takes one mark for an item or none; what was left blank is left out.
    """

    pseudonym: str
    marks: Mapping[int, str]


class NamedBallots(msgspec.Struct, frozen=True, kw_only=True):
    """A named electronic vote: the roll of pseudonyms of all who were entitled, and the ballots."""

    roll: Sequence[str]
    ballots: Sequence[NamedBallot]


class TellerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What one teller entered; `teller` says who, as the tally sheet does."""

    teller: str
    counts: Counts


class CountedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A vote on paper: two independent entries, what was confirmed, and entries counted again."""

    entries: tuple[TellerEntry, TellerEntry]
    confirmed: Counts
    earlier_entries: tuple[TellerEntry, ...] = ()


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """印制、换发、剩余、销毁的纸质票。"""

    printed: int
    replaced: int
    left: int
    destroyed: int


class ClosedRound(msgspec.Struct, frozen=True, kw_only=True):
    """One round with everything that its result follows from.

    `entitled` is the length of the list frozen at opening; it may be less than `heads.due`. Votes
    may be None where the vote had no quorum or is void: of such a vote nothing was counted.
    """

    items: tuple[ClosedItem, ...]
    rules: BallotRules
    heads: Heads
    entitled: int
    papers: Papers
    votes: NamedBallots | CountedPaper | None
    result: Tally
    stock: Stock | None = None


class ClosedVote(msgspec.Struct, frozen=True, kw_only=True):
    """A vote that is over, with all its rounds."""

    body_code: str
    body_name: str
    id: str
    title: str
    meeting: str
    rounds: tuple[ClosedRound, ...]


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def digest_of(value: Any) -> str:
    """SHA-256 over the canonical JSON of the value, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def closed_file(vote: ClosedVote) -> dict[str, Any]:
    """The file without its link to the audit chain; `digests.whole` is what the chain seals."""
    file: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "vote": {
            "body": {"code": vote.body_code, "name": vote.body_name},
            "id": vote.id,
            "title": vote.title,
            "meeting": vote.meeting,
        },
        "rounds": [_round(one) for one in vote.rounds],
        "announced": _announced(vote.rounds),
    }
    return {**file, "digests": digests_of(file)}


def with_chain(file: Mapping[str, Any], event: int, digest: str) -> dict[str, Any]:
    """The file with the number of the event that holds `digests.whole`, and the chain there."""
    return {**file, "chain": {"event": event, "digest": digest}}


def digests_of(file: Mapping[str, Any]) -> dict[str, Any]:
    """A digest of each section, and one of all: what stands above the chain is covered."""
    sections = {name: digest_of(file[name]) for name in ("vote", "announced")}
    for number, one in enumerate(file["rounds"], start=1):
        sections |= {f"round-{number}.{name}": digest_of(part) for name, part in one.items()}
    head = {"format": file["format"], "version": file["version"]}
    return {"sections": sections, "whole": digest_of({**head, "sections": sections})}


def _round(one: ClosedRound) -> dict[str, Any]:
    return {
        "items": msgspec.to_builtins(one.items),
        "rules": msgspec.to_builtins(one.rules),
        "heads": {**msgspec.to_builtins(one.heads), "entitled": one.entitled},
        "papers": {
            **msgspec.to_builtins(one.papers),
            **(msgspec.to_builtins(one.stock) if one.stock else {}),
        },
        "votes": _votes(one),
        "result": _result(one),
    }


def _votes(one: ClosedRound) -> dict[str, Any]:
    if one.votes is None or not one.result.valid:
        return {"kind": "uncounted"}
    if isinstance(one.votes, NamedBallots):
        return _named(one.rules, one.votes)
    return {
        "kind": "paper",
        "entries": [_entry(one.rules, each) for each in one.votes.entries],
        "confirmed": _plain_counts(one.rules, one.votes.confirmed),
        "earlier_entries": [_entry(one.rules, each) for each in one.votes.earlier_entries],
    }


def _named(rules: BallotRules, votes: NamedBallots) -> dict[str, Any]:
    if rules.secret:
        raise ValueError("无记名投票没有记名的电子票。")
    ballots = [
        {
            "pseudonym": _pseudonym(ballot.pseudonym),
            "marks": {str(item): str(mark) for item, mark in ballot.marks.items()},
        }
        for ballot in sorted(votes.ballots, key=lambda each: each.pseudonym)
    ]
    roll = sorted(_pseudonym(each) for each in votes.roll)
    return {"kind": "named", "roll": roll, "ballots": ballots}


def _pseudonym(text: str) -> str:
    """As it is, if it can be no name: 32 hexadecimal digits."""
    if not PSEUDONYM.fullmatch(text):
        raise ValueError("化名须为三十二位十六进制数字。")
    return text


def _entry(rules: BallotRules, entry: TellerEntry) -> dict[str, Any]:
    return {"teller": entry.teller, "counts": _plain_counts(rules, entry.counts)}


def _plain_counts(rules: BallotRules, counts: Counts) -> dict[str, Any]:
    items = [_plain_votes(rules, item) for item in counts.items]
    return {"valid": counts.valid, "void": counts.void, "items": items}


def _plain_votes(rules: BallotRules, item: ItemCount | ItemTally | ItemGrade) -> dict[str, int]:
    """The votes on an item under the marks of the method, blank and void ones too."""
    if isinstance(item, ItemGrade):
        votes = dict(zip(rules.marks, item.votes, strict=True))
    elif isinstance(item, ItemCount) and rules.grades:
        votes = dict(item.grades)
    else:
        votes = {str(mark): getattr(item, mark) for mark in rules.marks}
    if rules.method is Method.CHOOSE:
        return votes
    return {**votes, "abstain": item.abstain, "void": item.void}


def _result(one: ClosedRound) -> dict[str, Any]:
    counted = one.result
    valid, void = counted.line(FigureName.VALID), counted.line(FigureName.VOID)
    return {
        "outcome": counted.outcome.value,
        "quorum_line": counted.quorum_line,
        "valid": valid.number if valid else None,
        "void": void.number if void else None,
        "places_left": counted.places_left,
        "then": counted.then.value if counted.then else None,
        "items": [_plain_item(one, each) for each in (*counted.items, *counted.graded)],
    }


PROVEN = {
    ItemTally: ("line", "passed", "rank", "chosen", "tied"),
    ItemGrade: ("result", "consequence"),
}
"""What counting again proves of an item; sentences are not among it."""


def _plain_item(one: ClosedRound, item: ItemTally | ItemGrade) -> dict[str, Any]:
    facts = {name: getattr(item, name) for name in PROVEN[type(item)]}
    votes = _plain_votes(one.rules, item)
    return {"id": one.items[item.item].id, "votes": votes, **msgspec.to_builtins(facts)}


def _announced(rounds: Sequence[ClosedRound]) -> dict[str, Any]:
    last = rounds[-1]
    return {
        "outcome": last.result.outcome.value,
        "chosen": [
            one.items[each.item].id for one in rounds for each in one.result.items if each.chosen
        ],
        "results": {last.items[each.item].id: each.result for each in last.result.graded},
    }
