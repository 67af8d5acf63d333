"""An entry on its way into the file: written, submitted, confirmed or refused with reasons."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed


class EntrySource(StrEnum):
    """Who wrote first: the deputy, the station (or the office), or an event that was heard of."""

    DEPUTY = "deputy"
    STATION = "station"
    EVENT = "event"


ENTRY_SOURCES = {
    EntrySource.DEPUTY: "代表本人",
    EntrySource.STATION: "联络站、工作机构",
    EntrySource.EVENT: "由其他办理自动产生",
}


class EntryState(StrEnum):
    """Where a draft of an entry stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


ENTRY_STATES = {
    EntryState.DRAFT: "待补充、提交",
    EntryState.SUBMITTED: "已提交，待确认",
    EntryState.REFUSED: "未予确认，可以修改后再提交",
    EntryState.CONFIRMED: "已确认，入档",
    EntryState.DISCARDED: "不再提交",
}
OPEN_STATES = (EntryState.DRAFT, EntryState.SUBMITTED, EntryState.REFUSED)


class EntryMachine(StateMachine):
    """From the first word to the file."""

    draft = State(initial=True, value=EntryState.DRAFT)
    submitted = State(value=EntryState.SUBMITTED)
    refused = State(value=EntryState.REFUSED)
    confirmed = State(value=EntryState.CONFIRMED, final=True)
    discarded = State(value=EntryState.DISCARDED, final=True)

    revise = draft.to(draft) | refused.to(draft)
    submit = draft.to(submitted) | refused.to(submitted)
    confirm = submitted.to(confirmed)
    refuse = submitted.to(refused)
    discard = draft.to(discarded) | refused.to(discarded) | submitted.to(discarded)


class Confirmer(StrEnum):
    """Who may confirm, as the body's practice says."""

    GROUP_LEADER = "group_leader"
    OFFICE = "office"
    STATION = "station"


CONFIRMERS = {
    Confirmer.GROUP_LEADER: "代表小组组长",
    Confirmer.OFFICE: "代表工作机构",
    Confirmer.STATION: "代表联络站",
}


class NotAllowed(Exception):
    """The state of a draft does not allow the step."""


def next_state(state: EntryState, step: str) -> EntryState:
    """The state after a step, or NotAllowed."""
    running = EntryMachine(start_value=state)
    try:
        running.send(step)
    except TransitionNotAllowed as fault:
        raise NotAllowed(step) from fault
    return EntryState(running.current_state_value)


def day_fault(held_on: date, began_on: date, ended_on: date | None, today: date) -> str | None:
    """Why a day cannot be that of an entry under a mandate, in a sentence; None where it can."""
    if held_on > today:
        return "日期晚于今天：还没有发生的事项不能入档，请在办完以后记录，或者改正日期。"
    if held_on < began_on:
        return f"日期早于代表资格开始之日（{began_on}）：任职以前的事项不属于本届履职，请改正日期。"
    if ended_on is not None and held_on > ended_on:
        return f"日期晚于代表资格终止之日（{ended_on}），请改正日期。"
    return None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is confirmed: the digest is taken over exactly this."""

    mandate: str
    kind: str
    aspect: str | None
    held_on: str
    starts_at: str | None
    ends_at: str | None
    place: str | None
    title: str
    quantity: int
    matter: str | None
    deputy_text: str | None
    station_text: str | None
    evidence: list[str]
    corrects: str | None
    withdrawn: bool


def digest_of(content: Content) -> str:
    """SHA-256 over the confirmed content, written in the one canonical way."""
    plain = json.dumps(
        msgspec.structs.asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode()).hexdigest()


def contract_payload(
    content: Content,
    *,
    term: int,
    source: EntrySource,
    digest: str,
    confirmed_by: str,
    confirmed_organ: str,
) -> dict[str, Any]:
    """What others are told of a confirmed entry: ids, codes, days and digests, no text."""
    evidence: Sequence[str] = content.evidence
    return {
        "mandate": content.mandate,
        "term": term,
        "kind": content.kind,
        "held_on": content.held_on,
        "quantity": content.quantity,
        "matter": content.matter,
        "source": str(source),
        "evidence": list(evidence),
        "digest": digest,
        "confirmed_by": confirmed_by,
        "confirmed_organ": confirmed_organ,
        "corrects": content.corrects,
        "withdrawn": content.withdrawn,
    }
