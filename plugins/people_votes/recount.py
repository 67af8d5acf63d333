"""重新计票：python recount.py FILE [DIGEST]。Count a closed vote anew; imports nothing of Renda.
Reads the file of docs/closed-vote-file.md; prints the tally, or says what is wrong and exits 1.
DIGEST, if given, is the one on the signed tally sheet.
"""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

HEAD = {"format": "renda.closed-vote", "version": 1}
TOP = {*HEAD, "vote", "rounds", "announced", "digests", "chain"}
ROUND = {"items", "rules", "heads", "papers", "votes", "result"}


def need(holds: Any, chinese: str, english: str) -> None:
    if not holds:
        raise SystemExit(f"{chinese} {english}")


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_digests(file: Any, printed: str | None) -> None:
    rounds, chain, given = file["rounds"], file["chain"], file["digests"]
    shape = {*file} == TOP and rounds and all({*one} == ROUND for one in rounds)
    need(shape and file | HEAD == file, "不是这一格式。", "Not this format, or not all of it.")
    parts = {name: file[name] for name in ("vote", "announced")}
    parts |= {f"round-{n}.{k}": v for n, one in enumerate(rounds, 1) for k, v in one.items()}
    made = {name: sha256(canonical(part)).hexdigest() for name, part in parts.items()}
    total = sha256(canonical(HEAD | {"sections": made})).hexdigest()
    need(given == {"sections": made, "whole": total}, "内容已被改动。", "A digest differs.")
    need(printed in (None, total), "与计票单上的摘要不符。", "Not the digest on the tally sheet.")
    linked = {*chain} == {"event", "digest"} and re.fullmatch("[0-9a-f]{64}", chain["digest"])
    need(linked and chain["event"] > 0, "没有事件链的链接。", "No link to the audit chain.")


def check_heads(one: Any) -> None:
    due, present, entitled = (one["heads"][name] for name in ("due", "present", "entitled"))
    issued, spent = one["papers"]["issued"], {"printed": one["papers"]["issued"]} | one["papers"]
    need(due >= max(1, present, entitled), "实到或者名单多于应到。", "More present than due.")
    need(issued <= min(present, entitled), "发出多于可投票的人。", "More issued than could vote.")
    spare = spent.get("replaced", 0) + spent.get("left", 0)
    stock = spent["printed"] == issued + spare and spare >= spent.get("destroyed", 0)
    need(stock, "印制的票对不上。", "The papers printed are unaccounted for.")
    once = len({item["id"] for item in one["items"]}) == len(one["items"]) > 0
    need(once, "项目重复。", "An item stands twice.")
    if places := one["rules"]["places"]:
        extra, most = len(one["items"]) - places["number"], places["most_extra"]
        fits = places["least_extra"] <= extra <= (extra if most is None else most)
        need(fits, "候选项数不符合规则。", "Not as many items as may stand.")


def method_of(rules: Any) -> tuple[list[str], list[str], int]:
    limit = rules["places"]["number"] if "choose" in rules["method"] else sys.maxsize
    if rules["method"] == "choose":
        return ["approve"], ["approve"], limit
    marks = rules["grades"]["grades"] if rules["grades"] else ["approve", "oppose", "abstain"]
    return marks, [*marks, *({"abstain", "void"} - {*marks})], limit


def count_named(one: Any, seen: set[str]) -> dict[str, Any]:
    rules, votes, places = one["rules"], one["votes"], range(len(one["items"]))
    roll, cast = votes["roll"], [ballot["pseudonym"] for ballot in votes["ballots"]]
    need(not rules["secret"], "无记名投票不能有记名票。", "A secret vote has no named ballots.")
    listed = len(roll) == len({*roll}) == one["heads"]["entitled"] and not seen & {*roll}
    listed = listed and all(re.fullmatch("[0-9a-f]{32}", name) for name in roll)
    need(listed, "名单不是有权表决者的化名。", "The roll is not a pseudonym for each entitled.")
    need(len({*cast}) == len(cast), "有人投了两次。", "Somebody voted twice.")
    need({*cast} <= {*roll}, "投票人不在名单上。", "A ballot of somebody not on the roll.")
    need([*roll, *cast] == sorted({*roll}) + sorted(cast), "次序有含义。", "Not in neutral order.")
    need(len(cast) == one["papers"]["returned"], "票数与收回不符。", "Not as many as returned.")
    seen.update(roll)
    (may, columns, limit), wrong, said = method_of(rules), rules["validity"], list[list[str]]()
    for ballot in votes["ballots"]:
        marks = ballot["marks"]
        plain = {*marks} <= {*map(str, places)} and {*marks.values()} <= {*may} and len(ballot) == 2
        need(plain, "票上有不该有的内容。", "A ballot bears what it must not.")
        blank = wrong["blank_item" if marks else "blank_ballot"]
        if [*marks.values()].count("approve") <= limit and (marks or blank != "void"):
            said.append([marks.get(str(place), blank) for place in places])
    sums = [{name: [s[n] for s in said].count(name) for name in columns} for n in places]
    return {"valid": len(said), "void": len(cast) - len(said), "items": sums}


def count_paper(one: Any) -> dict[str, Any]:
    rules, counts, entries = one["rules"], one["votes"]["confirmed"], one["votes"]["entries"]
    agree = len(entries) == len({entry["teller"] for entry in entries}) == 2
    agree = agree and all(entry["counts"] == counts for entry in entries)
    need(agree, "两名计票人填写的与确认的不一致。", "Two tellers and what was confirmed differ.")
    valid, items, wrong = counts["valid"], counts["items"], rules["validity"]
    need(valid + counts["void"] == one["papers"]["returned"], "与收回不符。", "Not all returned.")
    (marks, columns, limit), choosing = method_of(rules), rules["method"] == "choose"
    may = {*marks, wrong["blank_item"], wrong["two_marks"].replace("item", "void")}
    may |= {wrong["blank_ballot"]} - {"void"}
    for item in items:
        adds = {*item} == {*columns} and {name for name in item if item[name]} <= may
        adds = adds and sum(item.values()) in (range(valid + 1) if choosing else [valid])
        need(adds, "一项的票数不符。", "The votes on an item do not add up.")
    approvals = sum(item.get("approve", 0) for item in items)
    least = valid if choosing and wrong["blank_ballot"] == "void" else 0
    need(least <= approvals <= valid * limit, "赞成的总数不可能。", "Impossible sum of approvals.")
    return counts


def line(rule: Any, one: Any, valid: int, void: int) -> int:
    bases = {"all": one["heads"]["due"], "present": one["heads"]["present"], "valid": valid}
    bases |= {"returned": one["papers"]["returned"], "item_valid": valid - void}
    number = rule["share"]["numerator"] * bases[rule["base"]]
    whole, rest = divmod(number, rule["share"]["denominator"])
    return max(1, whole + (1 if rest or rule["share"]["strict"] else 0))


def judge(one: Any, seen: set[str]) -> dict[str, Any]:
    rules, papers, votes = one["rules"], one["papers"], one["votes"]
    quorum = line(rules["quorum"], one, 0, 0) if rules["quorum"] else None
    outcome = "void" if papers["returned"] > papers["issued"] else "decided"
    outcome = "no_quorum" if one["heads"]["present"] < (quorum or 0) else outcome
    result = {"outcome": outcome, "quorum_line": quorum, "places_left": 0, "then": None}
    if outcome != "decided":
        need(votes == {"kind": "uncounted"}, "表决不成立，不能计票。", "A failed vote was counted.")
        return result | {"valid": None, "void": None, "items": []}
    counts = count_paper(one) if votes["kind"] == "paper" else count_named(one, seen)
    both = zip(one["items"], counts["items"], strict=True)
    items = [{"id": item["id"], "votes": votes} for item, votes in both]
    decide = assess if rules["grades"] else choose
    return result | counts | {"items": items} | decide(one, counts["valid"], items)


def assess(one: Any, valid: int, items: Any) -> dict[str, Any]:
    grades = one["rules"]["grades"]
    after = {each["title"]: each["consequences"] for each in grades["results"]}
    for item, told in zip(items, one["items"], strict=True):
        votes, item["result"] = item["votes"], grades["otherwise"]
        for tier in reversed(grades["tiers"]):
            if sum(votes[name] for name in tier["grades"]) >= line(tier, one, valid, votes["void"]):
                item["result"] = tier["title"]
        item["consequence"] = after[item["result"]][: told["failed_before"] + 1][-1]
    return {}


def choose(one: Any, valid: int, items: Any) -> dict[str, Any]:
    rules, got = one["rules"], [item["votes"]["approve"] for item in items]
    places = rules["places"]["number"] if rules["places"] else len(items)
    lines = [line(rules["pass_rule"], one, valid, item["votes"].get("void", 0)) for item in items]
    passing = [mine for mine, least in zip(got, lines, strict=True) if mine >= least]
    for item, mine, least in zip(items, got, lines, strict=True):
        up_to, passed = sum(other >= mine for other in passing), mine >= least
        tied = passed and up_to - passing.count(mine) < places < up_to
        item |= {"line": least, "passed": passed, "rank": 1 + sum(one > mine for one in got)}
        item |= {"chosen": passed and up_to <= places, "tied": tied}
    left = places - sum(item["chosen"] for item in items) if rules["places"] else 0
    tie = any(item["tied"] for item in items)
    then = {"outcome": "tie" if tie else "short", "places_left": left}
    return then | {"then": rules["ties" if tie else "shortage"]["policy"]} if left else {}


def check_next(before: Any, one: Any) -> None:
    result, rules, now = before["result"], before["rules"], one["items"]
    tie, left = result["outcome"] == "tie", result["places_left"]
    out = {x["id"] for x in result["items"] if x["chosen"] or (tie and not x["tied"])}
    wait = [item for item in before["items"] if item["id"] not in out]
    due = result["outcome"] in ("void", "no_quorum") or result["then"] not in (None, "fewer")
    goes_on = all(item in wait for item in now) and (len(now) == len(wait) or (left and not tie))
    need(due and goes_on, "不应有这样的下一轮。", "Such a further round was not due.")
    if left:
        places = {"number": left, "least_extra": 0, "most_extra": None}
        rules = rules | {"places": places | {"basis": one["rules"]["places"]["basis"]}}
    need(one["rules"] == rules, "下一轮的规则变了。", "The rules of the further round changed.")


def recount(text: bytes, printed: str | None = None) -> dict[str, Any]:
    file = json.loads(text, parse_float=str, parse_int=lambda n: int(n) if n.isdigit() else n)
    need(canonical(file) == text, "不是规范的写法。", "Not canonical JSON of whole numbers.")
    check_digests(file, printed)
    seen, results = set[str](), list[Any]()
    for before, one in zip([None, *file["rounds"]], file["rounds"], strict=False):
        check_heads(one)
        results.append(judge(one, seen))
        same = canonical(results[-1]) == canonical(one["result"])
        need(same, f"第{len(results)}轮的结果不对。", f"Not what the votes say: {results[-1]}")
        if before:
            check_next(before, one)
    told, last = [each for result in results for each in result["items"]], results[-1]
    announced = {"outcome": last["outcome"], "chosen": [x["id"] for x in told if x.get("chosen")]}
    announced["results"] = {x["id"]: x["result"] for x in last["items"] if "result" in x}
    need(announced == file["announced"], "公布的结果不对。", f"The result is {announced}.")
    return {"rounds": results, "announced": announced, "digest": file["digests"]["whole"]}


if __name__ == "__main__":
    try:
        tally = recount(Path(sys.argv[1]).read_bytes(), *sys.argv[2:3])
        print(json.dumps(tally, ensure_ascii=False, indent=1))
    except Exception as wrong:
        need(False, f"文件残缺：{wrong!r}。", "The file cannot be read as a closed vote.")
