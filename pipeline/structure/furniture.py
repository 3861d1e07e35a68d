"""Lines in, what is not text among them out: adverts however disguised, navigation, rules, folios, running heads.

Nothing is deleted: each find is a claim with its rule, listed under `dropped`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.hanzi import BLANKS, HAN, MARKS, is_han
from pipeline.ledger import ClaimKind
from pipeline.structure.lines import Line
from pipeline.structure.masthead import masthead
from pipeline.structure.patterns import NAME

_DOMAIN = re.compile(r"(?:w{2,4}[a-z0-9]*?(?:com|net|org|cn|cc|la|me|info|xyz|top|tw|hk|txt)|https?)")
_SITE_WORDS = re.compile(
    "小说(?:天堂|网|吧|阅读|下载)|小說(?:天堂|網|吧|閱讀|下載)|笔趣|筆趣|书评和最新更新|請記住本站|请记住(?:本站|我们|本网|网址)|手机(?:阅读|访问|看书)|手機(?:閱讀|訪問)"
    "|本站(?:网址|域名|地址)|最新章节|最快更新|无弹窗|無彈窗|全文阅读|免费(?:阅读|下载)|txt(?:下载|电子书|小说)|电子书(?:下载|免费)|加入书签|收藏本站|投推荐票|求收藏|求月票"
    "|专题网址|專題網址|相关书籍推荐|文学网站|本书来自|更多.{0,6}(?:好书|电子书|小说)请?|版权归.{0,6}作者|首发网站|首發網站|书友群|书友请"
)
#: Of those, what nobody says but the site itself.
_OWN_WORDS = re.compile(
    "本站|本网|本網|笔趣|筆趣|弹窗|彈窗|书评和最新更新|加入书签|求收藏|求月票|投推荐票|书友群|相关书籍推荐"
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
    rf"^(?:第[一二三四五六七八九十\d]{{1,3}}版|[A-D]\d{{1,2}}版?|\d{{1,2}}版)(?:[{BLANKS}：:·|]*[{HAN}]{{2,8}})?$|^[{HAN}]{{2,6}}[{BLANKS}]+第?[A-D]?[一二三四五六七八九十\d]{{1,3}}版$"
)
_JUMP = re.compile(r"^[（(]?(?:下转|下轉|上接|转|紧接)第?[A-D]?[一二三四五六七八九十\d]{1,3}版[^。]{0,12}[）)]?$")
_EDITORS = re.compile(
    rf"^[（(]?(?:本版)?(?:责任编辑|責任編輯|责编|責編|版式|校对|校對|美编|编辑)[{BLANKS}]*[：:]?[{BLANKS}]*{NAME}[^。]{{0,36}}[）)]?$"
)
_CHAPTER_END = re.compile("^[（(【\\[]?(?:本章完|本章未完.{0,20}|未完待续.{0,10})[）)】\\]]?$")
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


#: A notice of more Chinese characters than this must speak of its site in two ways.
_SHORT_NOTICE = 30
#: So many Chinese characters beside a site's address may be its name; more are a sentence.
_FEW_HAN = 8


class Find(NamedTuple):
    kind: ClaimKind
    rule: str


#: What may be a letter in disguise: a long line without one is no advert.
_FOREIGN = re.compile(f"[^{HAN}{MARKS}{BLANKS}]")


def _folded(text: str) -> str:
    """Letters only, widths and disguises folded away: ｗｗW．xiao－shuo．Ｃ0ｍ becomes wwwxiaoshuocom."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("0", "o")
    return "".join(char for char in plain if char.isalnum())


def _is_advert(line: Line) -> bool:
    """A line that is nothing but an advert. Prose that an advert was put into is prose: see `inline_junk`."""
    text = line.text
    if len(text) > 240 or (len(text) >= 30 and not _FOREIGN.search(text)) or _is_prose_beside_an_advert(text):
        return False
    folded = _folded(text)
    latin = sum(char < "\u0100" for char in folded)
    address = latin >= 6 and bool(_DOMAIN.search(folded))
    words = len(set(_SITE_WORDS.findall(folded)))
    if not address:
        return bool(words) and len(text) < 30 and not _sentences(text) and not _may_be_told(text, folded, words)
    han = len(folded) - latin
    plain = _PLAIN_ADDRESS.search(text) is not None and not words
    # A reference in a bibliography has an address too, plainly written and with a path.
    return (han <= _FEW_HAN and not plain) or (words > (han > _SHORT_NOTICE) and not _sentences(text))


def _may_be_told(text: str, folded: str, words: int) -> bool:
    """Whether a line without an address may belong to the story: a whole sentence with one word that sites use, and
    none that only a site says of itself. Prose lost is worse than an advert left: 他用手机阅读了一夜。"""
    return words < 2 and text[-1] in "。！？…”」』" and not _OWN_WORDS.search(folded)


def _is_prose_beside_an_advert(text: str) -> bool:
    """Whether what is left without adverts in brackets or at the end is a sentence, or a sentence leads to a link."""
    rest = _TAIL.sub("", _BRACKETED.sub("", text)).strip()
    if rest != text and rest and rest[-1] in "。！？”」』…" and any(map(is_han, rest)) and not _speaks_of_site(rest):
        return True
    named = re.search(r"[：:见見到于在录錄]\W{0,3}(?:\w{0,8}\W{1,2})?(?:https?://|www\.)[\w./%?=&-]+", text)
    return bool(named) and not _is_disguised(text)


_PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+/[\w%.?=&/-]{4,}|^[0-9\[【]{1,4}[\]】.\s].{20,}", re.ASCII)
_SENTENCE = re.compile(rf"[{HAN}][^。！？]{{10,}}[。！？]")


def _sentences(text: str) -> bool:
    """Whether a text holds a whole sentence in which no site speaks of itself."""
    return any(
        not _SITE_WORDS.search(found) and not _DOMAIN.search(_folded(found)) for found in _SENTENCE.findall(text)
    )


#: All rules of this module, in the order in which they are asked.
FURNITURE_RULES = tuple(
    f"furniture.{name}"
    for name in (
        *("rule", "page-chrome", "navigation", "advert", "jump-line", "editors-line", "running-head", "folio"),
        *("inline-address", "inline-tag", "inline-navigation", "inline-advert", "chapter-end", "masthead"),
    )
)


def furniture(lines: Sequence[Line]) -> dict[int, Find]:
    """Index of each line that is not text → what it was taken for."""
    finds = dict.fromkeys(masthead(lines), Find("furniture", "furniture.masthead"))
    repeated = _running_heads(lines)
    paged = _page_numbers(lines, repeated)
    for index, line in enumerate(lines):
        if find := _judge(line, index, lines, repeated, paged):
            finds[index] = find
    return finds


def _judge(line: Line, index: int, lines: Sequence[Line], repeated: set[str], paged: set[int]) -> Find | None:
    text = line.text
    if len(text) > 240:
        return None
    if _RULE.match(text):
        return Find("furniture", "furniture.rule")
    if _CHAPTER_END.match(text):
        return Find("furniture", "furniture.chapter-end")
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
    if _FOLIO.match(text) and (index in paged or _is_folio(index, lines)):
        return Find("furniture", "furniture.folio")
    return None


def _is_folio(index: int, lines: Sequence[Line]) -> bool:
    """A bare number is a folio only where several such numbers ascend, or where it stands in a torn sentence."""
    text = lines[index].text
    if not _bare(text).isdigit():
        return True
    before = lines[index - 1].text if index else ""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    torn = bool(before) and _is_broken(before) and bool(after) and is_han(after[0]) and len(after) > 6
    marked = text != _bare(text)
    return torn or marked


def _is_broken(text: str) -> bool:
    return len(text) > 12 and (is_han(text[-1]) or text[-1] in "，、")


def _page_numbers(lines: Sequence[Line], heads: Collection[str]) -> set[int]:
    """Numbers that ascend one by one with text between, if one in three at least stands in a torn sentence: the
    numbers of chapters ascend too, but what they part is whole."""
    found: set[int] = set()
    run: list[int] = []
    for index in [
        *(at for at, line in enumerate(lines) if len(line.text) <= 10 and _bare(line.text).isdecimal()),
        None,
    ]:
        if index is not None and run and _is_next(lines, run[-1], index):
            run.append(index)
            continue
        if len(run) > 2 and sum(_is_broken(_text_above(lines, at, heads)) for at in run) * 3 >= len(run):
            found.update(run)
        run = [] if index is None else [index]
    return found


def _bare(text: str) -> str:
    return text.strip("-—－· ")


def _is_next(lines: Sequence[Line], before: int, index: int) -> bool:
    step = int(_bare(lines[index].text)) - int(_bare(lines[before].text))
    return step in (1, 2) and any(len(line.text) > 12 for line in lines[before + 1 : index])


def _text_above(lines: Sequence[Line], index: int, heads: Collection[str]) -> str:
    return next((line.text for line in lines[max(0, index - 3) : index][::-1] if line.text not in heads), "。")


def _running_heads(lines: Sequence[Line]) -> set[str]:
    """Short lines without a final mark that come back again and again between folios."""
    folios = {index for index, line in enumerate(lines) if len(line.text) < 12 and _FOLIO.match(line.text)}
    near = Counter(
        lines[at].text
        for index in folios
        for at in (index - 1, index + 1)
        if 0 <= at < len(lines) and at not in folios and 3 < len(lines[at].text) <= 24
    )
    return {text for text, count in near.items() if count >= 3 and text[-1] not in "。！？”：，"}


# …认识他。［t.xt小，说［天堂｝wwW．xiaOshuo txt.net: an advert glued to the end of a paragraph, however disguised.
_TAIL = re.compile(
    rf"(?<=[。！？”」』…])[^。！？”」』…{HAN}]{{0,3}}[^。！？”」』…]{{0,12}}[tTｔwWｗhH][^。！？”」』]{{5,60}}$"
)
# “明秀。”[万卷书库WWW．2009w．COM]
_BRACKETED = re.compile(r"[\[［【(（{｛][^\[\]［］【】(){}]{4,50}[\]］】)）}｝]")


_SIGN = re.compile(r"[\[wWhtT页頁章篇返［【]")


def inline_junk(line: Line, off: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """Clean ranges inside a line that are no text: adverts and site addresses set into a paragraph or glued to its end,
    site tags, links; with their rule."""
    text = line.text
    if not _SIGN.search(text):
        return []
    found = [(match.span(), "furniture.inline-tag") for match in _INLINE_TAG.finditer(text)]
    found += [(match.span(), "furniture.inline-navigation") for match in _INLINE_NAVIGATION.finditer(text)]
    adverts = [
        match.span() for pattern in (_BRACKETED, _TAIL) for match in pattern.finditer(text) if _speaks_of_site(match[0])
    ]
    found += [(span, "furniture.inline-advert") for span in adverts]
    addresses = (match for match in _INLINE.finditer(text) if _is_out_of_place(text, match))
    found += [(match.span(), "furniture.inline-address") for match in addresses]
    kept: list[tuple[int, int, str]] = []
    for (start, end), rule in sorted(found):
        if rule not in off and (not kept or start >= kept[-1][1] - line.start) and end - start < len(text):
            kept.append((line.start + start, line.start + end, rule))
    return kept


def _is_out_of_place(text: str, match: re.Match[str]) -> bool:
    """An address that no sentence leads up to (登录 www.…, 网址：www.…): disguised, or standing after a full stop."""
    return _is_disguised(match[0]) or text[: match.start()].endswith(("。", "！", "？", "”", "…"))


def _is_disguised(text: str) -> bool:
    """Letters in both cases or in wide forms, or marks and blanks set between them, as nobody writes an address."""
    letters = "".join(char for char in text if char.isalpha() and char.isascii())
    mixed = letters not in (letters.lower(), letters.upper(), letters.capitalize())
    return (
        mixed
        or bool(re.search("[．。＿－＊＃＄＆＾｝］／～=＠]|[wW] [wW]", text))
        or bool(_SITE_WORDS.search(_folded(text)))
    )


def _speaks_of_site(text: str) -> bool:
    folded = _folded(text)
    return bool(_DOMAIN.search(folded)) and sum(char < "\u0100" for char in folded) >= 6
