"""Lines and sums that were booked before 0004 say what is said of them since.

Lines got their grounds, in codes, only with 0004, and base points and marks were counted as
attendance before. What a line rests on follows from its own sentence and from the marks that stood
when it was booked; no value, no sentence and no reversal changes.
"""

import sqlalchemy as sa
from alembic import op

from core import without_locks

revision = "0005"
down_revision = "0004"

WAITING = """
UPDATE deputy_points_line SET grounds = :code
 WHERE source = 'entry' AND full_value = 0 AND grounds = '' AND reverses_id IS NULL
   AND sentence LIKE :worded
"""
MARKS = """
UPDATE deputy_points_line AS line SET grounds = told.grounds
  FROM (SELECT booked.tenant_id, booked.id,
               string_agg((rater.value ->> 'code') || '=' || given.value, ';'
                          ORDER BY rater.ordinality) AS grounds
          FROM deputy_points_line AS booked
          JOIN deputy_points_rule AS rule
            ON rule.tenant_id = booked.tenant_id AND rule.id = booked.rule_id
         CROSS JOIN LATERAL jsonb_array_elements(rule.value -> 'raters') WITH ORDINALITY AS rater
         CROSS JOIN LATERAL (
               SELECT mark.value FROM deputy_points_mark AS mark
                WHERE mark.tenant_id = booked.tenant_id AND mark.mandate_id = booked.mandate_id
                  AND mark.year = booked.year AND mark.kind = booked.about
                  AND mark.rater = rater.value ->> 'code' AND mark.id < booked.id
                ORDER BY mark.id DESC LIMIT 1) AS given
         WHERE booked.source = 'marks' AND booked.grounds = '' AND booked.reverses_id IS NULL
         GROUP BY booked.tenant_id, booked.id) AS told
 WHERE line.tenant_id = told.tenant_id AND line.id = told.id
"""
REVERSALS = """
UPDATE deputy_points_line AS back SET grounds = taken.grounds
  FROM deputy_points_line AS taken
 WHERE taken.tenant_id = back.tenant_id AND taken.id = back.reverses_id
   AND back.grounds <> taken.grounds AND back.grounds = ''
"""
SUMS = """
UPDATE deputy_points_account AS account SET attendance = told.attendance
  FROM (SELECT tenant_id, account_id,
               coalesce(sum(value) FILTER (WHERE source = 'entry' AND NOT effect), 0) AS attendance
          FROM deputy_points_line GROUP BY tenant_id, account_id) AS told
 WHERE told.tenant_id = account.tenant_id AND told.account_id = account.id
   AND account.attendance <> told.attendance
"""


def upgrade() -> None:
    connection = op.get_bind()
    with (
        without_locks(connection, "deputy_points_line"),
        without_locks(connection, "deputy_points_account"),
        without_locks(connection, "deputy_points_mark"),
        without_locks(connection, "deputy_points_rule"),
    ):
        for code, worded in (
            ("not_led", "%：没有同一事项在先的“%”记录，计0分。"),
            ("counted_before", "%：同一事项只计一次，在先的一条已经计分，计0分。"),
        ):
            connection.execute(sa.text(WAITING), {"code": code, "worded": worded})
        for statement in (MARKS, REVERSALS, SUMS):
            connection.execute(sa.text(statement))


def downgrade() -> None:
    """Nothing to take back: what is said now is what 0004 says of new lines."""
