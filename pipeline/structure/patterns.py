"""What a newspaper line says of itself: bylines, datelines, credits, end marks, document numbers, signatures."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.hanzi import BLANKS, HAN

#: The commonest surnames, both scripts, then the compound ones: evidence that two to four characters are a name.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于余蒋蔡杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹"
    "孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关焦左柳甘祝包宁尚符舒阮柯纪"
    "梅童凌毕单裴季霍成苗涂谷盛曲翁冉靳时卓蓝晋觉麦游屠冷辛荣管卢晏柴詹解瞿阳房赖路卞娄鲍冼蒙桂窦苟郎宫栾项岑车迟费商池敖邬仇沙凤尤巫浦匡寇诸于霞姬满佘封闵宦桑冀储甄车应"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇魏呂盧鐘鍾譚陸賈韋鄒閻龍賀顧龔邵萬錢嚴湯溫龐顏莊聶魯歐關寧紀畢單蓋藍麥榮陽賴婁鄢佟"
)
NAME = rf"(?:(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|皇甫|尉迟|令狐|慕容|夏侯)[{HAN}]{{1,2}}|[{_SURNAMES}][{BLANKS}]?[{HAN}]{{1,2}})"
_NAMES = rf"{NAME}(?:[{BLANKS}、，]+{NAME})*"
_OFFICE = r"(?:本报|本報|本刊|本网|本網|本台|新华社|新華社|中新社|中央社|人民日报|光明日报)?"
_POST = r"(?:特约|特約|特派|见习|見習|实习|實習|首席|驻[^\s]{1,4})?(?:记者|記者|通讯员|通訊員|评论员|評論員|摄影师|编辑|編輯)"
_TAIL = r"(?:文[/／]图|文[/／]圖|摄影报道|文并图|文图|报道|報道|整理|综合|攝影|摄影|文|图)?"

# What stands before a byline: □ 本报记者 …
_BOX = rf"[□■○●◎◇◆△▲☆★※·]?[{BLANKS}]*"
_BYLINE = re.compile(
    rf"^{_BOX}[（(【]?(?:{_OFFICE}{_POST}[{BLANKS}：:]*{_NAMES}[{BLANKS}、，；;]*){{1,4}}{_TAIL}[）)】]?$"
    rf"|^{_BOX}(?P<first>{NAME}(?:[{BLANKS}、]+{NAME})*)[{BLANKS}]+{_OFFICE}{_POST}[{BLANKS}：:]*{_NAMES}$"
)
_SHARE = "(?:文字|文图|文圖|图文|圖文|文并图|文[/／]图|文[/／]圖|文|图片|圖片|图|圖|撰文|采写|採寫|摄影|攝影|绘图|繪圖|漫画|整理|编译|編譯)"
# 文/王小二 图/李小三, 王小二/文, 撰文：王小二 摄影：李小三
_SHARED = re.compile(
    rf"^{_BOX}[（(]?(?:(?:{_SHARE}[{BLANKS}]*[：:/／][{BLANKS}]*{_NAMES}[{BLANKS}]*){{1,4}}"
    rf"|(?:{_NAMES}[{BLANKS}]*[/／][{BLANKS}]*{_SHARE}[{BLANKS}]*){{1,4}}|{_NAMES}[{BLANKS}]+文[/／][图圖])[）)]?$"
)
# ■ 王小二 : a name that a box announces.
_BOXED_NAME = re.compile(rf"^[□■○◎◇◆△▲☆★※][{BLANKS}]*{_NAMES}$")
_LABELS = re.compile(
    f"{_SHARE}[{BLANKS}]*[：:/／]|[/／][{BLANKS}]*{_SHARE}|[{BLANKS}]文[/／][图圖]|{_OFFICE}{_POST}|{_TAIL[:-1]}[）)】]?$"
)
_AUTHOR = re.compile(
    rf"^(?:【作者】[{BLANKS}]*|(?:作者|著者|文|撰文|译者|譯者|编者|編者|著)(?:[{BLANKS}]*[：:／/][{BLANKS}]*|[{BLANKS}]+)|[（(〔\[][{HAN}][）)〕\]][{BLANKS}]*)(?P<names>[{HAN}A-Za-z·. ]{{2,16}}?)[{BLANKS}]*[著撰]?$"
)
_WRITTEN_BY = re.compile(
    rf"^[（(〔\[]?(?:[{HAN}][·．.・])?(?P<names>[{HAN}·]{{2,8}}?)[{BLANKS}]*(?:著|撰|编著|編著|輯|辑|譯|译)[）)〕\]]?$"
)
_AGENCY = "(?:新华社|新華社|新华网|人民网|中新社|中新网|本报|本報|法新社|路透社|路透|美联社|美聯社|聯合社|联合社|塔斯社|中央社|共同社|韩联社|俄新社)"
_DAY = "[0-9一二三四五六七八九十]{1,3}日"
_LEAD = re.compile(
    rf"^(?P<dateline>[〔【（(]?(?:本报|本報|本刊|本网|本網)[讯訊][〕】）)]?|[〔【（(]?本台(?:消息|讯|訊)[〕】）)]?"
    rf"|[〔【(（]?(?:据|據|综合|綜合)?{_AGENCY}[{HAN}0-9]{{0,16}}?(?:{_DAY})?[专专專综綜]?[电電][〕】)）]?"
    rf"|[〔【(（]?(?:据|據)?{_AGENCY}[{HAN}0-9]{{0,16}}?{_DAY}[讯訊][〕】)）]?"
    rf"|[〔【][^〕】\n]{{2,24}}[电電][〕】])"
    rf"[{BLANKS}]*(?P<by>[（(](?:{_OFFICE}{_POST}(?:[{BLANKS}、：:]|{_POST})*(?P<names>{_NAMES})[^）)\n]{{0,30}})[）)]|(?:记者|記者)(?P<bare>{_NAMES}?)(?=报道|報道|報導|摄影))?"
)
# 〔記者王小二／台北報導〕, （中央社記者王小二台北一日電）, 本报记者王小二北京报道：
_REPORTED = re.compile(
    rf"^(?P<opening>[〔【（(]?){_OFFICE}(?:特派|特约|特約|驻[^\s]{{1,4}})?(?:记者|記者)[{BLANKS}]*"
    rf"(?P<names>{_NAMES}?)(?=[{BLANKS}／/]|[{HAN}]{{0,10}}(?:{_DAY})?[专專]?[电電]|[{HAN}]{{0,8}}(?:报道|報導|報道))"
    rf"[{BLANKS}／/]*[{HAN}0-9]{{0,14}}?(?:[专專综綜]?[电電]|报道|報導|報道)(?P<closing>[〕】）)]|[：:]|$)"
)
# A name that a place follows ends before it: 王五台北.
_PLACES = "台北|臺北|新北|台中|臺中|台南|臺南|高雄|桃園|新竹|北京|上海|香港|澳門|東京|华盛顿|華盛頓|紐約|倫敦|巴黎"
_NAME_AND_PLACE = re.compile(rf"([{HAN}]{{2,4}}?)(?=(?:{_PLACES}))")
_CREDIT = re.compile(
    rf"(?P<credit>[（(]?{_OFFICE}(?:特约|特派|见习|实习)?(?:记者|記者|通讯员|通訊員)?[{BLANKS}]*{NAME}(?:[{BLANKS}、]*{NAME})?[{BLANKS}]*(?:/?[摄攝][影]?|供图|供圖|制图|製圖|绘图)[）)]?"
    rf"|[（(]?(?:资料图片|資料圖片|资料照片|新华社发|新華社發|图片由[^。]{{2,16}}提供)[）)]?)$"
)
_END_MARK = re.compile(rf"(?<=[。！？”」』）…])[{BLANKS}]*(?P<mark>[①-⑳][0-9]{{1,2}}|[■□◆●▲★※][0-9]{{0,2}})$")
#: The last characters that a credit, brackets left out, and an end mark can have: most lines need no search.
_CREDIT_LAST = frozenset("摄攝影图圖片发發供")
_END_MARK_LAST = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■□◆●▲★※")
_TAIL_DATELINE = re.compile(
    rf"^[（(](?:据|據|综合|綜合|本报|本報|{_AGENCY})[^）)\n]{{0,40}}(?:电|電|讯|訊|报道|報道|報導|消息|供稿|专稿|專稿)[）)]$"
)
# …挤满了人。（记者 王小二）: the reporters at the end of the last paragraph.
_GLUED_BYLINE = re.compile(
    rf"(?<=[。！？”」』…])[{BLANKS}]*[（(](?:{_OFFICE}{_POST}[{BLANKS}：:]*)?(?P<names>{_NAMES})(?:[{BLANKS}、]*{_OFFICE}{_POST}[{BLANKS}：:]*(?P<more>{_NAMES}))?[{BLANKS}]*(?:报道|報道|報導|文|文/图|整理|摄影报道)?[）)]$"
)
_TAIL_BYLINE = re.compile(rf"^[（(]?{_OFFICE}{_POST}[{BLANKS}]*(?P<names>{_NAMES})[^）)。\n]{{0,8}}[）)]?$")
DOCUMENT_NUMBER = re.compile(rf"^[{HAN}]{{2,12}}[〔\[［（(【]\d{{4}}[〕\]］）)】](?:第)?\d{{1,5}}号$")
DATE_LINE = re.compile(
    r"^(?:公元)?(?:[〇零一二三四五六七八九十]{4}|\d{4})年(?:元|[一二三四五六七八九十]{1,2}|\d{1,2})月(?:[一二三四五六七八九十廿]{1,3}|\d{1,2})日$"
)
SALUTATION = re.compile(
    rf"^(?:各[^。]{{2,60}}|[^，。]{{0,6}}(?:亲爱的|親愛的|尊敬的)[^，。]{{1,20}}|[{HAN}、，]{{2,40}}(?:大鉴|大鑒|台鉴|足下|惠鉴|先生|女士|同志|兄|弟|吾儿|吾兒)|(?:同志|朋友|读者)们)[：:]$"
)
SIGNATURE = re.compile(
    rf"^[{HAN}]{{0,6}}[{HAN}]{{2,4}}[{BLANKS}]*(?:留字|敬上|谨上|謹上|顿首|頓首|手书|手書|拜上|叩上|谨启|謹啟|敬启|敬啟|手启|再拜|拜启)$"
)
NOTE = re.compile(
    r"^(?:[（(]?本版(?:稿件|图片|撰文|采写|摄影|文字)|编者按|編者按|编者的话|编者注|按语|原载|原載|注释|注[：:]|附记|附註|资料来源|[\[（(【]?来源[：:]|附件(?:[：:]|$)|[（(]附[^）)]{0,20}[）)]$|[（(]此件[^）)]{2,20}[）)]$|【[^】]{2,8}(?:小传|简介|档案|按)】)"
)
LABELLED = re.compile(r"^(?:日期|时间|時間|来源|來源|地点|地點|职业|主持人?|倾诉人|出版时间|字数|书名|版次)[：:]")
NAME_IN_BRACKETS = re.compile(rf"^[（(]{NAME}[）)]$")
FOOTNOTE = re.compile(r"^(?:[①-⑳]|[【〖\[〔]\d{1,3}[】〗\]〕])\s*\S")
KICKER = re.compile(
    r"^[■◆●▲★◎□◇▶►\[【]?(?P<text>相关新闻|相关链接|新闻链接|链接|相关报道|新闻背景|背景资料|背景|延伸阅读|专家说法|专家观点|特别提醒|温馨提示|编者的话|点评|记者手记|短评|名词解释)[\]】：:]?$"
)
LEADING_BULLET = re.compile(rf"^[●○•·◦▪■◆]\s*(?=[{HAN}A-Za-z0-9“《（])")


ATTACHED = re.compile(r"^(?:附件[：:]?)?\s*\d{1,2}[.．、]")


class Lead(NamedTuple):
    """The opening of a news item: 本报讯（记者 韩志刚）. `end`: where the text proper begins."""

    dateline: str
    names: tuple[str, ...]
    end: int


class Credit(NamedTuple):
    caption: str
    credit: str
    start: int
    """Offset of the credit in the line, brackets not counted."""
    end: int


def names_in(text: str | None) -> tuple[str, ...]:
    """Names without their padding: 谭　洁 is 谭洁."""
    if not text:
        return ()
    return tuple(re.sub(f"[{BLANKS}]", "", found) for found in re.findall(NAME, text))


def byline(line: str) -> tuple[str, ...] | None:
    """The names of a line that is nothing but a byline, or None."""
    if len(line) > 40:
        return None
    if _BYLINE.match(line) or _SHARED.match(line) or _BOXED_NAME.match(line):
        return names_in(_LABELS.sub(" ", line))
    return None


def author(line: str) -> tuple[str, ...] | None:
    """The name of a line like 作者：林间野火, 文/张三, [唐] 李白."""
    if len(line) > 24:
        return None
    match = _AUTHOR.match(line) or _WRITTEN_BY.match(line)
    return (match["names"].strip(),) if match else None


def lead(line: str) -> Lead | None:
    match = _REPORTED.match(line)
    # 記者王小二報導 in a running sentence is no dateline: brackets, a colon or the line's end must close it.
    if match and bool(match["opening"]) == (match["closing"] in ("〕", "】", "）", ")")):
        printed = match[0].strip("〔〕【】()（）：:")
        placed = _NAME_AND_PLACE.match(printed[printed.find(match["names"]) :])
        return Lead(printed, (placed[1],) if placed else names_in(match["names"]), match.end())
    match = _LEAD.match(line)
    if not match:
        return None
    return Lead(match["dateline"].strip("〔〕【】()（）"), names_in(match["names"] or match["bare"]), match.end())


def credit(line: str) -> Credit | None:
    """Caption and credit of a line that ends in one; the caption is empty where the credit stands alone."""
    if len(line) > 400 or line.rstrip("）)")[-1:] not in _CREDIT_LAST or not (match := _CREDIT.search(line)):
        return None
    start, end = match.span("credit")
    while start < end and line[start] in "（(":
        start += 1
    while end > start and line[end - 1] in "）)":
        end -= 1
    return Credit(line[: match.start("credit")].rstrip(BLANKS), line[start:end], start, end)


def end_mark(line: str) -> tuple[int, str] | None:
    """Where an editor's end mark (②7) stands at the end of a line, and the mark."""
    match = _END_MARK.search(line) if line[-1:] in _END_MARK_LAST else None
    return (match.start(), match["mark"]) if match else None


def glued_byline(text: str) -> tuple[str, ...]:
    """Names in brackets at the end of a paragraph, behind its full stop."""
    match = _GLUED_BYLINE.search(text, max(0, len(text) - 40)) if text[-1:] in ("）", ")") else None
    return (*names_in(match["names"]), *names_in(match["more"])) if match else ()


def tail_dateline(line: str) -> bool:
    return bool(_TAIL_DATELINE.match(line))


def tail_byline(line: str) -> tuple[str, ...] | None:
    """Names of a reporters' line at the end: （本报记者李战吉、罗昌爱报道）."""
    if len(line) > 60 or line[0] not in "（(本记記通作新":
        return None
    match = _TAIL_BYLINE.match(line)
    return names_in(match["names"]) if match else None
