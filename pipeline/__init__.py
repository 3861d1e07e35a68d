"""Kanben 刊本: raw Chinese text in, finished editions out — DOCX, paginated PDF and EPUB 3.

The public API; each name is imported when it is used, so that `import pipeline` costs nothing:

    from pathlib import Path
    from pipeline import Fonts, Request, build, seed_at

    built = build(seed_at(Path("seeds/book.txt")), Request(Path("output")), Fonts.load())
"""

from __future__ import annotations

from importlib import import_module

VERSION = "0.1.0"

_WHERE = {
    "Built": "build",
    "Design": "design",
    "Edition": "backends",
    "Finding": "errors",
    "Fonts": "fonts",
    "KanbenError": "errors",
    "Ledger": "ledger",
    "Publication": "model",
    "Recovered": "recover",
    "Request": "build",
    "build": "build",
    "exchange": "exchange",
    "find_seeds": "read",
    "recover": "recover",
    "seed_at": "read",
}
__all__ = ["VERSION", *_WHERE]  # noqa: PLE0604 - the names are the keys


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
