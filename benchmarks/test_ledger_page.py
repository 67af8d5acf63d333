"""A page of the ledger through HTTP handler, GraphQL and row-level security, against bare SQL."""

from datetime import date, timedelta
from uuid import uuid4

import sqlalchemy as sa

from plugins.filing_review.models import Filing
from plugins.filing_review.rules import FilingState

LINES = 2000
PAGE = "{ filings(first: 20) { totalCount nodes { title documentNumber state filedOn dueOn } } }"


async def _fill(house, organ_id) -> None:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        for number in range(LINES):
            work.session.add(
                Filing(
                    organ_id=organ_id,
                    outgoing_ref=uuid4(),
                    package_id=uuid4(),
                    title=f"文件{number}",
                    document_number=f"示〔2025〕{number}号",
                    state=FilingState.REGISTERED,
                    maker_body="county-a",
                    maker_organ="government",
                    maker_kind="government",
                    maker_name="政府",
                    filed_on=date(2025, 1, 1) + timedelta(days=number % 360),
                    year=2025,
                )
            )


async def test_ledger_page(house, compare) -> None:
    await house.enable("county-a", "filing_review")
    lead = await house.person("county-a", "legislative_affairs_commission", "review_lead")
    data = await house.gql("{ viewer { organ { id code } } }", by=lead)
    assert data["viewer"]["organ"]["code"] == "legislative_affairs_commission"
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        organ_id = await work.session.scalar(
            sa.text("SELECT id FROM organ WHERE code = 'legislative_affairs_commission'")
        )
    await _fill(house, organ_id)

    async def ours() -> None:
        answer = await house.gql(PAGE, by=lead)
        assert len(answer["filings"]["nodes"]) == 20

    async def yardstick() -> None:
        body = house.bodies["county-a"].id
        async with house.platform.database.transaction(body, organ_id) as session:
            rows = await session.execute(
                sa.text("SELECT title, state FROM filing_review_filing ORDER BY filed_on LIMIT 20")
            )
            assert len(rows.all()) == 20

    await compare("a page of 20 of 2,000 lines, with total", ours, yardstick)
