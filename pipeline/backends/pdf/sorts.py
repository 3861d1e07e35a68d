"""Characters in, the strings that draw them out: which face, which glyph, where in its frame; one `Case` per edition.

A Han character or mark becomes a piece of a TJ array: its code, with moves around it where the typeface does not set it
in the frame that Chinese composition gives it (a middle dot of half an em, a quotation mark of a Latin design).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from pipeline.backends.pdf.classes import Region, region
from pipeline.backends.pdf.embed import Subset
from pipeline.backends.pdf.latin import Word, beside, number_of, shaped
from pipeline.backends.pdf.marks import EN, EN_DASH, MARKS, PLACED, Frame, elsewhere, frame
from pipeline.design.composition import DEFAULT, Composition
from pipeline.errors import Finding, Level
from pipeline.fonts import Face, Fonts, Role, draws, selects
from pipeline.model import Script

#: Key of what draws ——, two characters: a noncharacter.
DASH = "\U0010fffe"
#: The letter of a character that no face has.
MISSING = "!"
FIRST = 0x41
#: The letter of a character that goes with the one before: a variation selector.
_JOINED = "\x01"
#: Least height of the middle of an ellipsis over the line, 1/1000 em.
_RAISED = 200
#: Length of a dash of two em, how far its parts run into each other, and how many more than two there may be.
_DASH, _OVERLAP, _MOST_DASHES = 1920, 30, 8
#: Height of Latin capitals beside Han, 1/1000 em.
_CAPITALS = 690
#: Characters of the longest run that is kept once it is shaped: what is longer hardly comes twice.
_KEPT = 32


class Case:
    """All faces that an edition draws with, and the characters that none of them has."""

    def __init__(self, fonts: Fonts, script: Script, composition: Composition = DEFAULT) -> None:
        self.fonts = fonts
        self.region: Region = region(script, composition)
        self.subsets: list[Subset] = []
        self.missing: dict[str, int] = {}
        self.borrowed: dict[Face, Face] = {}
        """Faces whose marks stand where another region has them, and the face that has them right."""
        self.moved: dict[Face, None] = {}
        """The same where no face has them right."""
        self._by_face: dict[Face, int] = {}
        self._by_ident: dict[str, int] = {}
        self._sorts: dict[Role, Sorts] = {}

    def number(self, face: Face) -> int:
        """The face's place in `subsets`: one for all roles that draw with the same outlines."""
        number = self._by_face.get(face)
        if number is None:
            number = self._by_face[face] = self._by_ident.setdefault(face.ident, len(self.subsets))
            if number == len(self.subsets):
                self.subsets.append(Subset(face, f"K{number}"))
        return number

    def findings(self) -> Iterator[Finding]:
        """What an editor should know of the fonts that this edition was set with."""
        roles = {name for sorts in self._sorts.values() for name in (sorts.role, sorts.latin)}
        named = {face for role in roles for face in self.fonts.chain(role, self.region.script)}
        spares = {subset.face: subset.characters for subset in self.subsets if subset.used and subset.face not in named}
        yield from self.fonts.findings(roles, self.region.script, spares)
        script = self.region.script
        for face, other in self.borrowed.items():
            values = {"file": face.path.name, "other": other.path.name, "script": script}
            yield Finding("fonts.marks-borrowed", None, values, Level.NOTE)
        for face in self.moved:
            yield Finding("fonts.marks-elsewhere", None, {"file": face.path.name, "script": script})

    def miss(self, text: str) -> None:
        """Counts characters that no face has."""
        for char in text:
            self.missing[char] = self.missing.get(char, 0) + 1

    def sorts(self, role: Role) -> Sorts:
        if role not in self._sorts:
            self._sorts[role] = Sorts(self, role)
        return self._sorts[role]


class Sorts:
    """What a role draws with: Chinese by `faces_of` and `drawn`, Latin by `latin_faces` and `word`."""

    def __init__(self, case: Case, role: Role) -> None:
        self.case = case
        self.role = role
        self.faces = _Faces(self)
        self.codes = _Codes(self)
        self.frames: dict[str, Frame] = {}
        """Where the marks drawn so far stand in their frames."""
        self.tight: set[str] = set()
        """Those of them whose ink is too wide."""
        self.variants: dict[str, str] = {}
        """Character and variation selector → what draws them."""
        self.dashes = 1
        """Glyphs that make a dash of two em."""
        self.latin = case.fonts.companion(role)
        self._words: dict[tuple[str, int], Word] = {}
        self._latin_faces: dict[str, str] = {}

    @property
    def script(self) -> Script:
        return self.case.region.script

    def face_of(self, char: str) -> Face | None:
        face = self.case.fonts.face_for(char, self.role, self.script)
        letter = self.case.region.classes[ord(char)]
        if face is None or letter not in PLACED + "LD":
            return face
        return self._han_face(char, letter, face) if letter in "LD" else self._mark_face(char, letter, face)

    def glyph_of(self, char: str, face: Face) -> int:
        """The glyph in the text's language, full width where the face has that."""
        language = self.case.region.language
        if self.case.region.classes[ord(char)] not in "Hk":
            glyphs = face.shape(char, language=language, features={"fwid": True})
        else:
            glyphs = face.shape(char, language=language) if face.localizes(language) else ()
        return glyphs[0].gid if len(glyphs) == 1 else face.glyph(char)

    def place(self, char: str, face: Face) -> tuple[int, Frame]:
        """The character's glyph, and where it stands in its frame."""
        rules = self.case.region
        letter = rules.classes[ord(char)]
        gid = (self.ellipsis(face) if letter == "L" else 0) or self.glyph_of(char, face)
        made = frame(face, gid, EN if char == EN_DASH else rules.widths[letter], letter, rules)
        if letter in MARKS:
            self.frames[char] = made
            if made.tight:
                self.tight.add(char)
        return gid, made

    def _han_face(self, char: str, letter: str, first: Face) -> Face:
        """The first face that has Han beside a dash, and an ellipsis at mid-height: Latin ones stand on the line."""
        has = self.case.fonts.has
        for face in self.case.fonts.chain(self.role, self.script):
            if has(face, "一") and (_raised(face, self.ellipsis(face)) if letter == "L" else has(face, char)):
                return face
        return first

    def ellipsis(self, face: Face) -> int:
        """The glyph of half an ellipsis: … or, where that lies on the line, ⋯."""
        gids = [self.glyph_of(char, face) for char in "…⋯" if face.has(char)]
        return next((gid for gid in gids if _raised(face, gid)), gids[0] if gids else 0)

    def _mark_face(self, char: str, letter: str, face: Face) -> Face:
        """The face itself, or that of 宋 where only this one has the mark in its region's place."""
        region, fonts = self.case.region, self.case.fonts
        if not elsewhere(face, self.glyph_of(char, face), letter, region):
            return face
        other = fonts.face("song", self.script)
        able = other is not face and fonts.has(other, char)
        if able and not elsewhere(other, self.glyph_of(char, other), letter, region):
            self.case.borrowed[face] = other
            return other
        self.case.moved[face] = None
        return face

    def faces_of(self, text: str) -> str:
        """A letter per character of a Chinese text: which face draws it."""
        letters = text.translate(self.faces)
        return self._joined(text, letters) if _JOINED in letters else letters

    def _joined(self, text: str, letters: str) -> str:
        """With the letters of variation selectors: of the face that has a glyph for the two, else that of the base."""
        made, classes = list(letters), self.case.region.classes
        for at in (at for at, letter in enumerate(letters) if letter == _JOINED):
            made[at] = self.faces[ord("一")]
            pair = text[at - 1 : at + 1] if at else ""
            if not pair or made[at - 1] == MISSING or selects(pair[0]) or classes[ord(pair[0])] == "z":
                continue
            face = self.case.fonts.face_for(pair, self.role, self.script) or self.face_of(pair[0])
            if face:
                made[at - 1] = made[at] = chr(FIRST + self.case.number(face))
                if pair not in self.variants:
                    self.variants[pair] = self._variant(pair, face)
        return "".join(made)

    def _variant(self, pair: str, face: Face) -> str:
        """One code for the two: PDFium reads no selector that stands alone in its font, as a blank."""
        rules = self.case.region
        letter = rules.classes[ord(pair[0])]
        gid = face.variant(*pair) or self.place(pair[0], face)[0]
        code = self.case.subsets[self.case.number(face)].code(gid, pair)
        return _framed(code, face, gid, rules.widths[letter], frame(face, gid, rules.widths[letter], letter, rules))

    def drawn(self, text: str, tracking: float = 0) -> str:
        """What draws Chinese text of one face inside `<…>` of a TJ array. `tracking` is what opens every glyph, to be
        taken back inside a dash that is made of several."""
        if "——" in text:
            dash = self.codes[ord(DASH)]
            dash += f">{number_of(tracking * (self.dashes - 1))}<" if tracking and self.dashes > 1 else ""
            return dash.join(map(self.drawn, text.split("——")))
        if not self.variants:
            return text.translate(self.codes)
        parts, at = [], 0
        for n in (n for n in range(1, len(text)) if selects(text[n]) and text[n - 1 : n + 1] in self.variants):
            parts += [text[at : n - 1].translate(self.codes), self.variants[text[n - 1 : n + 1]]]
            at = n + 1
        return "".join([*parts, text[at:].translate(self.codes)])

    def latin_faces(self, text: str) -> str:
        """A letter per character of a Latin run, as `faces_of` gives for Chinese."""
        known = self._latin_faces
        for char in text:
            if char not in known:
                known[char] = self._latin_face(char) if draws(char) else _JOINED
        letters = "".join(map(known.__getitem__, text))
        while _JOINED in letters:
            at = letters.index(_JOINED)
            letters = letters[:at] + (letters[at - 1] if at else self._latin_face("n")) + letters[at + 1 :]
        return letters

    def _latin_face(self, char: str) -> str:
        face = self.case.fonts.face_for(char, self.latin, self.script)
        return MISSING if face is None else chr(FIRST + self.case.number(face))

    def box(self) -> tuple[Face, int, bool] | None:
        """Face and glyph of what stands for a character that no face has, and whether it is a box: else it must not be
        seen, and a box is to be drawn. PDFium reads no glyph without ink, so it is not simply a blank."""
        for mark in "□〓一":
            if face := self.case.fonts.face_for(mark, self.role, self.script):
                return face, face.glyph(mark), mark != "一"
        chain = self.case.fonts.chain(self.role, self.script)
        face = next((face for face in chain if face not in self.case.fonts.refused), None)
        return (face, 0, False) if face else None

    def word(self, text: str, number: int) -> Word:
        """A run of one face, shaped with its kerning."""
        key = (text, number)
        word = self._words.get(key)
        if word is None:
            word = shaped(text, self.case.subsets[number], self.case.region.language)
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
        latin = face.key == self.case.fonts.face(self.latin, self.script).key
        return min(1.0, round(_CAPITALS / face.cap_height, 3)) if latin and face.cap_height > 0 else 1.0


def is_control(char: str) -> bool:
    """Controls and lone surrogates: no font draws them and no reader can give them back."""
    return char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


class _Faces(dict[int, str]):
    """Code point → letter of its face."""

    def __init__(self, sorts: Sorts) -> None:
        super().__init__()
        self._sorts = sorts

    def __missing__(self, code: int) -> str:
        letter = self[code] = self._letter(chr(code))
        return letter

    def _letter(self, char: str) -> str:
        case = self._sorts.case
        if selects(char):
            return _JOINED
        blank = char.isspace() or (case.region.classes[ord(char)] == "z" and not draws(char))
        face = None if is_control(char) and not blank else self._sorts.face_of("一" if blank else char)
        if face is None:
            return MISSING
        if case.region.classes[ord(char)] in MARKS:  # measured before the line is
            self._sorts.place(char, face)
        return chr(FIRST + case.number(face))


class _Codes(dict[int, str]):
    """Code point → what draws it inside `<…>` of a TJ array."""

    def __init__(self, sorts: Sorts) -> None:
        super().__init__()
        self._sorts = sorts

    def __missing__(self, code: int) -> str:
        made = self[code] = self._draw(chr(code))
        return made

    def _draw(self, char: str) -> str:
        rules, sorts = self._sorts.case.region, self._sorts
        if char == DASH:
            return self._dash()
        letter = rules.classes[ord(char)]
        if char.isspace() or (letter == "z" and not draws(char)):
            return self._blank(char, rules.widths[letter])
        face = None if is_control(char) else sorts.face_of(char)
        if face is None:
            return self._box(char)
        if letter == "z":
            return self._over(char, face)
        if letter in "Hk":
            gid = sorts.glyph_of(char, face)
            if abs(face.advance(gid) - 1000) < 1:
                return self._subset(face).code(gid, char)
        gid, placed = sorts.place(char, face)
        width = EN if char == EN_DASH else rules.widths[letter]
        return _framed(self._subset(face).code(gid, char), face, gid, width, placed)

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
        move = number_of(face.advance(gid) - width)
        return f"{code}>{move}<" if move != "0" else code

    def _over(self, char: str, face: Face) -> str:
        """A combining mark over (or under) the middle of the character before, which is one em wide."""
        gid = face.glyph(char)
        x0, _, x1, _ = face.ink(gid) or (0, 0, 0, 0)
        lead = -(1000 + x0 + x1) / 2
        return _framed(self._subset(face).code(gid, char), face, gid, 0, Frame(lead, 0, 0, tight=False))

    def _box(self, char: str) -> str:
        """A character that no face has: an empty box that is read back as the character."""
        found = self._sorts.box()
        if found is None:
            return ""
        face, gid, seen = found
        code = self._subset(face).code(gid, "\ufffd" if is_control(char) else char)
        lead = (1000 - face.advance(gid)) / 2
        code = code if seen else f">] TJ 3 Tr [<{code}>] TJ 0 Tr [<"
        return _framed(code, face, gid, 1000, Frame(lead, 0, 0, tight=False))

    def _dash(self) -> str:
        """A dash of two em: the typeface's own where it has one, else as many as it takes, moved until they meet."""
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
        return self._joined_dash(face, glyphs[0].gid)

    def _joined_dash(self, face: Face, gid: int) -> str:
        """From .04 to 1.96 em: a dash at each end and, where these do not meet, more between them that are no text."""
        subset, advance = self._subset(face), face.advance(gid)
        ink = face.ink(gid) or (0, 0, 1000, 0)
        wide = ink[2] - ink[0]
        between = 0 if 2 * wide >= _DASH else min(ceil(_DASH / max(wide - _OVERLAP, 1)) - 2, _MOST_DASHES)
        step = (_DASH - wide) / (between + 1)
        origins = [(2000 - _DASH) / 2 + number * step - ink[0] for number in range(between + 2)]
        parts, more, at = "", "", 0.0
        for origin in (origins[0], origins[-1]):
            parts += f">{number_of(at - origin)}<{subset.code(gid, '—')}"
            at = origin + advance
        for origin in origins[1:-1]:
            more += f"{number_of(at - origin)}<{subset.code(gid, '')}>"
            at = origin + advance
        self._sorts.dashes = between + 2
        return parts + (beside(more) if more else "") + f">{number_of(at - 2000)}<"


def _raised(face: Face, gid: int) -> bool:
    """Whether the ink stands clear of the line, as dots in the middle of a frame do."""
    ink = face.ink(gid)
    return ink is not None and (ink[1] + ink[3]) / 2 > _RAISED


def _framed(code: str, face: Face, gid: int, width: int, placed: Frame) -> str:
    """A glyph in a frame of `width`, which moves what follows to the frame's end."""
    before, after = number_of(-placed.lead), number_of(placed.lead + face.advance(gid) - width)
    return (f">{before}<" if before != "0" else "") + code + (f">{after}<" if after != "0" else "")
