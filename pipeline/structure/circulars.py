"""The first units of a circular in, their roles out: what an office's web page tells above it, secrecy and urgency, the
letterhead, its number, who signed it, and the title over as many lines as it has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.hanzi import BLANKS
from pipeline.model import Kind
from pipeline.structure import patterns
from pipeline.structure.evidence.weights import Label
from pipeline.structure.units import Unit, ends_sentence

#: The head of a circular ends within so many units; its title has so many lines at most, each no longer than this.
_HEAD, _LINES, _LINE = 24, 4, 40
_BLANK = re.compile(f"[{BLANKS}]")
_GRADE = re.compile(
    "(?:密级[：:].{1,6}|(?:绝密|机密|秘密|内部)(?:[★☆].{0,6})?|特提|特急|加急|平急|急件|紧急程度[：:].{1,4})"
)
_COPY = re.compile(r"(?:No\.?|份号[：:]?)?\d{6,9}(?:/\d{4}-\d{1,6})?")
_SIGNED = re.compile("(?:签发人|簽發人)[：:]")
_LETTER = re.compile("(?:[的复復]函|令)$")


def circular_head(units: Sequence[Unit], kind: Kind) -> Mapping[int, Label]:
    """Index of each unit of the head → its role; nothing where no title is found, or where the title stands alone."""
    if kind != "circular":
        return {}
    found: dict[int, Label] = {}
    titled = False
    at = 0
    while at < min(len(units), _HEAD):
        text = _BLANK.sub("", units[at].text)
        if _is_note(units[at].text, text):
            found[at] = "note"
            at += 1
        elif titled and _promulgates(units[at].text, [units[one].text for one in range(at) if found[one] != "note"]):
            found[at] = "heading"
            at += 1
        elif titled:
            break
        elif _is_letterhead(units, at, text) and "kicker" not in found.values():
            found[at] = "kicker"
            at += 1
        elif lines := _title(units, at):
            found |= {at: "title", **dict.fromkeys(range(at + 1, at + lines), "title-more")}
            titled = True
            at += lines
        else:
            break
    return found if titled and len(found) > 1 else {}


_PROMULGATES = re.compile(
    "[关關][于於].{0,6}[发發布佈]《(?P<what>[^》]{2,60})》的(?:通知|公告|通告|决定|決定|命令|令)$"
)


def _promulgates(text: str, title: Sequence[str]) -> bool:
    """关于印发《…》的通知 below the name of that very paper: the file bears the name of what is promulgated."""
    found = _PROMULGATES.search(text)
    return found is not None and "".join(title).endswith(found["what"])


def _is_note(text: str, bare: str) -> bool:
    return bool(
        patterns.OFFICIAL_FIELD.match(bare)
        or _GRADE.fullmatch(bare)
        or _COPY.fullmatch(bare)
        or patterns.DOCUMENT_NUMBER.match(text)
        or patterns.OFFICIAL_NOTE.match(text)
        or patterns.ABOVE_A_PAGE.match(text)
    )


def _is_letterhead(units: Sequence[Unit], at: int, text: str) -> bool:
    """某某县人民政府文件; or an office alone above its number, where the title comes below that."""
    if len(text) > _LINE or ends_sentence(text) or text[-1] in "，、；：":
        return False
    below = units[at + 1].text if at + 1 < len(units) else ""
    numbered = bool(patterns.DOCUMENT_NUMBER.match(below) or _SIGNED.match(below))
    if not (numbered or text.endswith("文件")):
        return False
    ahead = at + 1
    while ahead < len(units) and _is_note(units[ahead].text, _BLANK.sub("", units[ahead].text)):
        ahead += 1
    return _title(units, ahead) > 0


def _title(units: Sequence[Unit], at: int) -> int:
    """How many lines from `at` on are a title: the last ends as the names of such papers do."""
    for number, unit in enumerate(units[at : at + _LINES], 1):
        text = unit.text
        if len(text) > _LINE * 2 or unit.number or text[-1] in "。，；：！？" or (number > 1 and unit.blank > 1):
            return 0
        if patterns.OFFICIAL.search(text) or _LETTER.search(text):
            return number
        if len(text) > _LINE or patterns.SALUTATION.match(text):
            return 0
    return 0
