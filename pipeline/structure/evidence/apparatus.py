"""What speaks for notes, addressees, signatures, labels of boxes, lists of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.hanzi import HAN, is_han
from pipeline.structure import patterns
from pipeline.structure.context import Context
from pipeline.structure.evidence.weights import Evidence
from pipeline.structure.poems import is_dated
from pipeline.structure.units import Unit

_SCENE_BREAK = re.compile(r"^(?:[*＊※☆★◇◆○●…·~～—-]\s*){1,7}$")
_MADE = "(?:通过|通過|修订|修訂|修正|公布|公佈|施行|批准|发布|發布|訂定)"
_ENACTED = re.compile(rf"^[（(](?:\d{{4}}年|[一二〇零○]{{4}}年|[^）)]{{0,200}}{_MADE})")
_ENACTED_ON = re.compile(rf"^(?:中[华華]民[国國])?\d{{2,4}}年\d{{1,2}}月\d{{1,2}}日\s?[^。]{{0,200}}{_MADE}[）)]?$")
#: More lines that are nothing but a date are the heads of a chronicle or a diary.
_CHRONICLE = 3


# [江北县招生委员会] above a text without its title: whose it is.
_OFFICE_ABOVE = re.compile(
    f"^[\\[［〔（(][{HAN}]{{2,24}}(?:委员会|委員會|办公室|辦公室|政府|[局厅廳部院会會署处處社校]|中心|公司|大[学學])[\\]］〕）)]$"
)


def enacted(text: str) -> bool:
    """Whether a line in brackets tells when a law was passed."""
    return _ENACTED.match(text) is not None


def apparatus(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    text = unit.text
    if patterns.DOCUMENT_NUMBER.match(text):
        yield Evidence("note", 6, "document-number")
    if context.kind == "circular" and index < 2 and text.endswith("文件") and len(text) <= 30:
        yield Evidence("kicker", 9, "masthead-of-an-authority")
    if not index and _OFFICE_ABOVE.match(text):
        yield Evidence("note", 12, "the-office-above-the-text")
    if index < 8 and patterns.ABOVE_A_PAGE.match(text):
        yield Evidence("note", 9, "above-the-text-of-a-page")
    if patterns.OFFICIAL_NOTE.match(text):
        yield Evidence("note", 9, "note-of-an-office")
    if patterns.NOTE.match(text) or patterns.tail_dateline(text) or index in context.attachments:
        yield Evidence("note", 9, "note")
    enacted_here = _ENACTED.match(text) and (index < 4 or patterns.OFFICIAL.search(context.units[index - 1].text))
    if enacted_here or (index < 12 and _ENACTED_ON.match(text)):
        yield Evidence("note", 7, "enactment")
    if (
        index
        and index - 1 < 4
        and _ENACTED.match(context.units[index - 1].text)
        and text[-1] in "）)"
        and "（" not in text[:1]
    ):
        yield Evidence("more", 6, "closes-the-bracket")
    after = context.near(index + 1)
    if (
        patterns.FOOTNOTE.match(text)
        and len(text) < 200
        and (context.kind not in ("verse", "law", "circular") or index in context.footnotes)
        and (not unit.number or index in context.footnotes)
    ):
        yield Evidence("note", 7 if index not in context.footnotes else 14, "note-with-its-mark")
    yield from _letter(unit, index, context)
    if patterns.KICKER.match(text):
        head_follows = after is not None and len(after.text) <= 40 and not after.bare_ends and not after.number
        yield Evidence("kicker", 5 if head_follows else -2, "label-of-a-box")
    if _SCENE_BREAK.match(text) and not text.isalnum():
        yield Evidence("scene-break", 6, "only-marks")
    if index in context.quotations:
        yield Evidence(context.quotations[index], 14, "quotes-with-its-author-named")
    if index in context.contents:
        head = index == context.contents.start and not unit.number
        yield Evidence("contents-head" if head else "contents-item", 12, "repeated-below")


def _letter(unit: Unit, index: int, context: Context) -> Iterator[Evidence]:
    """Addressee, farewell, names and dates."""
    text, after = unit.text, context.near(index + 1)
    if patterns.SALUTATION.match(text):
        yield Evidence("salutation", 6 if index < 8 else 4, "addressee")
    if patterns.FAREWELL.match(text):
        yield Evidence("para", 9, "closes-a-letter")
    if index and patterns.SIGNATURE.match(text):
        yield Evidence("signature", 6, "signs-a-letter")
    above = context.units[max(0, index - 3) : index]
    if len(text) <= 20 and text[-1] not in "。，；：！？" and any(patterns.FAREWELL.match(one.text) for one in above):
        yield Evidence("signature", 6, "signs-a-letter")
    if index < 2:
        return  # nothing to sign yet
    if context.kind == "verse" and is_dated(unit):
        yield Evidence("signature", 9, "date-alone")
    elif patterns.DATE_LINE.match(text) or (len(text) <= 40 and patterns.OLD_DATE_LINE.match(text)):
        dated = context.dates > _CHRONICLE
        yield Evidence("heading" if dated else "signature", 5, "date-alone")
    elif after is None and len(text) <= 40 and patterns.WRITTEN.match(text):
        yield Evidence("signature", 12, "date-alone")
    elif after is None and patterns.DAY.match(text):
        yield Evidence("signature", 5, "date-alone")
    elif after and patterns.DATE_LINE.match(after.text) and len(text) <= 40 and text[-1] not in "。，；：！？":
        yield Evidence("signature", 5 if context.dates <= _CHRONICLE else 0, "before-a-date")
    elif context.kind == "circular" and _signs_jointly(index, context):
        yield Evidence("signature", 5, "before-a-date")
    elif index > 2 and unit.indent >= 6 and len(text) <= 30 and index and context.kind not in ("verse", "play"):
        yield Evidence("signature", 3.5, "pushed-to-the-right")


#: So many offices at most issue a paper together; the name of one is no longer than this.
_OFFICES, _OFFICE = 6, 24


def _signs_jointly(index: int, context: Context) -> bool:
    """Whether a line is one of several offices above the date of a paper that they issue together."""
    for unit in context.units[index : index + _OFFICES]:
        if patterns.DATE_LINE.match(unit.text):
            return True
        if (
            len(unit.text) > _OFFICE
            or unit.number
            or unit.text[-1] in "。，；！？、"
            or "：" in unit.text
            or not is_han(unit.text[0])
        ):
            return False
    return False
