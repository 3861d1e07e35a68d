"""Characters in, the strings that draw them out: which face, which glyph, where in its frame; one `Case` per edition.

A Han character or mark becomes a piece of a TJ array: its code, with moves around it where the typeface does not set it
in the frame that Chinese composition gives it (a middle dot of half an em, a quotation mark of a Latin design).
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.backends.pdf.classes import Region, region
from pipeline.backends.pdf.embed import Subset
from pipeline.design.composition import DEFAULT, Composition
from pipeline.fonts import Face, Fonts, Role
from pipeline.model import Script

#: Stands for —— in text that is about to be drawn: one glyph, two characters.
DASH = "\U0010fffe"
#: The letter of a character that no face has.
MISSING = "!"
FIRST = 0x41
#: How far a quotation mark stands from its word where the face brings none of full width, 1/1000 em.
_BEARING = 60
#: Height of Latin capitals beside Han, 1/1000 em.
_CAPITALS = 690
#: Characters of the longest run that is kept once it is shaped: what is longer hardly comes twice.
_KEPT = 32


class Word(NamedTuple):
    """A Latin run, shaped: what each character adds to the line (1/1000 em) and the inside of its TJ array."""

    widths: tuple[int, ...]
    array: str


class Case:
    """All faces that an edition draws with, and the characters that none of them has."""

    def __init__(self, fonts: Fonts, script: Script, composition: Composition = DEFAULT) -> None:
        self.fonts = fonts
        self.region: Region = region(script, composition)
        self.subsets: list[Subset] = []
        self.missing: dict[str, int] = {}
        self._by_face: dict[str, int] = {}
        self._sorts: dict[Role, Sorts] = {}

    def number(self, face: Face) -> int:
        """The face's place in `subsets`."""
        number = self._by_face.get(face.key)
        if number is None:
            number = self._by_face[face.key] = len(self.subsets)
            self.subsets.append(Subset(face, f"K{number}"))
        return number

    def miss(self, text: str) -> None:
        """Counts characters that no face has."""
        for char in text:
            self.missing[char] = self.missing.get(char, 0) + 1

    def sorts(self, role: Role) -> Sorts:
        if role not in self._sorts:
            self._sorts[role] = Sorts(self, role)
        return self._sorts[role]


class Sorts:
    """What a role draws with: Chinese by `faces` and `codes` (for `str.translate`), Latin by `word`."""

    def __init__(self, case: Case, role: Role) -> None:
        self.case = case
        self.role = role
        self.faces = _Faces(self)
        self.codes = _Codes(self)
        self._latin = case.fonts.companion(role)
        self._words: dict[tuple[str, int], Word] = {}
        self._latin_faces: dict[str, str] = {}

    @property
    def script(self) -> Script:
        return self.case.region.script

    def face_of(self, char: str) -> Face | None:
        return self.case.fonts.face_for(char, self.role, self.script)

    def latin_faces(self, text: str) -> str:
        """A letter per character of a Latin run, as `faces` gives for Chinese."""
        known = self._latin_faces
        for char in text:
            if char not in known:
                face = self.case.fonts.face_for(char, self._latin, self.script)
                known[char] = MISSING if face is None else chr(FIRST + self.case.number(face))
        return "".join(map(known.__getitem__, text))

    def word(self, text: str, number: int) -> Word:
        """A run of one face, shaped with its kerning."""
        key = (text, number)
        word = self._words.get(key)
        if word is None:
            word = _shape(text, self.case.subsets[number], self.case.region.language)
            if len(text) <= _KEPT:
                self._words[key] = word
        return word

    def soft_hyphen(self, number: int) -> str:
        """The hyphen of a word divided at a line's end: read back as U+00AD, it is no part of the text."""
        subset = self.case.subsets[number]
        return f"<{subset.code(subset.face.glyph('-'), chr(0xAD))}>"

    def latin_scale(self, number: int) -> float:
        """How much smaller a Latin face is set: capitals higher than `_CAPITALS` would stand out of the Chinese."""
        face = self.case.subsets[number].face
        latin = face is self.case.fonts.face(self._latin, self.script)
        return min(1.0, round(_CAPITALS / face.cap_height, 3)) if latin else 1.0


def is_control(char: str) -> bool:
    """Controls and lone surrogates: no font draws them and no reader can give them back."""
    return char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


class _Faces(dict[int, str]):
    """Code point → letter of its face."""

    def __init__(self, sorts: Sorts) -> None:
        super().__init__()
        self._sorts = sorts

    def __missing__(self, code: int) -> str:
        char = chr(code)
        blank = char.isspace() or self._sorts.case.region.classes[code] == "z"
        face = None if is_control(char) and not blank else self._sorts.face_of("一" if blank else char)
        letter = MISSING if face is None else chr(FIRST + self._sorts.case.number(face))
        self[code] = letter
        return letter


class _Codes(dict[int, str]):
    """Code point → what draws it inside `<…>` of a TJ array."""

    def __init__(self, sorts: Sorts) -> None:
        super().__init__()
        self._sorts = sorts

    def __missing__(self, code: int) -> str:
        made = self[code] = self._draw(chr(code))
        return made

    def _draw(self, char: str) -> str:
        rules = self._sorts.case.region
        if char == DASH:
            return self._dash()
        letter = rules.classes[ord(char)]
        if letter == "z" or char.isspace():
            return self._blank(char, rules.widths[letter])
        face = None if is_control(char) else self._sorts.face_of(char)
        if face is None:
            return self._box(char)
        subset = self._subset(face)
        glyphs = face.shape(char, language=rules.language, features={"fwid": True}) if letter not in "Hk" else ()
        gid = glyphs[0].gid if len(glyphs) == 1 else face.glyph(char)
        return _framed(subset.code(gid, char), face, gid, rules.widths[letter], letter)

    def _subset(self, face: Face) -> Subset:
        return self._sorts.case.subsets[self._sorts.case.number(face)]

    def _blank(self, char: str, width: int) -> str:
        """A space is there for whoever copies the text; what else has no width is kept in the same way."""
        face = self._sorts.face_of("一")
        if face is None:
            return ""
        text = char if char == "\u3000" or not char.isspace() else " "
        gid = face.glyph(text) if text == "\u3000" and face.has(text) else face.glyph(" ")
        code = self._subset(face).code(gid, text)
        move = _number(face.advance(gid) - width)
        return f"{code}>{move}<" if move != "0" else code

    def _box(self, char: str) -> str:
        """A character that no face has: an empty box that is read back as the character."""
        face = next((face for mark in "□〓" if (face := self._sorts.face_of(mark))), None)
        if face is None:
            return ""
        gid = face.glyph("□") or face.glyph("〓")
        readable = "\ufffd" if is_control(char) else char
        return _framed(self._subset(face).code(gid, readable), face, gid, 1000, "H")

    def _dash(self) -> str:
        """A dash of two em: the typeface's own where it has one, else two that are moved together until they meet."""
        face = self._sorts.face_of("—")
        if face is None:
            return self._box("—") * 2
        subset = self._subset(face)
        language = self._sorts.case.region.language
        glyphs = face.shape("——", language=language)
        if len(glyphs) == 1 and abs(glyphs[0].advance - 2000) <= 20:
            return subset.code(glyphs[0].gid, "——")
        two = face.glyph("⸺")
        if two and abs(face.advance(two) - 2000) <= 20:
            return subset.code(two, "——")
        gid = glyphs[0].gid
        code, advance = subset.code(gid, "—"), face.advance(gid)
        ink = face.ink(gid) or (0, 0, 1000, 0)
        lead, tail = 40 - ink[0], 1960 - ink[2]
        return f">{_number(-lead)}<{code}>{_number(lead + advance - tail)}<{code}>{_number(tail + advance - 2000)}<"


def _framed(code: str, face: Face, gid: int, width: int, letter: str) -> str:
    """A glyph in a frame of `width`: centred, quotation marks beside their words."""
    advance = face.advance(gid)
    if abs(advance - width) < 1:
        return code
    ink = face.ink(gid) or (0, 0, advance, 0)
    lead = (width - advance) / 2
    if letter in "OC" and advance < 800:
        lead = width - _BEARING - ink[2] if letter == "O" else _BEARING - ink[0]
    elif letter == "M":
        lead = (width - ink[2] - ink[0]) / 2
    before, after = _number(-lead), _number(lead + advance - width)
    return (f">{before}<" if before != "0" else "") + code + (f">{after}<" if after != "0" else "")


#: What `_number` does not write.
_LEAST = 0.005


def _shape(text: str, subset: Subset, language: str) -> Word:
    face = subset.face
    glyphs = face.shape(text, language="en" if text.isascii() else language)
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    widths = [0.0] * len(text)
    parts = ["<"]
    seen: set[int] = set()
    for glyph in glyphs:
        cluster = "" if glyph.cluster in seen else text[glyph.cluster : ends[glyph.cluster]]
        seen.add(glyph.cluster)
        widths[glyph.cluster] += glyph.advance
        tail = face.advance(glyph.gid) + glyph.x_offset - glyph.advance
        parts += [f">{_number(-glyph.x_offset)}<"] if abs(glyph.x_offset) >= _LEAST else []
        parts += [subset.code(glyph.gid, cluster)]
        parts += [f">{_number(tail)}<"] if abs(tail) >= _LEAST else []
    return Word(_rounded(widths), "".join([*parts, ">"]))


def _rounded(widths: list[float]) -> tuple[int, ...]:
    """Whole thousandths whose sum is right to within half of one."""
    total, done, result = 0.0, 0, []
    for width in widths:
        total += width
        result.append(round(total) - done)
        done = round(total)
    return tuple(result)


def _number(value: float) -> str:
    """As short as a PDF number can be, to a hundredth."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
