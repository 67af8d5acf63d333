import { graphql, type ResultOf } from "@renda/console";

export const OneProject = graphql(`
  query Project($id: ID!) {
    node(id: $id) {
      ... on Project {
        id
        number
        year
        cycle {
          id
          title
        }
        state
        title
        content
        responsibleUnit
        target
        investment
        funding
        startsOn
        dueOn
        crossYear
        votesFor
        adoptedOn
        planUnit
        planTarget
        planFrom
        planUntil
        planBudget
        planRevision
        publishedOn
        percent
        spent
        overspent
        reportedOn
        completedOn
        completion
        acceptedOn
        acceptedByName
        assessed
        assessedOn
        failedAssessments
        sentBackOn
        sentBackReason
        stoppedOn
        carriedOverOn
        offered
        milestones {
          id
          title
          dueOn
          doneOn
          note
          droppedOn
          done
          lateBy
        }
        duties {
          id
          kind
          by
          periodFrom
          periodTo
          dueOn
          ruleText
          state
          metOn
          overdue
          daysLate
          deadlines {
            id
            ruleText
            steps
          }
        }
        reports {
          id
          offered
          by
          percent
          spent
          text
          reportedOn
          reportedByName
          attachments {
            id
            name
            photo
            place
            file {
              id
              name
            }
            receivedFile {
              id
              name
            }
          }
        }
        checks {
          id
          checkedOn
          place
          findings
          mustMend
          mendUntil
          recordedByName
          mendedOn
          mended
          mendedByName
          attachments {
            id
            name
            photo
            place
            file {
              id
              name
            }
            receivedFile {
              id
              name
            }
          }
        }
        qualityChecks {
          id
          checker
          checkedOn
          passed
          result
          recordedByName
        }
        groups {
          id
          revision
          name
          public
          formedOn
          members {
            id
            kind
            name
            post
            leader
            joinedOn
            leftOn
          }
        }
        adjustments {
          id
          offered
          kind
          reason
          state
          explanation
          proposedOn
          oldContent
          oldTarget
          oldInvestment
          oldDueOn
          newContent
          newTarget
          newInvestment
          newDueOn
          proposedByName
          decidedBy
          ruleText
          decidedOn
          decidedByName
          meetingTitle
          meetingHeldOn
          meetingMembers
          meetingPresent
          meetingInFavour
          noticedOn
          notice
          reportedOn
          reportSession
          withdrawnOn
          withdrawnByName
          withdrawReason
        }
        furtherReports {
          id
          assessed
          assessedOn
          text
          reportedOn
          reportedByName
        }
        attachments {
          id
          name
          photo
          place
          file {
            id
            name
          }
          receivedFile {
            id
            name
          }
        }
      }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof OneProject>["node"]>;
export type Project = Extract<Node, { percent: number }>;
export type Attachment = Project["attachments"][number];
