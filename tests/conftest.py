"""What all tests share: where things lie, Hypothesis profiles, and the rule that CI skips nothing.

Tests that need a tool which is not here skip by name and say how to get it. With KANBEN_NO_SKIPS set (CI), a skip is a
failure: there everything must be there.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("kanben", max_examples=100, derandomize=True, **_CALM)  # type: ignore[arg-type]
settings.register_profile("full", max_examples=2000, **_CALM)  # type: ignore[arg-type]
settings.load_profile("full" if os.environ.get("KANBEN_FULL") else "kanben")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew; review them with git diff")


def pytest_configure(config: pytest.Config) -> None:
    os.chdir(ROOT)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The measuring corpus that may lie beside the project; its text is read where it lies."""
    folder = SHARED / "corpus" / "dev"
    if not folder.is_dir():
        pytest.skip("no measuring corpus beside the project (../shared/corpus)")
    return folder


def _forbidden_skips(reporter: pytest.TerminalReporter) -> list[str]:
    """Skips that KANBEN_NO_SKIPS does not allow: all but those for the corpus, where there is none."""
    if not os.environ.get("KANBEN_NO_SKIPS"):
        return []
    reasons = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    return [reason for reason in reasons if SHARED.is_dir() or "../shared" not in reason]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in _forbidden_skips(terminalreporter):
        terminalreporter.write_line(f"KANBEN_NO_SKIPS forbids this skip: {reason}", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.exitstatus == 0 and _forbidden_skips(reporter):
        session.exitstatus = 1
