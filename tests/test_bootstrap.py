"""Setting up: behind blanks and Chinese characters, once, again when the lock changes, and what is missing."""

from __future__ import annotations

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


def setup(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "pipeline/bootstrap.py", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, encoding="utf-8")


def test_once_and_again_when_the_lock_changes(place: Path) -> None:
    first = setup(place)
    assert (first.returncode, first.stderr) == (0, "")
    assert "once" in first.stdout
    assert (place / ".venv").is_dir()
    assert setup(place).stdout == ""
    assert "once" in setup(place, "dev").stdout
    assert setup(place).stdout == ""
    (place / "requirements.lock").write_text("# still nothing\n")
    assert "once" in setup(place).stdout


def test_what_pip_cannot_install_is_said_and_tried_again(place: Path) -> None:
    (place / "requirements.lock").write_text("./no-such-folder\n")
    done = setup(place)
    assert done.returncode == 6
    assert "requirements.lock" in done.stderr
    assert "hint:" in done.stderr
    (place / "requirements.lock").write_text("# nothing\n")
    assert setup(place).returncode == 0


def test_an_old_python_is_told_so(place: Path) -> None:
    script = place / "pipeline" / "bootstrap.py"
    script.write_text(
        script.read_text(encoding="utf-8").replace("OLDEST = (3, 11)", "OLDEST = (9, 0)"), encoding="utf-8"
    )
    done = setup(place)
    assert done.returncode == 6
    assert "needs Python 9.0" in done.stderr
    assert not (place / ".venv").exists()
