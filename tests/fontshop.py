"""Small fonts for the tests, made with fontTools: a rectangle a glyph, and whatever of OpenType a test asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from pipeline.fonts import REQUIRED

Box = tuple[int, int, int, int]
INK: Box = (60, -60, 940, 820)
LATIN = "".join(map(chr, range(0x21, 0x7F)))
MARKS = "，。、；：！？（）《》「」『』〈〉【】“”‘’·—…–～□"
HAN = "一中文天地玄黄宇宙洪荒日月盈昃辰宿列张海潮退下去灯塔骨直角门题林远"
TEXT = " \u3000" + LATIN + MARKS + HAN
#: Where the ink of each mark is in a font for the mainland, and what is narrower than an em.
CORNER: Mapping[str, Box] = {
    **dict.fromkeys("，。、；：", (80, -60, 300, 160)),
    **dict.fromkeys("！？", (100, -10, 400, 760)),
    **dict.fromkeys("（《「『〈【“‘", (620, -80, 940, 840)),
    **dict.fromkeys("）》」』〉】”’", (60, -80, 380, 840)),
    "·": (400, 330, 600, 430), "—": (0, 350, 1000, 400), "…": (100, 340, 900, 420), "–": (20, 350, 480, 400),
}  # fmt: skip
MIDDLE: Mapping[str, Box] = {**CORNER, **dict.fromkeys("，。、；：", (400, 300, 600, 460)), "？": (260, -10, 740, 760)}


def name_of(char: str) -> str:
    return f"u{ord(char):04X}"


def font(
    chars: str = TEXT,
    *,
    family: str = "Small",
    ink: Mapping[str, Box | None] | None = None,
    advances: Mapping[str, int] | None = None,
    extra: Mapping[str, Box] | None = None,
    shared: Mapping[str, str] | None = None,
    sequences: Iterable[tuple[str, str, str]] = (),
    features: str = "",
    axes: Iterable[tuple[str, float, float, float]] = (),
    outlines: str = "glyf",
    units: int = 1000,
    fs_type: int = 0,
) -> bytes:
    """A font. `ink` gives the box of a character's glyph (None: nothing in it), `extra` glyphs of their own, `shared`
    the characters that another's glyph draws, `sequences` (character, selector, glyph). The first axis moves all ink
    by as many units as it stands above its default."""
    boxes: dict[str, Box | None] = {".notdef": INK}
    boxes |= {name_of(char): None if char.isspace() else INK for char in chars}
    boxes |= {name_of(char): box for char, box in {**CORNER, **(ink or {})}.items() if char in chars}
    boxes |= extra or {}
    wide = {name_of(char): 600 if char in LATIN else 300 if char == " " else 1000 for char in chars}
    wide |= {name_of(char): advance for char, advance in (advances or {}).items()}
    axes = list(axes)
    builder = FontBuilder(units, isTTF=outlines == "glyf")
    builder.setupGlyphOrder(list(boxes))
    characters = {ord(char): name_of(char) for char in chars}
    characters |= {ord(char): name_of(other) for char, other in (shared or {}).items()}
    uvs = [(ord(char), ord(selector), glyph) for char, selector, glyph in sequences]
    builder.setupCharacterMap(characters, uvs=uvs or None)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"{family}-Regular"})
    if axes:
        builder.setupFvar([(tag, low, usual, high, tag) for tag, low, usual, high in axes], [])
    _outlines(builder, boxes, outlines, axes)
    builder.setupHorizontalMetrics(
        {name: (wide.get(name, 1000), 0 if not box else box[0]) for name, box in boxes.items()}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sCapHeight=700, fsType=fs_type)
    builder.setupPost()
    if features:
        addOpenTypeFeaturesFromString(builder.font, features)
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _outlines(builder: FontBuilder, boxes: Mapping[str, Box | None], kind: str, axes: list) -> None:
    if kind == "glyf":
        builder.setupGlyf({name: _drawn(box) for name, box in boxes.items()})
        if axes:
            tag, _, usual, high = axes[0]
            shift = [(round(high - usual), 0)] * 4 + [(0, 0)] * 4
            from fontTools.ttLib.tables.TupleVariation import TupleVariation

            support = {tag: (0.0, 1.0, 1.0)}
            builder.setupGvar({name: [TupleVariation(support, list(shift))] for name, box in boxes.items() if box})
    elif kind == "CFF2":
        tag, _, usual, high = axes[0]
        strings = {name: _string(box, round(high - usual)) for name, box in boxes.items()}
        builder.setupCFF2(strings, [{}], [{tag: (0, 1, 1)}])
    else:
        builder.setupCFF("Small-Regular", {}, {name: _string(box) for name, box in boxes.items()}, {})


def _drawn(box: Box | None):
    pen = TTGlyphPen(None)
    if box:
        x0, y0, x1, y1 = box
        pen.moveTo((x0, y0))
        for point in ((x0, y1), (x1, y1), (x1, y0)):
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _string(box: Box | None, shift: int | None = None) -> T2CharString:
    end = ["endchar"] if shift is None else []
    if not box:
        return T2CharString(program=end)
    x0, y0, x1, y1 = box
    start = [x0, y0, "rmoveto"] if shift is None else [x0, shift, 1, "blend", y0, "rmoveto"]
    return T2CharString(program=[*start, x1 - x0, "hlineto", y1 - y0, "vlineto", x0 - x1, "hlineto", *end])


def woff(data: bytes) -> bytes:
    made = TTFont(BytesIO(data))
    made.flavor = "woff"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def table(file: str = "small.ttf", extra: str = "", fallback: str = "") -> str:
    """A fonts.toml in which one file has every role that must be there."""
    chains = f"[fallback]\n{fallback}\n" if fallback else ""
    faces = "".join(f'[roles.{role}.any]\nfile = "{file}"\nfamily = "Small"\n' for role in REQUIRED)
    return f"{chains}{faces}{extra}"


def shop(folder: Path, files: Mapping[str, bytes], toml: str | None = None) -> Path:
    """A fonts folder with these files; the first has every role unless `toml` says otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "fonts.toml").write_text(toml if toml is not None else table(next(iter(files))), encoding="utf-8")
    return folder
