"""Set negosim up in a folder of its own and use it; needs nothing but Python.

    python3 bootstrap.py run     plays the talks of February 2025; further words go to `negosim run`
    python3 bootstrap.py test    runs the quick tests; further words go to `pytest`

The first call makes `.venv` and installs negosim there with what the command needs; later calls find it as it was left.
The file keeps to syntax that an old Python can read too, so that it can say which one it needs.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
KNOWN = ("3.11", "3.12", "3.13")
EXTRAS = {"run": (), "test": ("test", "moocore")}
COMMANDS = {
    "run": ("-P", "-m", "negosim", "run", "article_2025_02_23"),
    "test": ("-m", "pytest"),
}
STAMP = "negosim-stamp.json"
FAILED = 3
INTERRUPTED = 130
OFFLINE = ("connection", "name resolution", "getaddrinfo", "timed out", "no matching distribution", "proxy")


class SetupError(Exception):
    """The set-up cannot go on; the message is a sentence that says why and what to do."""


def say(sentence: str) -> None:
    """Talk goes to stderr: stdout belongs to the command."""
    print(sentence, file=sys.stderr, flush=True)


def need_python(version: "tuple[int, int]" = sys.version_info[:2]) -> None:
    """Stop on a Python that is too old, with the name of a right one where there is one."""
    if version >= OLDEST:
        return
    found = [name for name in (f"python{known}" for known in KNOWN) if answers([name, "--version"])]
    way_out = f"call it as: {found[-1]} bootstrap.py" if found else "install one of " + ", ".join(KNOWN)
    raise SetupError("negosim needs Python 3.11 or newer and this is {}.{}; {}.".format(*version, way_out))


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def finish(command: "list[str]") -> "tuple[int, str]":
    """Run a command to its end: its exit code, and all that it said."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode(errors="replace")


def answers(command: "list[str]") -> bool:
    """Whether a command can be run and ends well; its output is nobody's business."""
    try:
        return finish(command)[0] == 0
    except OSError:
        return False


def has_ensurepip() -> bool:
    """Whether this Python can put pip into a new environment; Debian and its kin package that apart."""
    return answers([sys.executable, "-c", "import ensurepip"])


def made_by(venv: Path) -> str:
    """The `major.minor` of the Python that made the environment, as its own configuration says; else nothing."""
    lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    settings = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
    return ".".join(settings.get("version", settings.get("version_info", "")).split(".")[:2])


def is_usable(venv: Path) -> bool:
    """Whether the environment belongs to this Python and its interpreter is still there."""
    this = "{}.{}".format(*sys.version_info[:2])
    return (venv / "pyvenv.cfg").is_file() and python_of(venv).exists() and made_by(venv) == this


def make_venv(venv: Path) -> None:
    """Make the environment, or make it anew where another Python made it; a folder of anything else is left alone."""
    if venv.exists() and not (venv / "pyvenv.cfg").is_file() and any(venv.iterdir()):
        raise SetupError(f"{venv} holds something that is no virtual environment; name another with --venv.")
    say(f"Making a virtual environment in {venv} ...")
    without = [] if has_ensurepip() else ["--without-pip"]
    code, said = FAILED, ""
    try:
        code, said = finish([sys.executable, "-m", "venv", "--clear", *without, str(venv)])
    finally:
        if code:  # half an environment would pass for a whole one the next time
            shutil.rmtree(venv, ignore_errors=True)
    if code:
        raise SetupError(f"The virtual environment in {venv} could not be made ({reason(said)}).")


def pip_for(venv: Path) -> "list[str]":
    """How to call pip for the environment: its own, else one that the machine has; the way out where there is none."""
    python = str(python_of(venv))
    inside = [python, "-m", "pip"]
    outside = [[sys.executable, "-m", "pip"], ["pip"], ["pip3"]]
    for pip in [inside, *([*pip, "--python", python] for pip in outside)]:
        if answers([*pip, "--version"]):
            return pip
    version = "{}.{}".format(*sys.version_info[:2])
    raise SetupError(
        f"This Python comes without pip: install the package python{version}-venv (on Debian and Ubuntu: "
        f"sudo apt install python3-venv), then call this again."
    )


def reason(said: str) -> str:
    """The last thing that a failed command said: an error where it named one, and not that a step of it failed."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error") and "subprocess-exited" not in line]
    return (errors or lines or ["it did not say why"])[-1].rstrip(".")


def pip_failed(said: str, log: Path) -> SetupError:
    """One sentence on why pip failed; all that it said is kept in a file."""
    log.write_text(said, encoding="utf-8")
    offline = any(word in said.lower() for word in OFFLINE)
    why = "no package index could be reached, or it lacks a package" if offline else reason(said)
    return SetupError(f"The packages that negosim needs could not be installed ({why}); all that pip said is in {log}.")


def install(venv: Path, extras: "list[str]") -> None:
    """Install negosim, editable, with the extras named."""
    target = str(ROOT) + ("[{}]".format(",".join(extras)) if extras else "")
    quiet = ["--disable-pip-version-check", "--no-input", "--quiet"]
    pip = pip_for(venv)
    say("Installing negosim and what it needs; this takes a minute or two, once ...")
    code, said = finish([*pip, "install", *quiet, "--editable", target])
    if code:
        raise pip_failed(said, venv / "pip.log")


def fingerprint() -> str:
    """A hash of all that decides what is installed: the metadata, this Python and the place of the folder."""
    parts = [(ROOT / name).read_bytes() for name in ("setup.cfg", "setup.py", "pyproject.toml")]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode(), os.fsencode(str(ROOT))])).hexdigest()


def installed(venv: Path) -> "set[str] | None":
    """The extras that an earlier call installed; None where nothing is, or what is there is out of date."""
    if not is_usable(venv):
        return None
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
        return set(stamp["extras"]) if stamp["fingerprint"] == fingerprint() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def prepare(venv: Path, extras: "tuple[str, ...]") -> None:
    """Have the environment ready, with nothing done where an earlier call did it."""
    held = installed(venv)
    if held is not None and held.issuperset(extras):
        return
    if not is_usable(venv):
        make_venv(venv)
    (venv / STAMP).unlink(missing_ok=True)
    wanted = sorted((held or set()).union(extras))
    install(venv, wanted)
    (venv / STAMP).write_text(json.dumps({"fingerprint": fingerprint(), "extras": wanted}), encoding="utf-8")


def perform(command: "list[str]", folder: "Path | None") -> int:
    """Run the command to its end and give its exit code.

    Ctrl-C reaches the command as well: how it then ends is its own affair, so we wait for it.
    """
    process = subprocess.Popen(command, cwd=folder)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        return code if code >= 0 else 128 - code


def parse(words: "list[str]") -> argparse.Namespace:
    """The command and its own words; options of the set-up stand before the command."""
    parser = argparse.ArgumentParser(description="Set negosim up in a folder of its own, then run or test it.")
    default = os.environ.get("NEGOSIM_VENV", str(ROOT / ".venv"))
    parser.add_argument("--venv", metavar="DIR", default=default, help="the environment (variable NEGOSIM_VENV; .venv)")
    parser.add_argument("command", choices=sorted(COMMANDS), help="play the talks of February 2025, or test negosim")
    parser.add_argument("words", nargs=argparse.REMAINDER, help="passed on to negosim run, or to pytest")
    return parser.parse_args(words)


def main(words: "list[str]") -> int:
    """Set up, perform the command, give its exit code; every failure of the set-up is one sentence."""
    try:
        need_python()
        asked = parse(words)
        venv = Path(asked.venv).absolute()
        prepare(venv, EXTRAS[asked.command])
        folder = ROOT if asked.command == "test" else None
        return perform([str(python_of(venv)), *COMMANDS[asked.command], *asked.words], folder)
    except SetupError as error:
        say(str(error))
        return FAILED
    except OSError as error:
        say(f"The set-up failed: {error}.")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
