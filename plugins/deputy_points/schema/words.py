"""The closed lists of the plugin as GraphQL enums."""

from core import enum
from plugins.deputy_points import rules

enum(rules.Source, "一行积分的来源", rules.SOURCES, name="PointsSource")
enum(rules.Audience, "积分向谁公布", rules.AUDIENCES, name="PointsAudience")
enum(rules.ProposalKind, "规则允许提出的建议", rules.PROPOSAL_KINDS, name="PointsProposalKind")
enum(rules.ListStep, "积分公布表在等什么", rules.LIST_STEPS, name="PointsListStep")
enum(rules.Limit, "减去积分的上限", rules.LIMITS, name="PointsLimit")
