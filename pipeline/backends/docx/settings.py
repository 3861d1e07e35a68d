"""Edition in, the small parts of a Word file out: settings, font table, properties of the document."""

from __future__ import annotations

from datetime import UTC

from pipeline.backends import Edition
from pipeline.backends.docx.markup import attribute, document, element
from pipeline.backends.docx.properties import LANGUAGES, word_face
from pipeline.backends.docx.styles import facing
from pipeline.fonts import Role

#: Kinsoku 禁则 at "basic" (clreq, prohibition rules for line start and line end), for Word in place of its own lists.
#: — and … may not begin a line, for that alone keeps —— and …… whole; · may end one.
NOT_AT_START = (
    "!%),.:;>?]}¢°·ˇˉ―‖’”…‰′″›℃∶、。〃々〉》」』】〕〗〙〛〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），－．／：；？］｀｜｝～—⸺‧・ー"
)
NOT_AT_END = "$([{£¥‘“‹〈《「『【〔〖〘〚〝︵︹︽︿﹁﹃﹙﹛﹝＄（［｛￡￥"

#: What Chinese Word sets for every new file: among others that a line before a line break is not stretched.
_COMPATIBILITY = (
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
)
_MODES = {
    "compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1, "differentiateMultirowTableHeaders": 1, "useWord2013TrackBottomHyphenation": 0,
}  # fmt: skip
_CIRCLED = '<w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachPage"/>'
#: Font role → (kind for substitution, whether it is Chinese).
_FACES: dict[Role, tuple[str, bool]] = {
    "song": ("roman", True), "hei": ("swiss", True), "kai": ("modern", True), "fang": ("modern", True),
    "latin": ("roman", False), "latin-hei": ("swiss", False),
}  # fmt: skip


def settings(edition: Edition, *, footnotes: bool) -> bytes:
    """`word/settings.xml`; `footnotes` says that the file has a part for them."""
    language = LANGUAGES[edition.publication.metadata.language]
    two_sided = facing(edition)
    rules = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>' if footnotes else ""
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in _MODES.items()
    )
    return document("settings", [
        '<w:zoom w:percent="100"/>',
        "<w:mirrorMargins/>" * two_sided,
        '<w:defaultTabStop w:val="420"/>',
        "<w:evenAndOddHeaders/>" * two_sided,
        '<w:characterSpacingControl w:val="compressPunctuation"/>',
        f'<w:noLineBreaksAfter w:lang="{language}" w:val="{attribute(NOT_AT_END)}"/>',
        f'<w:noLineBreaksBefore w:lang="{language}" w:val="{attribute(NOT_AT_START)}"/>',
        # New notes of the editor's are numbered as Chinese books number them: ① ② ③, anew on each page.
        f"<w:footnotePr>{_CIRCLED}{rules}</w:footnotePr>",
        f"<w:compat>{_COMPATIBILITY}{modes}</w:compat>",
        f'<w:themeFontLang w:val="en-US" w:eastAsia="{language}"/>',
    ])  # fmt: skip


def font_table(edition: Edition) -> bytes:
    """`word/fontTable.xml`: for each face its other names, last the family that Kanben ships, for those who have it."""
    script = edition.publication.metadata.language
    made: dict[str, str] = {}
    for role, (kind, chinese) in _FACES.items():
        face = word_face(edition.fonts, role, script)
        others = dict.fromkeys((*edition.fonts.substitutes(role, script), edition.fonts.family(role, script)))
        others.pop(face, None)
        alternatives = f'<w:altName w:val="{attribute(",".join(others))}"/>' if others else ""
        charset = "00" if not chinese else "86" if script == "zh-Hans" else "88"
        made.setdefault(face, (
            f'<w:font w:name="{attribute(face)}">{alternatives}<w:charset w:val="{charset}"/>'
            f'<w:family w:val="{kind}"/><w:pitch w:val="variable"/></w:font>'
        ))  # fmt: skip
    return document("fonts", made.values())


def core_properties(edition: Edition) -> bytes:
    """`docProps/core.xml` (ECMA-376 part 2, clause 11): what is known, and the edition's date, not the clock's."""
    metadata = edition.publication.metadata
    stamp = edition.stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    known = (
        ("dc:title", metadata.title),
        ("dc:creator", "、".join(metadata.authors)),
        ("cp:keywords", "，".join(metadata.subjects)),
        ("dc:description", metadata.description),
        ("dc:identifier", metadata.identifier or metadata.isbn),
        ("dc:language", LANGUAGES[metadata.language]),
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified")
    )
    inner = "".join(f"<{name}>{element(value)}</{name}>" for name, value in known if value)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}{dates}</cp:coreProperties>'
    ).encode()


def app_properties() -> bytes:
    """`docProps/app.xml`."""
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>Kanben</Application></Properties>"
    )
