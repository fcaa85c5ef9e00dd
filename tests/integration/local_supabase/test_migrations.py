"""Migrations are applied once and in order, while the stack runs too; mistakes are named."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from local.supabase.processes import StackError
from local.supabase.stack import SupabaseConfig, SupabaseStack

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, migrations: Path) -> Iterator[SupabaseStack]:
    """A running stack with migrations that a test may add to."""
    directory = tmp_path_factory.mktemp("migrations") / "migrations"
    shutil.copytree(migrations, directory)
    with SupabaseStack(SupabaseConfig(directory)) as stack:
        yield stack


def test_history_is_kept_as_the_supabase_cli_keeps_it(project: SupabaseStack) -> None:
    with psycopg.connect(project.dsn) as connection:
        rows = connection.execute(
            "select version, name, statements[1] from supabase_migrations.schema_migrations where version like '00%'"
        )
        history = {version: (name, sql) for version, name, sql in rows}
    assert history["0010"] == ("hiring", (project.config.migrations / "0010_hiring.sql").read_text())


def test_new_migration_is_served_when_migrate_returns(project: SupabaseStack) -> None:
    (project.config.migrations / "0100_extra.sql").write_text("create table extra (n int);")
    assert project.migrate() == ["0100_extra.sql"]
    assert project.migrate() == []
    answer = httpx.get(f"{project.url}/rest/v1/extra", headers={"apikey": project.secret_key}, verify=False)
    assert (answer.status_code, answer.json()) == (200, [])


def test_changed_migration_is_named(project: SupabaseStack) -> None:
    path = project.config.migrations / "0020_profiles.sql"
    before = path.read_text()
    path.write_text(before + "-- changed\n")
    try:
        with pytest.raises(StackError, match=r"0020_profiles\.sql has changed .* `make reset`"):
            project.migrate()
    finally:
        path.write_text(before)


def test_missing_migration_is_named(project: SupabaseStack) -> None:
    path = project.config.migrations / "0020_profiles.sql"
    away = path.rename(path.with_suffix(".away"))
    try:
        with pytest.raises(StackError, match=r"0020_profiles\.sql was applied, but its file is gone"):
            project.migrate()
    finally:
        away.rename(path)


@pytest.mark.parametrize(
    ("name", "sql", "message"),
    [
        ("0200_bad.sql", "create table half (n int);\nselect nonsense;", r"0200_bad\.sql, line 2: .*nonsense"),
        ("10_twice.sql", "", "Two migrations have one number"),
        ("0_zero.sql", "", "Two migrations have one number"),
        ("0015_early.sql", "select 1;", r"0015_early\.sql comes before one that was applied"),
        ("unnumbered.sql", "", "not named like a migration"),
    ],
)
def test_migration_that_cannot_be_applied(project: SupabaseStack, name: str, sql: str, message: str) -> None:
    path = project.config.migrations / name
    path.write_text(sql)
    try:
        with pytest.raises(StackError, match=message):
            project.migrate()
    finally:
        path.unlink()
    with psycopg.connect(project.dsn) as connection:
        assert connection.execute("select to_regclass('public.half')").fetchone() == (None,)
