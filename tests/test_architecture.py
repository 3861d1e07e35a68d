"""The shape of the code, held: who may import whom, how long a module and a function may be, what is loaded when."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parent.parent / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))
#: Package or module → what of ours it may import beside itself.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "ledger": set(),
    "hanzi": set(),
    "garbage": set(),
    "messages": {"errors"},
    "tally": {"errors", "design"},
    "design": {"errors", "model"},
    "fonts": {"errors", "model", "design"},
    "charset": {"hanzi"},
    "read": {"errors", "charset"},
    "corrections": set(),
    "tomlines": {"errors"},
    "config": {"errors", "model", "design", "corrections", "tomlines"},
    "normalize": {"errors", "ledger", "hanzi", "corrections"},
    "structure": {"errors", "ledger", "model", "hanzi", "normalize", "corrections", "garbage"},
    "quotes": {"errors", "ledger", "model", "hanzi"},
    "passages": {"model"},
    "variants": {"errors", "ledger", "model", "hanzi", "quotes", "passages"},
    "exchange": {"model"},
    "rules": {"normalize", "structure"},
    "manuscript": {"config", "errors", "hanzi", "ledger", "model", "read", "structure"},
    "quotations": {"corrections", "errors", "hanzi", "ledger", "normalize", "structure"},
    "recover": {
        "quotations",
        "corrections",
        "config",
        "errors",
        "manuscript",
        "model",
        "normalize",
        "read",
        "rules",
        "structure",
        "variants",
    },
    "backends": {"errors", "model", "design", "fonts", "hanzi", "backends", "tally", "garbage"},
    "readers": {"errors", "design", "tally"},
    "save": {"errors"},
    "verify": {"errors", "model", "readers"},
    "printed": {"errors", "model", "design", "readers", "tally", "verify"},
}
EVERYTHING = {"build", "batch", "cli", "clean", "bootstrap", "__init__", "__main__"}


def room(path: Path) -> str:
    return path.relative_to(PIPELINE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            names = [f"pipeline.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("pipeline."):
                yield name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_imports_go_one_way(path: Path) -> None:
    own = room(path)
    if own in EVERYTHING:
        return
    assert set(imported(path)) - ALLOWED[own] - {own} == set()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{path.name}:{node.name}", node.end_lineno - node.lineno + 1


def test_modules_and_functions_are_short() -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > 400} == {}
    found = [function for path in MODULES for function in functions(path)]
    assert [function for function in found if function[1] > 60] == []
    assert statistics.median(length for _, length in found) < 12


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_every_name_in_the_code_has_its_wording() -> None:
    """Findings and errors named anywhere in the pipeline stand in the catalogue, in both languages."""
    from pipeline.messages import _catalogue

    named = re.compile(r"(?:Finding|Error)\(\s*\"([a-z]+\.[a-z0-9-]+)\"")
    found = {name for path in MODULES for name in named.findall(path.read_text(encoding="utf-8"))}
    assert found - _catalogue().keys() == set()
    assert len(found) > 40
    assert all(entry["en"] and entry["zh"] for entry in _catalogue().values())


def test_every_rule_of_composition_has_its_wording() -> None:
    from pipeline.messages import worded
    from pipeline.tally import RULES

    assert [rule for rule in RULES if not (worded(f"setting.{rule}") and worded(f"rule-of-setting.{rule}"))] == []


def test_readers_know_nothing_of_the_writers() -> None:
    """What checks a file must not ask what made it."""
    readers = [*(PIPELINE / "readers").glob("*.py"), PIPELINE / "printed.py"]
    assert [path.name for path in readers if "backends" in set(imported(path))] == []


def test_every_label_and_reason_has_its_wording() -> None:
    from pipeline.messages import worded
    from pipeline.structure.evidence import Label

    rooms = [PIPELINE / "structure" / "parts.py", *sorted((PIPELINE / "structure" / "evidence").glob("*.py"))]
    calls = [node for room in rooms for node in ast.walk(ast.parse(room.read_text("utf-8"))) if _is_evidence(node)]
    reasons = {node.args[2].value for node in calls if isinstance(node.args[2], ast.Constant)}
    assert len(reasons) > 50
    assert [name for name in sorted(reasons) if not worded(f"reason.{name}")] == []
    assert [name for name in Label.__args__ if not worded(f"label.{name}")] == []


def _is_evidence(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Evidence"


def test_heavy_libraries_are_loaded_only_when_used() -> None:
    heavy = ("reportlab", "docx", "ebooklib", "pikepdf", "lxml", "opencc", "uharfbuzz", "PIL", "rich", "pypdfium2")
    code = (
        "import sys, pipeline, pipeline.backends, pipeline.cli, pipeline.recover, pipeline.rules, pipeline.verify\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_no_forbidden_rooms() -> None:
    names = {path.name for path in PIPELINE.rglob("*")}
    assert names & {"utils.py", "base.py", "common", "core"} == set()
