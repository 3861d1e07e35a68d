"""Lines in, what is not text among them out: adverts however disguised, navigation, rules, folios, running heads.

Nothing is deleted: each find is a claim with its rule, listed under `dropped`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.hanzi import BLANKS, HAN, is_han
from pipeline.ledger import ClaimKind
from pipeline.structure.lines import Line

_DOMAIN = re.compile(r"(?:w{2,4}[a-z0-9]*?(?:com|net|org|cn|cc|la|me|info|xyz|top|tw|hk|txt)|https?)")
_SITE_WORDS = re.compile(
    "小说(?:天堂|网|吧|阅读|下载)|小說(?:天堂|網|吧|閱讀|下載)|笔趣|筆趣|书评和最新更新|請記住本站|请记住(?:本站|我们|本网|网址)|手机(?:阅读|访问|看书)|手機(?:閱讀|訪問)"
    "|本站(?:网址|域名|地址)|最新章节|最快更新|无弹窗|無彈窗|全文阅读|免费(?:阅读|下载)|txt(?:下载|电子书|小说)|电子书(?:下载|免费)|加入书签|收藏本站|投推荐票|求收藏|求月票"
    "|首发网站|首發網站|书友群|书友请"
)
_NAVIGATION = re.compile(
    f"^(?:[{BLANKS}|｜/·>»<«\\[\\]【】-]*(?:上一[章页頁篇]|下一[章页頁篇]|目录|目錄|返回(?:目录|首页|列表|书页|书目)|首页|首頁|尾页|加入书签|打印(?:本页)?|关闭(?:窗口)?|分享|收藏|评论|登录|注册|发表评论))"
    f"{{2,}}[{BLANKS}|｜/·>»<«\\[\\]【】-]*$"
)
_RULE = re.compile(r"^[-—=_*~·.＝－＿☆★◆◇○●─━┄┈]{5,}$")
_FOLIO = re.compile(
    r"^(?:[-—－·\s]{0,3}\d{1,4}[-—－·\s]{0,3}|第\s?\d{1,4}\s?[页頁](?:\s?共\s?\d{1,4}\s?[页頁])?|\d{1,4}\s?/\s?\d{1,4}|[ivxlc]{1,6})$"
)
_PAGE_NAME = re.compile(
    rf"^(?:第[一二三四五六七八九十\d]{{1,3}}版|[A-D]?\d{{1,2}}版?)(?:[{BLANKS}：:·|]*[{HAN}]{{2,8}})?$|^[{HAN}]{{2,6}}[{BLANKS}]+第?[A-D]?[一二三四五六七八九十\d]{{1,3}}版$"
)
_JUMP = re.compile(r"^[（(]?(?:下转|下轉|上接|转|紧接)第?[A-D]?[一二三四五六七八九十\d]{1,3}版[^。]{0,12}[）)]?$")
_EDITORS = re.compile(rf"^(?:本版)?(?:责任编辑|責任編輯|责编|責編|版式|校对|校對|美编|编辑)[{BLANKS}：:][^。]{{2,40}}$")
_CHROME = re.compile(
    "^(?:无标题文(?:档|件)|無標題文(?:檔|件)|Untitled(?: Document)?|点击(?:图片)?进入下一页|图片：|圖片：)$"
)
# A site's address set into a sentence: 连夜向长江下游方向奔去。WWw.xx.LA第二天下午
_INLINE = re.compile(
    r"(?<![\w@/.:])[wW]{3}[.．。][\w－-]{1,24}[.．。](?:[a-zA-Z0]{2,4})(?![\w/])", re.ASCII | re.IGNORECASE
)
_INLINE_TAG = re.compile(r"\[(?:图库|圖庫|图片|图集|组图|股吧|微博|论坛|视频)\]")
# …打了14根桩。上一页 [1] [2] 下一页: the links of a paged article glued to the text that they follow.
_INLINE_NAVIGATION = re.compile(
    "(?<=[。！？”」）…])\\s*(?:上一[页頁篇章]|下一[页頁篇章]|返回目录|返回首页)[^。！？\n]{0,60}$"
)


#: So many Chinese characters beside a site's address may be its name; more are a sentence.
_FEW_HAN = 8


class Find(NamedTuple):
    kind: ClaimKind
    rule: str


def _folded(text: str) -> str:
    """Letters only, widths and disguises folded away: ｗｗW．xiao－shuo．Ｃ0ｍ becomes wwwxiaoshuocom."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("0", "o")
    return "".join(char for char in plain if char.isalnum())


def _is_advert(line: Line) -> bool:
    text = line.text
    if len(text) > 240:
        return False
    folded = _folded(text)
    latin = sum(char < "\u0100" for char in folded)
    words = len(_SITE_WORDS.findall(folded)) + len(_SITE_WORDS.findall(text))
    address = latin >= 6 and bool(_DOMAIN.search(folded))
    # A sentence that an address was set into is prose: only the address goes.
    if address and (len(folded) - latin <= _FEW_HAN or (words and latin * 3 >= len(folded))):
        return True
    return bool(words) and (words > 1 or bool(_DOMAIN.search(folded)) or len(text) < 30)


#: All rules of this module, in the order in which they are asked.
FURNITURE_RULES = tuple(
    f"furniture.{name}"
    for name in (
        *("rule", "page-chrome", "navigation", "advert", "jump-line", "editors-line", "running-head", "folio"),
        *("inline-address", "inline-tag", "inline-navigation"),
    )
)


def furniture(lines: Sequence[Line]) -> dict[int, Find]:
    """Index of each line that is not text → what it was taken for."""
    finds: dict[int, Find] = {}
    repeated = _running_heads(lines)
    for index, line in enumerate(lines):
        if find := _judge(line, index, lines, repeated):
            finds[index] = find
    return finds


def _judge(line: Line, index: int, lines: Sequence[Line], repeated: set[str]) -> Find | None:
    text = line.text
    if len(text) > 240:
        return None
    if _RULE.match(text):
        return Find("furniture", "furniture.rule")
    if _CHROME.match(text):
        return Find("dropped", "furniture.page-chrome")
    if _NAVIGATION.match(text):
        return Find("dropped", "furniture.navigation")
    if _is_advert(line):
        return Find("dropped", "furniture.advert")
    if _JUMP.match(text):
        return Find("furniture", "furniture.jump-line")
    if _EDITORS.match(text):
        return Find("furniture", "furniture.editors-line")
    if text in repeated or _PAGE_NAME.match(text):
        return Find("furniture", "furniture.running-head")
    if _FOLIO.match(text) and _is_folio(index, lines):
        return Find("furniture", "furniture.folio")
    return None


def _is_folio(index: int, lines: Sequence[Line]) -> bool:
    """A bare number is a folio only where several such numbers ascend, or where it stands in a torn sentence."""
    text = lines[index].text
    if not text.strip("-—－· ").isdigit():
        return True
    before = lines[index - 1].text if index else ""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    torn = (
        bool(before) and is_han(before[-1]) and len(before) > 12 and bool(after) and is_han(after[0]) and len(after) > 6
    )
    marked = text != text.strip("-—－· ")
    return torn or marked


def _running_heads(lines: Sequence[Line]) -> set[str]:
    """Short lines without a final mark that come back again and again between folios."""
    folios = {index for index, line in enumerate(lines) if len(line.text) < 12 and _FOLIO.match(line.text)}
    near = Counter(
        lines[at].text
        for index in folios
        for at in (index - 1, index + 1)
        if 0 <= at < len(lines) and at not in folios and len(lines[at].text) <= 24
    )
    return {text for text, count in near.items() if count >= 3 and text[-1] not in "。！？”：，"}


def inline_junk(line: Line, off: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """Clean ranges inside a line that are no text: site addresses set into a sentence, site tags; with their rule."""
    if not any(sign in line.text for sign in "[wW页頁章篇返"):
        return []
    found = [(match, "furniture.inline-address") for match in _INLINE.finditer(line.text)]
    found += [(match, "furniture.inline-tag") for match in _INLINE_TAG.finditer(line.text)]
    found += [(match, "furniture.inline-navigation") for match in _INLINE_NAVIGATION.finditer(line.text)]
    return sorted(
        (line.start + match.start(), line.start + match.end(), rule) for match, rule in found if rule not in off
    )
