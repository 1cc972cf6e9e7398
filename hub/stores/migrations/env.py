"""What Alembic loads to run migrations: they go into the transaction that `hub.stores.schema` has begun."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
