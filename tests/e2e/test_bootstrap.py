"""`local/bootstrap.sh` on machines that lack something, with programs that only note what they are asked."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.parts import CHECKOUT

pytestmark = pytest.mark.e2e

TOOLS = ("sh", "cat", "cksum", "tr", "rm", "mkdir", "dirname", "cp", "touch", "chmod", "sleep")
BROKEN_SHIM = '#!/bin/sh\necho "pyenv: $0: command not found" >&2\nexit 127\n'
PYTHON = """#!/bin/sh
case "$*" in
  -c*) exit 0 ;;
  *venv*) mkdir -p .venv/bin && cp "$0" .venv/bin/python && touch .venv/bin/pip && echo "venv by $0" ;;
  *) echo "$*" ;;
esac
"""
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
NODE = '#!/bin/sh\n[ "$1" = --version ] && echo v{version}.0.0\n[ {version} -ge 20 ]\n'
NPM = '#!/bin/sh\nmkdir -p node_modules\necho "npm $*"\n'
UV = """#!/bin/sh
case "$2" in
  find) [ -e {installed} ] && echo {python} ;;
  install) touch {installed} && echo downloading ;;
esac
"""


@dataclass
class Machine:
    """A checkout with nothing but the script and its lock files, on a machine with nothing but these programs."""

    home: Path

    def has(self, where: str, program: str) -> Path:
        """Puts a program somewhere below the machine's home."""
        path = self.home / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(program)
        path.chmod(0o755)
        return path

    def bootstrap(self, want: str = "local", **environment: str) -> "subprocess.CompletedProcess[str]":
        path = f"{self.home / 'shims'}{os.pathsep}{self.home / 'bin'}{os.pathsep}{self.home / 'tools'}"
        return subprocess.run(
            ["sh", "local/bootstrap.sh", want],
            cwd=self.home / "checkout",
            env={"PATH": path, "HOME": str(self.home), **environment},
            capture_output=True,
            text=True,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout, tools = tmp_path / "checkout", tmp_path / "tools"
    (checkout / "local").mkdir(parents=True)
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool) or pytest.fail(f"there is no {tool} here"))
    shutil.copy(CHECKOUT / "local" / "bootstrap.sh", checkout / "local")
    for lock in ("requirements-local.txt", "requirements-test.txt", "local/package-lock.json"):
        (checkout / lock).write_text("")
    machine = Machine(tmp_path)
    machine.has("bin/node", NODE.format(version=22))
    machine.has("bin/npm", NPM)
    return machine


def test_the_python_on_path_is_taken(machine: Machine) -> None:
    python = machine.has("bin/python3.13", PYTHON)
    done = machine.bootstrap()
    assert (done.returncode, f"venv by {python}" in done.stderr) == (0, True), done.stderr


def test_what_is_being_installed_is_said(machine: Machine) -> None:
    machine.has("bin/python3", PYTHON)
    done = machine.bootstrap()
    for said in ("Making .venv", "Installing Python packages", "Installing npm packages", "--require-hashes", "npm ci"):
        assert said in done.stderr


def test_once_everything_is_there_it_is_quick_and_says_nothing(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    machine.bootstrap()
    again = machine.bootstrap()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_changed_lock_file_is_installed(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    machine.bootstrap()
    (machine.home / "checkout/requirements-local.txt").write_text("one-more==1.0\n")
    assert "Installing Python packages" in machine.bootstrap().stderr


def test_a_shim_that_fails_gives_way_to_pyenvs_own_python(machine: Machine) -> None:
    for name in ("python3.13", "python3", "python"):
        machine.has(f"shims/{name}", BROKEN_SHIM)
    python = machine.has(".pyenv/versions/3.13.0/bin/python", PYTHON)
    done = machine.bootstrap()
    assert (done.returncode, f"venv by {python}" in done.stderr) == (0, True), done.stderr


def test_pyenv_may_be_elsewhere_and_home_unset(machine: Machine) -> None:
    python = machine.has("pyenv/versions/3.13.2/bin/python", PYTHON)
    done = machine.bootstrap(PYENV_ROOT=str(machine.home / "pyenv"))
    assert (done.returncode, f"venv by {python}" in done.stderr) == (0, True), done.stderr


def test_through_uv_only(machine: Machine) -> None:
    machine.has("bin/python3", OLD_PYTHON)
    python = machine.has("uv/python", PYTHON)
    installed = machine.home / "installed"
    machine.has("bin/uv", UV.format(installed=installed, python=python))
    done = machine.bootstrap()
    assert (done.returncode, f"venv by {python}" in done.stderr) == (0, True), done.stderr


def test_a_named_python_comes_first(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    named = machine.has("mine/python", PYTHON)
    assert f"venv by {named}" in machine.bootstrap(PYTHON=str(named)).stderr


def test_without_python_one_message_says_what_to_do(machine: Machine) -> None:
    machine.has("bin/python3", OLD_PYTHON)
    done = machine.bootstrap()
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: Python 3.13 was not found")
    assert "uv python install 3.13" in line


def test_without_node_one_message_says_so_before_anything_is_installed(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    (machine.home / "bin/node").unlink()
    done = machine.bootstrap()
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: Node 20 or newer was not found")


def test_an_old_node_is_named(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    machine.has("bin/node", NODE.format(version=18))
    done = machine.bootstrap()
    assert done.returncode == 1
    assert done.stderr == "error: Node 20 or newer is needed; this is v18.0.0.\n"


def test_the_node_of_this_machine_is_new_enough(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    (machine.home / "bin/node").unlink()
    (machine.home / "bin/node").symlink_to(shutil.which("node") or pytest.fail("there is no node here"))
    done = machine.bootstrap()
    assert done.returncode == 0, done.stderr


def test_a_virtual_environment_that_was_left_half_made_is_made_anew(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    machine.has("checkout/.venv/bin/python", PYTHON)
    assert "Making .venv" in machine.bootstrap().stderr


def test_an_installation_that_failed_is_tried_again(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON.replace('*) echo "$*" ;;', "*) exit 3 ;;"))
    assert machine.bootstrap().returncode == 3
    machine.has("checkout/.venv/bin/python", PYTHON)
    again = machine.bootstrap()
    assert (again.returncode, "Installing Python packages" in again.stderr) == (0, True)


def test_two_commands_at_once_install_once(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    machine.has("bin/npm", NPM.replace("mkdir", "sleep 1\nmkdir"))
    with ThreadPoolExecutor(2) as both:
        outputs = sorted(done.stderr for done in both.map(lambda _: machine.bootstrap(), range(2)))
    assert [output.count("Making .venv") for output in outputs] == [0, 1]
    assert "Another command is installing" in outputs[0]


def test_the_turn_of_a_command_that_was_killed_is_taken_over(machine: Machine) -> None:
    machine.has("bin/python3.13", PYTHON)
    busy = machine.home / "checkout" / "local" / ".installing"
    busy.mkdir()
    killed = subprocess.Popen(["/bin/sh", "-c", "exit 0"])
    killed.wait()
    (busy / "pid").write_text(f"{killed.pid}\n")
    assert machine.bootstrap().returncode == 0
    assert not busy.exists()
