"""Indexes for complete lists of cases: of a branch by filing, of those open, and of a person's offers."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make them; the one by the latest change served lists that were cut off."""
    op.drop_index("cases_by_branch", "cases", if_exists=True)
    op.create_index("cases_of_branch", "cases", ["branch", "filed_at", "case_id"], if_not_exists=True)
    op.create_index(
        "cases_by_result", "cases", ["branch", "result", "filed_at", "case_id"], if_not_exists=True
    )
    op.create_index("cases_by_offered_to", "cases", ["offered_to", "result"], if_not_exists=True)
