"""All or none to disk: whatever step fails or is cut off, earlier files stay whole, and the next save clears litter."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import save as module
from pipeline.errors import OutputError
from pipeline.save import save

ROOT = Path(__file__).parent.parent
NAMES = ("书/一.pdf", "书/二.epub", "书/三.docx")
OLD, NEW = b"old", b"new and longer"


class _Failing:
    """A file of which one step fails."""

    def __init__(self, file: object, step: str, wrap: Callable[[Callable[..., object]], Callable[..., object]]) -> None:
        self._file, self._step, self._wrap = file, step, wrap

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        found = getattr(self._file, name)
        return self._wrap(found) if name == self._step else found


def failing(
    monkeypatch: pytest.MonkeyPatch, step: str, after: int, error: type[BaseException] = OSError
) -> Callable[[], int]:
    """Makes one kind of step fail for good once it was done `after` times; answers how often it was asked for."""
    calls = 0

    def wrap(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal calls
            calls += 1
            if calls == after + 1:
                raise OSError(28, "No space left on device", "x") if error is OSError else error
            return original(*arguments, **options)

        return call

    if step in ("write", "flush"):
        opened = Path.open

        def open_(path: Path, mode: str = "r") -> object:
            return _Failing(opened(path, mode), step, wrap) if "x" in mode else opened(path, mode)

        monkeypatch.setattr(Path, "open", open_)
    elif step == "fsync":
        monkeypatch.setattr(module.os, "fsync", wrap(os.fsync))
    elif step == "keep":
        monkeypatch.setattr(module, "_keep", wrap(module._keep))
    else:
        monkeypatch.setattr(Path, step, wrap(getattr(Path, step)))
    return lambda: calls


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("after", range(len(NAMES)))
@pytest.mark.parametrize("step", ["open", "write", "flush", "fsync", "keep", "replace"])
def test_a_step_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int, error: type[BaseException]
) -> None:
    old = {tmp_path / name: OLD for name in NAMES}
    save(old)
    new = {tmp_path / name: NEW for name in NAMES}
    with monkeypatch.context() as patch:
        asked = failing(patch, step, after, error)
        with pytest.raises(OutputError if error is OSError else error) as caught:
            save(new)
        assert asked() > after
    if isinstance(caught.value, OutputError):
        assert caught.value.name == "save.disk-full"
    assert {path: path.read_bytes() for path in old} == old
    assert sorted(path.name for path in (tmp_path / "书").iterdir()) == sorted(Path(name).name for name in NAMES)
    save(new)
    assert {path: path.read_bytes() for path in new} == new


@pytest.mark.parametrize("step", ["mkdir", "open", "write", "fsync", "replace"])
@pytest.mark.parametrize("after", range(2))
def test_a_first_save_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int
) -> None:
    with monkeypatch.context() as patch:
        failing(patch, step, after)
        with pytest.raises(OutputError):
            save({tmp_path / "output" / name: NEW for name in NAMES})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_of_one_file_spares_the_others(tmp_path: Path) -> None:
    save({tmp_path / NAMES[0]: OLD})
    (tmp_path / NAMES[1]).mkdir()
    with pytest.raises(OutputError) as caught:
        save({tmp_path / name: NEW for name in NAMES})
    assert str(caught.value.place) == str(tmp_path / NAMES[1])
    assert (tmp_path / NAMES[0]).read_bytes() == OLD
    assert sorted(path.name for path in (tmp_path / "书").iterdir()) == sorted(Path(name).name for name in NAMES[:2])


def test_a_disk_without_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """exFAT knows no hard links: the old files are copied instead, and still put back."""

    def no_link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(module.os, "link", no_link)
    old = {tmp_path / name: OLD for name in NAMES}
    save(old)
    with monkeypatch.context() as patch:
        failing(patch, "replace", 2)
        with pytest.raises(OutputError):
            save({tmp_path / name: NEW for name in NAMES})
    assert {path: path.read_bytes() for path in old} == old
    assert len(list((tmp_path / "书").iterdir())) == len(NAMES)


def test_files_are_readable_by_all_who_may(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save({tmp_path / "一.pdf": b"x"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "一.pdf").stat().st_mode) == 0o640


def test_a_full_disk(tmp_path: Path, small_disk: Callable[[Path, str], None]) -> None:
    out = tmp_path / "disk"
    small_disk(out, "size=64k")
    save({out / "书" / "一.pdf": OLD})
    with pytest.raises(OutputError) as caught:
        save({out / "书" / "一.pdf": NEW, out / "书" / "二.pdf": b"x" * 200_000})
    assert caught.value.name == "save.disk-full"
    assert [(path.name, path.read_bytes()) for path in (out / "书").iterdir()] == [("一.pdf", OLD)]


def test_a_disk_that_is_read_only(tmp_path: Path, small_disk: Callable[[Path, str], None]) -> None:
    out = tmp_path / "disk"
    small_disk(out, "ro")
    with pytest.raises(OutputError) as caught:
        save({out / "书" / "一.pdf": NEW})
    assert caught.value.name == "save.not-writable"


@pytest.mark.parametrize("at", ["os.fsync", "os.link", "Path.replace"])
@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL (POSIX)")
def test_killed_in_the_middle(tmp_path: Path, at: str, after: int) -> None:
    """kill -9 at each step: every file is the old or the new one, and the next save clears what was left."""
    files = [tmp_path / name for name in NAMES]
    save(dict.fromkeys(files, OLD))
    code = f"""
import os, signal
from pathlib import Path
from pipeline.save import save
original, calls = {at}, []
def last(*arguments):
    calls.append(1)
    if len(calls) > {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments)
{at} = last
save({{Path(path): {NEW!r} for path in {list(map(str, files))!r}}})
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert {path.read_bytes() for path in files} <= {OLD, NEW}
    assert any(path.name.startswith(".kanben-") for path in (tmp_path / "书").iterdir())
    again = f"""
from pathlib import Path
from pipeline.save import save
save({{Path(path): {NEW!r} for path in {list(map(str, files))!r}}})
"""
    subprocess.run([sys.executable, "-c", again], cwd=ROOT, check=True)
    assert {path.read_bytes() for path in files} == {NEW}
    assert len(list((tmp_path / "书").iterdir())) == len(NAMES)


def test_litter_of_a_running_build_stays(tmp_path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        theirs, abandoned = tmp_path / f".kanben-{running.pid}-0a.pdf", tmp_path / f".kanben-{running.pid}-0b.pdf"
        for path, age in ((theirs, 60), (abandoned, 7200)):
            path.write_bytes(b"half")
            os.utime(path, (time.time() - age,) * 2)
        save({tmp_path / "一.pdf": b"x"})
        assert theirs.exists()
        assert not abandoned.exists()
    finally:
        running.communicate(b"\n")


@pytest.fixture
def small_disk(tmp_path: Path):
    """`small_disk(folder, options)` mounts a tmpfs there; skips where that is not permitted."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> None:
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a small disk cannot be mounted here (needs root on Linux: mount -t tmpfs)")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)
