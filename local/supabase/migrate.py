"""Applies SQL migrations in order, once each, and records them as the Supabase CLI does."""

import re
from itertools import pairwise
from pathlib import Path
from typing import LiteralString, NamedTuple, cast

import psycopg

from local.supabase.processes import StackError

BOOTSTRAP = Path(__file__).with_name("bootstrap.sql")
HISTORY = """
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
    version text primary key, statements text[], name text
);
"""
RESET = "run `make reset`, which deletes the local data and applies all migrations from the start."


class Migration(NamedTuple):
    """One file, `VERSION_NAME.sql`."""

    version: str
    name: str
    sql: str

    @property
    def label(self) -> str:
        """The file's name."""
        return f"{self.version}_{self.name}.sql"


def read_migrations(directory: Path) -> list[Migration]:
    """The migrations of a directory in the order of their versions, after the bootstrap."""
    found = [Migration("0", "bootstrap", BOOTSTRAP.read_text())]
    for path in sorted(directory.glob("*.sql")):
        named = re.fullmatch(r"(\d+)_(.+)\.sql", path.name)
        if named is None:
            raise StackError(f"{path} is not named like a migration: NUMBER_what_it_does.sql")
        found.append(Migration(named[1], named[2], path.read_text()))
    found.sort(key=lambda migration: int(migration.version))
    for first, second in pairwise(found):
        if int(first.version) == int(second.version):
            raise StackError(f"Two migrations have one number: {first.label} and {second.label}")
    return found


def apply_migrations(dsn: str, directory: Path) -> list[str]:
    """Apply what is new in `directory`, each in a transaction, and tell PostgREST. Gives the names of the new ones.

    Raises StackError when a migration that was applied has changed or gone, when one comes before an applied one,
    or when its SQL fails (then nothing of it stays).
    """
    migrations = read_migrations(directory)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(HISTORY)
        rows = connection.execute("select version, name, statements[1] from supabase_migrations.schema_migrations")
        applied = {version: Migration(version, name, sql) for version, name, sql in rows}
        _check_history(migrations, applied)
        new = [migration for migration in migrations if migration.version not in applied]
        for migration in new:
            _apply(connection, migration)
        if new:
            connection.execute("notify pgrst, 'reload schema'")
    return [migration.label for migration in new]


def _check_history(migrations: list[Migration], applied: dict[str, Migration]) -> None:
    files = {migration.version: migration for migration in migrations}
    for version, record in applied.items():
        if version not in files:
            raise StackError(f"Migration {record.label} was applied, but its file is gone: {RESET}")
        if files[version].sql != record.sql:
            raise StackError(f"Migration {files[version].label} has changed since it was applied: {RESET}")
    last = max((int(version) for version in applied), default=-1)
    for migration in migrations:
        if migration.version not in applied and int(migration.version) < last:
            raise StackError(f"Migration {migration.label} comes before one that was applied already: {RESET}")


def _apply(connection: psycopg.Connection, migration: Migration) -> None:
    try:
        with connection.transaction():
            connection.execute(cast(LiteralString, migration.sql))
            connection.execute(
                "insert into supabase_migrations.schema_migrations (version, name, statements) values (%s, %s, %s)",
                (migration.version, migration.name, [migration.sql]),
            )
    except psycopg.Error as error:
        position = error.diag.statement_position
        line = migration.sql[: int(position)].count("\n") + 1 if position else "?"
        raise StackError(f"Migration {migration.label}, line {line}: {error}") from error
