"""Fonts in, rows out: which of the national character sets each face has, alone and with its fallbacks.

What `kanben fonts` shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.errors import FontError
from pipeline.fonts import Fonts, Role
from pipeline.fonts.face import Face
from pipeline.model import SCRIPTS, Script

#: Chinese names of the sets, in the order in which they are shown.
SETS: Mapping[str, str] = {
    "gb2312": "GB/T 2312",
    "tgh": "通用规范汉字表 (GB 18030—2022, level 2)",
    "gb18030": "GB 18030—2022, level 3",
    "big5": "Big5",
    "hkscs": "HKSCS",
}
#: Unified ideographs of Unicode 11, which is what level 3 of GB 18030—2022 asks for: 87,875.
_GB18030 = (
    (0x4E00, 0x9FEF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0),
)  # fmt: skip
_CODECS = {"gb2312": "gb2312", "big5": "big5", "hkscs": "big5hkscs"}


class Coverage(NamedTuple):
    """One face of a role; `scripts` are those it serves. Counts are by the keys of `SETS`."""

    role: Role
    scripts: tuple[Script, ...]
    face: Face
    own: Mapping[str, int]
    chain: Mapping[str, int]
    """With everything that stands in for the face."""


@cache
def sets() -> Mapping[str, frozenset[int]]:
    """The code points of each set of `SETS`: ideographs only, unified ones and, in HKSCS and Big5, compatible ones."""
    level3 = frozenset(code for first, last in _GB18030 for code in range(first, last + 1))
    compatible = (*range(0xF900, 0xFAFF + 1), *range(0x2F800, 0x2FA1F + 1))
    ideographs = "".join(map(chr, (*sorted(level3), *compatible)))
    coded = {
        name: frozenset(map(ord, ideographs.encode(codec, "ignore").decode(codec))) for name, codec in _CODECS.items()
    }
    return {name: {**coded, "tgh": _tgh(), "gb18030": level3}[name] for name in SETS}


def _tgh() -> frozenset[int]:
    text = (resources.files(__package__) / "tgh-2013.txt").read_text(encoding="utf-8")
    return frozenset(ord(char) for line in text.splitlines() if not line.startswith("#") for char in line)


def coverage(fonts: Fonts) -> tuple[Coverage, ...]:
    """A row for every face of every role, in the order of the roles and scripts. Opens every font; one that cannot be
    used has nothing."""
    codes: dict[str, frozenset[int]] = {}
    rows = []
    for role in fonts.roles:
        by_face: dict[str, list[Script]] = {}
        for script in SCRIPTS:
            by_face.setdefault(fonts.face(role, script).key, []).append(script)
        for scripts in by_face.values():
            chain = fonts.chain(role, scripts[0])
            for face in chain:
                if face.key not in codes:
                    codes[face.key] = _codes(face)
            own, whole = codes[chain[0].key], frozenset[int]().union(*(codes[face.key] for face in chain))
            rows.append(Coverage(role, tuple(scripts), chain[0], _counts(own), _counts(whole)))
    return tuple(rows)


def _codes(face: Face) -> frozenset[int]:
    try:
        return frozenset(face.hb_face.unicodes)
    except FontError:
        return frozenset()


def _counts(codes: frozenset[int]) -> Mapping[str, int]:
    return {name: len(codes & members) for name, members in sets().items()}
