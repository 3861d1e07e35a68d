"""The project's fonts, and a writer that gives bytes."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from pipeline.backends import Edition, Result
from pipeline.backends.pdf import write
from pipeline.design import preset
from pipeline.errors import FontError
from pipeline.fonts import Fonts
from pipeline.model import Publication


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    try:
        made = Fonts.load()
        made.face("song", "zh-Hans").hb_font  # noqa: B018
    except FontError as error:
        pytest.skip(f"the fonts folder is not complete ({error}); see fonts/fonts.toml")
    return made


@pytest.fixture
def render(fonts: Fonts) -> Callable[..., tuple[bytes, Result]]:
    def made(publication: Publication, design: str = "book", **more: object) -> tuple[bytes, Result]:
        out = io.BytesIO()
        result = write(Edition(publication, preset(design), fonts, **more), out)  # type: ignore[arg-type]
        return out.getvalue(), result

    return made
