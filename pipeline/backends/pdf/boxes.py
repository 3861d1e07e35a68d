"""The code of a character that no font has in, strokes that show it out: for fonts without digits too.

Hexadecimal digits of seven strokes, as on a clock. Lengths are those of the page, the origin at the lower left.
"""

from __future__ import annotations

#: The strokes of each digit: top, upper left, upper right, middle, lower left, lower right, bottom.
_DIGITS = {
    "0": "1110111", "1": "0010010", "2": "1011101", "3": "1011011", "4": "0111010", "5": "1101011", "6": "1101111",
    "7": "1010010", "8": "1111111", "9": "1111011", "A": "1111110", "B": "0101111", "C": "1100101", "D": "0011111",
    "E": "1101101", "F": "1101100",
}  # fmt: skip
#: Where each stroke begins and ends, in widths and heights of a digit.
_STROKES = (
    (0, 1, 1, 1), (0, 0.5, 0, 1), (1, 0.5, 1, 1), (0, 0.5, 1, 0.5), (0, 0, 0, 0.5), (1, 0, 1, 0.5), (0, 0, 1, 0),
)  # fmt: skip


def strokes(digits: str, x: float, y: float, size: float) -> str:
    """Operators of a content stream: digits of height `size` from (x, y) on, stroked in the colour that is set."""
    width, step = 0.5 * size, 0.8 * size
    parts = [f"{0.08 * size:.3f} w"]
    for number, digit in enumerate(digits):
        left = x + number * step
        for on, (x0, y0, x1, y1) in zip(_DIGITS[digit], _STROKES, strict=True):
            if on == "1":
                parts.append(
                    f"{left + x0 * width:.3f} {y + y0 * size:.3f} m {left + x1 * width:.3f} {y + y1 * size:.3f} l"
                )
    return " ".join([*parts, "S"])


def outline(x: float, y: float, size: float) -> str:
    """An empty square on a line of type of this size, stroked."""
    return f"{0.04 * size:.3f} w {x + 0.08 * size:.3f} {y - 0.04 * size:.3f} {0.84 * size:.3f} {0.84 * size:.3f} re S"
