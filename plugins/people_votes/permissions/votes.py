"""Actions of the call, the list and the vote, and the roles that hold them."""

from core import Action, Role
from plugins.people_votes.permissions.calls import (
    ANSWER_DELIBERATION,
    CHANGE_CALL,
    CLOSE_CALL,
    DISCARD_CANDIDATE,
    DRAFT_CANDIDATE,
    EXAMINE_CANDIDATES,
    FOLLOW_IDEA,
    HAND_OUT_CANDIDATES,
    MERGE_IDEAS,
    OPEN_CALL,
    PROPOSE_IDEA,
    READ_CALLS,
    READ_DRAFTS,
    READ_IDEAS,
    RECORD_DELIBERATION,
    RECORD_IDEA,
    RETURN_CANDIDATES,
    REVISE_CANDIDATE,
    SCREEN_IDEA,
    SUBMIT_CANDIDATES,
    WITHDRAW_CALL,
)

READ = "people_votes.read"
OPEN_CYCLE = "people_votes.open_cycle"

PREPARE_VOTE = "people_votes.prepare_vote"
ADOPT_VOTE_METHOD = "people_votes.adopt_vote_method"
NAME_VOTE_OFFICIALS = "people_votes.name_vote_officials"
REPLACE_VOTE_OFFICIAL = "people_votes.replace_vote_official"
OPEN_VOTE = "people_votes.open_vote"
CLOSE_VOTE = "people_votes.close_vote"
CANCEL_VOTE = "people_votes.cancel_vote"
READ_TURNOUT = "people_votes.read_turnout"
PRINT_BALLOTS = "people_votes.print_ballots"
RECORD_PAPERS = "people_votes.record_papers"
ENTER_COUNT = "people_votes.enter_count"
CONFIRM_COUNT = "people_votes.confirm_count"
ANNOUNCE_RESULT = "people_votes.announce_result"
PREPARE_FURTHER_ROUND = "people_votes.prepare_further_round"
ORDER_RECOUNT = "people_votes.order_recount"
CONCLUDE_VOTE = "people_votes.conclude_vote"
PREPARE_ASSESSMENT = "people_votes.prepare_assessment"
CAST_VOTE = "people_votes.cast_vote"
PRINT_TALLY = "people_votes.print_tally"

VOTE_ACTIONS = [
    Action(READ, "查看民生实事票决"),
    Action(OPEN_CYCLE, "启动一轮民生实事票决"),
    Action(PREPARE_VOTE, "筹备票决"),
    Action(ADOPT_VOTE_METHOD, "登记票决办法通过"),
    Action(NAME_VOTE_OFFICIALS, "登记监票人、计票人"),
    Action(REPLACE_VOTE_OFFICIAL, "登记更换监票人、计票人"),
    Action(OPEN_VOTE, "宣布开始投票"),
    Action(CLOSE_VOTE, "宣布投票结束"),
    Action(CANCEL_VOTE, "取消表决"),
    Action(READ_TURNOUT, "查看投票进度"),
    Action(PRINT_BALLOTS, "印制表决票"),
    Action(RECORD_PAPERS, "录入票的印制、发出、收回等张数"),
    Action(ENTER_COUNT, "录入计票"),
    Action(CONFIRM_COUNT, "监票人确认计票"),
    Action(ANNOUNCE_RESULT, "宣布表决结果"),
    Action(PREPARE_FURTHER_ROUND, "筹备另行投票"),
    Action(ORDER_RECOUNT, "登记重新计票"),
    Action(CONCLUDE_VOTE, "按表决结果确定项目"),
    Action(PREPARE_ASSESSMENT, "筹备满意度测评"),
    Action(CAST_VOTE, "电子记名表决"),
    Action(PRINT_TALLY, "印制计票统计单"),
]

_SCREENING = (
    READ_IDEAS,
    OPEN_CALL,
    CHANGE_CALL,
    WITHDRAW_CALL,
    CLOSE_CALL,
    RECORD_IDEA,
    MERGE_IDEAS,
    SCREEN_IDEA,
)
"""Calling and screening are done by the congress's office or the government, as a body has it."""

VOTE_ROLES = [
    Role(name="visitor", title="访客", actions=(READ_CALLS, PROPOSE_IDEA, FOLLOW_IDEA)),
    Role(name="member", title="机关工作人员", actions=(READ, READ_TURNOUT)),
    Role(
        name="project_secretary",
        title="票决工作人员",
        actions=(
            OPEN_CYCLE,
            PREPARE_VOTE,
            ADOPT_VOTE_METHOD,
            NAME_VOTE_OFFICIALS,
            REPLACE_VOTE_OFFICIAL,
            CANCEL_VOTE,
            PRINT_BALLOTS,
            PREPARE_FURTHER_ROUND,
            CONCLUDE_VOTE,
            PREPARE_ASSESSMENT,
            PRINT_TALLY,
            *_SCREENING,
            EXAMINE_CANDIDATES,
            RETURN_CANDIDATES,
            HAND_OUT_CANDIDATES,
            RECORD_DELIBERATION,
        ),
    ),
    Role(
        name="candidate_drafter",
        title="候选项目经办员",
        actions=(
            *_SCREENING,
            READ_DRAFTS,
            DRAFT_CANDIDATE,
            REVISE_CANDIDATE,
            DISCARD_CANDIDATE,
            ANSWER_DELIBERATION,
        ),
    ),
    Role(
        name="candidate_signer",
        title="候选项目签发人",
        actions=(READ_IDEAS, READ_DRAFTS, SUBMIT_CANDIDATES, ANSWER_DELIBERATION),
    ),
    Role(
        name="executive_chairperson",
        title="会议执行主席",
        actions=(OPEN_VOTE, CLOSE_VOTE, ANNOUNCE_RESULT, ORDER_RECOUNT),
    ),
    Role(name="teller", title="计票人", actions=(RECORD_PAPERS, ENTER_COUNT, PRINT_TALLY)),
    Role(name="scrutineer", title="监票人", actions=(CONFIRM_COUNT, PRINT_TALLY)),
    Role(name="deputy", title="人大代表", actions=(READ, CAST_VOTE)),
    Role(name="idea_collector", title="建议收集员", actions=(RECORD_IDEA,)),
]
