"""All or none to disk: whatever step fails, earlier files stay whole and no litter stays behind."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import save as module
from pipeline.errors import OutputError
from pipeline.save import save

STEPS = ("mkdir", "mkstemp", "write", "flush", "fsync", "chmod", "replace")


def failing(monkeypatch: pytest.MonkeyPatch, step: str, after: int) -> Callable[[], int]:
    """Makes one kind of step fail with ENOSPC once it was done `after` times; answers how often it was asked for."""
    calls = 0

    def wrap(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal calls
            calls += 1
            if calls > after:
                raise OSError(28, "No space left on device", "x")
            return original(*arguments, **options)

        return call

    if step == "mkstemp":
        monkeypatch.setattr(module.tempfile, "mkstemp", wrap(module.tempfile.mkstemp))
    elif step == "fsync":
        monkeypatch.setattr(module.os, "fsync", wrap(os.fsync))
    elif step in ("write", "flush"):
        original = os.fdopen

        def opened(handle: int, mode: str) -> object:
            file = original(handle, mode)

            class Wrapped:
                def __enter__(self) -> Wrapped:
                    return self

                def __exit__(self, *_: object) -> None:
                    file.close()

                def __getattr__(self, name: str) -> object:
                    found = getattr(file, name)
                    return wrap(found) if name == step else found

            return Wrapped()

        monkeypatch.setattr(module.os, "fdopen", opened)
    else:
        monkeypatch.setattr(Path, step, wrap(getattr(Path, step)))
    return lambda: calls


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: int) -> None:
    names = ("书/一.pdf", "书/二.epub")
    old = {tmp_path / name: b"old" for name in names}
    save(old)
    new = {tmp_path / name: b"new and longer" for name in names}
    with monkeypatch.context() as patch:
        asked = failing(patch, step, after)
        with pytest.raises(OutputError) as caught:
            save(new)
        assert asked() > after
    assert caught.value.name == "save.disk-full"
    if not (step == "replace" and after):
        assert {path: path.read_bytes() for path in old} == old
    assert all(path.read_bytes() in (b"old", b"new and longer") for path in old)
    assert sorted(path.name for path in (tmp_path / "书").iterdir()) == ["一.pdf", "二.epub"]
    save(new)
    assert {path: path.read_bytes() for path in new} == new


def test_files_are_readable_by_all_who_may(tmp_path: Path) -> None:
    save({tmp_path / "一.pdf": b"x"})
    assert stat.S_IMODE((tmp_path / "一.pdf").stat().st_mode) & 0o444 == 0o444 & ~module._umask()


def test_litter_of_a_killed_build_goes_and_that_of_a_running_one_stays(tmp_path: Path) -> None:
    old, young = tmp_path / ".kanben-old.pdf", tmp_path / ".kanben-young.pdf"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    save({tmp_path / "一.pdf": b"x"})
    assert not old.exists()
    assert young.exists()
