"""The font files that are shipped, what `fonts.toml` may say, and what a face answers."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FontError, Place
from pipeline.fonts import REQUIRED, ROLES, Fonts
from pipeline.fonts.coverage import coverage, sets
from pipeline.fonts.sfnt import Sfnt
from pipeline.messages import word
from pipeline.model import SCRIPTS
from tests import fontshop

FOLDER = Path(__file__).parent.parent / "fonts"
TABLE = tomllib.loads((FOLDER / "fonts.toml").read_text(encoding="utf-8"))
FONT_FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".otf", ".ttf", ".ttc"})
FACES = sorted({(face["file"], face.get("member", 0)) for faces in TABLE["roles"].values() for face in faces.values()})


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts.load(FOLDER)


# ---------------------------------------------------------------- the shipped files


def test_every_file_is_the_one_that_the_table_names(fonts: Fonts) -> None:
    assert fonts.verify() == ()
    for path in FONT_FILES:
        entry = TABLE["files"][path.name]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"], path.name
        assert path.stat().st_size == entry["size"]


def test_every_file_is_used_and_every_entry_has_its_file(fonts: Fonts) -> None:
    assert [path.name for path in FONT_FILES] == sorted(TABLE["files"]) == sorted(fonts.files)


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 110_000_000


@pytest.mark.parametrize("name", sorted(TABLE["files"]))
def test_every_file_has_its_licence_and_its_origin(name: str) -> None:
    entry = TABLE["files"][name]
    text = (FOLDER / entry["licence"]).read_text(encoding="utf-8")
    assert entry["source"]
    if entry["licence"].startswith("licences/GPL"):
        assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in text
        assert "As a special exception, if you create a document which uses this font" in text
    else:
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "THE FONT SOFTWARE IS PROVIDED" in text


@pytest.mark.parametrize(("name", "member"), FACES)
def test_family_weight_and_version_are_those_in_the_font(name: str, member: int) -> None:
    font = TTFont(FOLDER / name, fontNumber=member, lazy=True)
    names = {record.toUnicode() for record in font["name"].names if record.nameID in {1, 16}}
    settings = [
        face
        for faces in TABLE["roles"].values()
        for face in faces.values()
        if (face["file"], face.get("member", 0)) == (name, member)
    ]
    assert {face["family"] for face in settings} <= names
    assert {face.get("weight", 400) for face in settings} == {font["OS/2"].usWeightClass}
    assert {face.get("italic", False) for face in settings} == {bool(font["OS/2"].fsSelection & 1)}
    assert TABLE["files"][name]["version"] in font["name"].getDebugName(5)


def test_hong_kong_and_taiwan_have_their_own_members_of_the_collection() -> None:
    members = {"zh-Hans": "SC", "zh-Hant": "TC", "zh-Hant-HK": "HK"}
    for role in ("song", "hei"):
        for script, region in members.items():
            face = TABLE["roles"][role][script]
            font = TTCollection(FOLDER / face["file"], lazy=True).fonts[face["member"]]
            assert font["name"].getDebugName(4).split(" Bold")[0].endswith(f"CJK {region}")


# ---------------------------------------------------------------- what is drawn


@pytest.mark.parametrize("char", "骨花")
def test_the_three_regions_draw_a_character_three_ways(fonts: Fonts, char: str) -> None:
    assert len({fonts.face("song", script).glyph(char) for script in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")}) == 3
    assert fonts.face("song", "zh-Hant") is fonts.face("song", "zh-Hant-TW")


@pytest.mark.parametrize("mark", "，。、")
def test_stops_stand_in_the_corner_on_the_mainland_and_in_the_middle_elsewhere(fonts: Fonts, mark: str) -> None:
    middle = {}
    for script in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK"):
        face = fonts.face("song", script)
        (glyph,) = face.shape(mark, language=script)
        x0, _, x1, _ = face.ink(glyph.gid) or (0, 0, 0, 0)
        middle[script] = (x0 + x1) / 2
    assert middle["zh-Hans"] < 250
    assert 400 < middle["zh-Hant-TW"] < 600
    assert 400 < middle["zh-Hant-HK"] < 600


@pytest.mark.parametrize("role", ["song", "hei"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_double_dash_is_one_glyph_of_two_em(fonts: Fonts, role, script) -> None:
    face = fonts.face(role, script)
    (dash,) = face.shape("——", language=script)
    assert (dash.cluster, dash.advance) == (0, 2000)
    assert [glyph.cluster for glyph in face.shape("𠮷——A", language=script)] == [0, 1, 3]


def test_features_are_passed_on(fonts: Fonts) -> None:
    face = fonts.face("song", "zh-Hans")
    assert [glyph.advance for glyph in face.shape("，", language="zh-Hans", features={"halt": True})] == [500]
    assert [glyph.advance for glyph in face.shape("·", language="zh-Hans", features={"fwid": 1})] == [1000]


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40))
def test_plain_ideographs_shape_to_their_nominal_glyphs(text: str) -> None:
    face = SHARED.face("song", "zh-Hans")
    shaped = face.shape(text, language="zh-Hans")
    assert [(glyph.gid, glyph.cluster) for glyph in shaped] == [(face.glyph(c), n) for n, c in enumerate(text)]
    assert all(glyph.advance == face.advance(glyph.gid) == 1000 for glyph in shaped)


SHARED = Fonts.load(FOLDER)


@pytest.mark.parametrize(("name", "member"), FACES)
def test_facts_agree_with_an_independent_reader(fonts: Fonts, name: str, member: int) -> None:
    face = _face(fonts, name, member)
    font = TTFont(FOLDER / name, fontNumber=member, lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    os2, head = font["OS/2"], font["head"]
    assert face.units_per_em == head.unitsPerEm
    assert face.postscript_name == font["name"].getDebugName(6)
    assert (face.ascent, face.descent) == pytest.approx((os2.sTypoAscender * scale, os2.sTypoDescender * scale))
    assert face.bbox == pytest.approx([value * scale for value in (head.xMin, head.yMin, head.xMax, head.yMax)])
    assert face.italic_angle == pytest.approx(font["post"].italicAngle, abs=0.01)
    assert face.is_cff == ("CFF " in font)
    if os2.version >= 2:
        assert face.cap_height == pytest.approx(os2.sCapHeight * scale)


@pytest.mark.parametrize(("name", "identity"), [("FandolFang-Regular.otf", False), ("NotoSansCJK-Bold.ttc", True)])
def test_cids_agree_with_an_independent_reader(fonts: Fonts, name: str, identity: bool) -> None:
    font = TTFont(FOLDER / name, fontNumber=2 if name.endswith("c") else 0, lazy=True)
    top = font["CFF "].cff.topDictIndex[0]
    cids = [0, *(int(glyph.removeprefix("cid")) for glyph in top.charset[1:])]
    face = _face(fonts, name, 2 if name.endswith("c") else 0)
    assert face.is_cid_keyed
    assert (face.charset is None) is identity
    assert list(face.charset or range(len(cids))) == cids


def test_a_truetype_font_has_no_cids(fonts: Fonts) -> None:
    face = fonts.face("kai", "zh-Hans")
    assert (face.is_cff, face.is_cid_keyed, face.charset) == (False, False, None)


def test_ink_is_the_box_of_the_outline_and_a_blank_has_none(fonts: Fonts) -> None:
    face = fonts.face("latin", "zh-Hans")
    font = TTFont(face.path)
    outline = font["glyf"][font.getBestCmap()[ord("g")]]
    box = [getattr(outline, side) * 1000 / face.units_per_em for side in ("xMin", "yMin", "xMax", "yMax")]
    assert face.ink(face.glyph("g")) == pytest.approx(box, abs=1)
    assert face.ink(face.glyph(" ")) is None


def _face(fonts: Fonts, name: str, member: int):
    for role in fonts.roles:
        for script in SCRIPTS:
            if (face := fonts.face(role, script)).key == f"{name}#{member}":
                return face
    raise AssertionError(name)


# ---------------------------------------------------------------- what stands in


@pytest.mark.parametrize(
    ("char", "role", "file"),
    [
        ("中", "song", "NotoSerifCJK-Regular.ttc"),
        ("\U00020bb7", "song", "NotoSerifCJK-Regular.ttc"),  # 𠮷
        ("\U00020bb7", "fang", "NotoSerifCJK-Regular.ttc"),
        ("\U0002a6d6", "song", "HanaMinB.ttf"),  # the last of extension B in Unicode 3.1
        ("\u9fff", "song", "LXGWWenKai-Regular.ttf"),  # newer than the song face; nothing but kai has it
        ("♥", "song", "NotoSerifCJK-Regular.ttc"),
        ("♥", "latin", "NotoSerifCJK-Regular.ttc"),
        ("♟", "hei", "NotoSansSymbols2-Regular.ttf"),
        ("π", "latin", "NotoSerif-Regular.ttf"),
        ("⨌", "song", "NotoSansMath-Regular.ttf"),
        ("ѣ", "song", "NotoSerif-Regular.ttf"),
        ("é", "latin-italic", "NotoSerif-Italic.ttf"),
    ],
)
def test_the_first_face_of_the_chain_that_has_it_draws_it(fonts: Fonts, char: str, role, file: str) -> None:
    face = fonts.face_for(char, role, "zh-Hans")
    assert face is not None
    assert face.path.name == file
    for earlier in fonts.chain(role, "zh-Hans"):
        if earlier is face:
            break
        assert not earlier.has(char)


def test_chains_follow_the_table(fonts: Fonts) -> None:
    for role in ROLES:
        for script in SCRIPTS:
            expected = dict.fromkeys(fonts.face(name, script) for name in (role, *TABLE["fallback"].get(role, ())))
            assert fonts.chain(role, script) == tuple(expected)


def test_fang_is_set_in_kai_in_traditional_text(fonts: Fonts) -> None:
    assert fonts.face("fang", "zh-Hans").family == "FandolFang"
    for script in ("zh-Hant", "zh-Hant-TW", "zh-Hant-HK"):
        assert fonts.face("fang", script) is fonts.face("kai", script)
        assert fonts.substitutes("fang", script)[0] == "標楷體"


def test_each_role_knows_its_latin_companion(fonts: Fonts) -> None:
    assert [fonts.companion(role) for role in ("song", "hei", "kai", "fang", "latin-bold")] == [
        "latin", "latin-hei", "latin", "latin", "latin-bold",
    ]  # fmt: skip


def test_missing_characters_are_told_with_their_offsets(fonts: Fonts) -> None:
    text = "甲\U0001f600 乙\ue000\u200b\ufe0f\t\U0001f600\u3000\n"
    assert fonts.missing(text, "song", "zh-Hans") == (("\U0001f600", (1, 8)), ("\ue000", (4,)))
    assert fonts.missing("一二三，abc ☆", "fang", "zh-Hant-HK") == ()


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_missing_offset_holds_its_character_and_none_is_left_out(text: str) -> None:
    missing = SHARED.missing(text, "song", "zh-Hans")
    assert all(text[offset] == char for char, offsets in missing for offset in offsets)
    assert {char: len(offsets) for char, offsets in missing} == {char: text.count(char) for char, _ in missing}


# ---------------------------------------------------------------- coverage


def test_the_sets_have_their_official_sizes() -> None:
    counts = {name: len(codes) for name, codes in sets().items()}
    assert counts == {"gb2312": 6763, "tgh": 8105, "gb18030": 87_875, "big5": 13_063, "hkscs": 17_574}


def test_every_chain_has_every_character_of_the_national_standards(fonts: Fonts) -> None:
    wanted = {name: len(codes) for name, codes in sets().items()}
    rows = {(row.role, script): row for row in coverage(fonts) for script in row.scripts}
    for role in REQUIRED:
        for script in SCRIPTS:
            assert rows[role, script].chain == wanted
    for name in ("gb2312", "tgh"):
        assert rows["song", "zh-Hans"].own[name] == rows["kai", "zh-Hans"].own[name] == wanted[name]
    assert rows["song", "zh-Hant-HK"].own["hkscs"] == wanted["hkscs"]
    assert rows["fang", "zh-Hans"].own["tgh"] == 6638


# ---------------------------------------------------------------- an editor's own folder


def small_font(path: Path, chars: str = "中文a", fs_type: int = 0) -> None:
    """A font of one square for each character."""
    builder = FontBuilder(1000)
    names = [".notdef", *(f"u{ord(char):04X}" for char in chars)]
    pen = TTGlyphPen(None)
    for move, point in (("moveTo", (0, 0)), ("lineTo", (0, 800)), ("lineTo", (800, 800)), ("lineTo", (800, 0))):
        getattr(pen, move)(point)
    pen.closePath()
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): name for char, name in zip(chars, names[1:], strict=True)})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular", "psName": "Small-Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, fsType=fs_type)
    builder.setupPost()
    builder.save(path)


def table(extra: str = "", file: str = "small.ttf") -> str:
    faces = "".join(f'[roles.{role}.any]\nfile = "{file}"\nfamily = "Small"\n' for role in REQUIRED)
    return f"{faces}{extra}"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    small_font(tmp_path / "small.ttf")
    (tmp_path / "fonts.toml").write_text(table(), encoding="utf-8")
    return tmp_path


def failure(folder: Path, toml: str | None = None) -> FontError:
    """The error that a folder gives when its song face is used; its wording must be there in both languages."""
    if toml is not None:
        (folder / "fonts.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(FontError) as caught:
        Fonts.load(folder).face("song", "zh-Hans").has("中")
    for lang in ("en", "zh"):
        text, hint = word(caught.value, lang)
        assert text
        assert hint
        assert "{" not in text + hint
    return caught.value


def test_a_file_and_a_family_are_enough(shop: Path) -> None:
    fonts = Fonts.load(shop)
    assert fonts.verify() == ()
    assert fonts.family("kai", "zh-Hant-HK") == "Small"
    assert fonts.face("latin-bold-italic", "zh-Hans") is fonts.face("latin", "zh-Hans")
    assert fonts.missing("中文字", "song", "zh-Hans") == (("字", (2,)),)
    assert fonts.face("song", "zh-Hans").cap_height == 700 or fonts.face("song", "zh-Hans").cap_height == 0


def test_the_environment_names_the_folder(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANBEN_FONTS", str(shop))
    assert Fonts.load().folder == shop
    monkeypatch.delenv("KANBEN_FONTS")
    assert Fonts.load().folder == FOLDER


def test_a_script_takes_its_own_face_before_the_general_one(shop: Path) -> None:
    own = '[roles.song.zh-Hant]\nfile = "small.ttf"\nfamily = "Big"\n'
    (shop / "fonts.toml").write_text(table(own), encoding="utf-8")
    fonts = Fonts.load(shop)
    assert [fonts.family("song", script) for script in SCRIPTS] == ["Small", "Big", "Big", "Big"]


def pinned(**facts: object) -> str:
    lines = "".join(f"{key} = {value!r}\n".replace("'", '"') for key, value in facts.items())
    return table(f'[files."small.ttf"]\n{lines}')


def test_a_wrong_sum_is_refused(shop: Path) -> None:
    error = failure(shop, pinned(sha256="0" * 64))
    assert error.name == "fonts.wrong-sum"
    assert error.place == Place(str(shop / "small.ttf"))
    assert error.values["found"] == hashlib.sha256((shop / "small.ttf").read_bytes()).hexdigest()


def test_a_wrong_size_is_refused(shop: Path) -> None:
    assert failure(shop, pinned(size=17)).name == "fonts.wrong-size"


def test_a_right_sum_is_accepted(shop: Path) -> None:
    data = (shop / "small.ttf").read_bytes()
    (shop / "fonts.toml").write_text(pinned(size=len(data), sha256=hashlib.sha256(data).hexdigest()), encoding="utf-8")
    assert Fonts.load(shop).verify() == ()


def test_a_file_exchanged_in_place_is_summed_again(shop: Path) -> None:
    first = (shop / "small.ttf").read_bytes()
    (shop / "fonts.toml").write_text(pinned(sha256=hashlib.sha256(first).hexdigest()), encoding="utf-8")
    assert Fonts.load(shop).verify() == ()
    small_font(shop / "small.ttf", chars="中文字")
    assert [error.name for error in Fonts.load(shop).verify()] == ["fonts.wrong-sum"]


def test_a_missing_file_is_named(shop: Path) -> None:
    (shop / "small.ttf").unlink()
    error = failure(shop)
    assert (error.name, error.place) == ("fonts.no-file", Place(str(shop / "small.ttf")))


def test_a_folder_is_no_font(shop: Path) -> None:
    (shop / "small.ttf").unlink()
    (shop / "small.ttf").mkdir()
    assert failure(shop).name == "fonts.no-plain-file"


@pytest.mark.parametrize("keep", [0.99, 0.9, 0.5])
def test_a_file_cut_short_is_refused(shop: Path, keep: float) -> None:
    data = (shop / "small.ttf").read_bytes()
    (shop / "small.ttf").write_bytes(data[: int(len(data) * keep)])
    assert failure(shop).name == "fonts.cut-short"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"version https://git-lfs.github.com/spec/v1\n",
        b"wOFF" + bytes(60),
        b"ttcf",
        bytes(400),
        b"\0\1\0\0",
    ],
)
def test_what_is_no_font_is_refused(shop: Path, data: bytes) -> None:
    (shop / "small.ttf").write_bytes(data)
    assert failure(shop).name == "fonts.not-a-font"


def small_cid_font(path: Path) -> None:
    """A few glyphs of the 仿宋, which keep their CIDs."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, "中文"))
    path.write_bytes(hb.subset(SHARED.face("fang", "zh-Hans").hb_face, wanted).blob.data)


@pytest.mark.parametrize("make", [small_font, small_cid_font])
def test_a_damaged_font_is_refused_or_read_but_never_a_bug(shop: Path, make: Callable[[Path], None]) -> None:
    make(shop / "small.ttf")
    sound = (shop / "small.ttf").read_bytes()
    (shop / "small.ttf").unlink()
    # Half of the damage where it tells most: in the directory, and in the first page of each table.
    font = TTFont(BytesIO(sound), lazy=True)
    heads = [at for entry in font.reader.tables.values() for at in range(entry.offset, entry.offset + 60)]
    places = st.one_of(
        st.integers(0, len(sound) - 1), st.integers(0, 299), st.sampled_from([at for at in heads if at < len(sound)])
    )

    @settings(deadline=None)
    @given(st.lists(st.tuples(places, st.integers(1, 255)), min_size=1, max_size=8))
    def damage(spots: list[tuple[int, int]]) -> None:
        broken = bytearray(sound)
        for at, bits in spots:
            broken[at] ^= bits
        (shop / "small.ttf").write_bytes(broken)
        fonts = Fonts.load(shop)
        if not fonts.verify():
            face = fonts.face("song", "zh-Hans")
            face.ink(face.glyph("中"))
            face.shape("中文", language="zh-Hans")

    damage()


def test_a_font_without_outlines_is_refused(shop: Path) -> None:
    font = TTFont(shop / "small.ttf")
    del font["glyf"], font["loca"]
    font.save(shop / "small.ttf")
    error = failure(shop)
    assert (error.name, error.values["tables"]) == ("fonts.no-table-in-font", "glyf, loca")


@pytest.mark.parametrize("tag", ["cmap", "OS/2", "hmtx", "hhea", "head", "maxp"])
def test_a_font_without_a_table_is_refused(shop: Path, tag: str) -> None:
    data = (shop / "small.ttf").read_bytes()
    (shop / "small.ttf").write_bytes(data.replace(tag.encode(), b"zzzz", 1))
    error = failure(shop)
    assert (error.name, error.values["tables"]) == ("fonts.no-table-in-font", tag)


@pytest.mark.parametrize(
    ("tag", "at", "value"),
    [("head", 18, 0), ("head", 18, 15), ("head", 18, 65535), ("maxp", 4, 0), ("hhea", 34, 0), ("cmap", 2, 0)],
)
def test_values_that_no_font_can_have_are_refused(shop: Path, tag: str, at: int, value: int) -> None:
    data = bytearray((shop / "small.ttf").read_bytes())
    offset = TTFont(BytesIO(bytes(data)), lazy=True).reader.tables[tag].offset + at
    data[offset : offset + 2] = value.to_bytes(2, "big")
    (shop / "small.ttf").write_bytes(data)
    assert failure(shop).name == "fonts.absurd"


def test_links_in_a_circle_and_pipes_are_no_fonts(shop: Path) -> None:
    (shop / "small.ttf").unlink()
    (shop / "small.ttf").symlink_to("small.ttf")
    assert failure(shop).name == "fonts.no-file"
    (shop / "small.ttf").unlink()
    os.mkfifo(shop / "small.ttf")
    assert failure(shop).name == "fonts.no-plain-file"


def test_a_file_that_may_not_be_read_is_named(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refused(self: Path, *args, **more):
        if self.name == "small.ttf":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **more)

    monkeypatch.setattr(Path, "open", refused)
    assert failure(shop).name == "fonts.no-file"


def test_a_web_font_is_unpacked_and_one_cut_short_refused(shop: Path) -> None:
    packed = fontshop.woff((shop / "small.ttf").read_bytes())
    (shop / "small.ttf").write_bytes(packed)
    assert Fonts.load(shop).verify() == ()
    assert Fonts.load(shop).missing("中文字", "song", "zh-Hans") == (("字", (2,)),)
    (shop / "small.ttf").write_bytes(packed[:-9])
    assert failure(shop).name == "fonts.not-a-font"


def test_woff2_says_what_to_install_where_brotli_is_not(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shop / "small.ttf").write_bytes(b"wOF2" + bytes(60))
    monkeypatch.setitem(sys.modules, "brotli", None)
    error = failure(shop)
    assert (error.name, error.values["detail"]) == ("fonts.no-woff2", "brotli")


def test_woff2_is_read_where_brotli_is_and_told_of_where_it_is_not(shop: Path) -> None:
    if importlib.util.find_spec("brotli") is None:
        (shop / "small.ttf").write_bytes(b"wOF2" + bytes(60))
        assert failure(shop).name == "fonts.no-woff2"
        return
    font = TTFont(shop / "small.ttf")
    font.flavor = "woff2"
    font.save(shop / "small.ttf")
    assert Fonts.load(shop).verify() == ()


def test_a_broken_font_stands_back_and_a_chain_without_a_sound_one_is_an_error(shop: Path) -> None:
    extra = '[fallback]\nsong = ["rare"]\n[roles.rare.any]\nfile = "good.ttf"\nfamily = "Good"\n'
    (shop / "fonts.toml").write_text(table(extra), encoding="utf-8")
    small_font(shop / "good.ttf")
    (shop / "small.ttf").write_bytes(b"")
    fonts = Fonts.load(shop)
    face = fonts.face_for("中", "song", "zh-Hans")
    assert face is not None
    assert face.path.name == "good.ttf"
    assert [error.name for error in fonts.refused.values()] == ["fonts.not-a-font"]
    with pytest.raises(FontError):
        fonts.face_for("中", "kai", "zh-Hans")


def test_of_two_hundred_fonts_only_what_is_needed_is_opened(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(200):
        shutil.copy(shop / "small.ttf", shop / f"other-{number:03}.ttf")
    small_font(shop / "other-100.ttf", chars="龘")
    opened: list[str] = []

    def counted(container, index):
        opened.append(container.path.name)
        return Sfnt(container, index)

    monkeypatch.setattr("pipeline.fonts.face.Sfnt", counted)
    fonts = Fonts.load(shop)
    assert fonts.face_for("中", "song", "zh-Hans") is fonts.face("song", "zh-Hans")
    assert opened == ["small.ttf"]
    found = fonts.face_for("龘", "song", "zh-Hans")
    assert found is not None
    assert found.path.name == "other-100.ttf"
    assert len(opened) == 102  # in the order of their names, as far as the first that has it


def test_a_collection_has_only_its_members(shop: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(shop / "small.ttf"), TTFont(shop / "small.ttf")]
    collection.save(shop / "two.ttc")
    toml = table(file="two.ttc")
    (shop / "fonts.toml").write_text(toml.replace("family", "member = 1\nfamily"), encoding="utf-8")
    assert Fonts.load(shop).verify() == ()
    error = failure(shop, toml.replace("family", "member = 2\nfamily"))
    assert (error.name, error.values["count"]) == ("fonts.no-member", 2)


@pytest.mark.parametrize(
    ("bits", "name"),
    [
        (0x0002, "fonts.restricted"),
        (0x0200, "fonts.restricted"),
        (0x0100, "fonts.no-subset"),
        (0x0108, "fonts.no-subset"),
    ],
)
def test_a_font_that_may_not_be_embedded_is_refused(shop: Path, bits: int, name: str) -> None:
    small_font(shop / "small.ttf", fs_type=bits)
    assert failure(shop).name == name


@pytest.mark.parametrize("bits", [0, 0x0004, 0x0008, 0x000A])
def test_of_several_usage_bits_the_least_restrictive_counts(shop: Path, bits: int) -> None:
    small_font(shop / "small.ttf", fs_type=bits)
    assert Fonts.load(shop).verify() == ()


def test_verify_tells_one_error_for_one_file(shop: Path) -> None:
    (shop / "small.ttf").unlink()
    assert [error.name for error in Fonts.load(shop).verify()] == ["fonts.no-file"]


@pytest.mark.parametrize(
    ("extra", "name", "near", "line"),
    [
        ('[roles.sung.any]\nfile = "a"\nfamily = "b"\n', "fonts.unknown-role", "song", 16),
        ('[roles.rare.zh-Hant-TV]\nfile = "a"\nfamily = "b"\n', "fonts.unknown-script", "zh-Hant-TW", 16),
        ('[roles.rare.any]\nfile = "a"\nfamly = "b"\n', "fonts.unknown-key", "family", 18),
        ('[files."small.ttf"]\nshasum = "b"\n', "fonts.unknown-key", "sha256", 17),
        ('[fallbacks]\nsong = ["kai"]\n', "fonts.unknown-key", "fallback", 16),
        ('[fallback]\nsong = ["kia"]\n', "fonts.unknown-role", "kai", 17),
    ],
)
def test_a_misspelt_key_is_named_with_its_line_and_the_nearest_known(
    shop: Path, extra: str, name: str, near: str, line: int
) -> None:
    error = failure(shop, table(extra))
    assert (error.name, error.values["near"]) == (name, near)
    assert error.place == Place(str(shop / "fonts.toml"), line)


@pytest.mark.parametrize(
    ("toml", "name"),
    [
        ("roles = 3", "fonts.wrong-type"),
        ("", "fonts.wrong-type"),
        (table().replace('family = "Small"', "family = 3", 1), "fonts.wrong-type"),
        (table().replace('family = "Small"\n', "", 1), "fonts.wrong-type"),
        (table('[files]\n"small.ttf" = 3\n'), "fonts.wrong-type"),
        (table().replace("kai", "rare"), "fonts.no-face"),
        (table().replace("kai.any", "kai.zh-Hans"), "fonts.no-face"),
        (table('[fallback]\nsong = ["rare"]\n'), "fonts.no-face"),
        ("[roles.song", "fonts.broken"),
    ],
)
def test_what_the_table_lacks_is_named(shop: Path, toml: str, name: str) -> None:
    error = failure(shop, toml)
    assert error.name == name
    assert error.place is not None
    assert error.place.file == str(shop / "fonts.toml")


def test_broken_toml_is_placed(shop: Path) -> None:
    assert failure(shop, '[roles.song.any]\nfile = "a\n').place == Place(str(shop / "fonts.toml"), 2, 10)


def test_a_folder_without_a_table_is_named(tmp_path: Path) -> None:
    assert failure(tmp_path).name == "fonts.no-table"
    (tmp_path / "fonts.toml").write_bytes(b"\xff\xfe")
    assert failure(tmp_path).name == "fonts.no-table"


def test_naming_families_opens_no_font_and_loads_no_library() -> None:
    code = (
        "import sys; from pipeline.fonts import Fonts; fonts = Fonts.load();"
        "fonts.chain('song', 'zh-Hans'); fonts.family('kai', 'zh-Hant'); fonts.substitutes('hei', 'zh-Hant-HK');"
        "print(sorted({'uharfbuzz', 'fontTools', 'reportlab', 'hashlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=FOLDER.parent, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
