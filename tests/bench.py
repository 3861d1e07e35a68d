"""`make bench`: CPU seconds of whole processes (median of five) and of single stages, on this machine, in one run.

Texts: the founding page; where the measuring corpus lies beside the project, its book of a million characters, else the
seeds repeated. Nothing here is a test: machines are noisy; compare ratios within one run.
"""

from __future__ import annotations

import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.backends.pdf.units import Units
    from pipeline.fonts import Fonts
    from pipeline.model import Publication

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
BOOK = ROOT.parent / "shared" / "corpus" / "books" / "hongloumeng-1m.txt"
RUNS = 5


def process(*arguments: str) -> float:
    """User and system seconds of `kanben …` from start to exit, median of RUNS."""
    seconds = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=ROOT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(seconds)


def stage(call: Callable[[], object]) -> tuple[float, object]:
    start = time.process_time()
    value = call()
    return time.process_time() - start, value


def main() -> None:
    rows = [("kanben --help", 0, process("--help"))]
    with tempfile.TemporaryDirectory() as out:
        page = ("周口日报-2020-02-19", "--out", out, "-q")
        size = len((ROOT / "seeds" / "周口日报-2020-02-19.txt").read_text(encoding="utf-8"))
        rows.append(("founding page, all formats", size, process("build", *page)))
        rows += [
            (f"founding page, {name}", size, process("build", *page, "--to", name)) for name in ("pdf", "epub", "docx")
        ]
    rows += stages()
    print(f"{'what':34} {'characters':>12} {'CPU s':>8} {'char/s':>12}")
    for name, count, seconds in rows:
        print(f"{name:34} {count or '':>12} {seconds:8.3f} {f'{count / seconds:,.0f}' if count else '':>12}")


def stages() -> list[tuple[str, int, float]]:
    from pipeline import design
    from pipeline.backends import Edition, writer
    from pipeline.fonts import Fonts
    from pipeline.model import Metadata, Publication
    from pipeline.normalize import normalize
    from pipeline.read import decode
    from pipeline.structure import structure
    from pipeline.variants import vary

    data = BOOK.read_bytes() if BOOK.is_file() else (ROOT / "seeds" / "周口日报-2020-02-19.txt").read_bytes() * 180
    rows = []
    seconds, source = stage(lambda: decode(data, "book"))
    count = len(source.text)  # type: ignore[attr-defined]
    rows.append(("read", count, seconds))
    seconds, made = stage(lambda: normalize(source.text, "book"))  # type: ignore[attr-defined]
    rows.append(("normalize", count, seconds))
    seconds, one = stage(lambda: structure(made[0], "book"))  # type: ignore[index]
    rows.append(("structure", count, seconds))
    publication = Publication(Metadata("书", "zh-Hans", "novel"), one.articles)  # type: ignore[attr-defined]
    seconds, _ = stage(lambda: vary(publication, "zh-Hant-TW"))
    rows.append(("vary to zh-Hant-TW", count, seconds))
    edition = Edition(publication, design.preset("book"), Fonts.load())
    rows += lines(publication, edition.fonts)
    for name in ("pdf", "epub", "docx"):
        seconds, _ = stage(lambda name=name: writer(name)(edition, io.BytesIO()))  # type: ignore[misc]
        rows.append((f"write {name}", count, seconds))
    return rows


def lines(publication: Publication, fonts: Fonts) -> list[tuple[str, int, float]]:
    """Composition alone: all paragraphs classified and measured, then set on a book's measure and on a column's."""
    from pipeline.backends.pdf.compose import Policy, compose
    from pipeline.backends.pdf.sorts import Case
    from pipeline.backends.pdf.units import units
    from pipeline.model import Paragraph

    case = Case(fonts, "zh-Hans")
    texts = [block.inlines for each in publication.articles for block in each.blocks if isinstance(block, Paragraph)]
    made: list[Units] = []
    seconds, _ = stage(lambda: made.extend(units(inlines, "song", case) for inlines in texts))
    count = sum(len(each.text) for each in made)
    rows = [("lines: classes and widths", count, seconds)]
    for measure in (29, 18):

        def set_all(measure: float = 1000 * measure) -> None:
            for each in made:
                compose(each, measure, Policy(indent=2000))

        seconds, _ = stage(set_all)
        rows.append((f"lines: composed, {measure} em", count, seconds))
    return rows


if __name__ == "__main__":
    main()
