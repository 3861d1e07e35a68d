"""Rules for what a text lost or took for something else: characters in parts, brackets, dashes, gaps in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from pipeline.hanzi import BLANKS, CLOSING, HAN, NUMERALS, OPENING, STOPS, is_han
from pipeline.ledger import Edit
from pipeline.normalize.composed import COMPOSED, composed
from pipeline.normalize.misread import misread
from pipeline.normalize.rules import ALL_BLANKS, BLANK_RUN, Rule, Trust, replacing, where

#: The rule of a blank in mid-sentence that was closed: `doubts` tells of it.
GAP = "spacing.gap"
# What a web page leaves: <br> and <p> end lines, <b> and <a …> only dress the text; <!-- remarks --> are none.
_TAG = re.compile(
    r"<(?:!--[^\n]{0,200}?--|(?P<ends>/?(?:br|p|div|tr|li|ul|ol|h[1-6]|table|hr)(?:\s[^<>\n]{0,200})?/?)"
    r"|/?(?:a|b|i|u|em|strong|font|span|td|center|img)(?:\s[^<>\n]{0,300})?/?)>",
    re.IGNORECASE,
)
# 第二章(2)<b⏎…⏎br/> 船靠了岸: what is left where a page was cut in the midst of a tag.
_TORN_TAG = re.compile(
    f"(?<=[{HAN}{STOPS}{CLOSING})])<(?:/?(?:b|p|br|div|span|font)?)$|^[{BLANKS}]*/?(?:br|p|div)\\s?/?>[{BLANKS}]*(?=[{HAN}{OPENING}])",
    re.MULTILINE | re.IGNORECASE,
)
_ABOUT_TAGS = re.compile("标签|標籤|标记|標記|代码|代碼|元素|HTML", re.IGNORECASE)
# 哲学家——甲）为…: the dash stands for an opening bracket that its closing one misses.
_LOST_OPENING = re.compile(f"[—－―─-][—－―─-]+(?=[{HAN}A-Za-z·]{{1,12}}[）)])")
# “……”一一鲁迅, 　　　　一一《论语》: the figure one twice, read for a dash before a source; 一一作答 is a word.
_OCR_DASH = re.compile(f"一一(?=《[^》\n]{{1,20}}》|[{HAN}·]{{2,8}}$)", re.MULTILINE)
_QUOTED = re.compile(f"[。！？…][”」』][{BLANKS}]*$|^[{BLANKS}]*\u3000{{3}}$|^[{BLANKS}]*[ ]{{6}}$")
_BLANKS_AFTER = re.compile("[ ][ ]*")
_GOES_ON = re.compile(f"[{HAN}{OPENING}A-Za-z0-9]")
# 出席的有丁　一、王大明: a name of two characters in a list, set as wide as one of three. 小　诗　（二）: so a title.
_WIDE_NAME = re.compile(f"[{BLANKS}][{BLANKS}]?(?=[{HAN}](?:[、，。；（()）]|$))", re.MULTILINE)
_NAME_BEFORE = re.compile(
    f"(?:[、；：（(]|(?:记者|記者|通讯员|通訊員|作者|编辑|編輯|主编|主編)[{BLANKS}]{{1,2}})[{HAN}]$"
)
_WIDE_TITLE = re.compile(
    f"[{BLANKS}][{BLANKS}]?([{HAN}])[{BLANKS}]{{0,2}}(?=[（(][^（）()\n]{{1,12}}[）)][{BLANKS}]*$)", re.MULTILINE
)
# 作　者：某甲: a label of two characters, set as wide as its neighbours.
_WIDE_LABEL = re.compile(f"[{BLANKS}][{BLANKS}]{{0,3}}([{HAN}])[{BLANKS}]?(?=：)")
# <<红楼梦>>: the marks of a title, typed with those of ASCII; 〈〈红楼梦〉〉.
_TITLE_MARKS = re.compile(f"<<([^<>《》\n]{{0,40}}[{HAN}][^<>《》\n]{{0,40}})>>|〈〈([^〈〉\n]{{1,40}})〉〉")
# 2 0 2 0 年: OCR set a blank between the digits of a date.
_WIDE_DATE = re.compile("[0-9](?: [0-9]){1,3}(?= ?[年月日])")
# 走了．他: a full stop, or the dot in a foreign name.
_WIDE_STOP = re.compile(f"．(?<=[{HAN}]．)(?<![{NUMERALS}]．)(?=[{HAN}])")
_ONE_BEFORE = re.compile(f"^[{BLANKS}]*[{HAN}]$")
_MARK = re.compile(f"[{STOPS}{OPENING}{CLOSING}…—()]")
# Before a blank that means something: an agency's telegram, a credit, a number.
_LEADS_OVER = re.compile(
    "(?:[电電讯訊日]|消息|报道|報導|報道|记者|記者|通讯员|通訊員|作者|[摄攝图圖章回节節条條卷号號])$"
)
_LEADS_ON = re.compile("^(?:本报|本報|新华社|新華社|特约|记者|記者|通讯员|通訊員|摄|攝|文|图|第)")
#: A line shorter than this may be a title, and a blank nearer to its start may part a label from the text.
_SHORT, _LABEL = 20, 9
#: A longer line is a page that came down in one.
_LONG = 2000


def _before(text: str, at: int, reach: int) -> str:
    """What stands before an offset, in its line."""
    return text[max(0, at - reach) : at].rpartition("\n")[2]


def _is_alone(match: Match[str]) -> bool:
    before, after = _before(match.string, match.start(), 9), match.string[match.end() : match.end() + 9]
    return not (before.strip(BLANKS) or after.partition("\n")[0].strip(BLANKS))


def _untagged(match: Match[str]) -> str | None:
    """A line end or nothing; a text about tags keeps them, and a remark alone on its line is for `furniture`."""
    if match[0].startswith("<!") and _is_alone(match):
        return None
    around = _before(match.string, match.start(), 60) + match.string[match.end() : match.end() + 60].partition("\n")[0]
    if _ABOUT_TAGS.search(around):
        return None
    return "\n" if match["ends"] else ""


def _behind_mark(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in ("，", "、", "；", "：") and _GOES_ON.match(text, end) is not None


def _untorn(match: Match[str]) -> str | None:
    around = _before(match.string, match.start(), 60) + match.string[match.end() : match.end() + 60].partition("\n")[0]
    return None if _ABOUT_TAGS.search(around) else ""


def _lost_bracket(match: Match[str]) -> str | None:
    before = _before(match.string, match.start(), 400)
    closed = before.count("）") + before.count(")")
    lost = before and is_han(before[-1]) and before.count("（") + before.count("(") <= closed
    return "（" if lost else None


def _in_list(text: str, start: int, _: int) -> bool:
    return bool(_NAME_BEFORE.search(_before(text, start, 8)))


def _wide_title(match: Match[str]) -> str | None:
    return match[1] if _ONE_BEFORE.search(_before(match.string, match.start(), 12)) else None


def _wide_date(match: Match[str]) -> str | None:
    before = _before(match.string, match.start(), 2)
    return None if before[-1:].isdigit() or before[-2:-1].isdigit() else match[0].replace(" ", "")


def _gaps(text: str) -> Iterator[Edit]:
    """The one blank of a line of prose that stands inside a clause: padding, or a character that could not be read.
    A wide one, or several, somebody set there."""
    end = -1
    for match in BLANK_RUN.finditer(text):
        at, past = match.span()
        alone = match[0] == " " and at and is_han(text[at - 1]) and past < len(text) and is_han(text[past])
        if at < end or not alone:
            continue
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        before, after = text[start:at].lstrip(BLANKS), text[past:end].rstrip(BLANKS)
        far = len(before) >= _LABEL or any(mark in before for mark in "，。")
        if far and _SHORT <= len(before) + len(after) < _LONG and _is_gap(before, after):
            yield Edit(at, match[0], "")


def _is_gap(before: str, after: str) -> bool:
    if any(blank in before + after for blank in BLANKS):
        return False
    marks = list(_MARK.finditer(before))
    left = before[marks[-1].end() :] if marks else before
    following = _MARK.search(after)
    right = after[: following.start()] if following else after
    quoted = bool(marks) and marks[-1][0] in OPENING + "("
    # 闻道有先后 术业有专攻: two halves of one length are verse or a slogan.
    alike = len(left) == len(right) > 3
    prose = following is not None and sum(mark in STOPS for mark in before + after) > 1
    return prose and not quoted and not alike and not _LEADS_OVER.search(left) and not _LEADS_ON.match(right)


RULES = (
    Rule("characters.tag", replacing(_TAG, _untagged), needs=frozenset("<")),
    Rule("characters.torn-tag", replacing(_TORN_TAG, _untorn), needs=frozenset("<>")),
    Rule("characters.composed", replacing(COMPOSED, composed), needs=frozenset("[［(（⿰⿱")),
    Rule("characters.misread", misread, Trust.WARN, apart=True),
    Rule("spacing.wide-name", where(_WIDE_NAME, _in_list, ""), needs=ALL_BLANKS),
    Rule("spacing.wide-title", replacing(_WIDE_TITLE, _wide_title), needs=ALL_BLANKS),
    Rule("spacing.wide-label", replacing(_WIDE_LABEL, _wide_title), needs=ALL_BLANKS),
    Rule("spacing.wide-date", replacing(_WIDE_DATE, _wide_date), needs=frozenset(" ")),
    Rule(
        "spacing.after-mark",
        where(_BLANKS_AFTER, _behind_mark, ""),
        needs=frozenset(" "),
    ),
    Rule(GAP, _gaps),
    Rule(
        "punctuation.title-marks",
        replacing(_TITLE_MARKS, lambda match: f"《{match[1] or match[2]}》"),
        needs=frozenset("<〈"),
    ),
    Rule("punctuation.wide-stop", replacing(_WIDE_STOP, "。"), Trust.WARN, needs=frozenset("．")),
    Rule("punctuation.lost-bracket", replacing(_LOST_OPENING, _lost_bracket), needs=frozenset("）)")),
    Rule(
        "punctuation.ocr-dash",
        where(_OCR_DASH, lambda text, at, _: bool(_QUOTED.search(_before(text, at, 24))), "——"),
    ),
)
