"""What a spoiled edition looks like to `verify` and `kanben check`: cut off, changed, of another document."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import build_one
from pipeline.build import Request
from pipeline.errors import Finding, Level, Place
from pipeline.model import Publication
from pipeline.read import seed_at
from pipeline.recover import recover_seed
from pipeline.verify import verify, verify_alone

ROOT = Path(__file__).parent.parent
TEXT = "渡口的早晨\n\n天还没有亮，老周已经把船撑到了对岸，岸上的人都笑了。\n\n他说：“今天的水，比昨天凉。”\n"
OTHER = "山里的夜\n\n山里的夜来得早，鸟都不叫了，只有溪水还在响，一直响到天明。\n"
FORMATS = ("pdf", "epub", "docx")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("check")
    (place / "seeds").mkdir()
    for name, text in (("渡口", TEXT), ("山夜", OTHER)):
        path = place / "seeds" / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        outcome = build_one(seed_at(path), Request(place / "output"))
        assert len(outcome.outputs) == 3, outcome
    return place


@pytest.fixture(scope="module")
def publication(workplace: Path) -> Publication:
    return recover_seed(seed_at(workplace / "seeds" / "渡口.txt")).publication


def edition(workplace: Path, format_: str, name: str = "渡口") -> Path:
    return workplace / "output" / name / f"{name}.zh-Hans.{format_}"


def rezipped(data: bytes, change: Callable[[str], str]) -> bytes:
    """A package with the text of its documents changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.endswith(("document.xml", ".xhtml")):
                content = change(content.decode()).encode()
            new.writestr(item, content)
    return out.getvalue()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_sound_edition(workplace: Path, publication: Publication, format_: str) -> None:
    data = edition(workplace, format_).read_bytes()
    assert verify(data, format_, publication, "x") == ()
    assert verify_alone(data, format_, "x") == ()


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.95])
def test_cut_off(workplace: Path, publication: Publication, format_: str, share: float) -> None:
    data = edition(workplace, format_).read_bytes()
    found = verify(data[: int(len(data) * share)], format_, publication, "x")
    assert [finding.level for finding in found][:1] == ["fail"]


@pytest.mark.parametrize("format_", FORMATS)
def test_of_another_document(workplace: Path, publication: Publication, format_: str) -> None:
    data = edition(workplace, format_, "山夜").read_bytes()
    found = {finding.name for finding in verify(data, format_, publication, "x")}
    assert found == {"verify.text-missing", "verify.text-extra"}


@pytest.mark.parametrize("format_", ["epub", "docx"])
@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda text: text.replace("昨天", "前天"), "verify.text-missing"),
        (lambda text: text.replace("老周已经", "老周"), "verify.text-missing"),
        (lambda text: text.replace("都笑了。", "都笑了。哈"), "verify.text-extra"),
        (lambda text: text.replace("，", ","), "verify.text-missing"),
    ],
    ids=["changed", "left out", "added", "marks"],
)
def test_changed_text(
    workplace: Path, publication: Publication, format_: str, change: Callable[[str], str], name: str
) -> None:
    data = rezipped(edition(workplace, format_).read_bytes(), change)
    found = verify(data, format_, publication, "x")
    assert name in {finding.name for finding in found}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("data", [b"", b"x", b"\0" * 10_000, b"PK\x03\x04" + b"\xff" * 500, b"%PDF-1.7\n%%EOF"])
def test_what_is_no_such_file_at_all(publication: Publication, format_: str, data: bytes) -> None:
    assert {finding.name for finding in verify_alone(data, format_, "x")} <= {"verify.unreadable", "verify.no-text"}
    assert verify_alone(data, format_, "x") != ()


def check(place: Path, *targets: str) -> tuple[int, dict[str, str], str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KANBEN_LANG": "en"}
    command = [sys.executable, "-m", "pipeline", "check", "--json", *targets]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False)
    rows = json.loads(done.stdout) if done.stdout else []
    return done.returncode, {row["path"]: row["state"] for row in rows}, done.stderr.decode()


def test_what_epubcheck_finds_is_put_to_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the name has the mark that parts a file from what is in it."""
    from pipeline import verify as module
    from pipeline.cli.check import _check_epubs

    paths = [Path("走！/走!.epub"), Path("走!"), Path("走.epub")]
    found = [
        Finding("epub.epubcheck", Place(f"{path}{inner}"), {}, Level.FAIL) for path in paths for inner in ("", "!a")
    ]
    monkeypatch.setattr(module, "check_epubs", lambda _: tuple(found))
    checked: dict[Path, list[Finding]] = {path: [] for path in paths}
    assert _check_epubs(checked) == []
    assert {path: [str(one.place) for one in of] for path, of in checked.items()} == {
        path: [str(path), f"{path}!a"] for path in paths
    }


def test_check_by_file_folder_and_seed(workplace: Path, tmp_path: Path) -> None:
    """A file is compared with the seed that its name tells of; one that no seed has is looked at alone."""
    for path in workplace.rglob("*"):
        if path.is_file() and path.suffix != ".epub":  # EPUBCheck is slow, and tested elsewhere
            copy = tmp_path / path.relative_to(workplace)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    pdf, docx = edition(Path(), "pdf"), edition(Path(), "docx")
    assert check(tmp_path, str(pdf)) == (0, {str(pdf): "pass"}, "")
    (tmp_path / pdf).write_bytes((tmp_path / edition(Path(), "pdf", "山夜")).read_bytes())
    for targets in ((str(pdf),), ("渡口",), (str(pdf.parent),), ()):
        code, states, _ = check(tmp_path, *targets)
        assert (code, states[str(pdf)]) == (8, "fail")
        assert states.get(str(docx), "pass") == "pass"
    (tmp_path / "别处.pdf").write_bytes((tmp_path / pdf).read_bytes())
    assert check(tmp_path, "别处.pdf")[0] == 0
    (tmp_path / "seeds" / "空.txt").write_bytes(b"")
    code, states, errors = check(tmp_path)
    assert code == 4
    assert "空.txt" in errors
    assert str(docx) in states
    for missing in ("没有.pdf", "没有"):
        assert check(tmp_path, missing)[0] == 4


def test_check_tells_how_a_pdf_is_set(workplace: Path) -> None:
    """Rule by rule, of a seed's edition and of a file that nothing is known of."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KANBEN_LANG": "en"}
    command = [sys.executable, "-m", "pipeline", "check", "渡口", "--json"]
    done = subprocess.run(command, cwd=workplace, env=environment, capture_output=True, check=False)
    rows = {row["path"][-4:]: row for row in json.loads(done.stdout)}
    assert rows[".pdf"]["setting"]["grid"] == {"measured": 2, "broken": 0}
    assert rows["epub"]["setting"] == {}
    shown = subprocess.run(command[:-1], cwd=workplace, env=environment, capture_output=True, check=False)
    assert "lines stand on the grid" in shown.stdout.decode()


def test_a_pdf_alone_is_measured_by_the_size_of_its_pages(workplace: Path) -> None:
    from pipeline.design import preset, presets
    from pipeline.printed import inspect

    data = edition(workplace, "pdf").read_bytes()
    findings, tally = inspect(data, "x.pdf", None, [preset(name) for name in presets()])
    assert findings == []
    assert tally
    assert tally.measured["lone"] >= 1
    findings, tally = inspect(data, "x.pdf", None, [preset("news")])
    assert [finding.name for finding in findings] == ["setting.unknown-design"]
    assert tally is None
