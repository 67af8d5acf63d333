"""The closed lists of the plugin as GraphQL enums."""

from core import enum
from plugins.people_votes import rules

enum(rules.Decider, "由谁票决或者推选", rules.DECIDERS)
enum(rules.CycleState, "一轮票决的状态", rules.CYCLE_STATES)
enum(rules.CandidateState, "候选项目的状态", rules.CANDIDATE_STATES)

enum(rules.IdeaSource, "建议的来源", rules.IDEA_SOURCES)
enum(rules.IdeaState, "建议的状态", rules.IDEA_STATES)
enum(rules.Outcome, "筛选的结果", rules.OUTCOMES)
enum(rules.ScreenReason, "不采纳建议的理由", rules.SCREEN_REASONS)
enum(rules.IdeaFigure, "建议统计的项目", rules.IDEA_FIGURES)
enum(rules.Assessment, "论证、审查意见的种类", rules.ASSESSMENTS)
enum(rules.DraftState, "候选项目稿的状态（起草机关一侧）", rules.DRAFT_STATES)
enum(rules.ListState, "候选项目清单的状态", rules.LIST_STATES)
enum(rules.ProjectState, "项目的状态", rules.PROJECT_STATES)
enum(rules.Side, "由哪一方办理", rules.SIDES)
enum(rules.GroupKind, "监督小组成员的身份", rules.GROUP_KINDS)
enum(rules.DutyKind, "项目应办事项的种类", rules.DUTIES)
enum(rules.DutyState, "项目应办事项的状态", rules.DUTY_STATES)
enum(rules.ToCheck, "项目的什么在公布以前待保密审查", rules.TO_CHECK)
enum(rules.ProjectFigure, "项目的统计项目", rules.FIGURES)
enum(rules.AdjustmentKind, "项目调整的种类", rules.ADJUSTMENT_KINDS)
enum(rules.AdjustmentReason, "项目调整的原因", rules.ADJUSTMENT_REASONS)
enum(rules.AdjustmentState, "项目调整的状态", rules.ADJUSTMENT_STATES)
