"""A line in, what a web page set around its text out: links, bars of buttons, who posted it and when, comments.

What no text says is chrome alone; what a text may say too (回复, 版权所有 …) is chrome in the company of such lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.hanzi import BLANKS, HAN
from pipeline.structure.lines import Line

CHROME, NAVIGATION, POSTER, COMMENT = (
    f"furniture.{name}" for name in ("page-chrome", "navigation", "poster", "comment")
)

_BETWEEN = f"[{BLANKS}|｜/·>»<«\\[\\]【】（）()←→↑↓_-]"
_BUTTON = (
    r"字[号號体體][：:]?(?:[ |]{0,2}[\[【]?[大中小][\]】]?){2,3}|推荐本书"
    "|[错錯][误誤][举舉][报報]|加入书架|章[节節](?:目[录錄]|列表)|"
    "上一[章页頁篇]|下一[章页頁篇]|[首尾末][页頁]|目[ 　]{0,2}[录錄]|返回(?:目[录錄]|首[页頁]|列表"
    "|书页|书目|[顶頂]部)|加入(?:书签|書籤|收藏)|[设設][为為]首[页頁]"
    "|打印(?:本[页頁])?|列印|[关關][闭閉](?:窗口)?|分享(?:到|至)?[：:]?|收藏(?:本文)?|[评評][论論]"
    "|[发發]表[评評][论論]|登[录錄]|注[册冊]|退出|搜索|回[复復覆]|[举舉][报報]|[转轉][发發]"
    "|点[赞讚]|[赞讚]|[顶頂]|踩|引用|只看(?:[该該]作者|楼主|樓主)|倒序(?:浏览|瀏覽)|(?:新浪"
    "|腾讯)?微博|微信(?:好友)?|朋友圈|QQ(?:空间|好友)?|豆瓣|人人网|复制链接"
    "|网站地图|联系我们|关于我们|帮助中心|使用帮助|[浏瀏][览覽]|[阅閱][读讀](?:数|量)?|点击(?:数"
    "|量)?"
)
_COUNT = r"(?:\s?[（(]?\d{1,7}[）)]?)?"
_BAR = re.compile(f"^{_BETWEEN}*(?:(?:{_BUTTON}){_COUNT}{_BETWEEN}*)+$")
_BUTTONS = re.compile(_BUTTON)
_PARTED = re.compile(f"\\S{_BETWEEN}+\\S|\\d")
# [1] [2] [3] 下一页
_PAGES = re.compile(
    rf"^(?=.*[上下前后後]一?[页頁])(?:{_BETWEEN}*(?:\d{{1,3}}(?!\d)|[上下前后後]一?[页頁]"
    rf"|[首尾末][页頁]|共\s?\d+\s?[页頁]|共找到\s?\d{{1,9}}))+{_BETWEEN}*$"
)
_LINK = re.compile(
    r"^[【\[]?(?:上一篇|下一篇|上一[章页頁]|下一[章页頁]|前一[篇页頁]|[后後]一[篇页頁])[：:][^。！？]{1,60}$"
    r"|^返回(?:[顶頂]部|首[页頁]|目[录錄]|列表|书页)$"
    rf"|^[{HAN}A-Za-z]{{2,10}}(?:\s?(?:>{{1,2}}|[»›→＞])\s?[{HAN}A-Za-z0-9]{{1,14}}){{0,5}}\s?(?:>{{1,2}}|[»›→＞])\s?(?:正文|内容|文章(?:内容|正文)|浏览文章|详细内容)$"
    r"|^(?:(?:您|你)(?:现在|現在)?的位置|当前位置|當前位置|目前位置)[：:][^。>]{0,12}(?:首[页頁]|>)[^。]{0,60}$"
    r"|^首[页頁]\s?[>»›/＞→][^。]{1,60}$"
)
# 前一章: |usr_10.txt| 大规模文本修改: the links at the head of a help file.
_HELP_LINK = re.compile("^(?:[上下前后後]一[章篇节節页頁]|目[录錄次])[：:]\\s*[|][\\w.-]{2,40}[|][^。]{0,60}$")
_FOUND = re.compile("^共找到\\s?\\d*(?:\\s?个相关(?:网页|结果|條目)?.{0,20})?$|^个相关(?:网页|结果).{0,20}$")
_LABEL = re.compile(
    "^(?:无标题文(?:档|件)|無標題文(?:檔|件)|Untitled(?: Document)?|新建网页 ?\\d*|New Page \\d*"
    "|点击(?:图片)?进入下一页|图片：|圖片："
    "|点击(?:查看(?:大图|原图)|图片(?:查看|放大).{0,6}|放大)|长按.{0,8}(?:识别|二维码).{0,14}|扫.{0,14}关注.{0,8}"
    r"|[^。]{0,60}[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP[备证]\d.{0,40}"
    r"|[【\[]?字[号號体體][：:]?(?:[ |]{0,2}[大中小]){2,3}[】\]]?"
    r"|(?:版[权權]所有.{0,40})?(?:Copyright|©).{0,60}All Rights Reserved.{0,10}"
    r"|(?:Copyright\s?)?(?:©|\(c\))\s?\d{4}.{0,40}(?:[网網站]|\.com|\.cn|版[权權]所有).{0,10}|Copyright\s\d{4}.{0,40}版[权權]所有.{0,10}"
    r"|(?:[^。，]{0,8}[，,]?)?(?:微信)?扫(?:一扫|描).{0,14}(?:打开当前页|手机(?:阅读|打开|查看)|分享[至到]|关注).{0,16}"
    r"|[转轉][载載][请請]注明(?:出[处處]|[来來]源).{0,40}|本文(?:地址|[链鏈]接|网址|網址)[：:]\s?http\S+"
    r"|[-—=＝_*~]{2,}\s?(?:[用户章节正文内容上传小说全书之]{2,8})(?:[开開]始|[结結]束|完)\s?[-—=＝_*~]{2,})$",
    re.IGNORECASE,
)
#: A text may say these too; chrome only beside other chrome.
_DOUBTFUL = re.compile(
    f"^(?:版[权權]所有[^。]{{0,40}}|[编編][辑輯][：:][^。]{{1,20}}|Copyright.{{0,40}}|扫描.{{0,10}}二维码|[发發]表[评評][论論]|(?:网友|最新|全部|热门|精彩)[评評][论論]"
    f"|我要评论|沙发|楼主|(?:[发發]布|更新)?[时時][间間][：:][\\d年月日: -]{{8,20}}|(?:{_BUTTON}){_COUNT}"
    f"|分享到.{{0,30}})$"
)

_DAY = r"(?:(?:\d{4}|\d{2})[-/年.])?\d{1,2}[-/月.]\d{1,2}日?"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_MOMENT = rf"{_DAY}[{BLANKS}]*{_CLOCK}"
_SAID = "[发發]表[于於]|[发發]布[于於]|回[复復][于於]|[发發]帖[于於]|[评評][论論][于於]"
_COUNTED = "(?:点击|[浏瀏][览覽]|[阅閱][读讀]|回[复復]|[评評][论論]|人气|跟帖|次数)(?:数|量)?[：:]?[（(]?\\d+"
# 楼主：河边人 时间：2019-03-05 10:22:33 点击：1234; 河边人 发表于 2019-3-5 22:10
_POSTER = re.compile(
    rf"^(?=.{{0,40}}(?:{_MOMENT}))(?:(?=.*(?:{_COUNTED}))|(?=.*(?:{_SAID}))|(?:楼主|樓主|网友)[：:{BLANKS}])"
)
_COMMENTS = re.compile(
    r"^(?:(?:网友|網友|最新|全部|热门|精彩|读者)[评評][论論]|共有?\d+[条條][评評][论論]"
    r"|[评評][论論]列表)(?:\s?[（(]?(?:共)?\d+[条條]?[）)]?)?[：:]?$"
)
# 河边人  2019-03-05 10:22: above a comment, a name and the moment.
_SPEAKER = re.compile(rf"^[^。，！？：:]{{1,20}}?[{BLANKS}:：]+(?:[于於]?{_MOMENT})[^。！？]{{0,20}}$")
#: Longest line of chrome.
_LONGEST = 120


def rule_of(text: str) -> str | None:
    """The rule that takes a line for chrome by itself, whatever stands around it."""
    if len(text) <= 2 * _LONGEST and text[:6].find("声明") >= 0 and _DISCLAIMER.match(text):
        return CHROME
    if "相关" in text[:24] and _FOUND.match(text):
        return NAVIGATION
    if len(text) > _LONGEST or text[-1] in "。！？":
        return None
    if len(text) >= 12 and _is_row(text):
        return POSTER
    if _LABEL.match(text) or _READING.match(text):
        return CHROME
    if _PAGES.match(text) or _LINK.match(text) or _FOUND.match(text) or _HELP_LINK.match(text):
        return NAVIGATION
    if _BAR.match(text):
        buttons = len(_BUTTONS.findall(text))
        if buttons > 2 or (buttons == 2 and _PARTED.search(text)):
            return NAVIGATION
    if len(text) >= 12 and _POSTER.match(text):
        return POSTER
    return None


# _分节阅读_12: where a site cut the book.
_READING = re.compile("^_{0,2}分[节節页頁章]阅读_{0,2}\\d{0,4}_{0,2}$")
# 第1页：渡口的来历第2页：新桥开工: the index of an article on several pages.
_PAGE_INDEX = re.compile("^第1[页頁][：:][^。\n]{1,200}?第2[页頁][：:][^。\n]{1,400}$")
#: It stands in one of so many lines at the head of a page.
_PAGE_HEAD = 4


def is_page_index(text: str, index: int) -> bool:
    """Whether a line, the `index`th of a page, tells what stands on each page of an article."""
    return index < _PAGE_HEAD and text.startswith("第1") and _PAGE_INDEX.match(text) is not None


# 声明：本站部分内容来自网络，如有侵权请联系删除。
_DISCLAIMER = re.compile(
    "^(?:免[责責]|版[权權]|特[别別]|[郑鄭]重)?[声聲]明[：:](?=.*本[站网網])(?=.*(?:侵[权權]|[无無][关關]|[删刪]除|不代表)).*$"
)
# 来源：江北日报　作者：周大河　浏览次数：132　字体：大 中 小: fields of a page of news, one of which nobody prints.
_ROW_FIELD = re.compile(
    "(?:(?:稿件|文章|信息)?[来來]源|作者|[记記]者|(?:[责責]任)?[编編][辑輯]|责编|(?:[发發]布|更新|[发發]表|添加)?(?:[时時][间間]|日期)|[发發]布[人者]|(?P<page>[浏瀏][览覽](?:次[数數]|量)?"
    "|[点點][击擊](?:[数數]|量|率|次[数數])?|[阅閱][读讀](?:[数數]|量|次[数數])?|人[气氣]|字[号號体體]))[：:]"
)


def _is_row(text: str) -> bool:
    fields = list(_ROW_FIELD.finditer(text)) if "：" in text or ":" in text else []
    return len(fields) > 1 and fields[0].start() <= 1 and any(field["page"] for field in fields)


_RELATED = re.compile(
    "^[■◆●【\\[]?(?:相[关關](?:新[闻聞]|[链鏈]接|[报報][道導]|[阅閱][读讀]|文章|信息|文[档檔]|推[荐薦]|[内內]容|[专專][题題])|推[荐薦][阅閱][读讀]"
    "|[热熱][门門](?:新[闻聞]|文章|推[荐薦]|排行)|猜你喜[欢歡]|最新(?:文章|新[闻聞]))[】\\]]?[：:]?$"
)
#: Longest headline of a list of links, fewest of them.
_LINKED, _LINKS = 44, 2


def related(lines: Sequence[Line], taken: Collection[int]) -> dict[int, str]:
    """A list of links to other pages at the end of one: its label and headlines, none of them a sentence, down to the
    end of the text or to what is chrome."""
    found: dict[int, str] = {}
    end = len(lines)
    chrome = True
    for index in range(len(lines) - 1, -1, -1):
        if index in taken:
            end, chrome = index, True
        elif not _is_link(lines[index].text):
            end, chrome = index, False
        elif chrome and end - index > _LINKS and len(lines[index].text) <= 12 and _RELATED.match(lines[index].text):
            found |= dict.fromkeys(range(index, end), NAVIGATION)
            end = index
    return found


def _is_link(text: str) -> bool:
    return len(text) <= _LINKED and text.rstrip("：:")[-1:] not in ("。", "；", "，", "") and "。" not in text


def in_company(lines: Sequence[Line], taken: Collection[int]) -> dict[int, str]:
    """Lines that are chrome because chrome stands beside them, one by one outward; and the comments."""
    found = _comments(lines)
    doubtful = [index for index, line in enumerate(lines) if len(line.text) <= 44 and _DOUBTFUL.match(line.text)]
    for step, indexes in ((-1, doubtful), (1, doubtful[::-1])):
        found |= {index: CHROME for index in indexes if index + step in taken or index + step in found}
    return found


def _comments(lines: Sequence[Line]) -> dict[int, str]:
    """The head of the comments and all below it that stands under a writer's name and time."""
    found: dict[int, str] = {}
    for index, line in enumerate(lines[:-2]):
        if (
            index not in found
            and len(line.text) <= 24
            and _COMMENTS.match(line.text)
            and _is_commenter(lines[index + 1].text)
        ):
            found |= dict.fromkeys(range(index, _end_of_comments(lines, index + 1)), COMMENT)
    return found


def _end_of_comments(lines: Sequence[Line], at: int) -> int:
    """A comment goes on to the next writer's name; the last one to the first blank line after it began."""
    while at < len(lines) and _is_commenter(lines[at].text):
        ahead = range(at + 1, min(len(lines), at + _LONGEST_COMMENT))
        end = next((one for one in ahead if _is_commenter(lines[one].text) or _CHAPTER.match(lines[one].text)), None)
        if end is None:
            end = at + 2
            while end < len(lines) and not lines[end].blank:
                end += 1
        at = min(end, len(lines))
    return at


#: Lines of a comment at most.
_LONGEST_COMMENT = 12
_CHAPTER = re.compile("^第[〇零一二三四五六七八九十百千0-9]{1,6}[章回卷节節]")


def _is_commenter(text: str) -> bool:
    return len(text) <= 60 and bool(_SPEAKER.match(text) or _POSTER.match(text))


# …打了14根桩。上一页 [1] [2] 下一页: the links of a paged article glued to the text that they follow.
GLUED = re.compile(
    rf"(?<=[。！？”」）…])\s*(?:\[\d{{1,3}}\]\s*){{0,20}}(?:[上下]一[页頁篇章]|[尾末][页頁](?![{HAN}])"
    rf"|返回(?:目录|首页|[顶頂]部)|共找到\d|【?(?:打印本页|关闭窗口|发表评论|加入收藏))[^。！？\n]{{0,80}}$"
)
