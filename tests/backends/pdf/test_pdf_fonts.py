"""Any font that an editor brings: read back character by character, set where its ink is, refused with a reason."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from pipeline.backends import Edition, Result
from pipeline.backends.pdf import write
from pipeline.backends.pdf.classes import TIERS
from pipeline.backends.pdf.sorts import DASH, Case
from pipeline.backends.pdf.units import plain_units
from pipeline.design import preset
from pipeline.errors import FontError, Level
from pipeline.fonts import Fonts
from pipeline.messages import word
from pipeline.readers.pdf import body_text
from tests import fontshop
from tests.backends.pdf.pdf_samples import book
from tests.backends.samples import as_set, paragraph, squeezed

HOSTILE = (
    "⼀一⼆二⽇日⾦金⺠⻌豈更車賈滑串句龜\U0002f800\U0002f801\U0002f804\u4f60\U0002f874"  # radicals, compatibility
    "Ω\u2126µμK\u212aÅ\u212bℓ…⋯·‧•〈\u2329〉\u232a①➀②➁"  # pairs that share a glyph
    "𠮷𠮾𡈁𪛖𪜶𫠝𬂛\U0002ceb0"  # beyond the BMP
    "𪛖\U000e0100\U0002ceb0\ufe00"
    "葛\U000e0100葛\U000e0101辻\U000e0101免\ufe00海\ufe00兀\ufe00，\ufe00。\ufe01"  # with variation selectors
    "office affluent fjord 甲——乙⸺丙――丁……戊 1\ufe0f\u20e3 é e\u0301 甲\u0304乙\u0323 5–6"
)


def edition(text: str, folder: Path | None, script: str = "zh-Hans") -> Edition:
    return Edition(book(("题", (paragraph("p", text),)), script=script), preset("book"), Fonts.load(folder))


def made(text: str, folder: Path | None = None, script: str = "zh-Hans") -> tuple[bytes, Result, str]:
    wanted = edition(text, folder, script)
    out = io.BytesIO()
    result = write(wanted, out)
    return out.getvalue(), result, as_set(wanted.publication)


def poppler(data: bytes, folder: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (folder / "x.pdf").write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-raw", str(folder / "x.pdf"), "-"], capture_output=True, check=True
    )
    return squeezed(done.stdout.decode())


def named(result: Result) -> dict[str, Mapping[str, object]]:
    return {finding.name: finding.values for finding in result.findings}


def worded(result: Result) -> None:
    for finding in result.findings:
        for lang in ("en", "zh"):
            text, hint = word(finding, lang)
            assert hint
            assert "{" not in text + hint


# ---------------------------------------------------------------- what is read back


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
def test_every_character_is_read_back_as_what_it_is(fonts: Fonts, script: str, tmp_path: Path) -> None:
    data, result, text = made(HOSTILE, script=script)
    assert squeezed(body_text(data)) == text
    missing = {finding.values["char"] for finding in result.findings if finding.name == "pdf.missing-glyph"}
    assert missing <= set("\U0002f800\U0002f801\U0002f874")
    assert Counter(text) - Counter(poppler(data, tmp_path)) == Counter()


def test_ligatures_are_read_back_letter_by_letter(tmp_path: Path) -> None:
    fea = "feature liga { sub u0066 u0066 u0069 by ffi; sub u0066 u0069 by fi; } liga;"
    small = fontshop.font(extra={"ffi": (0, 0, 900, 700), "fi": (0, 0, 500, 700)}, features=fea)
    data, _, text = made("office file 文", fontshop.shop(tmp_path / "f", {"a.ttf": small}))
    assert squeezed(body_text(data)) == text
    assert "office" in poppler(data, tmp_path)


def test_characters_of_one_glyph_are_read_back_apart(tmp_path: Path) -> None:
    small = fontshop.font(shared={"⼀": "一", "\uf900": "中", "\u2126": "A", "\u00b5": "u", "\u03bc": "u"})
    data, _, text = made("一⼀一\uf900中⼀AΩuµμ", fontshop.shop(tmp_path / "f", {"a.ttf": small}))
    assert squeezed(body_text(data)) == text
    assert Counter(text) - Counter(poppler(data, tmp_path)) == Counter()


@pytest.mark.parametrize("outlines", ["glyf", "CFF"])
def test_a_variation_selector_takes_the_glyph_that_the_font_has_for_it(outlines: str, tmp_path: Path) -> None:
    pair = ("骨", "\U000e0101", "bone")
    small = fontshop.font(extra={"bone": (100, 0, 300, 800)}, sequences=[pair], outlines=outlines)
    folder = fontshop.shop(tmp_path / "f", {"a.otf": small})
    data, result, text = made("骨骨\U000e0101直骨\U000e0102中", folder)
    assert squeezed(body_text(data)) == text
    assert Counter(text) - Counter(poppler(data, tmp_path)) == Counter()
    assert not result.findings
    sorts = Case(Fonts.load(folder), "zh-Hans").sorts("song")
    sorts.faces_of("骨\U000e0101")
    (subset,) = sorts.case.subsets
    face = subset.face
    variant = face.variant("骨", "\U000e0101")
    assert variant not in {0, face.glyph("骨")}
    assert list(sorts.variants) == ["骨\U000e0101"]
    assert subset.code(variant, "骨\U000e0101") in sorts.variants["骨\U000e0101"]


def test_a_variant_is_taken_from_the_first_font_of_the_chain_that_has_it(tmp_path: Path) -> None:
    plain = fontshop.font()
    rich = fontshop.font("骨", extra={"bone": (100, 0, 300, 800)}, sequences=[("骨", "\U000e0101", "bone")])
    toml = fontshop.table("a.ttf", '[roles.rare.any]\nfile = "b.ttf"\nfamily = "B"\n', 'song = ["rare"]')
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": plain, "b.ttf": rich}, toml)
    sorts = Case(Fonts.load(folder), "zh-Hans").sorts("song")
    letters = sorts.faces_of("骨骨\U000e0101骨\U000e0102")
    assert letters[0] != letters[1] == letters[2]
    assert letters[3] == letters[4] == letters[0]
    data, _, text = made("骨骨\U000e0101骨\U000e0102", folder)
    assert squeezed(body_text(data)) == text


def test_a_justified_line_keeps_character_and_selector_together(tmp_path: Path) -> None:
    pair = ("骨", "\U000e0101", "bone")
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font(extra={"bone": fontshop.INK}, sequences=[pair])})
    data, _, text = made("天骨\U000e0101玄黄office" * 60, folder)
    assert squeezed(body_text(data)) == text


def test_a_combining_mark_is_drawn_over_its_character(tmp_path: Path) -> None:
    small = fontshop.font(fontshop.TEXT + "\u0304", ink={"\u0304": (-400, 600, -100, 650)}, advances={"\u0304": 0})
    fonts_ = Fonts.load(fontshop.shop(tmp_path / "f", {"a.ttf": small}))
    sorts = Case(fonts_, "zh-Hans").sorts("song")
    move = float(sorts.codes[0x0304].split(">")[1].split("<")[0])
    assert -move - 250 == -500  # its ink's middle, as much to the left as the character's is
    data, _, text = made("中\u0304文", tmp_path / "f")
    assert squeezed(body_text(data)) == text


# ---------------------------------------------------------------- what no font has


def test_a_missing_character_is_told_with_its_count_and_first_place(fonts: Fonts) -> None:
    _, result, _ = made("甲乙。\U0003fff0丙\U0003fff0")
    (finding,) = result.findings
    assert (finding.name, finding.values["code"], finding.values["count"]) == ("pdf.missing-glyph", "U+3FFF0", 2)
    assert (finding.values["article"], finding.values["node"]) == ("题", "p")
    assert finding.values["near"] == "甲乙。\U0003fff0丙\U0003fff0"
    worded(result)


def black(data: bytes) -> int:
    """Dark dots of the first page."""
    picture = pdfium.PdfDocument(data)[0].render(scale=2, grayscale=True).to_pil()
    return sum(picture.histogram()[:128])


@pytest.mark.parametrize("without", ["□", "□" + "".join(map(str, range(10))), "□" + fontshop.LATIN + " "])
def test_a_missing_character_is_visible_and_read_back_whatever_the_fonts_lack(without: str, tmp_path: Path) -> None:
    chars = "".join(char for char in fontshop.TEXT if char not in without)
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font(chars)})
    data, result, text = made("中\u9f98文", folder)
    assert squeezed(body_text(data)) == text
    assert "\u9f98" in [finding.values["char"] for finding in result.findings]
    other, _, _ = made("中文", folder)
    assert black(data) > black(other) + 50


def test_a_glyph_with_nothing_in_it_is_a_missing_character(tmp_path: Path) -> None:
    small = fontshop.font(ink={"门": None})
    _, result, _ = made("中门文", fontshop.shop(tmp_path / "f", {"a.ttf": small}))
    assert [finding.values["char"] for finding in result.findings] == ["门"]


def test_a_file_of_the_folder_without_a_role_draws_what_no_other_has(tmp_path: Path) -> None:
    files = {
        "a.ttf": fontshop.font(),
        "b.ttf": fontshop.font("龘"),
        "c.ttf": fontshop.font("龘䶮"),
        "d.ttf": b"no font",
    }
    data, result, text = made("中龘䶮文", fontshop.shop(tmp_path / "f", files))
    assert squeezed(body_text(data)) == text
    used = [finding.values for finding in result.findings if finding.name == "fonts.spare-used"]
    assert used == [{"file": "b.ttf", "characters": "龘"}, {"file": "c.ttf", "characters": "䶮"}]
    assert all(finding.level == Level.NOTE for finding in result.findings if finding.name == "fonts.spare-used")
    worded(result)


# ---------------------------------------------------------------- fonts that cannot be used


def broken(kind: str, path: Path) -> None:
    if kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind != "absent":
        sound = fontshop.font()
        data = {"empty": b"", "text": b"hello" * 99, "short": sound[: len(sound) // 2]}
        data |= {"restricted": fontshop.font(fs_type=2) if kind == "restricted" else b""}
        path.write_bytes(data[kind])


@pytest.mark.parametrize("kind", ["folder", "loop", "absent", "empty", "text", "short", "restricted"])
def test_the_build_goes_on_with_the_next_font_of_the_chain(kind: str, tmp_path: Path) -> None:
    toml = fontshop.table("a.ttf", fallback='song = ["kai"]').replace('"a.ttf"', '"bad.ttf"', 1)
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font()}, toml)
    broken(kind, folder / "bad.ttf")
    data, result, text = made("中文 office", folder)
    assert squeezed(body_text(data)) == text
    told = [finding for finding in result.findings if finding.place and finding.place.file.endswith("bad.ttf")]
    assert len(told) == 1
    assert named(result)["fonts.stood-in"] == {"role": "song", "file": "bad.ttf", "other": "a.ttf"}
    worded(result)


def test_a_role_that_nothing_can_fill_stops_the_build(tmp_path: Path) -> None:
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": b"no font"})
    with pytest.raises(FontError) as caught:
        made("中文", folder)
    assert caught.value.name == "fonts.not-a-font"


def test_a_font_that_will_not_embed_is_found_at_the_end_and_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.backends.pdf import embed

    real = embed._subset

    def subset(face, gids):
        if face.path.name == "bad.ttf":
            raise embed.NoSubsetError(face, "damaged")
        return real(face, gids)

    monkeypatch.setattr(embed, "_subset", subset)
    toml = fontshop.table("a.ttf", fallback='song = ["kai"]').replace('"a.ttf"', '"bad.ttf"', 1)
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font(), "bad.ttf": fontshop.font()}, toml)
    data, result, text = made("中文", folder)
    assert squeezed(body_text(data)) == text
    assert {"pdf.no-subset", "fonts.stood-in"} <= named(result).keys()


# ---------------------------------------------------------------- kinds of fonts


@pytest.mark.parametrize("outlines", ["glyf", "CFF2"])
@pytest.mark.parametrize(("weight", "axis"), [(None, 400), (700, 700), (1000, 900)])
def test_a_variable_font_is_set_at_the_weight_that_is_asked(
    outlines: str, weight: int | None, axis: int, tmp_path: Path
) -> None:
    axes = [("wght", 200, 400, 900), ("opsz", 8, 12, 72)]
    small = fontshop.font(axes=axes, outlines=outlines)
    toml = fontshop.table("v.otf")
    toml = toml if weight is None else toml.replace('"Small"\n', f'"Small"\nweight = {weight}\n')
    folder = fontshop.shop(tmp_path / "f", {"v.otf": small}, toml)
    data, result, text = made("中文，天地", folder)
    assert squeezed(body_text(data)) == text
    assert named(result)["fonts.instanced"] == {"file": "v.otf", "axes": f"opsz 12, wght {axis}"}
    worded(result)
    face = Fonts.load(folder).face("song", "zh-Hans")
    shift = axis - 400
    assert face.ink(face.glyph("中")) == pytest.approx((60 + shift, -60, 940 + shift, 820), abs=1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (font,) = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}.values()
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert str(font.BaseFont).removesuffix("-Identity-H").endswith(f"Small-Regular-wght{axis}")
        assert ("/FontFile2" in descriptor) == (outlines == "glyf")
        if outlines == "glyf":
            from fontTools.ttLib import TTFont

            glyphs = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))["glyf"]
            assert 60 + shift in {glyphs[name].xMin for name in glyphs.glyphs if glyphs[name].numberOfContours}


def test_two_weights_of_one_variable_font_are_two_objects_and_one_weight_is_one(tmp_path: Path) -> None:
    small = fontshop.font(axes=[("wght", 200, 400, 900)])
    toml = fontshop.table("v.ttf").replace(
        '[roles.hei.any]\nfile = "v.ttf"\n', '[roles.hei.any]\nfile = "v.ttf"\nweight = 700\n'
    )
    data, _, _ = made("中文", fontshop.shop(tmp_path / "f", {"v.ttf": small}, toml))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        bases = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert sorted(base.rsplit("-", 1)[1] for base in bases) == ["wght400", "wght700"]


def test_one_object_a_face_however_many_roles_use_it(tmp_path: Path) -> None:
    toml = fontshop.table("a.ttf").replace("[roles.kai.any]\n", "[roles.kai.any]\nweight = 500\n")
    data, _, _ = made("中文abc", fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font()}, toml))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len({font.objgen for page in pdf.pages for font in page.Resources.Font.values()}) == 1


def test_a_web_font_is_unpacked(tmp_path: Path) -> None:
    for name, small in (("a.woff", fontshop.font()), ("b.woff", fontshop.font(outlines="CFF"))):
        data, _, text = made("中文，office", fontshop.shop(tmp_path / name, {name: fontshop.woff(small)}))
        assert squeezed(body_text(data)) == text


# ---------------------------------------------------------------- marks


def inks(text: str, case: Case, role: str = "song", *, squeezed: bool = False) -> list[tuple[float, float]]:
    """Left and right edge of the ink of each character of a text on its line, 1/1000 em, as it is or with every joint
    squeezed as far as the tables allow."""
    units = plain_units(text, role, case)  # type: ignore[arg-type]
    sorts = case.sorts(role)  # type: ignore[arg-type]
    most = {ord(kind): least for tier in TIERS for kind, least in tier if squeezed}
    edges, taken = [], 0.0
    for at, char in enumerate(text):
        face = sorts.face_of(char)
        assert face is not None
        taken += most.get(units.kinds[at], 0) if at else 0
        gid, placed = sorts.place(char, face)
        ink = face.ink(gid) or (0, 0, 0, 0)
        origin = units.origins[at] - taken + placed.lead
        edges.append((origin + ink[0], origin + ink[2]))
    return edges


SQUEEZED = (
    "天（地）", "天（地），玄", "《天》（地）", "天，“地”。玄", "天！”地", "（（天））", "天？！地",
    "天；（地）", "天、《地》",
)  # fmt: skip


@pytest.mark.parametrize("role", ["song", "hei", "kai", "fang"])
@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant", "zh-Hant-HK"])
def test_shipped_marks_never_touch_when_squeezed(fonts: Fonts, script: str, role: str) -> None:
    case = Case(Fonts.load(), script)  # type: ignore[arg-type]
    for text in SQUEEZED:
        edges = inks(text, case, role, squeezed=True)
        assert all(left[1] < right[0] for left, right in pairwise(edges)), (text, edges)


WIDE = {"（": (300, -80, 960, 840), "）": (40, -80, 700, 840), "，": (80, -60, 640, 160), "？": (60, 0, 760, 760)}


@pytest.mark.parametrize("text", SQUEEZED)
@pytest.mark.parametrize("ink", [fontshop.CORNER, WIDE], ids=["narrow", "wide"])
def test_marks_never_touch_when_squeezed_whatever_their_ink(text: str, ink, tmp_path: Path) -> None:
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font(ink=ink)})
    edges = inks(text, Case(Fonts.load(folder), "zh-Hans"), squeezed=True)
    assert all(left[1] + 20 <= right[0] for left, right in pairwise(edges)), edges


@pytest.mark.parametrize(("script", "ink", "told"), [
    ("zh-Hans", fontshop.CORNER, False), ("zh-Hant", fontshop.MIDDLE, False),
    ("zh-Hant", fontshop.CORNER, True), ("zh-Hans", fontshop.MIDDLE, True),
])  # fmt: skip
def test_marks_of_another_region_are_moved_and_told(script: str, ink, told: bool, tmp_path: Path) -> None:
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font(ink=ink)})
    _, result, _ = made("天，地。", folder, script)
    assert ("fonts.marks-elsewhere" in named(result)) == told
    worded(result)
    case = Case(Fonts.load(folder), script)  # type: ignore[arg-type]
    left, right = inks("，", case)[0]
    middle = (left + right) / 2
    assert middle < 300 if script == "zh-Hans" else 450 < middle < 550


def test_kai_of_the_mainland_takes_its_stops_from_song_in_taiwan(fonts: Fonts) -> None:
    case = Case(Fonts.load(), "zh-Hant-TW")
    assert case.sorts("kai").face_of("，") is case.fonts.face("song", "zh-Hant-TW")
    assert case.sorts("kai").face_of("字") is case.fonts.face("kai", "zh-Hant-TW")
    assert [finding.name for finding in case.findings()] == ["fonts.marks-borrowed"]


def test_dot_and_en_dash_have_the_width_of_the_region(tmp_path: Path) -> None:
    narrow = fontshop.font(ink={"·": (100, 330, 250, 430)}, advances={"·": 350, "–": 620})
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": narrow})
    for script, dot in (("zh-Hans", 500), ("zh-Hant", 1000)):
        case = Case(Fonts.load(folder), script)  # type: ignore[arg-type]
        units = plain_units("天·地天–地", "song", case)
        places = list(units.origins)
        assert places[2] - places[1] == dot
        assert places[5] - places[4] == 500
        assert sum(inks("·", case)[0]) / 2 == pytest.approx(dot / 2)


@pytest.mark.parametrize("ink", [(0, 350, 1000, 400), (70, 350, 930, 400), (300, 350, 700, 400)])
def test_dashes_that_do_not_meet_are_moved_until_they_do(ink: fontshop.Box, tmp_path: Path) -> None:
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": fontshop.font(ink={"—": ink})})
    sorts = Case(Fonts.load(folder), "zh-Hans").sorts("song")
    face = sorts.face_of("—")
    assert face is not None
    at, reach = 0.0, 40.0
    inked = []
    for move, code in re.findall(r"(-?[\d.]+)|<([0-9A-F]{4})>", f"<{sorts.codes[ord(DASH)]}>"):
        at -= float(move or 0)
        if code:
            inked.append((at + ink[0], at + ink[2]))
            at += face.advance(face.glyph("—"))
    for left, right in sorted(inked):
        assert left <= reach + 0.5
        reach = right
    assert (round(at), round(reach)) == (2000, 1960)
    data, _, text = made("天——地", folder)
    assert squeezed(body_text(data)) == text
    assert Counter(poppler(data, tmp_path))["—"] == 2


def test_an_ellipsis_stands_at_mid_height(tmp_path: Path) -> None:
    low = {"…": (50, 0, 950, 90)}
    lying = fontshop.font(ink=low)
    other = fontshop.font(fontshop.TEXT + "⋯", ink={**low, "⋯": (50, 330, 950, 420)})
    kai = fontshop.font()
    toml = fontshop.table("a.ttf", fallback='song = ["kai"]').replace(
        '[roles.kai.any]\nfile = "a.ttf"', '[roles.kai.any]\nfile = "k.ttf"'
    )
    for name, first in (("lying", lying), ("other", other)):
        folder = fontshop.shop(tmp_path / name, {"a.ttf": first, "k.ttf": kai}, toml)
        sorts = Case(Fonts.load(folder), "zh-Hans").sorts("song")
        face = sorts.face_of("…")
        assert face is not None
        assert face.path.name == ("k.ttf" if name == "lying" else "a.ttf")
        box = face.ink(sorts.place("…", face)[0])
        assert box is not None
        assert 300 < (box[1] + box[3]) / 2 < 450
        data, _, text = made("天……地", folder)
        assert squeezed(body_text(data)) == text


# ---------------------------------------------------------------- language, determinism


def test_han_takes_the_form_of_its_region_where_the_font_has_it_by_language(tmp_path: Path) -> None:
    fea = """languagesystem DFLT dflt; languagesystem hani dflt; languagesystem hani ZHT; languagesystem hani ZHS;
    feature locl { script hani; language ZHT; sub u9AA8 by bone; } locl;"""
    small = fontshop.font(extra={"bone": fontshop.INK}, features=fea)
    folder = fontshop.shop(tmp_path / "f", {"a.ttf": small})
    for script, nominal in (("zh-Hans", True), ("zh-Hant", False)):
        sorts = Case(Fonts.load(folder), script).sorts("song")  # type: ignore[arg-type]
        face = sorts.face_of("骨")
        assert face is not None
        assert (sorts.glyph_of("骨", face) == face.glyph("骨")) is nominal
        data, _, text = made("骨", folder, script)
        assert squeezed(body_text(data)) == text


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    files = {"a.ttf": fontshop.font(shared={"⼀": "一"}), "b.ttf": fontshop.font("龘"), "c.ttf": fontshop.font("龘䶮")}
    folder = fontshop.shop(tmp_path / "f", files)
    code = (
        "import io, sys, hashlib\nfrom pathlib import Path\nfrom tests.backends.pdf.test_pdf_fonts import made\n"
        f"print(hashlib.sha256(made('一⼀龘䶮office——', Path({str(folder)!r}))[0]).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3])},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(sums) == 1
