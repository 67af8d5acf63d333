"""Queries that would exhaust the server, and ordinary ones that must pass."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
import strawberry
from graphql import GraphQLError, get_introspection_query, parse, validate

from core.graphql.limits import Limits, QueryLimits, cap_errors, limit_rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from strawberry.types import ExecutionResult


@strawberry.type
class PageInfo:
    has_next_page: bool = False


@strawberry.type
class Filing:
    title: str = "示例"

    @strawberry.field
    def organ(self) -> Organ:
        return Organ()

    @strawberry.field
    def steps(self) -> list[Filing]:
        return []


@strawberry.type
class FilingEdge:
    cursor: str
    node: Filing


@strawberry.type
class FilingConnection:
    page_info: PageInfo
    edges: list[FilingEdge]


@strawberry.type
class Organ:
    name: str = "示例"

    @strawberry.field
    def parent(self) -> Organ | None:
        return None

    @strawberry.field
    def filings(
        self, first: int | None = None, last: int | None = None, after: str | None = None
    ) -> FilingConnection:
        return FilingConnection(page_info=PageInfo(), edges=[])


@strawberry.type
class Query:
    @strawberry.field
    def organ(self) -> Organ:
        return Organ()

    @strawberry.field
    def fails(self) -> str | None:
        raise GraphQLError("失败", extensions={"code": "INVALID"})


SCHEMA = strawberry.Schema(Query, extensions=[lambda: QueryLimits(Limits())])


def codes(query: str, variables: Mapping[str, Any] | None = None) -> list[str]:
    """The codes of the errors of a query; a hostile one must not keep the server for seconds."""
    started = perf_counter()
    result: ExecutionResult = SCHEMA.execute_sync(query, dict(variables or {}))
    # Not a measure of speed: what grows in powers of two would take minutes.
    assert perf_counter() - started < 10
    return [code_of(error) for error in result.errors or ()]


def code_of(error: GraphQLError) -> str:
    return str((error.extensions or {}).get("code"))


def refused_by(limits: Limits, query: str) -> list[str]:
    """The codes of the rule alone, with no variables known."""
    schema = SCHEMA._schema  # pyright: ignore[reportPrivateUsage]
    return [code_of(error) for error in validate(schema, parse(query), [limit_rule(limits)])]


def chained(count: int, leaf: str, spreads: int = 2) -> str:
    """Fragments of which each spreads the next several times."""
    bodies = [f"fragment F{n} on Query{{{f'...F{n + 1} ' * spreads}}}" for n in range(count)]
    return " ".join(["{...F0}", *bodies, f"fragment F{count} on Query{{{leaf}}}"])


DEEP = "{organ{" + "parent{" * 11 + "name" + "}" * 13
THREE_PAGES = (
    "{organ{filings(first:%s){edges{node{organ{filings(first:%s){edges{node{title}}}}}}}}}"
)
RELAY_PAGE = """
query FilingsPage($count: Int = 20, $after: String) {
  organ { ...List_organ name __typename }
}
fragment List_organ on Organ {
  filings(first: $count, after: $after) {
    edges { cursor node { __typename ...Row_filing } }
    pageInfo { hasNextPage }
  }
}
fragment Row_filing on Filing { title organ { ...Name_organ } steps { title } }
fragment Name_organ on Organ { label: name }
"""
INTROSPECTION = get_introspection_query(
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
    one_of=True,
)
DEEP_INTROSPECTION = "{__schema{types{" + "ofType{" * 20 + "name" + "}" * 23

PASSING = {
    "one field": "{organ{name}}",
    "standard introspection": INTROSPECTION,
    "plain introspection": get_introspection_query(),
    "page as Relay writes it": RELAY_PAGE,
    "nested pages of ordinary size": THREE_PAGES % (20, 20),
    "one large page": "{organ{filings(first:100){edges{node{title organ{name}}}}}}",
    "thirty aliases": "{" + " ".join(f"a{n}:organ{{name}}" for n in range(30)) + "}",
    "many operations": " ".join(f"query Q{n}{{organ{{name}}}}" for n in range(50)),
}

REFUSED = {
    "deep": (DEEP, "QUERY_TOO_DEEP"),
    "deep through inline fragments": (
        "{organ{" + "... on Organ{" * 120 + "name" + "}" * 122,
        "QUERY_TOO_DEEP",
    ),
    "deeper than the parser goes": ("{organ" * 300, "QUERY_TOO_DEEP"),
    "long chain of fragments": (chained(300, "organ{name}", spreads=1), "QUERY_TOO_DEEP"),
    "aliases": (
        "{" + " ".join(f"a{n}:organ{{name}}" for n in range(31)) + "}",
        "QUERY_TOO_MANY_ALIASES",
    ),
    "aliases through fragments, GHSA-fr49-mhgj-crfc": (
        "{" + "...F " * 8 + "} fragment F on Query{a:organ{name} b:organ{name} "
        "c:organ{name} d:organ{name}}",
        "QUERY_TOO_MANY_ALIASES",
    ),
    "directives on one field": (
        "{organ{name" + " @include(if:true)" * 31 + "}}",
        "QUERY_TOO_MANY_DIRECTIVES",
    ),
    "directives through fragments": (
        "{" + "...F @include(if:true) " * 4 + "} fragment F on Query{"
        "organ{name" + " @skip(if:false)" * 8 + "}}",
        "QUERY_TOO_MANY_DIRECTIVES",
    ),
    "directives on variables": (
        "query(" + " ".join(f"$v{n}:Int @x" for n in range(31)) + "){organ{name}}",
        "QUERY_TOO_MANY_DIRECTIVES",
    ),
    "fields": ("{organ{" + "name " * 500 + "}}", "QUERY_TOO_LARGE"),
    "fields of an unused fragment": (
        "{organ{name}} fragment F on Organ{" + "name " * 501 + "}",
        "QUERY_TOO_LARGE",
    ),
    "fields in many operations": (
        " ".join(f"query Q{n}{{organ{{{'name ' * 200}}}}}" for n in range(3)),
        "QUERY_TOO_LARGE",
    ),
    "empty spreads": ("{" + "...F " * 600 + "} fragment F on Query{}", "QUERY_TOO_LARGE"),
    "tokens": ("{organ{" + "name " * 4000 + "}}", "QUERY_TOO_LARGE"),
    "comments": ("#\n" * 4001 + "{organ{name}}", "QUERY_TOO_LARGE"),
    "a page of 100000": (
        "{organ{filings(first:100000){pageInfo{hasNextPage}}}}",
        "QUERY_TOO_COMPLEX",
    ),
    "a page of a number without end": (
        f"{{organ{{filings(last:{'9' * 5000}){{pageInfo{{hasNextPage}}}}}}}}",
        "QUERY_TOO_COMPLEX",
    ),
    "pages of pages": (THREE_PAGES % (100, 100), "QUERY_TOO_COMPLEX"),
    "lists of lists": (
        "{organ{filings{edges{node{" + "steps{" * 6 + "title" + "}" * 11,
        "QUERY_TOO_COMPLEX",
    ),
    "introspection": (DEEP_INTROSPECTION, "QUERY_TOO_DEEP"),
    "introspection many times": (
        "{"
        + " ".join(f"a{n}:__schema{{types{{fields{{args{{type{{name}}}}}}}}}}" for n in range(30))
        + "}",
        "QUERY_TOO_COMPLEX",
    ),
}


@pytest.mark.parametrize("query", PASSING.values(), ids=PASSING)
def test_ordinary_queries_pass(query: str) -> None:
    result = SCHEMA.execute_sync(query, operation_name="Q0" if "Q0" in query else None)
    assert result.errors is None


@pytest.mark.parametrize(("query", "code"), REFUSED.values(), ids=REFUSED)
def test_excess_is_refused(query: str, code: str) -> None:
    assert codes(query) == [code]


def test_fragments_in_powers_of_two_are_refused_at_once() -> None:
    found = codes(chained(60, "organ{name} a:organ{name}"))
    assert found == ["QUERY_TOO_MANY_ALIASES", "QUERY_TOO_LARGE", "QUERY_TOO_COMPLEX"]


CYCLES = {
    "itself": "{...A} fragment A on Query{organ{name} ...A}",
    "two": "{...A} fragment A on Query{...B} fragment B on Query{...A organ{name}}",
    "below a field": "{organ{...A}} fragment A on Organ{parent{...A}}",
    "dense": "{...F0} "
    + " ".join(
        f"fragment F{n} on Query{{{' '.join(f'...F{m}' for m in range(15))}}}" for n in range(15)
    ),
}


@pytest.mark.parametrize("query", CYCLES.values(), ids=CYCLES)
def test_cycles_come_to_an_end(query: str) -> None:
    started = perf_counter()
    result = SCHEMA.execute_sync(query)
    assert perf_counter() - started < 1
    assert result.errors
    assert any(
        "Cannot spread fragment" in error.message or code_of(error) == "QUERY_TOO_LARGE"
        for error in result.errors
    )


def test_each_code_comes_once_with_its_limit_in_chinese_first() -> None:
    query = " ".join(f"query Q{n}{{{'x:organ{name} ' * 40}}}" for n in range(3))
    result = SCHEMA.execute_sync(query, operation_name="Q0")
    assert [error.message for error in result.errors or ()] == [
        "查询别名过多，最多30个。Query too many aliases: limit 30."
    ]


PAGES = "query($n: Int%s){organ{filings(first:$n){edges{node{organ{filings(first:$n)" + (
    "{edges{node{title}}}}}}}}}"
)


@pytest.mark.parametrize(
    ("default", "variables", "expected"),
    [
        ("", {"n": 20}, []),
        ("", {"n": 200}, ["QUERY_TOO_COMPLEX"]),
        ("", {"n": 10**30}, ["QUERY_TOO_COMPLEX"]),
        ("", {}, []),
        ("", {"n": None}, []),
        (" = 10", {}, []),
        (" = 1000", {}, ["QUERY_TOO_COMPLEX"]),
        (" = 1000", {"n": 10}, []),
    ],
)
def test_a_page_size_in_a_variable_counts(
    default: str, variables: dict[str, int | None], expected: list[str]
) -> None:
    assert codes(PAGES % default, variables) == expected


def test_without_the_variables_a_page_counts_as_the_largest() -> None:
    assert refused_by(Limits(), PAGES % "") == ["QUERY_TOO_COMPLEX"]


WRITTEN_OUT = """{ organ {
    filings { edges { cursor node { ... on Filing {
        title organ { ... on Organ { label: name } } steps { title }
    } } } pageInfo { hasNextPage } }
    ... on Organ { name }
} }"""
IN_FRAGMENTS = """{ organ { filings { ...Page } ...Name } }
fragment Page on FilingConnection { edges { cursor node { ...Row } } pageInfo { hasNextPage } }
fragment Row on Filing { title organ { ...Label } steps { title } }
fragment Label on Organ { label: name }
fragment Name on Organ { name }"""


@pytest.mark.parametrize("query", [WRITTEN_OUT, IN_FRAGMENTS])
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(depth=6, aliases=1, fields=17, complexity=283), None),
        (Limits(depth=5), "QUERY_TOO_DEEP"),
        (Limits(aliases=0), "QUERY_TOO_MANY_ALIASES"),
        (Limits(fields=15), "QUERY_TOO_LARGE"),
        (Limits(complexity=282), "QUERY_TOO_COMPLEX"),
    ],
)
def test_fragments_count_as_if_written_out(query: str, limits: Limits, code: str | None) -> None:
    assert refused_by(limits, query) == ([code] if code else [])


def test_what_a_validation_finds_is_capped() -> None:
    found = codes("{" + " ".join(f"unknown{n}" for n in range(400)) + "}")
    assert len(found) == 20
    assert found[-1] == "TOO_MANY_ERRORS"


def test_what_an_execution_finds_is_capped() -> None:
    found = codes("{" + " ".join(f"f{n}:fails" for n in range(30)) + "}")
    assert found == ["INVALID"] * 19 + ["TOO_MANY_ERRORS"]


async def test_the_same_holds_for_an_awaited_answer() -> None:
    result = await SCHEMA.execute("{" + " ".join(f"f{n}:fails" for n in range(30)) + "}")
    assert len(result.errors or ()) == 20
    refused = await SCHEMA.execute(DEEP)
    assert [code_of(error) for error in refused.errors or ()] == ["QUERY_TOO_DEEP"]


@pytest.mark.parametrize(("many", "kept"), [(0, 0), (1, 1), (20, 20), (21, 20), (500, 20)])
def test_cap_errors(many: int, kept: int) -> None:
    errors = [GraphQLError(f"第{n}个") for n in range(many)]
    capped = cap_errors(errors)
    assert len(capped) == kept
    if many > kept:
        assert capped[-1].message.startswith(f"另有{many - 19}个错误未列出")


def test_the_longest_hostile_document_is_answered_in_a_second() -> None:
    """Documents that hold every limit and still compare as many fields as they can."""
    for query in (
        "{" + "organ{name}" * 249 + "}",
        "{organ{" + "...on Organ{parent{name}}" * 160 + "}}",
        "{" + "...F " * 240 + "} fragment F on Query{organ{name}}",
        " ".join(f"query Q{n}($v:Int){{...F0}}" for n in range(200))
        + chained(50, "organ{name}", 1)[7:],
    ):
        codes(query)
