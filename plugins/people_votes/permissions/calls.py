"""Actions of the call for ideas and of the list of candidates."""

from core import Action

READ_CALLS = "people_votes.read_calls"
READ_IDEAS = "people_votes.read_ideas"
READ_DRAFTS = "people_votes.read_drafts"
FOLLOW_IDEA = "people_votes.follow_idea"
OPEN_CALL = "people_votes.open_call"
CHANGE_CALL = "people_votes.change_call"
WITHDRAW_CALL = "people_votes.withdraw_call"
CLOSE_CALL = "people_votes.close_call"
PROPOSE_IDEA = "people_votes.propose_idea"
RECORD_IDEA = "people_votes.record_idea"
MERGE_IDEAS = "people_votes.merge_ideas"
SCREEN_IDEA = "people_votes.screen_idea"
DRAFT_CANDIDATE = "people_votes.draft_candidate"
REVISE_CANDIDATE = "people_votes.revise_candidate"
DISCARD_CANDIDATE = "people_votes.discard_candidate"
SUBMIT_CANDIDATES = "people_votes.submit_candidates"
EXAMINE_CANDIDATES = "people_votes.examine_candidates"
RETURN_CANDIDATES = "people_votes.return_candidates"
HAND_OUT_CANDIDATES = "people_votes.hand_out_candidates"
RECORD_DELIBERATION = "people_votes.record_deliberation"
ANSWER_DELIBERATION = "people_votes.answer_deliberation"

CALL_ACTIONS = [
    Action(READ_CALLS, "查看公开征集"),
    Action(READ_IDEAS, "查看征集到的建议"),
    Action(READ_DRAFTS, "查看本机关起草的候选项目"),
    Action(FOLLOW_IDEA, "凭查询码查询建议的办理情况"),
    Action(OPEN_CALL, "开始公开征集"),
    Action(CHANGE_CALL, "更正征集公告"),
    Action(WITHDRAW_CALL, "撤回公开征集"),
    Action(CLOSE_CALL, "结束公开征集"),
    Action(PROPOSE_IDEA, "提出民生实事建议"),
    Action(RECORD_IDEA, "代为登记建议"),
    Action(MERGE_IDEAS, "合并建议"),
    Action(SCREEN_IDEA, "筛选建议"),
    Action(DRAFT_CANDIDATE, "起草候选项目"),
    Action(REVISE_CANDIDATE, "修改候选项目"),
    Action(DISCARD_CANDIDATE, "不再提出候选项目"),
    Action(SUBMIT_CANDIDATES, "签发并提出候选项目清单"),
    Action(EXAMINE_CANDIDATES, "登记候选项目的审查结果"),
    Action(RETURN_CANDIDATES, "退回候选项目清单"),
    Action(HAND_OUT_CANDIDATES, "登记候选项目清单已交给代表"),
    Action(RECORD_DELIBERATION, "记录代表团审议意见"),
    Action(ANSWER_DELIBERATION, "答复代表团审议意见"),
]
