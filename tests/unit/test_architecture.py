"""The house: which way imports point, what the app's page holds, and that settings and their example agree."""

import ast
import functools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.settings import Settings

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
ENDINGS = (".py", ".sh", ".txt", ".toml", ".json", ".md", ".yml")
FEATURES = ("interviews", "job_roles", "resumes", "scoring")
HEAVY = {
    "openai", "supabase", "httpx", "httpx2", "aiohttp", "jwt", "cryptography", "bpe_openai", "azure", "fastapi",
    "pypdfium2", "docx", "lxml", "phonenumbers",
}  # fmt: skip


@functools.cache
def tree() -> dict[Path, str]:
    """Every file of ours that is text, as it is."""
    found: dict[Path, str] = {}
    for folder, folders, names in ROOT.walk():
        folders[:] = sorted(
            name for name in folders if name != "node_modules" and (name == ".github" or not name.startswith("."))
        )
        found |= {
            folder / name: (folder / name).read_text()
            for name in sorted(names)
            if Path(name).suffix in ENDINGS or name == "Makefile"
        }
    return found


def files(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in tree() if path.suffix == ".py" and path.is_relative_to(ROOT / folder)
    ]


@functools.cache
def imports(path: Path, *, at_import_time: bool = False) -> tuple[str, ...]:
    """What a file imports; with `at_import_time` only what runs when it is imported itself."""

    def within(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if isinstance(node, ast.expr) or (at_import_time and (lazy or typing_only)):
            return
        for child in ast.iter_child_nodes(node):
            yield from within(child)

    return tuple(within(parsed(path)))


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(tree()[path])


def offenders(paths: list[Path], *prefixes: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path)
        if any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
    ]


def test_shared_knows_nothing_of_functions_or_doors() -> None:
    assert offenders(files("shared"), "azure.functions", "azure.durable_functions", "blueprints", "fastapi") == []


def test_the_app_knows_nothing_of_local_or_tests() -> None:
    assert offenders([*files("shared", "blueprints"), ROOT / "function_app.py"], "local", "tests") == []


def test_features_do_not_use_each_others_services() -> None:
    pure = {  # values and functions of values
        "shared.interviews.plan",
        "shared.interviews.prompts",
        "shared.interviews.remarks",
        "shared.interviews.signals",
        "shared.interviews.steering",
        "shared.resumes.fields.data",
        "shared.resumes.fields.text",
        "shared.resumes.fields.denials",
        "shared.resumes.fields.vocabulary",
        "shared.resumes.timeline",
        "shared.scoring.evidence",
    }
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for feature in FEATURES
        for path in files(f"shared/{feature}")
        for name in imports(path)
        for other in FEATURES
        if other != feature and name.startswith(f"shared.{other}") and name not in pure
    ]
    assert found == []


def test_models_and_errors_import_nothing_of_ours_but_models_and_errors() -> None:
    paths = [*files("shared/models"), ROOT / "shared/errors.py"]
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path)
        if name.startswith("shared") and not name.startswith(("shared.models", "shared.errors"))
    ]
    assert found == []


def test_heavy_sdks_are_imported_late() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files("shared")
        for name in imports(path, at_import_time=True)
        if name.split(".")[0] in HEAVY
    ]
    assert found == []


def test_the_apps_page_is_short() -> None:
    assert len((ROOT / "function_app.py").read_text().splitlines()) <= 40


def test_every_file_says_in_its_first_line_what_it_is_for() -> None:
    bare = [
        str(path.relative_to(ROOT))
        for path in files("shared", "blueprints", "local", "tests")
        if not tree()[path].startswith('"""')
    ]
    assert bare == []


def test_the_example_lists_exactly_the_settings() -> None:
    example = json.loads((ROOT / "local.settings.example.json").read_text())["Values"]
    host_settings = {"FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"}
    assert set(example) - host_settings == {name.upper() for name in Settings.model_fields}


def test_the_examples_values_are_the_defaults() -> None:
    example = json.loads((ROOT / "local.settings.example.json").read_text())["Values"]
    for name, field in Settings.model_fields.items():
        default = "" if field.is_required() or field.default is None else str(field.default)
        assert example[name.upper()] == default, name


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    words = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "/ro" + "ot/", "/wo" + "rk/")
    found = [str(path.relative_to(ROOT)) for path, text in tree().items() for word in words if word in text]
    assert found == []
