"""A text in, how much of an advert it is out: a site's name, address and phrases, however they are disguised.

Two kinds of words are weighed: those that only a site says of itself (收藏本站, 一秒记住), and those that a story may
say too (手机阅读, 最新章节). One of the second kind proves nothing. Prose lost is worse than an advert left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from pipeline.hanzi import HAN, is_han

Span = tuple[int, int]
Verdict = Literal["advert", "doubtful", "text"]

_ENDINGS = "com|net|org|cn|cc|la|me|info|xyz|top|tw|hk|txt"
_LATIN = re.compile("[A-Za-z]")
_DOMAIN = re.compile(rf"(?:w{{2,4}}[a-z0-9]*?(?:{_ENDINGS})|https?)")
# m.hekou.com, hekou.cc: without www an address is one only beside a site's words.
_SHORT_ADDRESS = re.compile(rf"(?<![\w@./-])(?:[a-z0-9-]{{2,24}}\.){{1,2}}(?:{_ENDINGS})(?![\w@.-])", re.ASCII)
# Nobody disguises the address of an office or a school.
_OFFICIAL = re.compile(r"\.(?:gov|edu|mil)(?:\.[a-z]{2})?(?![\w.])", re.ASCII)
_PLAIN_ADDRESS = re.compile(r"https?://[\w.-]+/[\w%.?=&/-]{4,}|^[0-9\[【]{1,4}[\]】.\s].{20,}", re.ASCII)

#: What nobody says but the site itself.
_OWN_WORDS = re.compile(
    "本站(?:网址|網址|域名|地址|首发|首發|只提供)|[请請](?:大家)?[记記]住(?:本站|本网|本網|网址|網址|我们.{0,10}[网站w])"
    "|一秒[记記]住.{0,14}[网網站书書cw]|天才一秒|[为為]您提供.{0,6}[阅閱][读讀]|上[传傳]至本站|[笔筆]趣|[无無][弹彈]窗|手打更新|更好更新更快"
    "|书评和最新更新|相关书籍推荐|收藏本站|喜[欢歡].{1,24}收藏|[请請]大家收藏.{0,8}w|加入[书書][签籤](?:以便|方便)"
    "|投推荐票|求(?:收藏|月票|推荐票|推薦票|订阅|訂閱)|[书書]友(?:群|请|請)|本[书書]首[发發]|下[载載][后後]24小[时時]"
    "|手[机機](?:用户|用戶|使用者)[请請](?:[浏瀏][览覽]|[访訪][问問]|登|到.{0,16}[阅閱][读讀])"
    "|更多(?:精彩|好[书書]|[电電]子[书書]|小[说說]|[资資]源).{0,14}[尽盡]在|本[书書]由.{2,12}(?:[书書]屋|[书書]吧|[论論][坛壇]|小[说說][网網]|文[学學][网網])"
    "|用户上[传傳](?:之内容|至)|版[权權][归歸]作者所有|本人不做任何[负負][责責]|本作品[来來]自互[联聯][网網]"
    "|章[节節][错錯][误誤].{0,2}[点點]此|[点點]此[举舉][报報]"
)
#: What a story or a report may say too.
_SITE_WORDS = re.compile(
    "小[说說](?:天堂|网|網|吧|阅读|閱讀|下载|下載)|手[机機](?:阅读|訪問|访问|閱讀|看书|看書)|(?:阅读|閱讀)[网網]址"
    "|最新(?:最快)?章[节節]|最快更新|更新最快|更新速度|全文[阅閱][读讀]|免[费費](?:[阅閱][读讀]"
    "|下[载載])|txt(?:下载|电子书|小说)|电子书(?:下载|免费|存储)"
    "|专题网址|專題網址|文学网|文學網|中文网(?:阅读|首发)|本书(?:来自|由.{2,12}(?:整理|首发"
    "|制作|提供|上传))|更多.{0,6}(?:好书|电子书|小说)请?"
    "|版[权權][归歸].{0,6}作者|[请請]勿[转轉][载載]|来自互[联聯][网網]|支持正版|首[发發][网網]站"
    "|未完待[续續]|分享平[台臺](?=.{0,6}[网網吧]$)|[请請]搜索|存[储儲]空[间間]|更优质的用户体验|[请請]大家收藏|加入[书書][签籤]"
)
# What most lines do not hold; each begins with a character and no class, so that they are quickly looked for.
_HINT = re.compile(
    "用户上传|版权归|本站|小说|小說|更新|收藏|推荐|推薦|月票|章节|章節|书签|書籤|记住|記住|手机|手機|下载|下載|首发|首發|请勿|請勿|请搜|請搜|笔趣"
    "|筆趣|弹窗|彈窗|书友|書友|文学网|文學網|中文网|阅读|閱讀|举报|舉報|正版|网址|網址|待续|待續|本书|本書|更多|求订|求訂|互联网|存储"
    "|儲存|更优质|书屋|書屋|txt"
)
#: A story speaks of somebody, or lets somebody speak.
_TOLD = re.compile("[他她“”「」]|[说說道][：:，,]|写道|寫道")
# 详见http://…, 网址：www.…: a sentence leads up to the address.
_NAMED = re.compile(r"[：:见見到于在录錄]\W{0,3}(?:\w{0,8}\W{1,2})?(?:https?://|www\.)[\w./%?=&-]+")
# 网址 www.…: the last line of a circular, or of a chapter that a site has signed.
_LABELLED = re.compile("(?:官方)?(?:网址|網址|官网|官網|网站|網站|主页|主頁|博客)[ \u3000]")
_SENTENCE = re.compile(rf"[{HAN}][^。！？]{{10,}}[。！？]")
_OPENING_SENTENCE = re.compile(rf"[“「『]?[{HAN}][{HAN}，、；：]{{2,60}}[。！？…]+[”」』]?(?=.)")
_FINAL = "。！？…"
_CLOSERS = "”’」』）)】"

#: A notice of more Chinese characters than this must speak of its site in two ways.
_SHORT_NOTICE = 30
#: So many Chinese characters beside a site's address may be its name; more are a sentence.
_FEW_HAN = 8
#: Longest line that is looked at, and longest without an address.
_LONGEST, _LONGEST_WORDS = 240, 80


def folded(text: str) -> str:
    """Letters only, widths and disguises folded away: ｗｗｗ．ｘｉａｏ－shuo．Ｃ0ｍ becomes wwwxiaoshuocom."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("0", "o")
    return "".join(char for char in plain if char.isalnum())


def may_advertise(text: str) -> bool:
    """A cheap test that most lines fail: a Latin letter, or a word that sites use."""
    return bool(_LATIN.search(text) or _HINT.search(text))


def verdict(text: str) -> Verdict:
    """Whether a line is nothing but an advert. Prose that an advert was put into is prose: see `inline_adverts`."""
    if len(text) > _LONGEST or not (may_advertise(text) or _hides_words(text)):
        return "text"
    if _is_prose_beside_an_advert(text):
        return "text"
    letters = folded(text)
    latin = sum(char < "\u0100" for char in letters)
    own, common = len(set(_OWN_WORDS.findall(letters))), len(set(_SITE_WORDS.findall(letters)))
    if latin >= 6 and _DOMAIN.search(letters) and not _OFFICIAL.search(text):
        return _with_address(text, len(letters) - latin, own, common)
    if common and latin >= 6 and is_disguised(text) and not _TOLD.search(text):
        return "advert"  # xiAosHuoTXT.nett。xt-小.说。天/堂: nobody disguises what he may say
    if not own + common or _sentences(text):
        return "text"
    weight = 2 * own + common + bool(_SHORT_ADDRESS.search(_unparted(text)))
    return _by_words(text, weight, own)


def _unparted(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _hides_words(text: str) -> bool:
    """Whether marks or blanks stand between so many characters of a line that words may hide there: 小＿说天＿堂."""
    return len(text) < 40 and sum(char.isalnum() for char in text) * 4 <= len(text) * 3


def _with_address(text: str, han: int, own: int, common: int) -> Verdict:
    words = own + common
    if not words and han > 2 and text.rstrip(_CLOSERS)[-1:] in _FINAL and not is_disguised(text):
        return "text"  # 他打开www.hekou.com看了一夜。
    if not words and _LABELLED.match(text) and not is_disguised(text):
        return "doubtful"
    # A reference in a bibliography has an address too, plainly written and with a path.
    plain = _PLAIN_ADDRESS.search(text) is not None and not words
    if (han <= _FEW_HAN and not plain) or (words > (han > _SHORT_NOTICE) and not _sentences(text)):
        return "advert"
    return "doubtful" if words else "text"


def _by_words(text: str, weight: int, own: int) -> Verdict:
    """The verdict on a line without www, by what it says: `weight` of all, `own` words that only sites use."""
    if len(text) > _LONGEST_WORDS and weight < 4:
        return "text"
    told = _TOLD.search(text) is not None
    if text.rstrip(_CLOSERS)[-1:] not in _FINAL:
        return "advert" if weight > 1 and not (told and weight < 4) else "text"
    if weight >= 3 or (own and len(text) < 30):
        return "doubtful" if told else "advert"
    return "doubtful" if weight > 1 and not told else "text"


def _is_prose_beside_an_advert(text: str) -> bool:
    """Whether what is left without the adverts in a line is prose, or a sentence leads to a link."""
    rest = _TAIL.sub("", _BRACKETED.sub("", text)).strip()
    if _is_prose(rest, text, 1):
        return True
    spans = sorted(span for span, _ in inline_adverts(text))
    rest = "".join(text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *spans, (len(text), len(text))]))
    return _is_prose(rest.strip(), text, _FEW_HAN + 1) or (bool(_NAMED.search(text)) and not is_disguised(text))


def _is_prose(rest: str, text: str, least: int) -> bool:
    """Whether the rest of a text is a sentence of so many Chinese characters that speaks of no site."""
    return (
        rest not in ("", text)
        and rest[-1] in "。！？”」』…"
        and sum(map(is_han, rest)) >= least
        and not _speaks_of_site(rest)
        and not (_words if least > 1 else _OWN_WORDS.search)(folded(rest))
    )


def _sentences(text: str) -> bool:
    """Whether a text holds a whole sentence in which no site speaks of itself: a short one too, if it comes first."""
    first = _OPENING_SENTENCE.match(text)
    found = [*_SENTENCE.findall(text), *([first[0]] if first else [])]
    return any(not _words(letters) and not _DOMAIN.search(letters) for letters in map(folded, found))


def _words(letters: str) -> bool:
    return bool(_SITE_WORDS.search(letters) or _OWN_WORDS.search(letters))


_BROKEN = re.compile("[．＿－＊＃＄＆＾｝］／～=＠]|(?<=[A-Za-z0-9])。(?=[A-Za-z0-9])|[wW] [wW]")


def is_disguised(text: str) -> bool:
    """Letters in both cases or in wide forms, or marks and blanks set between them, as nobody writes an address."""
    letters = "".join(char for char in text if char.isalpha() and char.isascii())
    mixed = letters not in (letters.lower(), letters.upper(), letters.capitalize())
    return mixed or bool(_BROKEN.search(text)) or _words(folded(text))


def _speaks_of_site(text: str) -> bool:
    letters = folded(text)
    return bool(_DOMAIN.search(letters)) and sum(char < "\u0100" for char in letters) >= 6


# ------------------------------------------------------------------------------------------------------ inside a line

# A site's address set into a sentence: 连夜向长江下游方向奔去。WWw.xx.LA第二天下午
_INLINE = re.compile(
    r"(?<![\w@/.:])www[.．。][\w－-]{1,24}[.．。](?:[a-zA-Z0]{2,4})(?![\w/])", re.ASCII | re.IGNORECASE
)
# w w w．h e k o u．c o m
_SPACED = re.compile(
    "(?<![a-z0-9])w [w ]{1,4}[.．。] ?(?:[a-z0-9-] ?){2,24}[.．。] ?(?:c ?o ?m|n ?e ?t|o ?r ?g|c ?c|l ?a)(?![a-z0-9/])",
    re.IGNORECASE,
)
# …认识他。［t.xt小，说［天堂｝wwW．xiaOshuo txt.net: an advert glued to the end of a paragraph, however disguised.
_TAIL = re.compile(
    rf"(?<=[。！？”」』…])[^。！？”」』…{HAN}]{{0,3}}[^。！？”」』…]{{0,12}}[tTｔwWｗhH][^。！？”」』]{{5,60}}$"
)
# “明秀。”[万卷书库WWW．2009w．COM]
_BRACKETED = re.compile(r"[\[［【(（{｛][^\[\]［］【】(){}]{4,50}[\]］】)）}｝]")
_CLAUSES = re.compile(r"(?:[（(【][^（(【）)】]{6,80}[）)】]|[^。！？…\n]+[。！？…]*[”’」』）】]*)")
# Words that lead up to an address: 打开www.…, 网址是www.…
_LEADS_UP = frozenset(
    "开開录錄问問上在到查看是叫为為于從从与與和网網站址入用搜向给給以见見找读讀载載了过過着著的说說写寫览覽击擊进進版由"
)


def inline_adverts(text: str) -> Iterator[tuple[Span, str]]:
    """Adverts and addresses inside a paragraph or glued to its end, with the rule of each."""
    if _LATIN.search(text):
        for pattern in (_BRACKETED, _TAIL):
            for match in pattern.finditer(text):
                if _speaks_of_site(match[0]) and not _is_cited(text, match.start(), match[0]):
                    yield match.span(), "furniture.inline-advert"
        for match in _INLINE.finditer(text):
            if is_disguised(match[0]) or text[: match.start()].endswith(("。", "！", "？", "”", "…")):
                yield match.span(), "furniture.inline-address"
        for match in _SPACED.finditer(text):
            yield match.span(), "furniture.inline-address"
    if _HINT.search(text):
        for match in _CLAUSES.finditer(text):
            if _is_notice(match[0]):
                yield match.span(), "furniture.inline-advert"


def _is_cited(text: str, at: int, found: str) -> bool:
    """Whether an address in brackets or at the end is one that the text gives: plain, and led up to."""
    if is_disguised(found):
        return False
    if _OFFICIAL.search(found) or _NAMED.search(found):
        return True
    return found[0] in "(（" and at > 0 and text[at - 1] not in "。！？”」』…"


def _is_notice(clause: str) -> bool:
    """Whether a sentence, or what stands in brackets, speaks of its site in so many ways that no story would."""
    if len(clause) > _LONGEST_WORDS or _TOLD.search(clause):
        return False
    letters = folded(clause)
    weight = 2 * len(set(_OWN_WORDS.findall(letters))) + len(set(_SITE_WORDS.findall(letters)))
    return weight > 1 and weight + bool(_DOMAIN.search(letters)) + bool(_SHORT_ADDRESS.search(clause)) >= 3


def doubts(text: str) -> Iterator[Span]:
    """What may be an advert in a line that `may_advertise`, and may be the author's: only an editor can tell."""
    if verdict(text) == "doubtful":
        yield 0, len(text)
        return
    for match in _INLINE.finditer(text) if "www" in text else ():
        # An address in mid sentence that nothing leads up to, plainly written.
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if before and is_han(before) and before not in _LEADS_UP and after and is_han(after):
            yield match.span()
    for match in _NAMED_SITE.finditer(text):
        yield match.span()


# 他没有来。（河口小说网）第二天……
_NAMED_SITE = re.compile(
    rf"(?<=[。！？”])[（(\[【][{HAN}]{{2,8}}(?:小[说說][网網]|文[学學][网網]|中文[网網]|[书書]屋)[）)\]】](?=[{HAN}])"
)
