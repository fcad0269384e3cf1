"""`bootstrap.py`: what it asks of a machine, what it leaves alone, and that every failure is one sentence."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "bootstrap.py"
pytestmark = pytest.mark.skipif(not SOURCE.is_file(), reason="needs the source tree")


@pytest.fixture
def bootstrap() -> ModuleType:
    """The script as a module of its own for each test."""
    spec = importlib.util.spec_from_file_location("bootstrap", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def calls(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The extras of every installation, none of which is carried out."""
    made: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "install", lambda venv, extras: made.append(extras))
    return made


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """What an environment of this Python looks like from outside."""
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "env" / "bin" / "python").touch()
    (tmp_path / "env" / "pyvenv.cfg").write_text("version = {}.{}.0\n".format(*sys.version_info))
    return tmp_path / "env"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the script and what it reads, and no negosim: an installation there must fail."""
    for name in ("bootstrap.py", "setup.cfg", "setup.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def call(script: Path, *words: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Call the script from some folder."""
    return subprocess.run(
        [sys.executable, str(script), *words],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_needs_only_the_standard_library() -> None:
    imports = [
        node for node in ast.walk(ast.parse(SOURCE.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_an_old_python_can_read_it() -> None:
    tree = ast.parse(SOURCE.read_text(), feature_version=(3, 7))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    notes = [node.returns for node in functions] + [a.annotation for node in functions for a in node.args.args]
    assert all(isinstance(note, ast.Name | ast.Constant | ast.Attribute) for note in notes), "quote what 3.9 brought"


def test_an_old_python_is_told_what_to_call(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "answers", lambda command: command[0] == "python3.12")
    with pytest.raises(bootstrap.SetupError, match=r"this is 3\.9; call it as: python3\.12 bootstrap\.py\."):
        bootstrap.need_python((3, 9))


def test_an_old_python_without_a_newer_one_is_told_what_to_install(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "answers", lambda command: False)
    with pytest.raises(bootstrap.SetupError, match=r"install one of 3\.11, 3\.12, 3\.13\.$"):
        bootstrap.need_python((3, 10))


def test_a_second_call_installs_nothing(bootstrap: ModuleType, venv: Path, calls: list[list[str]]) -> None:
    bootstrap.prepare(venv, ("test",))
    bootstrap.prepare(venv, ("test",))
    bootstrap.prepare(venv, ())
    assert calls == [["test"]]


def test_what_an_earlier_call_installed_is_kept(bootstrap: ModuleType, venv: Path, calls: list[list[str]]) -> None:
    bootstrap.prepare(venv, ("moocore",))
    bootstrap.prepare(venv, ("test",))
    assert calls == [["moocore"], ["moocore", "test"]]


@pytest.mark.parametrize("damage", ['{"fingerprint": "old", "extras": []}', "[]", "{}", "no json", '{"extras": 1}'])
def test_a_stamp_that_does_not_fit_means_a_new_installation(
    bootstrap: ModuleType, venv: Path, calls: list[list[str]], damage: str
) -> None:
    (venv / bootstrap.STAMP).write_text(damage)
    bootstrap.prepare(venv, ())
    assert calls == [[]]


def test_a_failed_installation_leaves_no_stamp(
    bootstrap: ModuleType, venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(venv: Path, extras: list[str]) -> None:
        raise bootstrap.SetupError("no")

    (venv / bootstrap.STAMP).write_text(json.dumps({"fingerprint": "old", "extras": []}))
    monkeypatch.setattr(bootstrap, "install", fail)
    with pytest.raises(bootstrap.SetupError):
        bootstrap.prepare(venv, ())
    assert not (venv / bootstrap.STAMP).exists()


def test_an_environment_of_another_python_is_made_anew(
    bootstrap: ModuleType, venv: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(bootstrap, "make_venv", made.append)
    (venv / "pyvenv.cfg").write_text("version = 3.4.1\n")
    bootstrap.prepare(venv, ())
    assert made == [venv]


def test_a_folder_of_something_else_is_left_alone(copy: Path) -> None:
    (copy / "thesis").mkdir()
    (copy / "thesis" / "chapter1.txt").write_text("Years of work")
    done = call(copy / "bootstrap.py", "--venv", "thesis", "run", cwd=copy)
    assert done.returncode == 3
    assert "holds something that is no virtual environment" in done.stderr
    assert [path.name for path in (copy / "thesis").iterdir()] == ["chapter1.txt"]


def test_a_venv_that_cannot_be_made_is_one_sentence_and_leaves_nothing(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "has_ensurepip", lambda: True)
    monkeypatch.setattr(bootstrap, "finish", lambda command: (1, "Working\nError: disk full.\nbye\n"))
    with pytest.raises(bootstrap.SetupError, match=r"could not be made \(Error: disk full\)\.$"):
        bootstrap.make_venv(tmp_path / "env")
    assert not (tmp_path / "env").exists()


def test_without_any_pip_it_names_the_package_to_install(
    bootstrap: ModuleType, venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "answers", lambda command: False)
    with pytest.raises(bootstrap.SetupError, match="apt install python3-venv"):
        bootstrap.pip_for(venv)


def test_without_ensurepip_a_pip_that_is_there_is_used(
    bootstrap: ModuleType, venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "answers", lambda command: command[0] == "pip3")
    assert bootstrap.pip_for(venv) == ["pip3", "--python", str(venv / "bin" / "python")]


def test_what_cannot_be_installed_is_one_sentence_and_no_traceback(copy: Path) -> None:
    """No package index and, by a module that stands before the real one, no ensurepip either."""
    (copy / "lacking").mkdir()
    (copy / "lacking" / "ensurepip.py").write_text("raise ImportError('packaged apart')")
    done = call(copy / "bootstrap.py", "run", cwd=copy, PIP_NO_INDEX="1", PYTHONPATH=str(copy / "lacking"))
    said = done.stderr.splitlines()
    assert done.returncode == 3
    assert said[-1].startswith(("The packages that negosim needs could not be", "This Python comes without pip"))
    assert "Traceback" not in done.stderr
    assert not (copy / ".venv" / "negosim-stamp.json").exists()


def test_the_reason_of_pip_is_an_error_that_it_names(bootstrap: ModuleType, tmp_path: Path) -> None:
    error = bootstrap.pip_failed(
        "ERROR: metadata is broken.\nerror: subprocess-exited-with-error\nnotice\n", tmp_path / "pip.log"
    )
    assert "(ERROR: metadata is broken)" in str(error)
    assert "metadata is broken" in (tmp_path / "pip.log").read_text()
    assert "(it did not say why)" in str(bootstrap.pip_failed("", tmp_path / "pip.log"))
    assert "no package index" in str(bootstrap.pip_failed("NewConnectionError: x", tmp_path / "pip.log"))


@pytest.mark.parametrize("code", [0, 1, 2, 130])
def test_the_exit_code_of_the_command_is_passed_on(bootstrap: ModuleType, code: int) -> None:
    assert bootstrap.perform([sys.executable, "-c", f"raise SystemExit({code})"], None) == code


def test_a_killed_command_ends_as_in_a_shell(bootstrap: ModuleType) -> None:
    assert bootstrap.perform([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], None) == 128 + 9


@pytest.mark.skipif(os.name == "nt", reason="signals to a group of processes")
def test_after_ctrl_c_the_command_may_end_in_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(
        "import sys, time\n"
        "try:\n    print('ready', flush=True)\n    time.sleep(30)\n"
        "except KeyboardInterrupt:\n    time.sleep(0.5)\n    print('tidied up')\n    sys.exit(130)\n"
    )
    code = "import sys, bootstrap; sys.exit(bootstrap.perform([sys.executable, 'slow.py'], None))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read() == "tidied up\n"
    assert process.returncode == 130


def test_words_after_the_command_are_passed_on(bootstrap: ModuleType, tmp_path: Path) -> None:
    asked = bootstrap.parse(["--venv", str(tmp_path), "run", "--seed", "3", "--venv", "other", "-h"])
    assert (asked.venv, asked.words) == (str(tmp_path), ["--seed", "3", "--venv", "other", "-h"])


def test_the_environment_can_be_named_by_a_variable(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEGOSIM_VENV", "elsewhere")
    assert bootstrap.parse(["test"]).venv == "elsewhere"
    assert bootstrap.parse(["--venv", "here", "test"]).venv == "here"


@pytest.mark.parametrize(("command", "in_root"), [("run", False), ("test", True)])
def test_a_run_stays_in_the_callers_folder_and_the_tests_go_to_their_own(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, command: str, in_root: bool
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(bootstrap, "prepare", lambda venv, extras: None)
    monkeypatch.setattr(bootstrap, "perform", lambda words, folder: seen.append(folder) or 7)
    assert bootstrap.main([command]) == 7
    assert seen == [ROOT if in_root else None]


def test_an_unknown_command_is_wrong_use(tmp_path: Path) -> None:
    done = call(SOURCE, "runn", cwd=tmp_path)
    assert done.returncode == 2
    assert "'run', 'test'" in done.stderr or "run, test" in done.stderr


@pytest.mark.long
def test_it_sets_up_and_runs_from_another_folder_and_is_quick_the_second_time(tmp_path: Path) -> None:
    words = ("--venv", str(tmp_path / "env"), "run", "--help")
    first = call(SOURCE, *words, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "Installing" in first.stderr
    start = time.perf_counter()
    second = call(SOURCE, *words, cwd=tmp_path)
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == first.stdout
    assert time.perf_counter() - start < 2
