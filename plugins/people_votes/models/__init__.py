"""Tables of the deputies' vote on livelihood projects (民生实事票决)."""

from plugins.people_votes.models.calls import CallForIdeas, Idea
from plugins.people_votes.models.cycles import Candidate, Cycle, SatisfactionAssessment
from plugins.people_votes.models.lists import (
    CandidateAssessment,
    CandidateDraft,
    CandidateList,
    Deliberation,
    DraftAssessment,
    Examination,
)
from plugins.people_votes.models.oversight import (
    FurtherReport,
    HalfYearReport,
    ProgressReport,
    ProjectAttachment,
    ProjectCheck,
    ProjectDuty,
    ProjectGroup,
    ProjectGroupMember,
    QualityCheck,
    SecrecyCheck,
)
from plugins.people_votes.models.projects import Project, ProjectAdjustment, ProjectMilestone

__all__ = [
    "CallForIdeas",
    "Candidate",
    "CandidateAssessment",
    "CandidateDraft",
    "CandidateList",
    "Cycle",
    "Deliberation",
    "DraftAssessment",
    "Examination",
    "FurtherReport",
    "HalfYearReport",
    "Idea",
    "ProgressReport",
    "Project",
    "ProjectAdjustment",
    "ProjectAttachment",
    "ProjectCheck",
    "ProjectDuty",
    "ProjectGroup",
    "ProjectGroupMember",
    "ProjectMilestone",
    "QualityCheck",
    "SatisfactionAssessment",
    "SecrecyCheck",
]
