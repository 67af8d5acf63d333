"""What was confirmed is compared with its digest, its event and the stored contents."""

from io import BytesIO

import openpyxl
import psycopg
import pytest
from files_path import Hall, open_hall, photo, uploaded

from core import key
from core.testing import Answered, House

pytestmark = pytest.mark.database


async def verified(hall: Hall, year: str | None = None) -> str:
    return await hall.house.command(hall.body, "deputy_files", "verify", year=year)


async def not_verified(hall: Hall, year: str | None = None) -> str:
    with pytest.raises(Answered) as said:
        await verified(hall, year)
    return str(said.value)


def as_owner(hall: Hall, table: str, statement: str) -> None:
    """What only the owner of the tables can do, past every lock."""
    house = hall.house
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY".encode())
        owner.execute(statement.encode())
        owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY".encode())


async def filled(house: House) -> tuple[Hall, str, str]:
    """A file with an entry that has a photo and hours, one confirmed in a batch, one imported."""
    hall = await open_hall(house)
    await hall.open()
    who = hall.deputies["乙"]
    picture = await uploaded(house, who, photo(5))
    first = await hall.log(
        who,
        "乙",
        title="走访东街",
        evidence=[picture],
        startsAt="2025-03-05T09:00:00+08:00",
        endsAt="2025-03-05T11:00:00+08:00",
    )
    kept = await hall.confirm(hall.office, first["id"])
    other = await hall.log(
        hall.deputies["丙"],
        "丙",
        kind="inspect",
        heldOn="2024-05-06",
        title="视察",
        text="视察水库",
    )
    await hall.do(hall.office, "confirmEntries", "count", drafts=[other["id"]])
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(("姓名", "日期", "种类", "标题", "内容"))
    page.append(("甲", "2025-01-05", "学习培训", "培训", "参加代表培训班"))
    written = BytesIO()
    book.save(written)
    sheet = (await house.upload(hall.office, "记录.xlsx", written.getvalue())).json()["id"]
    await hall.do(hall.office, "importEntries", "count", file=sheet)
    digest = (await house.gql("{ dutyEntries { nodes { evidence { digest } } } }", by=who))[
        "dutyEntries"
    ]["nodes"][0]["evidence"][0]["digest"]
    return hall, str(key(kept["id"], "DutyEntry")), digest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE deputy_files_entry SET quantity = 9 WHERE id = '{id}'", "内容或者佐证材料的清单"),
        (
            "UPDATE deputy_files_entry SET deputy_text = '另一件事' WHERE id = '{id}'",
            "内容或者佐证材料的清单",
        ),
        ("UPDATE deputy_files_entry SET year = 2024 WHERE id = '{id}'", "年度与日期不符"),
        ("UPDATE deputy_files_entry SET digest = 'x' WHERE id = '{id}'", "摘要与确认时的事件不符"),
        (
            "DELETE FROM deputy_files_entry_evidence WHERE entry_id = '{id}'",
            "内容或者佐证材料的清单",
        ),
    ],
)
async def test_what_the_owner_changed_is_named(house: House, change: str, said: str) -> None:
    with house.on("2025-06-01"):
        hall, entry_id, _ = await filled(house)
        assert "3条" in await verified(hall)
        assert "2条" in await verified(hall, "2025")
        table = "deputy_files_entry_evidence" if "DELETE" in change else "deputy_files_entry"
        as_owner(hall, table, change.format(id=entry_id))
        told = await not_verified(hall, "2025")
        assert (said in told, entry_id in told, "走访东街" in told) == (True, True, True)
        assert "培训" not in told, "what agrees is not named"
        if "year" not in change:
            assert "1条" in await verified(hall, "2024")


async def test_an_entry_that_is_gone_and_one_that_nobody_confirmed_are_named(house: House) -> None:
    with house.on("2025-06-01"):
        hall, entry_id, _ = await filled(house)
        as_owner(
            hall,
            "deputy_files_entry_evidence",
            f"DELETE FROM deputy_files_entry_evidence WHERE entry_id = '{entry_id}'",
        )
        as_owner(
            hall,
            "deputy_files_entry",
            f"""UPDATE deputy_files_entry SET id = gen_random_uuid()
                 WHERE title = '培训' AND tenant_id = '{house.bodies[hall.body].id}';
                DELETE FROM deputy_files_entry WHERE id = '{entry_id}'""",
        )
        told = await not_verified(hall)
        assert f"记录{entry_id}：确认过，已不在档案中" in told
        assert "没有确认它的事件" in told


async def test_evidence_whose_content_is_another_or_gone_is_named(house: House) -> None:
    with house.on("2025-06-01"):
        hall, _, digest = await filled(house)
        stored = house.platform.settings.data_dir / "blobs"
        (path,) = stored.rglob(digest)
        content = path.read_bytes()
        path.write_bytes(content + b"x")
        assert "佐证材料“照片.jpg”的内容已不在，或者已不是原来的" in await not_verified(hall)
        path.unlink()
        assert "佐证材料“照片.jpg”" in await not_verified(hall)
        path.write_bytes(content)
        assert "一致" in await verified(hall)
