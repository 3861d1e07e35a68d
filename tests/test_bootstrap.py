"""Setting up: behind blanks and Chinese characters, once, again when the lock changes, and what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).parent.parent / "pipeline" / "bootstrap.py"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project that needs nothing: bootstrap.py and two empty locks."""
    folder = tmp_path / "我的 书房"
    (folder / "pipeline").mkdir(parents=True)
    shutil.copy(BOOTSTRAP, folder / "pipeline")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text("# nothing\n")
    return folder


def setup(place: Path, *arguments: str, before: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """bootstrap.py as `make` runs it; `before` is Python that goes first and makes this one lack something."""
    command = [sys.executable, "pipeline/bootstrap.py", *arguments]
    if before:
        run = f"sys.argv[:] = {command[1:]!r}; runpy.run_path(sys.argv[0], run_name='__main__')"
        code = f"import runpy, sys\n{before}\n{run}"
        command = [sys.executable, "-c", code]
    environment = {**os.environ, **env}
    return subprocess.run(
        command, cwd=place, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What was said; that it was said in both languages, with a hint, without a traceback, and not on stdout."""
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    for word in ("error: ", "错误：", "  hint: ", "  提示："):
        assert word in done.stderr
    return done.stderr


def test_once_and_again_when_the_lock_changes(place: Path) -> None:
    first = setup(place)
    assert (first.returncode, first.stdout) == (0, "")
    assert "once" in first.stderr
    assert (place / ".venv").is_dir()
    assert setup(place).stderr == ""
    assert "once" in setup(place, "dev").stderr
    assert setup(place).stderr == ""
    (place / "requirements.lock").write_text("# still nothing\n")
    assert "once" in setup(place).stderr


def test_what_failed_is_said_and_tried_again(place: Path) -> None:
    """First a venv that was begun and not finished, as Debian leaves one without python3-venv; then pip."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], cwd=place, check=True)
    (place / "requirements.lock").write_text("./no-such-folder\n")
    assert "requirements.lock" in told(setup(place))
    (place / "requirements.lock").write_text("# nothing\n")
    done = setup(place)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_module_that_is_missing_is_named(place: Path, module: str) -> None:
    said = told(setup(place, before=f"sys.modules[{module!r}] = None"))
    assert f"`{module}`" in said
    assert "apt install python3-venv" in said
    assert not (place / ".venv").exists()


def test_an_old_python_is_told_so(place: Path) -> None:
    said = told(setup(place, before="sys.version_info = (3, 9, 1)", PATH=str(place)))
    assert "needs Python 3.11" in said
    assert not (place / ".venv").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs shell scripts (POSIX)")
def test_an_old_python_hands_over_to_a_newer_one(place: Path) -> None:
    """One that only a version manager knows, and that does not run, is passed by."""
    for name, script in (("python3.19", "exit 127"), ("python3.12", '[ "$1" = -c ] || echo "$@"')):
        (place / name).write_text(f"#!/bin/sh\n{script}\n")
        (place / name).chmod(0o755)
    done = setup(place, "dev", before="sys.version_info = (3, 9, 1)", PATH=str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("bootstrap.py dev\n")


def test_a_place_that_cannot_be_written(place: Path) -> None:
    (place / ".venv").write_text("in the way")
    told(setup(place))
    assert (place / ".venv").read_text() == "in the way"


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_without_python(place: Path) -> None:
    shutil.copy(BOOTSTRAP.parent.parent / "Makefile", place)
    done = subprocess.run(
        ["make", "setup", "PYTHON=nopython"], cwd=place, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 2
    assert "There is no nopython here" in done.stderr
    assert "找不到 nopython" in done.stderr
