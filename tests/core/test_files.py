"""Files: checked by content, refused with a sentence, seen by their own organ only."""

import base64
import hashlib
import io
import zipfile

import docx
import openpyxl
import pytest
from pypdf import PdfWriter

from core.kit import papers

pytestmark = pytest.mark.database

MARK = "演示样例·非正式公文"


def _docx(text: str = "正文") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _ofd() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(
            "OFD.xml", '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'
        )
    return kept.getvalue()


GOOD = {
    "说明.docx": _docx(),
    "文本.pdf": papers.write_pdf("# 标题\n\n正文。", MARK),
    "公文.ofd": _ofd(),
}


@pytest.mark.parametrize("name", GOOD)
async def test_good_files_are_stored(house, name: str) -> None:
    clerk = await house.person("county-a", "government")
    answer = await house.upload(clerk, name, GOOD[name])
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["name"] == name
    assert told["digest"] == hashlib.sha256(GOOD[name]).hexdigest()
    back = await house.client.get(
        f"/t/county-a/files/{told['id']}", headers={"Authorization": f"Bearer {clerk.token}"}
    )
    assert back.content == GOOD[name]
    assert back.headers["content-disposition"].startswith("attachment")
    assert back.headers["x-content-type-options"] == "nosniff"


BAD = {
    "empty": ("空.docx", b"", "FILE_EMPTY"),
    "a program": ("报告.docx", b"MZ" + b"\0" * 400, "FILE_TYPE"),
    "a wrong extension": ("报告.pdf", _docx(), "FILE_TYPE"),
    "no known kind": ("报告.txt", "正文".encode(), "FILE_TYPE"),
    "classified": ("报告.docx", _docx("机密★10年"), "FILE_CLASSIFIED"),
    "encrypted": ("报告.pdf", _encrypted_pdf(), "FILE_UNREADABLE"),
    "too large": ("报告.pdf", b"%PDF-1.4" + b"0" * (2 << 20), "FILE_TOO_LARGE"),
}


@pytest.mark.parametrize("what", BAD)
async def test_bad_files_are_refused(house, what: str) -> None:
    clerk = await house.person("county-a", "government")
    name, content, code = BAD[what]
    answer = await house.upload(clerk, name, content)
    assert 400 <= answer.status_code < 500
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == code
    assert error["message"].endswith("。")


async def test_the_uploader_confirms_that_nothing_is_secret(house) -> None:
    clerk = await house.person("county-a", "government")
    answer = await house.upload(clerk, "说明.docx", _docx(), not_classified=False)
    assert answer.json()["errors"][0]["extensions"]["code"] == "FILE_SECRECY_UNCONFIRMED"


async def test_nobody_else_can_download(house) -> None:
    """Another organ, another body, and an id that never was: one and the same answer."""
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, "说明.docx", _docx())).json()
    never = "RmlsZTowMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA"
    answers = []
    for body, organ in (("county-a", "court"), ("county-b", "government")):
        other = await house.person(body, organ)
        header = {"Authorization": f"Bearer {other.token}"}
        for file_id in (told["id"], never):
            answer = await house.client.get(f"/t/{body}/files/{file_id}", headers=header)
            answers.append((answer.status_code, answer.json()))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == 404


async def test_a_visitor_neither_uploads_nor_downloads(house) -> None:
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, "说明.docx", _docx())).json()
    assert (await house.client.get(f"/t/county-a/files/{told['id']}")).status_code == 401
    sent = {"file": ("a.docx", _docx())}
    answer = await house.client.post("/t/county-a/files", files=sent)
    assert answer.status_code == 401


async def test_a_photo_loses_its_place(house) -> None:
    """EXIF position is stripped (7 of the care rules: place is the venue, no tracks)."""
    exif = b"\xff\xe1" + (16).to_bytes(2, "big") + b"Exif\0\0GPS12345"[:14]
    jpeg = (
        b"\xff\xd8"
        + exif
        + b"\xff\xdb\x00\x43\x00"
        + bytes(range(1, 65))
        + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\xd9"
    )
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, "照片.jpg", jpeg)).json()
    header = {"Authorization": f"Bearer {clerk.token}"}
    back = await house.client.get(f"/t/county-a/files/{told['id']}", headers=header)
    assert b"GPS" not in back.content
    assert back.content[:2] == b"\xff\xd8"


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SHOWN = {
    "文本.pdf": (GOOD["文本.pdf"], "application/pdf", False),
    "照片.png": (PNG, "image/png", True),
    "说明.docx": (_docx("<script>第一条</script>"), "text/plain; charset=utf-8", True),
}


@pytest.mark.parametrize("name", SHOWN)
async def test_a_file_is_shown_in_a_frame_of_our_own_pages(house, name: str) -> None:
    """As what it is, never as what it says of itself, and nothing in it runs on our origin."""
    content, media_type, alone = SHOWN[name]
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, name, content)).json()
    answer = await house.client.get(
        f"/t/county-a/files/{told['id']}/shown", headers={"Authorization": f"Bearer {clerk.token}"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert ("sandbox" in policy) is alone
    shown = "<script>第一条</script>\n".encode() if name.endswith(".docx") else content
    assert answer.content == shown


async def test_what_could_run_or_cannot_be_shown_is_not_shown_inline(house) -> None:
    clerk = await house.person("county-a", "government")
    header = {"Authorization": f"Bearer {clerk.token}"}
    for name, content in (
        ("网页.html", b"<html><script>alert(1)</script></html>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("网页.pdf", b"<html><script>alert(1)</script></html>"),
        ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ):
        assert (await house.upload(clerk, name, content)).status_code == 415, name
    told = (await house.upload(clerk, "公文.ofd", _ofd())).json()
    answer = await house.client.get(f"/t/county-a/files/{told['id']}/shown", headers=header)
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["extensions"]["code"] == "FILE_NOT_SHOWN"


async def test_nobody_else_is_shown_it(house) -> None:
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, "文本.pdf", GOOD["文本.pdf"])).json()
    place = f"/t/county-a/files/{told['id']}/shown"
    assert (await house.client.get(place)).status_code == 401
    other = await house.person("county-a", "court")
    header = {"Authorization": f"Bearer {other.token}"}
    assert (await house.client.get(place, headers=header)).status_code == 404


NAMES = {
    "../../etc/报告.docx": "报告.docx",
    "C:\\临时\\报告.docx": "报告.docx",
    "报\u202e告.docx": "报告.docx",
    "长" * 300 + ".docx": "长" * 195 + ".docx",
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_a_name_is_kept_without_folders_and_what_cannot_be_shown(house, name: str) -> None:
    clerk = await house.person("county-a", "government")
    answer = await house.upload(clerk, name, _docx())
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == NAMES[name]


@pytest.mark.parametrize("raw", [b"a\x00.docx", b"\xff\xfe.docx", b"\xed\xa0\x80.docx", b""])
async def test_a_name_of_any_bytes_does_no_harm(house, raw: bytes) -> None:
    clerk = await house.person("county-a", "government")
    form = b"".join(
        (
            b'--x\r\nContent-Disposition: form-data; name="notClassified"\r\n\r\ntrue\r\n',
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + raw + b'"\r\n\r\n',
            _docx(),
            b"\r\n--x--",
        )
    )
    headers = {
        "Authorization": f"Bearer {clerk.token}",
        "Content-Type": "multipart/form-data; boundary=x",
    }
    answer = await house.client.post("/t/county-a/files", content=form, headers=headers)
    assert answer.status_code < 500, answer.text


async def test_the_same_content_is_stored_once_and_owned_twice(house) -> None:
    clerk = await house.person("county-a", "government")
    other = await house.person("county-b", "court")
    content = _docx("同一内容")
    told = [(await house.upload(one, "a.docx", content)).json() for one in (clerk, other)]
    assert told[0]["digest"] == told[1]["digest"]
    assert told[0]["id"] != told[1]["id"]
    stored = house.platform.settings.data_dir / "blobs"
    assert len(list(stored.rglob(told[0]["digest"]))) == 1


async def test_a_download_says_what_it_is_and_an_upload_is_told(house) -> None:
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, "说明.docx", _docx())).json()
    header = {"Authorization": f"Bearer {clerk.token}"}
    back = await house.client.get(f"/t/county-a/files/{told['id']}", headers=header)
    assert back.status_code == 200
    assert back.headers["etag"] == f'"{told["digest"]}"'
    assert "filename*=UTF-8''%E8%AF%B4%E6%98%8E.docx" in back.headers["content-disposition"]
    # Everybody in the body may read events: of a draft's file they tell no more than that it is.
    assert await house.events("county-a") == [("core.upload_file", {"kind": "docx"})]


async def test_a_file_is_seen_by_node_as_by_its_owner_only(house) -> None:
    clerk = await house.person("county-a", "government")
    told = (await house.upload(clerk, "说明.docx", _docx())).json()
    query = "query ($id: ID!) { node(id: $id) { ... on File { name kind size digest } } }"
    shown = (await house.gql(query, {"id": told["id"]}, by=clerk))["node"]
    assert shown == {name: told[name] for name in ("name", "kind", "size", "digest")}
    other = await house.person("county-a", "court")
    assert (await house.gql(query, {"id": told["id"]}, by=other))["node"] is None


async def _download(house, by, file_id: str) -> int:
    answer = await house.client.get(
        f"/t/{by.body}/files/{file_id}", headers={"Authorization": f"Bearer {by.token}"}
    )
    return answer.status_code


async def test_an_upload_is_its_uploaders_until_a_verb_takes_it(house) -> None:
    clerk = await house.person("county-a", "office", "deputy_affairs")
    colleague = await house.person("county-a", "office", "deputy_affairs")
    told = (await house.upload(clerk, "名册.xlsx", _roster())).json()
    asked = "query($f: ID!) { node(id: $f) { id } }"
    assert await _download(house, clerk, told["id"]) == 200
    assert await _download(house, colleague, told["id"]) == 404
    assert (await house.gql(asked, {"f": told["id"]}, by=colleague))["node"] is None
    takes = "mutation($f: ID!) { importDeputies(input: { file: $f }) { count } }"
    refused = await house.refused(takes, {"f": told["id"]}, by=colleague)
    assert refused["extensions"]["code"] == "NOT_FOUND"
    assert await _download(house, colleague, told["id"]) == 404
    await house.gql(takes, {"f": told["id"]}, by=clerk)
    assert await _download(house, colleague, told["id"]) == 200
    assert (await house.gql(asked, {"f": told["id"]}, by=colleague))["node"] is not None


def _roster() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(("姓名", "届次", "选区或选举单位", "开始日期", "机关代码"))
    page.append(("示甲", 19, "第一选区", "2022-01-10", "office"))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
