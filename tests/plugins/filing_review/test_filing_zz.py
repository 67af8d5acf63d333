import pytest, random, json
import sqlalchemy as sa
from datetime import date, timedelta
from uuid import uuid4, uuid5
from filing_path import *
from core.testing import WORLD
from core.db import Database
from plugins.filing_review import models
from plugins.filing_review.rules import *
pytestmark = pytest.mark.database

async def test_dbg(county):
    house = county.house
    rnd = random.Random(1)
    def row(i, organ):
        day = date(2020,1,1)+timedelta(days=rnd.randrange(2000))
        return dict(id=uuid4(), organ_id=uuid5(WORLD, organ), state=rnd.choice(list(FilingState)), outgoing_ref=uuid4(), package_id=uuid4(), maker_body="county-a",
          maker_organ=rnd.choice(["government","court","procuratorate","supervisory_commission"]), maker_kind="government", maker_name="x", title="t", joint_with_party=False, filed_on=day, year=day.year, late_by=rnd.choice([0]*20+[3]), 
          due_on=None if rnd.random()<.9 else day+timedelta(30), kind=rnd.choice(list(DocumentKind)), registered_on=day, lead_id=uuid4(), created_at=__import__("core").now(),
          conclusion=rnd.choice([None, Conclusion.PROBLEM, Conclusion.NO_PROBLEM]))
    for body in ("county-a","county-b"):
        async with house.platform.as_core(house.bodies[body].id) as work:
            for organ in (COUNTY, "special_committee"):
                await work.session.execute(sa.insert(models.Filing), [{**row(i, organ), "tenant_id": work.body.id} for i in range(5000)])
    owner = Database(house.databases.owner)
    async with owner.engine.begin() as c:
        await c.execute(sa.text("ANALYZE"))
    seen=[]
    sa.event.listen(house.platform.database.engine.sync_engine, "before_cursor_execute", lambda conn,cur,st,par,ctx,many: seen.append((st,par)))
    for where in [None, {"year":2023},{"state":"PROBLEM"},{"makerOrgan":"court"},{"kind":"NOTICE"},{"dueBy":"2024-01-01"},{"overdue":True},{"late":True},{"mine":True},{"figure":"PROBLEMS"},{"year":2023,"figure":"PROBLEMS"}]:
        seen.clear()
        q="query($where: FilingFilter) { filings(where: $where) { totalCount nodes { id } } }"
        r = await house.gql(q, {"where":where}, by=county.people["lead"])
        for st,par in [x for x in seen if "filing_review_filing" in x[0]]:
            async with house.platform.database.engine.begin() as c:
                await c.exec_driver_sql(f"SET LOCAL app.tenant='{house.bodies['county-a'].id}'; SET LOCAL app.organ='{uuid5(WORLD, COUNTY)}'")
                plan = await c.exec_driver_sql("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) "+st, par)
                print("==", where, r["filings"]["totalCount"], "COUNT" if "count(" in st else "PAGE")
                print("\n".join(x[0] for x in plan))
