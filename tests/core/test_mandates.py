"""A mandate stands still, goes on, ends; why is for the organ that recorded it alone."""

from typing import Any

import pytest
from sitting import deputy

from core.testing import House, MakeHouse, Someone

pytestmark = pytest.mark.database

REASON = "资格审查委员会报告（测试）"
CHANGES = "query($m: ID!) { mandateChanges(mandate: $m) { nodes { step reason recordedByName } } }"


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone."""
    return await make_house(installed=False)


def change(verb: str) -> str:
    return f"mutation($i: MandateChangeInput!) {{ {verb}(input: $i) {{ status endedOn }} }}"


def told(mandate: str, **more: Any) -> dict[str, Any]:
    return {"i": {"mandate": mandate, "on": "2025-02-10", "reason": REASON, **more}}


async def credentials(house: House, body: str = "town-a", organ: str = "presidium") -> Someone:
    return await house.person(body, organ, "credentials_staff", name="审查员")


async def test_a_mandate_stands_still_goes_on_and_ends(house: House) -> None:
    by = await credentials(house)
    _, mandate = await deputy(house, "town-a", "congress", "甲")
    steps = [
        ("resumeMandate", "MANDATE_NOT_SUSPENDED"),
        ("suspendMandate", {"status": "SUSPENDED", "endedOn": None}),
        ("suspendMandate", "MANDATE_NOT_ACTIVE"),
        ("resumeMandate", {"status": "ACTIVE", "endedOn": None}),
        ("suspendMandate", {"status": "SUSPENDED", "endedOn": None}),
        ("endMandate", {"status": "ENDED", "endedOn": "2025-02-10"}),
        ("endMandate", "MANDATE_ENDED"),
        ("resumeMandate", "MANDATE_NOT_SUSPENDED"),
    ]
    for verb, expected in steps:
        if isinstance(expected, str):
            assert await house.refused_code(change(verb), told(mandate), by=by) == expected
        else:
            assert (await house.gql(change(verb), told(mandate), by=by))[verb] == expected
    seen = await house.gql(CHANGES, {"m": mandate}, by=by)
    assert [one["step"] for one in seen["mandateChanges"]["nodes"]] == [
        "ENDED",
        "SUSPENDED",
        "RESUMED",
        "SUSPENDED",
    ]
    assert {one["recordedByName"] for one in seen["mandateChanges"]["nodes"]} == {"审查员"}
    events = [
        (name, payload) for name, payload in await house.events("town-a") if "mandate" in name
    ]
    assert [name for name, _ in events] == [
        "core.suspend_mandate",
        "core.resume_mandate",
        "core.suspend_mandate",
        "core.end_mandate",
    ]
    assert all(payload == {} for _, payload in events), "an event says that, never why"


async def test_a_change_says_why_and_when_it_was(house: House) -> None:
    by = await credentials(house)
    _, mandate = await deputy(house, "town-a", "congress", "甲")
    for more, code, field in (
        ({"reason": "  "}, "REASON_EMPTY", "reason"),
        ({"on": "2999-01-01"}, "DATE_IN_FUTURE", "on"),
        ({"on": "2022-01-09"}, "DATE_BEFORE_MANDATE", "on"),
    ):
        refused = await house.refused(change("suspendMandate"), told(mandate, **more), by=by)
        assert refused["extensions"] == {"code": code, "field": field}


async def test_only_credentials_staff_change_a_mandate_and_read_why(house: House) -> None:
    by = await credentials(house)
    voter, mandate = await deputy(house, "town-a", "congress", "甲")
    await house.gql(change("suspendMandate"), told(mandate), by=by)
    for roles in ((), ("admin",), ("session_secretary",), ("auditor",)):
        who = await house.person("town-a", "presidium", *roles)
        for verb in ("suspendMandate", "resumeMandate", "endMandate"):
            assert await house.refused_code(change(verb), told(mandate), by=who) == "FORBIDDEN"
        assert await house.refused_code(CHANGES, {"m": mandate}, by=who) == "FORBIDDEN"
    assert await house.refused_code(CHANGES, {"m": mandate}, by=voter) == "FORBIDDEN"


async def test_the_reason_stays_in_the_organ_that_recorded_it(house: House) -> None:
    by = await credentials(house)
    elsewhere = await credentials(house, organ="government")
    _, mandate = await deputy(house, "town-a", "congress", "甲")
    await house.gql(change("suspendMandate"), told(mandate), by=by)
    assert len((await house.gql(CHANGES, {"m": mandate}, by=by))["mandateChanges"]["nodes"]) == 1
    seen = await house.gql(CHANGES, {"m": mandate}, by=elsewhere)
    assert seen["mandateChanges"]["nodes"] == []


async def test_another_body_changes_no_mandate_here(house: House) -> None:
    other = await credentials(house, "town-b")
    _, mandate = await deputy(house, "town-a", "congress", "甲")
    for verb in ("suspendMandate", "endMandate"):
        assert await house.refused_code(change(verb), told(mandate), by=other) == "NOT_FOUND"
    assert (await house.gql(CHANGES, {"m": mandate}, by=other))["mandateChanges"]["nodes"] == []
