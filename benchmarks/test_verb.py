"""A whole verb against a bare transaction that inserts one row of the same kind."""

from uuid import uuid4

from plugins.filing_review.models import OutgoingFiling

PREPARE = "mutation($i: PrepareFilingInput!) { prepareFiling(input: $i) { id } }"


async def test_prepare_filing(house, compare) -> None:
    await house.enable("county-a", "filing_review")
    clerk = await house.person("county-a", "government", "maker_clerk")
    sent = {"i": {"document": {"title": "文件"}}}

    async def ours() -> None:
        await house.gql(PREPARE, sent, by=clerk, headers={"Idempotency-Key": uuid4().hex})

    async def yardstick() -> None:
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            work.session.add(
                OutgoingFiling(
                    organ_id=uuid4(),
                    title="文件",
                    prepared_by=clerk.person_id,
                    prepared_by_name="测试人员",
                )
            )

    await compare("prepareFiling", ours, yardstick)
