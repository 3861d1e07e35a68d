"""Many seeds, many processes: one that fails or dies does so alone; interrupts and kills leave nothing."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch import Outcome, build_many
from pipeline.build import Request, build, stamp
from pipeline.errors import ConfigError
from pipeline.fonts import Fonts
from pipeline.model import Metadata, Publication
from pipeline.read import seed_at
from tests.backends.samples import png

ROOT = Path(__file__).parent.parent
TEXT = "渡口的早晨\n\n天还没有亮，老周已经把船撑到了对岸，岸上的人都笑了。\n"
LONG = "渡口的早晨\n\n" + "天还没有亮，老周已经把船撑到了对岸，岸上的人都笑了。\n" * 3000

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


def start(place: Path, *arguments: str) -> subprocess.Popen[str]:
    """`kanben …` in a session of its own, so that a signal to its group reaches what a Ctrl-C would reach."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KANBEN_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def seeds(place: Path, count: int, text: str) -> None:
    (place / "seeds").mkdir()
    for number in range(count):
        (place / "seeds" / f"书{number}.txt").write_text(text, encoding="utf-8")


def litter(place: Path) -> list[Path]:
    return list(place.rglob(".kanben-*"))


def group_is_gone(leader: int) -> bool:
    for _ in range(100):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def first_path(process: subprocess.Popen[str]) -> Path:
    assert process.stdout
    return Path(process.stdout.readline().strip())


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("whom", ["group", "first process"])
def test_ended_by_a_signal(tmp_path: Path, jobs: str, name: str, whom: str) -> None:
    """One clean end, whether a terminal tells the whole group or somebody the first process only."""
    seeds(tmp_path, 6, LONG)
    process = start(tmp_path, "build", "--jobs", jobs, "--to", "docx", "-q")
    made = first_path(process)
    number = signal.Signals[name]
    (os.killpg if whom == "group" else os.kill)(process.pid, number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (130 if name == "SIGINT" else 143)
    assert "Traceback" not in errors
    assert litter(tmp_path) == []
    assert (tmp_path / made).stat().st_size > 1000
    assert group_is_gone(process.pid)


@posix
def test_killed_with_its_processes_left_over(tmp_path: Path) -> None:
    """kill -9 of the first process: the others end too, and the next build succeeds."""
    seeds(tmp_path, 6, LONG)
    process = start(tmp_path, "build", "--jobs", "2", "--to", "docx", "-q")
    first_path(process)
    process.kill()
    process.communicate(timeout=60)
    assert group_is_gone(process.pid)
    again = start(tmp_path, "build", "--jobs", "2", "--to", "docx", "-q")
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert litter(tmp_path) == []
    assert len(list((tmp_path / "output").rglob("*.docx"))) == 6


@posix
def test_a_process_that_dies_fails_its_seed_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the system ends one for want of memory."""
    from pipeline import batch

    def build_or_die(seed: object, *arguments: object) -> object:
        if "书2" in str(seed):
            os.kill(os.getpid(), signal.SIGKILL)
        return original(seed, *arguments)  # type: ignore[arg-type]

    original = batch.build
    monkeypatch.setattr(batch, "build", build_or_die)
    seeds(tmp_path, 4, TEXT)
    chosen = [seed_at(path) for path in sorted((tmp_path / "seeds").iterdir())]
    outcomes = {outcome.seed.name: outcome for outcome in build_many(chosen, Request(tmp_path / "output"), 2)}
    assert sorted(outcomes) == [f"书{number}" for number in range(4)]
    failed = [name for name, outcome in outcomes.items() if outcome.error]
    assert failed == ["书2"]
    assert outcomes["书2"].error
    assert outcomes["书2"].error.name == "build.process-died"


def test_a_bug_in_one_document_is_shown_and_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import batch

    def broken(seed: object, *_: object) -> object:
        raise MemoryError if "书1" in str(seed) else TypeError("no such thing")

    monkeypatch.setattr(batch, "build", broken)
    seeds(tmp_path, 2, TEXT)
    chosen = [seed_at(path) for path in sorted((tmp_path / "seeds").iterdir())]
    first, second = build_many(chosen, Request(tmp_path), 1)
    assert "TypeError: no such thing" in (first.crash or "")
    assert second.error
    assert (second.error.name, second.error.exit_code) == ("build.memory", 7)


def test_who_stops_listening_ends_the_processes(tmp_path: Path) -> None:
    seeds(tmp_path, 4, TEXT)
    chosen = [seed_at(path) for path in sorted((tmp_path / "seeds").iterdir())]
    outcomes: Iterator[Outcome] = build_many(chosen, Request(tmp_path / "output", ("docx",)), 2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert litter(tmp_path) == []


@pytest.mark.parametrize("value", ["abc", "1e9", "9" * 30])
def test_source_date_epoch_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(ConfigError) as caught:
        stamp(Publication(Metadata("书", "zh-Hans", "novel"), ()))
    assert caught.value.name == "build.epoch"


@posix
def test_watch_builds_what_changes(tmp_path: Path) -> None:
    seeds(tmp_path, 1, TEXT)
    process = start(tmp_path, "watch")
    try:
        assert process.stderr
        assert "Watching 1" in process.stderr.readline()
        path = tmp_path / "seeds" / "书0.txt"
        path.write_text(TEXT + "又过了一天，水落了，船还在岸边。\n", encoding="utf-8")
        assert {first_path(process).suffix for _ in range(3)} == {".pdf", ".epub", ".docx"}
        (tmp_path / "seeds" / "书0.toml").write_text('formats = ["docx"]\ntitle = "水落"\n', encoding="utf-8")
        assert first_path(process).suffix == ".docx"
        corrected = subprocess.run(
            [sys.executable, "-m", "pipeline", "manuscript", "书0"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        assert corrected.returncode == 0
        assert first_path(process).suffix == ".docx"
        path.write_bytes(b"\0" * 100)
        assert "error: 书0.txt" in process.stderr.readline()
        (tmp_path / "seeds" / "新.txt").write_text(TEXT, encoding="utf-8")
        assert first_path(process).parts[1] == "新"
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert litter(tmp_path) == []


def test_pictures_that_a_manuscript_names_are_set_and_one_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "渡口.txt").write_text(TEXT, encoding="utf-8")
    (folder / "photos").mkdir()
    (folder / "photos" / "船.png").write_bytes(png())
    (tmp_path / "outside.png").write_bytes(png())
    names = ("photos/船.png", "没有.png", "../outside.png")
    pictures = "".join(f"\n![船]({name})\n\n::caption 老周的船\n" for name in names)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (folder / "渡口.md").write_text(
        f"---\nkanben: 1\nsha256: {digest}\n---\n\n# 渡口\n\n天亮了。\n{pictures}", encoding="utf-8"
    )
    made = build(seed_at(folder / "渡口.txt"), Request(out=tmp_path / "out"), Fonts.load())
    told = [finding.values["picture"] for finding in made.findings if "picture" in finding.name]
    assert told == ["没有.png", "../outside.png"]
    with zipfile.ZipFile(tmp_path / "out" / "渡口" / "渡口.zh-Hans.epub") as book:
        assert sum(name.endswith("船.png") or "/images/" in name for name in book.namelist()) >= 1
