"""Makes `.venv` ready: run with the system's Python, before anything is installed; does nothing when all is up to date.

    python3 pipeline/bootstrap.py          what building needs
    python3 pipeline/bootstrap.py dev      and what testing needs

Uses the standard library alone, and syntax that an old Python can read, so that it can say what is missing. All it says
goes to standard error: `make model SEED=x >x.json` must get JSON only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List  # noqa: UP035 - must be read by any Python 3

OLDEST = (3, 11)
#: Names to look for where `python3` is too old, as on macOS: python3.20 … python3.11.
NEWER = ["python3.%d" % minor for minor in range(20, OLDEST[1] - 1, -1)]
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def main(arguments: List[str]) -> int:
    """Returns the exit code: 0 when `.venv` is ready."""
    if sys.version_info < OLDEST:
        return _with_newer(arguments)
    wanted = "dev" if "dev" in arguments else "run"
    if _is_ready(wanted):
        return 0
    for module in ("venv", "ensurepip"):
        try:
            __import__(module)
        except ImportError:
            return _stop(
                "This Python has no `%s`, which Kanben needs to set itself up." % module,
                "此 Python 缺少 `%s`，刊本无法安装所需组件。" % module,
                "On Debian and Ubuntu:  sudo apt install python3-venv",
                "在 Debian、Ubuntu 上运行：sudo apt install python3-venv",
            )
    return _install(wanted)


def _with_newer(arguments: List[str]) -> int:
    """Goes on with a newer Python where there is one."""
    for found in filter(None, map(shutil.which, NEWER)):
        if subprocess.call([found, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            continue  # a version manager's name for one that is not chosen
        os.execv(found, [found, __file__] + arguments)  # noqa: S606, RUF005 - an old Python must read this
    return _stop(
        "Kanben needs Python %d.%d or newer; this is %s." % (OLDEST[0], OLDEST[1], sys.version.split()[0]),
        "刊本需要 Python %d.%d 或更新版本，现在是 %s。" % (OLDEST[0], OLDEST[1], sys.version.split()[0]),
        "Install it (python.org) and say where it is:  make PYTHON=/path/to/python3.12",
        "请安装（python.org），并指明位置：make PYTHON=/路径/python3.12",
    )


def _install(wanted: str) -> int:
    sys.stderr.write("Setting up Kanben in .venv (once) … 正在安装（仅此一次）…\n")
    sys.stderr.flush()
    python = str(_python())
    # One that was begun and not finished, or made by a Python that is gone, is made anew.
    if not _works(python) and _run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return _stop(
            "The folder .venv could not be made; the reason stands above.",
            "无法建立 .venv，原因见上。",
            "Is the disk full, or the folder not to be written? Else delete .venv and run `make` again.",
            "请检查磁盘空间和文件夹权限；或者删除 .venv 后重新运行 make。",
        )
    lock = ROOT / LOCKS[wanted]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    if _run(pip + ["-r", str(lock)]):  # noqa: RUF005
        return _stop(
            "pip could not install what %s lists; its message stands above." % lock.name,
            "pip 未能安装 %s 所列组件，原因见上。" % lock.name,
            "Check the network connection and run `make` again; what is installed stays.",
            "请检查网络连接，再运行 make；已装好的会保留。",
        )
    for name in LOCKS if wanted == "dev" else [wanted]:
        _stamp(name).write_text(_digest(name), encoding="ascii")
    return 0


def _run(command: List[str]) -> int:
    return subprocess.call(command, stdout=sys.stderr)


def _works(python: str) -> bool:
    """Whether the Python of `.venv` is of the version that runs now, and has pip."""
    code = "import sys, pip; sys.exit(sys.version_info[:2] != %r)" % (tuple(sys.version_info[:2]),)
    if not os.path.exists(python):  # noqa: PTH110 - it is a string
        return False
    try:
        return subprocess.call([python, "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _is_ready(wanted: str) -> bool:
    stamp = _stamp(wanted)
    return _python().exists() and stamp.exists() and stamp.read_text(encoding="ascii") == _digest(wanted)


def _digest(wanted: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[wanted]).read_bytes() + b"%d.%d" % sys.version_info[:2]).hexdigest()


def _stamp(wanted: str) -> Path:
    return VENV / (".ready-" + wanted)


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stop(english: str, chinese: str, hint: str, hint_chinese: str) -> int:
    lines = "error: %s\n错误：%s\n  hint: %s\n  提示：%s\n" % (english, chinese, hint, hint_chinese)
    sys.stderr.write(lines)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(
            _stop(
                "Set-up was stopped: %s" % error,
                "安装中止：%s" % error,
                "Check the disk and the permissions of the folder, then run `make` again.",
                "请检查磁盘空间和文件夹权限，再运行 make。",
            )
        )
