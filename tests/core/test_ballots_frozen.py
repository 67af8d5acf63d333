"""Nobody can alter a vote: the database itself refuses, the app's role and the owner's alike.

Nothing here goes through the verbs: each statement is what somebody with the password would type.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from voted import Voted, voted

from core.db import EVERY_ORGAN, Database
from core.kit.ballots.tables import Cast, Round, RoundState, VotingMode
from core.testing import House, OpenHouse

pytestmark = pytest.mark.database

BODY = "town-a"
PAPER, NAMED = VotingMode.PAPER, VotingMode.NAMED_ELECTRONIC
TABLES = (
    "ballot_round",
    "ballot_item",
    "ballot_roll",
    "ballot_official",
    "ballot_paper_count",
    "ballot_teller_count",
    "ballot_cast",
)
STOPPED = (
    errors.IntegrityConstraintViolation,
    errors.UniqueViolation,
    errors.ForeignKeyViolation,
)


@pytest.fixture(scope="module")
async def house(open_house: OpenHouse) -> AsyncGenerator[House]:
    """One house for all: what is refused changes nothing."""
    async with open_house(installed=False) as made:
        yield made


@asynccontextmanager
async def hand(house: House, role: str) -> AsyncGenerator[AsyncConnection]:
    """A bare connection of one role, which has said whose rows it means."""
    dsn = house.databases.app if role == "app" else house.databases.owner
    assert dsn
    database = Database(dsn)
    try:
        async with database.engine.begin() as connection:
            tenant = house.bodies[BODY].id
            await connection.exec_driver_sql(
                f"SET LOCAL app.tenant = '{tenant}'; SET LOCAL app.organ = '{EVERY_ORGAN}'"
            )
            yield connection
    finally:
        await database.close()


async def rows(house: House) -> dict[str, list[Any]]:
    """Everything that the vote's tables hold for the body."""
    async with hand(house, "owner") as connection:
        return {
            table: sorted(
                str(row[0])
                for row in await connection.execute(
                    sa.text(f"SELECT to_jsonb(one) FROM {table} one")
                )
            )
            for table in TABLES
        }


async def stopped(
    house: House, role: str, statement: str, *, stops: Sequence[type[Exception]] = STOPPED
) -> None:
    """The statement must be refused for what it does, not for how it is written."""
    if role == "app":
        # The app's role may not even try some of it.
        stops = [*stops, errors.InsufficientPrivilege]
    async with hand(house, role) as connection:
        with pytest.raises(DBAPIError) as fault:
            await tried(connection, statement)
        assert isinstance(fault.value.orig, tuple(stops)), fault.value.orig


async def tried(connection: AsyncConnection, statement: str) -> None:
    """Do it, up to a savepoint; a statement that meets no row tests nothing."""
    async with connection.begin_nested():
        done = await connection.execute(sa.text(statement.replace(":", "\\:")))
        assert done.rowcount != 0, f"nothing was met: {statement}"


def fill(template: str, house: House, this: Voted, other: Voted) -> str:
    names = {
        "BODY": house.bodies[BODY].id,
        "ROUND": this.id,
        "OTHER_ROUND": other.id,
        "MEETING": this.meeting,
        "MEMBER": this.members[3],
        "PLACE": this.places[0],
        "FREE_PLACE": this.places[2],
        "OTHER_PLACE": other.places[2],
    }
    for name, value in names.items():
        template = template.replace(f"<{name}>", f"'{value}'")
    return template


AT = "WHERE id = <ROUND>"
OF = "WHERE round_id = <ROUND>"
NOW = "clock_timestamp()"
INSERT_ITEM = f"""INSERT INTO ballot_item (tenant_id, id, round_id, number, title, subject_id,
  failed_before, created_at)
  VALUES (<BODY>, gen_random_uuid(), <ROUND>, 9, '塞入', gen_random_uuid(), 0, {NOW})"""
INSERT_PLACE = f"""INSERT INTO ballot_roll (tenant_id, id, round_id, member_id, person_id, name,
  created_at) VALUES (<BODY>, gen_random_uuid(), <ROUND>, <MEMBER>, gen_random_uuid(), '某',
  {NOW})"""
INSERT_OFFICIAL = f"""INSERT INTO ballot_official (tenant_id, id, round_id, role, person_id, name,
  created_at) VALUES (<BODY>, gen_random_uuid(), <ROUND>, 'teller', gen_random_uuid(), '某',
  {NOW})"""
INSERT_PAPERS = f"""INSERT INTO ballot_paper_count (tenant_id, id, round_id, figure, number,
  entered_by, entered_by_name, created_at)
  VALUES (<BODY>, gen_random_uuid(), <ROUND>, 'returned', 9, gen_random_uuid(), '某', {NOW})"""
INSERT_COUNT = f"""INSERT INTO ballot_teller_count (tenant_id, id, round_id, attempt, counts,
  entered_by, entered_by_name, created_at)
  VALUES (<BODY>, gen_random_uuid(), <ROUND>, 9, '{{}}', gen_random_uuid(), '某', {NOW})"""


def insert_cast(place: str = "<FREE_PLACE>", round_id: str = "<ROUND>") -> str:
    return f"""INSERT INTO ballot_cast (tenant_id, id, round_id, place_id, marks, created_at)
      VALUES (<BODY>, gen_random_uuid(), {round_id}, {place}, '{{"1": "approve"}}', {NOW})"""


CLOSED = {
    "the result": f"""UPDATE ballot_round SET result = '{{"outcome": "failed"}}' {AT}""",
    "no result": f"UPDATE ballot_round SET result = NULL {AT}",
    "reopened": f"UPDATE ballot_round SET state = 'open' {AT}",
    "counted anew": f"UPDATE ballot_round SET state = 'counting', result = NULL {AT}",
    "declared void": f"UPDATE ballot_round SET state = 'void' {AT}",
    "cancelled": f"UPDATE ballot_round SET state = 'cancelled', cancel_reason = '某' {AT}",
    "those due": f"UPDATE ballot_round SET due = 3 {AT}",
    "those present": f"UPDATE ballot_round SET present = 4 {AT}",
    "those entitled": f"UPDATE ballot_round SET entitled = 4 {AT}",
    "the rules": f"""UPDATE ballot_round SET rules = '{{"method": "choose"}}' {AT}""",
    "the salt": f"UPDATE ballot_round SET salt = 'ef' {AT}",
    "the mode": f"UPDATE ballot_round SET mode = mode {AT}",
    "the number": f"UPDATE ballot_round SET number = 2 {AT}",
    "the title": f"UPDATE ballot_round SET title = '某' {AT}",
    "the adopted method": f"UPDATE ballot_round SET method_text = '某' {AT}",
    "who announced": f"UPDATE ballot_round SET announced_by_name = '某' {AT}",
    "when it closed": f"UPDATE ballot_round SET closed_at = {NOW} {AT}",
    "another subject": f"UPDATE ballot_round SET subject_id = gen_random_uuid() {AT}",
    "another meeting": f"UPDATE ballot_round SET meeting_id = meeting_id {AT}",
    "made a re-count": f"UPDATE ballot_round SET recount_of_id = id {AT}",
    "the round gone": f"DELETE FROM ballot_round {AT}",
    "an item more": INSERT_ITEM,
    "an item's words": f"UPDATE ballot_item SET title = '某' {OF} AND number = 1",
    "items in another order": f"UPDATE ballot_item SET number = number + 5 {OF}",
    "an item gone": f"DELETE FROM ballot_item {OF}",
    "an item moved": f"UPDATE ballot_item SET round_id = <OTHER_ROUND>, number = 8 {OF}",
    "a voter more": INSERT_PLACE,
    "another voter": f"UPDATE ballot_roll SET person_id = gen_random_uuid() {OF}",
    "a voter gone": f"DELETE FROM ballot_roll {OF}",
    "an official more": INSERT_OFFICIAL,
    "an official's word": f"UPDATE ballot_official SET confirmed_at = {NOW} {OF}",
    "an official gone": f"DELETE FROM ballot_official {OF}",
    "papers more": INSERT_PAPERS,
    "a count more": INSERT_COUNT,
}
CLOSED_PAPER = {
    "papers changed": f"UPDATE ballot_paper_count SET number = 4 {OF}",
    "papers gone": f"DELETE FROM ballot_paper_count {OF}",
    "papers moved": f"UPDATE ballot_paper_count SET round_id = <OTHER_ROUND> {OF}",
    "a count changed": f"""UPDATE ballot_teller_count SET counts = '{{"valid": 4}}' {OF}""",
    "a count gone": f"DELETE FROM ballot_teller_count {OF}",
    "a count moved": f"UPDATE ballot_teller_count SET round_id = <OTHER_ROUND> {OF}",
    "a ballot on paper": insert_cast(),
}
CLOSED_NAMED = {
    "a late ballot": insert_cast(),
    "a ballot's marks": f"""UPDATE ballot_cast SET marks = '{{"1": "oppose"}}' {OF}""",
    "a ballot under another place": (
        "UPDATE ballot_cast SET place_id = <FREE_PLACE> WHERE place_id = <PLACE>"
    ),
    "a ballot moved": f"UPDATE ballot_cast SET round_id = <OTHER_ROUND> {OF}",
    "a ballot gone": f"DELETE FROM ballot_cast {OF}",
    "a ballot from an open round": (
        "UPDATE ballot_cast SET round_id = <ROUND>, place_id = <FREE_PLACE>"
        " WHERE round_id = <OTHER_ROUND>"
    ),
}


@pytest.mark.parametrize("mode", [PAPER, NAMED])
@pytest.mark.parametrize("role", ["app", "owner"])
async def test_nothing_of_a_closed_round_changes(house: House, role: str, mode: VotingMode) -> None:
    closed = await voted(house, BODY, mode, RoundState.ANNOUNCED)
    other = await voted(house, BODY, mode, RoundState.OPEN, changeable=True)
    before = await rows(house)
    attempts = CLOSED | (CLOSED_PAPER if mode is PAPER else CLOSED_NAMED)
    for statement in attempts.values():
        await stopped(house, role, fill(statement, house, closed, other))
    assert await rows(house) == before


@pytest.mark.parametrize("role", ["app", "owner"])
async def test_no_table_of_votes_is_emptied(house: House, role: str) -> None:
    for table in TABLES:
        await stopped(house, role, f"TRUNCATE {table} CASCADE")


async def test_another_body_reaches_nothing_of_it(house: House) -> None:
    """Who says another body's name meets no row, and can add none either."""
    closed = await voted(house, BODY, NAMED, RoundState.OPEN)
    async with hand(house, "owner") as connection:
        tenant = house.bodies["town-b"].id
        await connection.exec_driver_sql(f"SET LOCAL app.tenant = '{tenant}'")
        done = await connection.execute(
            sa.text(f"UPDATE ballot_round SET due = 1 WHERE id = '{closed.id}'")
        )
        assert done.rowcount == 0
        written = fill(insert_cast(), house, closed, closed).replace(
            str(house.bodies[BODY].id), str(tenant)
        )
        with pytest.raises(DBAPIError):
            async with connection.begin_nested():
                await connection.execute(sa.text(written.replace(":", "\\:")))


OPEN = {
    "an item more": INSERT_ITEM,
    "an item's words": f"UPDATE ballot_item SET title = '某' {OF}",
    "an item gone": f"DELETE FROM ballot_item {OF}",
    "a voter more": INSERT_PLACE,
    "another voter": f"UPDATE ballot_roll SET person_id = gen_random_uuid() {OF}",
    "a voter gone": f"DELETE FROM ballot_roll {OF}",
    "an official more": INSERT_OFFICIAL,
    "an official in the place of one who serves": f"""INSERT INTO ballot_official (tenant_id, id,
  round_id, role, person_id, name, created_at, replaces_id) SELECT tenant_id, gen_random_uuid(),
  round_id, role, gen_random_uuid(), '某', created_at, id FROM ballot_official {OF}""",
    "an official by another name": f"UPDATE ballot_official SET name = '某' {OF}",
    "an official gone": f"DELETE FROM ballot_official {OF}",
    "a count before the end": INSERT_COUNT,
    "the rules": f"""UPDATE ballot_round SET rules = '{{"method": "choose"}}' {AT}""",
    "those due": f"UPDATE ballot_round SET due = 3 {AT}",
    "those entitled": f"UPDATE ballot_round SET entitled = 9 {AT}",
    "the salt": f"UPDATE ballot_round SET salt = 'ef' {AT}",
    "changeable now": f"UPDATE ballot_round SET changeable = NOT changeable {AT}",
    "back to preparing": f"UPDATE ballot_round SET state = 'prepared' {AT}",
    "announced at once": (
        f"""UPDATE ballot_round SET state = 'announced', result = '{{"outcome": "x"}}' {AT}"""
    ),
    "a result while voting": f"""UPDATE ballot_round SET result = '{{"outcome": "x"}}' {AT}""",
    "the round gone": f"DELETE FROM ballot_round {AT}",
    "a ballot gone": f"DELETE FROM ballot_cast {OF}",
    "a second ballot": insert_cast("<PLACE>"),
    "a ballot of another round's voter": insert_cast("<OTHER_PLACE>"),
    "a ballot of nobody": insert_cast("gen_random_uuid()"),
    "a ballot changed that stands": f"""UPDATE ballot_cast SET marks = '{{"1": "x"}}' {OF}""",
    "a ballot under another place": (
        "UPDATE ballot_cast SET place_id = <FREE_PLACE> WHERE place_id = <PLACE>"
    ),
}


@pytest.mark.parametrize("role", ["app", "owner"])
async def test_what_an_open_round_froze_stays(house: House, role: str) -> None:
    this = await voted(house, BODY, NAMED, RoundState.OPEN)
    other = await voted(house, BODY, NAMED, RoundState.OPEN)
    before = await rows(house)
    for statement in OPEN.values():
        await stopped(house, role, fill(statement, house, this, other))
    assert await rows(house) == before


@pytest.mark.parametrize("role", ["app", "owner"])
@pytest.mark.parametrize("state", [RoundState.PREPARED, RoundState.COUNTING])
async def test_no_ballot_reaches_a_round_that_is_not_open(
    house: House, role: str, state: RoundState
) -> None:
    this = await voted(house, BODY, NAMED, state)
    paper = await voted(house, BODY, PAPER, RoundState.OPEN)
    await stopped(house, role, fill(insert_cast(), house, this, paper))
    await stopped(
        house, role, fill(insert_cast("<OTHER_PLACE>", "<OTHER_ROUND>"), house, this, paper)
    )


@pytest.mark.parametrize("role", ["app", "owner"])
async def test_no_round_begins_with_a_result(house: House, role: str) -> None:
    this = await voted(house, BODY, NAMED, RoundState.ANNOUNCED)
    names = [column.key for column in sa.inspect(Round).columns if column.key != "id"]
    columns = ", ".join(names)
    await stopped(
        house,
        role,
        f"INSERT INTO ballot_round (id, {columns})"
        f" SELECT gen_random_uuid(), {columns} FROM ballot_round WHERE id = '{this.id}'",
    )


async def test_a_table_of_the_same_name_does_not_stand_in_for_the_round(house: House) -> None:
    """A temporary table comes first on everybody's search path, but not on the trigger's.

    The app's role may make none at all.
    """
    this = await voted(house, BODY, NAMED, RoundState.ANNOUNCED)
    shadow = (
        "CREATE TEMP TABLE ballot_round ON COMMIT DROP AS SELECT tenant_id, id,"
        " 'open'::text AS state, mode, true AS changeable FROM public.ballot_round"
    )
    await stopped(house, "app", shadow)
    async with hand(house, "owner") as connection:
        await connection.exec_driver_sql(shadow)
        seen = sa.text(f"SELECT state FROM ballot_round WHERE id = '{this.id}'")
        assert await connection.scalar(seen) == "open"
        with pytest.raises(DBAPIError) as fault:
            async with connection.begin_nested():
                await connection.execute(
                    sa.update(Cast).where(Cast.round_id == this.id).values(marks={})
                )
        assert isinstance(fault.value.orig, errors.IntegrityConstraintViolation)


async def test_what_is_allowed_still_works(house: House) -> None:
    """The guards stop no vote: a changeable ballot changes while the round is open."""
    this = await voted(house, BODY, NAMED, RoundState.OPEN, changeable=True)
    async with hand(house, "app") as connection:
        changed = await connection.execute(
            sa.update(Cast).where(Cast.round_id == this.id).values(marks={"1": "oppose"})
        )
        assert changed.rowcount == 2


async def test_a_ballot_and_the_end_of_the_voting_wait_for_each_other(house: House) -> None:
    """Who closes the round waits for ballots that are being written; later ones are refused."""
    this = await voted(house, BODY, NAMED, RoundState.OPEN)
    late = fill(insert_cast(), house, this, this).replace(":", "\\:")
    async with hand(house, "app") as closing:
        await closing.execute(
            sa.update(Round).where(Round.id == this.id).values(state=RoundState.COUNTING)
        )

        async def cast_late() -> type[Any]:
            async with hand(house, "app") as casting:
                with pytest.raises(DBAPIError) as fault:
                    async with casting.begin_nested():
                        await casting.execute(sa.text(late))
            return type(fault.value.orig)

        waiting = asyncio.create_task(cast_late())
        await asyncio.sleep(0.3)
        assert not waiting.done(), "it waits for the round"
        await closing.commit()
        assert await waiting is errors.IntegrityConstraintViolation
