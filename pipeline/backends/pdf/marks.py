"""The ink of a mark in, where its glyph stands in its frame out, and how much blank is left on either side of it.

The tables of `classes` take half an em from a mark, on the side where its region has it blank (a quarter on both sides
where it stands in the middle). A typeface keeps to that more or less: so its ink is measured and moved into the half
that is its own, `CLEAR` from the edge. Where it is too wide for that, neighbours keep the distance that there is.
All lengths are 1/1000 em.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pipeline.backends.pdf.classes import Region
from pipeline.fonts import Face

if TYPE_CHECKING:
    from pipeline.backends.pdf.units import Piece

#: What is left between the ink of a mark and whatever comes to stand beside it.
CLEAR = 40
HALF, QUARTER = 500, 250
#: Marks that stand in the corner of their frame on the mainland and in its middle in Taiwan and Hong Kong.
PLACED = "PpSEe"
_CLOSING = "Cc"
#: Marks of which something is taken.
MARKS = PLACED + _CLOSING + "O"
#: How far a quotation mark stands from its word where the face brings none of full width.
_BEARING = 60
#: A glyph narrower than this was not drawn for a square.
_SQUARE = 800
#: Between these is the middle of a mark of which no region can be told.
_CORNER, _MIDDLE = 350, 400
#: Where the ink of a corner mark is put that the face has in the middle.
_FROM_CORNER = 80
#: Half of the em that is an en dash's (GB/T 15834—2011, 5.1.10: 半字线).
EN_DASH, EN = "–", 500


class Frame(NamedTuple):
    lead: float
    """From the frame's left edge to the glyph's origin."""
    left: float
    right: float
    """Blank between the edges of the frame and the ink."""
    tight: bool
    """Whether the ink is wider than the part of the frame that is its own."""


def elsewhere(face: Face, gid: int, letter: str, region: Region) -> bool:
    """Whether the glyph stands where another region puts this mark."""
    ink = face.ink(gid)
    if letter not in PLACED or ink is None or face.advance(gid) < _SQUARE:
        return False
    middle = (ink[0] + ink[2]) / 2 + (1000 - face.advance(gid)) / 2
    return middle > _MIDDLE if region.script == "zh-Hans" else middle < _CORNER


def frame(face: Face, gid: int, width: int, letter: str, region: Region) -> Frame:
    advance = face.advance(gid)
    x0, _, x1, _ = face.ink(gid) or (0.0, 0.0, advance, 0.0)
    lead = _lead(advance, (x0, x1), width, letter, region)
    if elsewhere(face, gid, letter, region):
        corner = min(_FROM_CORNER, HALF - CLEAR - (x1 - x0))
        lead = corner - x0 if region.script == "zh-Hans" else (width - x0 - x1) / 2
    tight = False
    if own := _own(letter, region):
        least, most = own[0] - lead - x0, own[1] - lead - x1
        tight = least > most
        if tight:  # inside the frame at least, as far on its own side as that goes
            least, most = (most, most) if letter == "O" else (least, least) if own[0] == 0 else (0.0, 0.0)
        lead += min(max(0.0, least), most) if least <= most else 0.0
    return Frame(lead, lead + x0, width - lead - x1, tight)


def _lead(advance: float, ink: tuple[float, float], width: int, letter: str, region: Region) -> float:
    if letter == "M":
        return (width - ink[0] - ink[1]) / 2
    if advance < _SQUARE and letter in "O" + _CLOSING:
        return width - _BEARING - ink[1] if letter == "O" else _BEARING - ink[0]
    if advance < _SQUARE and letter in PLACED and region.script == "zh-Hans":
        return 0.0
    return (width - advance) / 2


def _own(letter: str, region: Region) -> tuple[int, int] | None:
    """The part of a frame that a mark's ink keeps to, so that the rest can be taken."""
    if letter == "O":
        return HALF + CLEAR, 1000
    if letter in _CLOSING or (letter in PLACED and region.script == "zh-Hans"):
        return 0, HALF - CLEAR
    return (QUARTER + CLEAR, 1000 - QUARTER - CLEAR) if letter in "PpS" else None


def keep_apart(
    text: str, classes: str, pieces: Iterable[Piece], steps: list[int], gaps: dict[int, int], kinds: bytes
) -> bytes:
    """Corrects what the tables say of marks whose ink is wider than they think, and the width of en dashes; the kinds
    of the joints as they are then."""
    made: bytearray | None = None
    dashes = EN_DASH in text
    for piece in pieces:
        if piece.kind != "h":
            continue
        if dashes:
            _narrow(text, classes, piece, steps)
        wide = piece.sorts.tight
        for at in range(piece.start, piece.end) if wide else ():
            if text[at] in wide:
                made = bytearray(kinds) if made is None else made
                for joint in (at, at + 1):
                    if 0 < joint < len(text):
                        _loosen(text, classes, joint, piece, steps, gaps)
                        made[joint] = ord("o") if made[joint] in b"bpqstm" else made[joint]
    return kinds if made is None else bytes(made)


def _narrow(text: str, classes: str, piece: Piece, steps: list[int]) -> None:
    for at in range(piece.start, piece.end):
        if text[at] == EN_DASH and classes[at] == "N":
            steps[at] -= round((1000 - EN) * piece.scale)


def _loosen(text: str, classes: str, at: int, piece: Piece, steps: list[int], gaps: dict[int, int]) -> None:
    """Takes back what was taken from the joint before character `at` beyond the blank that there is."""
    gap = gaps.get(at, 0)
    if gap >= 0:
        return
    right = _blank(piece.sorts.frames.get(text[at - 1]), classes[at - 1], side="right")
    left = _blank(piece.sorts.frames.get(text[at]), classes[at], side="left")
    kept = max(gap, -max(0, int(right + left - CLEAR)))
    steps[at - 1] += round((kept - gap) * piece.scale)
    gaps[at] = kept
    if not kept:
        del gaps[at]


def _blank(frame: Frame | None, letter: str, *, side: str) -> float:
    """On one side of a mark; of one that another face draws, what the tables take for granted."""
    if frame:
        return frame.left if side == "left" else frame.right
    return HALF + CLEAR if letter in ("O" if side == "left" else _CLOSING + PLACED) else 0
