"""What the server says has its English in the catalogue of its room; none is left over."""

import ast
import json
import re

import pytest
import server_texts
from graphql import GraphQLObjectType, build_schema
from sources import ROOT

CHINESE = re.compile(r"[㐀-鿿　-〿＀-￯]")
PLACE = re.compile(r"\{\d+\}")
SDL = ROOT / "tests" / "snapshots" / "schema"
ALL = SDL / "deputy_files+deputy_points+filing_review+people_votes.graphql"
ROOMS = server_texts.rooms()


def catalogue(room: str) -> dict[str, dict[str, str]]:
    return json.loads((ROOMS[room] / "server.en.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_has_english_and_no_english_is_left_over(room: str) -> None:
    needed, said = server_texts.needed()[room], catalogue(room)["said"]
    missing = {one: place for one, place in needed.items() if one not in said}
    assert missing == {}, "write their English into server.en.json"
    assert set(said) - set(needed) == set(), "nothing says these any more"


@pytest.mark.parametrize("room", ROOMS)
def test_english_fills_in_the_same_and_is_english(room: str) -> None:
    for chinese, english in catalogue(room)["said"].items():
        assert sorted(PLACE.findall(chinese)) == sorted(PLACE.findall(english)), chinese
        assert english.strip(), chinese
        assert not CHINESE.search(english), chinese


@pytest.mark.parametrize("room", ROOMS)
def test_the_fields_that_the_server_words_are_fields_of_the_interface(room: str) -> None:
    schema = build_schema(ALL.read_text(encoding="utf-8"))
    for type_name, fields in catalogue(room)["fields"].items():
        kind = schema.get_type(type_name)
        assert isinstance(kind, GraphQLObjectType), type_name
        assert set(fields) <= set(kind.fields), type_name


def test_files_that_are_left_out_are_there() -> None:
    for place in [*server_texts.UNSEEN, *server_texts.ELSEWHERE]:
        path = ROOT / place
        assert path.exists() or list(path.parent.glob(f"{path.name}*")), place


def test_the_search_finds_what_is_said() -> None:
    def said(text: str) -> list[str]:
        return list(server_texts.said(ast.parse(text)))

    assert said('"""说明"""\nx = f"{a}已并入{b}，请到{b}办理。"') == ["{1}已并入{2}，请到{3}办理。"]
    assert said('x = "关于《{document}》的函".format(document=a)') == ["关于《{1}》的函"]
    assert said('raise Refused("A_B", f"{a}不对" if b else "不能")') == ["{1}不对", "不能"]
    assert said('f = field(description="说明")\ng: str = column("说明")') == []
    assert said('x = "[0-9]年"\ny = "零一二"\nz = "three"') == []
