"""Makes `.venv` ready: run with the system's Python, before anything is installed; does nothing when all is up to date.

    python3 pipeline/bootstrap.py          what building needs
    python3 pipeline/bootstrap.py dev      and what testing needs

Uses the standard library alone, and syntax that an old Python can read, so that it can say what is missing.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import List  # noqa: UP035 - must be read by any Python 3

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def main(arguments: List[str]) -> int:
    """Returns the exit code: 0 when `.venv` is ready."""
    if sys.version_info < OLDEST:
        return _stop(
            "Kanben needs Python %d.%d or newer; this is %s." % (*OLDEST, sys.version.split()[0]),
            "刊本需要 Python %d.%d 或更新版本。" % OLDEST,
            "Install it and say which one:  make PYTHON=python3.12",
        )
    wanted = "dev" if "dev" in arguments else "run"
    if _is_ready(wanted):
        return 0
    for module, package in (("venv", "python3-venv"), ("ensurepip", "python3-venv")):
        try:
            __import__(module)
        except ImportError:
            return _stop(
                "This Python has no `%s`, which Kanben needs to set itself up." % module,
                "此 Python 缺少 `%s`，刊本无法安装所需组件。" % module,
                "On Debian and Ubuntu:  sudo apt install %s" % package,
            )
    return _install(wanted)


def _install(wanted: str) -> int:
    print("Setting up Kanben in .venv (once) … 正在安装（仅此一次）…", flush=True)
    python = _python()
    if not python.exists():
        made = subprocess.call([sys.executable, "-m", "venv", str(VENV)])
        if made:
            return _stop("The folder .venv could not be made.", "无法建立 .venv。", "Is the disk full?")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    lock = ROOT / LOCKS[wanted]
    if subprocess.call([*command, "-r", str(lock)]):
        return _stop(
            "pip could not install what %s lists; its message stands above." % lock.name,
            "pip 未能安装 %s 所列组件，原因见上。" % lock.name,
            "Check the network connection and run `make` again; what is installed stays.",
        )
    _stamp(wanted).write_text(_digest(wanted), encoding="ascii")
    if wanted == "dev":
        _stamp("run").write_text(_digest("run"), encoding="ascii")
    return 0


def _is_ready(wanted: str) -> bool:
    stamp = _stamp(wanted)
    return _python().exists() and stamp.exists() and stamp.read_text(encoding="ascii") == _digest(wanted)


def _digest(wanted: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[wanted]).read_bytes() + b"%d.%d" % sys.version_info[:2]).hexdigest()


def _stamp(wanted: str) -> Path:
    return VENV / (".ready-" + wanted)


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stop(english: str, chinese: str, hint: str) -> int:
    sys.stderr.write("error: %s\n错误：%s\n  hint: %s\n" % (english, chinese, hint))
    return 6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
