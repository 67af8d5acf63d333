"""The command line as an operator uses it: every command, and what it says when it cannot.

Commands run one after the other on one deployment, most of them beside a running `serve`.
"""

import signal
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from renda_command import Renda, deployed, finished

from core import postgres
from core.postgres import Cluster
from core.testing import Served, free_port

COUNTY, TOWN = "370982", "370982105"
BODIES = ("3709", COUNTY, TOWN)
ADMIN = f"{COUNTY}-admin"


@pytest.fixture(scope="module")
def empty() -> Generator[Renda]:
    with deployed() as renda:
        yield renda


@dataclass(frozen=True)
class Loaded:
    """A migrated deployment with three bodies, and the first passwords of their people."""

    renda: Renda
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def loaded(empty: Renda) -> Loaded:
    refused = empty("serve", RENDA_PORT=str(free_port())).sentence
    assert "数据库尚未迁移" in refused
    assert "renda migrate" in refused
    assert (
        "已迁移：core、deputy_files、deputy_points、filing_review、people_votes；新的做法 "
        in empty("migrate").out
    )
    made = empty("body", "load", *BODIES).rows
    assert {row[0] for row in made} == set(BODIES)
    return Loaded(empty, {login: password for _, login, password in made})


@pytest.fixture(scope="module")
def renda(loaded: Loaded) -> Renda:
    return loaded.renda


@pytest.fixture(scope="module")
def served(renda: Renda) -> Generator[Served]:
    with renda.serve() as served:
        yield served


@pytest.fixture(scope="module")
def own(empty: Renda) -> Generator[dict[str, str]]:
    """A second folder, whose database nobody holds: the last command that uses it stops it."""
    folder = empty.home / "own"
    yield {"RENDA_DATA_DIR": str(folder)}
    Cluster(folder).server.stop()


def ask(served: Served, body: str, query: str, **how: Any) -> httpx.Response:
    sent = {"query": query, "variables": how.pop("variables", None)}
    url = f"{served.address}/t/{body}/graphql"
    return httpx.post(url, json=sent, trust_env=False, timeout=40, **how)


def code_of(response: httpx.Response) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


def viewer_of(served: Served, token: str, body: str = COUNTY) -> str | None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = ask(served, body, "{ viewer { name } }", headers=headers)
    return answer.json()["data"]["viewer"]["name"]


def test_a_wrong_or_unknown_variable_is_named_in_one_sentence(empty: Renda) -> None:
    assert "RENDA_PORT" in empty.afresh("body", "list", RENDA_PORT="70000").sentence
    assert "RENDA_PROT" in empty("body", "list", RENDA_PROT="8700").sentence


def test_a_taken_port_is_said_in_one_sentence(renda: Renda, served: Served) -> None:
    port = served.address.rpartition(":")[2]
    for command in (["serve"], ["demo", "--serve"]):
        refused = renda(*command, RENDA_PORT=port).sentence
        assert f"端口 {port} 不能用" in refused
        assert "RENDA_PORT" in refused


def test_of_two_serves_started_at_once_on_one_port_one_is_refused(renda: Renda) -> None:
    """Neither may share the port unnoticed: its callers would come to one or the other."""
    port = str(free_port())
    both = [renda.start("serve", RENDA_PORT=port) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(finished, process) for process in both]
        first = next(as_completed(waiting)).result()
        for process in both:
            process.terminate()
        assert sorted(done.result().status for done in waiting) in ([0, 1], [1, 143])
    assert f"端口 {port} 不能用" in first.sentence


def test_what_is_done_already_is_not_done_again(renda: Renda) -> None:
    assert renda("migrate").out == "已迁移：无需变动；新的做法 0 项。\n"
    assert renda("body", "load", *BODIES).rows == []


def test_bodies_are_listed(renda: Renda) -> None:
    rows = renda("body", "list").rows
    assert [row[0] for row in rows] == list(BODIES)
    assert rows[2] == [TOWN, "township", "congress", "active", "羊流镇人民代表大会（演示）"]


def test_a_body_is_suspended_and_resumed_beside_a_running_serve(
    renda: Renda, served: Served
) -> None:
    assert renda("body", "suspend", TOWN).rows == [[TOWN, "suspended"]]
    refused = ask(served, TOWN, "{ body { name } }")
    assert (refused.status_code, code_of(refused)) == (403, "BODY_SUSPENDED")
    assert renda("audit", "verify", "--body", TOWN).out.endswith("完好\n")
    assert renda("body", "resume", TOWN).rows == [[TOWN, "active"]]
    assert ask(served, TOWN, "{ body { code } }").json()["data"]["body"]["code"] == TOWN
    assert "没有代码为“nowhere”的机构" in renda("body", "suspend", "nowhere").sentence


def granted(served: Served, origin: str) -> str | None:
    """To which origin a preflight of that page is granted."""
    url, headers = f"{served.address}/t/{TOWN}/graphql", {"origin": origin}
    answer = httpx.options(url, headers=headers, trust_env=False, timeout=40)
    return answer.headers.get("access-control-allow-origin")


def test_origins_of_front_ends_are_allowed_and_withdrawn_beside_a_running_serve(
    renda: Renda, served: Served
) -> None:
    one, other = "https://front.example", "http://127.0.0.1:8701"
    assert renda("body", "origins", TOWN).rows == []
    assert granted(served, one) is None
    assert renda("body", "origins", TOWN, "--allow", one, "--allow", other).rows == [[one], [other]]
    assert renda("body", "origins", TOWN, "--allow", one).rows == [[one], [other]]
    assert (granted(served, one), granted(served, other)) == (one, other)
    assert renda("body", "origins", TOWN, "--withdraw", one).rows == [[other]]
    assert (granted(served, one), granted(served, other)) == (None, other)
    assert "没有允许过" in renda("body", "origins", TOWN, "--withdraw", one).sentence
    assert "末尾的斜杠" in renda("body", "origins", TOWN, "--allow", f"{one}/").sentence
    assert "没有代码为“nowhere”的机构" in renda("body", "origins", "nowhere").sentence
    live = {"RENDA_PRODUCTION": "1"}
    assert "https" in renda("body", "origins", TOWN, "--allow", "http://a.example", **live).sentence
    assert renda("body", "origins", TOWN).rows == [[other]]


def state_of(renda: Renda, plugin: str) -> str:
    """Whether a plugin is on in the township."""
    listed = renda("plugin", "list", "--body", TOWN).rows
    return next(row[2] for row in listed if row[0] == plugin)


def test_a_plugin_is_turned_off_and_on_beside_a_running_serve(renda: Renda, served: Served) -> None:
    one = ("filing_review", "--body", TOWN)
    query = "{ publicFilings { totalCount } }"
    assert "filing_review" in [row[0] for row in renda("plugin", "list").rows]
    assert renda("plugin", "disable", *one).out == "已办理。\n"
    assert state_of(renda, "filing_review") == "未启用"
    assert code_of(ask(served, TOWN, query)) == "GRAPHQL_VALIDATION_FAILED"
    enable = ("plugin", "enable", *one, "--basis", "示例决定", "--valid-from", "2025-01-01")
    assert renda(*enable).out == "已办理。\n"
    assert state_of(renda, "filing_review") == "启用"
    assert ask(served, TOWN, query).json()["data"]["publicFilings"]["totalCount"] == 0
    enable = ("plugin", "enable", "nowhere", *enable[3:])
    assert "没有安装名为“nowhere”的插件" in renda(*enable).sentence


def test_the_schema_of_plugins_and_of_a_body(renda: Renda) -> None:
    printed = renda("schema", "--plugins", "filing_review").out
    assert "type Filing implements " in printed
    assert renda("schema", "--body", COUNTY).out == printed
    assert "type Filing implements " not in renda("schema").out
    assert "nowhere" in renda("schema", "--plugins", "nowhere").sentence
    assert "nowhere" in renda("schema", "--body", "nowhere").sentence


def test_a_token_is_a_bearer_at_the_running_serve(renda: Renda, served: Served) -> None:
    token = renda("token", "--body", COUNTY, "--login", ADMIN).out.strip()
    assert viewer_of(served, token) == "演示·管理员甲"
    assert viewer_of(served, token, "3709") is None, "at another body it is a visitor"
    refused = ask(served, COUNTY, "{ body { name } }", headers={"Authorization": "Bearer x"})
    assert (refused.status_code, code_of(refused)) == (401, "TOKEN_INVALID")


@pytest.mark.parametrize(
    "how",
    [("--login", "nobody"), ("--login", ADMIN, "--organ", "court"), ("--login", "3709-admin")],
)
def test_no_token_for_who_has_no_place(renda: Renda, how: tuple[str, ...]) -> None:
    assert "没有任职" in renda("token", "--body", COUNTY, *how).sentence


def test_a_cookie_signs_in(loaded: Loaded, served: Served) -> None:
    sign_in = "mutation($input: SignInInput!) { signIn(input: $input) { token } }"
    told = {"input": {"login": ADMIN, "password": loaded.passwords[ADMIN]}}
    answer = ask(served, COUNTY, sign_in, variables=told)
    assert answer.json()["data"]["signIn"]["token"]
    # Over plain http a browser takes no Secure cookie.
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict"))
    assert "Secure" not in cookie
    headers = {"Cookie": cookie.partition(";")[0], "Origin": served.address}
    viewed = ask(served, COUNTY, "{ viewer { name } }", headers=headers).json()
    assert viewed["data"]["viewer"]["name"] == "演示·管理员甲"


def test_fifty_requests_at_once_are_all_answered(renda: Renda, served: Served) -> None:
    token = renda("token", "--body", COUNTY, "--login", ADMIN).out.strip()
    with ThreadPoolExecutor(50) as pool:
        names = list(pool.map(lambda _: viewer_of(served, token), range(50)))
    assert names == ["演示·管理员甲"] * 50


def test_no_demo_in_production(renda: Renda) -> None:
    assert "RENDA_PRODUCTION=1" in renda("demo", RENDA_PRODUCTION="1").sentence


def test_the_audit_chain_shows_tampering(renda: Renda) -> None:
    """Whoever owns the server can change a row, but not without its being seen."""
    sound = renda("audit", "verify", "--body", "3709")
    assert (sound.status, sound.out.splitlines()[-1]) == (0, "完好")
    with renda.attach() as server:
        dsn = postgres.dsn_for(server.superuser_dsn, database="renda")
        with psycopg.connect(dsn) as connection:
            connection.execute(
                "UPDATE event SET payload = '{\"people\": 1}' WHERE name = 'core.load_body'"
                " AND tenant_id = (SELECT id FROM body WHERE code = '3709')"
            )
    spoilt = renda("audit", "verify", "--body", "3709")
    assert (spoilt.status, spoilt.out.splitlines()[-1]) == (1, "不完好")
    assert spoilt.out.startswith("× ")


FORGED_COPY = """
  INSERT INTO deputy_points_copy (tenant_id, id, entry_id, mandate_id, term, kind, held_on,
    quantity, source, evidence, digest, confirmed_by, confirmed_organ, withdrawn, created_at)
  SELECT id, id, id, id, 6, 'attend_council', '2020-03-05',
    1, 'deputy', '[]', '', id, 'x', false, now() FROM body WHERE code = %s"""
FORGED_RULE = """
  INSERT INTO deputy_points_rule (tenant_id, id, number, valid_from, value,
    rule_kind, rule_title, cited, adopted_on, adopted_by_name, created_at)
  SELECT id, id, 1, '2020-01-01',
    '{"kinds": [{"code": "attend_council", "title": "x", "value": 5}]}',
    'demo', 'x', '示例：《x》', '2020-01-01', 'x', now() FROM body WHERE code = %s"""


def test_a_command_of_a_plugin_has_options_flags_and_a_status_of_its_own(renda: Renda) -> None:
    asked = ("deputy-points", "recompute", "--body", TOWN)
    assert "没有启用该插件" in renda(*asked, "--year", "2020").sentence
    enable = ("plugin", "enable", "deputy_points", "--body", TOWN, "--basis", "示例决定")
    assert renda(*enable, "--valid-from", "2019-01-01").status == 0
    assert renda(*asked).status == 2, "the year is required"
    nothing = renda(*asked, "--year", "2020", "--check")
    assert (nothing.status, "该年度没有积分账户" in nothing.out) == (1, True)
    with renda.attach() as server:
        dsn = postgres.dsn_for(server.superuser_dsn, database="renda")
        with psycopg.connect(dsn) as connection:
            for statement in (FORGED_RULE, FORGED_COPY):
                connection.execute(statement, (TOWN,))
    spoilt = renda(*asked, "--year", "2020", "--check")
    assert spoilt.status == 1
    assert "共1处" in spoilt.out
    assert renda(*asked, "--year", "2020").status == 0, "nothing was to be checked"


def test_two_that_start_on_an_empty_folder_at_once(own: dict[str, str], renda: Renda) -> None:
    both = [finished(started) for started in [renda.start("migrate", **own) for _ in range(2)]]
    assert [done.status for done in both] == [0, 0]
    upgraded = sorted("已迁移：core、" in done.out for done in both)
    assert upgraded == [False, True]


def test_a_signal_stops_serve_cleanly_and_leaves_no_process(
    own: dict[str, str], renda: Renda
) -> None:
    port = str(free_port())
    server = Cluster(Path(own["RENDA_DATA_DIR"])).server
    process = renda.start("serve", **own, RENDA_PORT=port)
    assert process.stdout
    assert process.stdout.readline() == f"Renda 已启动 http://127.0.0.1:{port}\n"
    assert server.running_pid()
    process.send_signal(signal.SIGTERM)
    done = finished(process)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert server.running_pid() is None


def test_a_signal_before_it_serves_ends_it_in_order_too(own: dict[str, str], renda: Renda) -> None:
    process = renda.start("serve", **own, RENDA_PORT=str(free_port()))
    server = Cluster(Path(own["RENDA_DATA_DIR"])).server
    while server.running_pid() is None:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert finished(process).status in (0, 143)
    assert server.running_pid() is None


LOST = """
import gc, os, signal, sys
import core.cli

def lost(phase, info):
    if signal.getsignal(signal.SIGTERM) is core.serving.ENDING:
        gc.callbacks.remove(lost)
        os.kill(os.getpid(), signal.SIGTERM)
        while True:
            pass

gc.callbacks.append(lost)
sys.argv = ["renda", "serve"]
core.cli.program()
"""


def test_a_signal_whose_exit_is_lost_ends_it_too(own: dict[str, str], renda: Renda) -> None:
    """A collector's callback cannot raise: Python prints the exit as ignored, and goes on."""
    told = renda.environ(**own, RENDA_PORT=str(free_port()))
    done = subprocess.run(
        [sys.executable, "-c", LOST], env=told, cwd="/", capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 143
    assert "Exception ignored" in done.stderr
    assert done.stdout == ""
