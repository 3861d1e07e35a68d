"""What a newspaper line says of itself: bylines, datelines, credits, end marks, document numbers, signatures."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from pipeline.hanzi import BLANKS, HAN


class _Late:
    """A pattern that is compiled when it is first asked: one with names in it takes long, and few documents ask."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    def match(self, line: str, start: int = 0) -> re.Match[str] | None:
        return self._compiled.match(line, start)

    def search(self, line: str, start: int) -> re.Match[str] | None:
        return self._compiled.search(line, start)


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
_POST = r"(?:特约|特約|特派|见习|見習|实习|實習|首席|驻[^\s]{1,4})?(?:记者|記者|通讯员|通訊員|评论员|評論員|摄影师|编辑|編輯|实习生|實習生|撰稿人?|作者(?=[^：:]))"
_TAIL = r"(?:文[/／]图|文[/／]圖|摄影报道|文并图|文图|报道|報道|整理|综合|攝影|摄影|文|图|发自[一-鿿]{2,6})?"

# What stands before a byline: □ 本报记者 …
_BOX = rf"[□■○●◎◇◆△▲☆★※·]?[{BLANKS}]*"
_BYLINE = _Late(
    rf"^{_BOX}[（(【]?(?:{_OFFICE}{_POST}[{BLANKS}：:]*{_NAMES}[{BLANKS}、，；;]*){{1,4}}{_TAIL}[）)】]?$"
    rf"|^{_BOX}(?P<first>{NAME}(?:[{BLANKS}、]+{NAME})*)[{BLANKS}]+{_OFFICE}{_POST}[{BLANKS}：:]*{_NAMES}$"
)
#: A post has one of these: most lines need no look for a name.
_POST_SIGNS = frozenset("者员員师辑輯")
_SHARE = "(?:文字|文图|文圖|图文|圖文|文并图|文[/／]图|文[/／]圖|文|图片|圖片|图|圖|撰文|采写|採寫|摄影|攝影|绘图|繪圖|漫画|整理|编译|編譯)"
# 文/王小二 图/李小三, 王小二/文, 撰文：王小二 摄影：李小三
_SHARED = _Late(
    rf"^{_BOX}[（(]?(?:(?:{_SHARE}[{BLANKS}]*[：:/／][{BLANKS}]*{_NAMES}[{BLANKS}]*){{1,4}}"
    rf"|(?:{_NAMES}[{BLANKS}]*[/／][{BLANKS}]*{_SHARE}[{BLANKS}]*){{1,4}}|{_NAMES}[{BLANKS}]+文[/／][图圖])[）)]?$"
)
_SHARE_SIGNS = frozenset(":：/／")
_WRITES = re.compile("文|撰|[写寫]")
# Nobody signs a leader.
OFFICE_ALONE = re.compile(f"^{_OFFICE[:-1]}(?:特约|特約)?(?:评论员|評論員|编辑部|編輯部|观察员)$")
# ■ 王小二 : a name that a box announces.
_BOXES = tuple("□■○◎◇◆△▲☆★※")
_BOXED_NAME = _Late(rf"^[□■○◎◇◆△▲☆★※][{BLANKS}]*{_NAMES}$")
_LABELS = re.compile(
    f"{_SHARE}[{BLANKS}]*[：:/／]|[/／][{BLANKS}]*{_SHARE}|[{BLANKS}]文[/／][图圖]|{_OFFICE}{_POST}|{_TAIL[:-1]}[）)】]?$"
)
_AUTHOR = re.compile(
    rf"^(?:【作者】[{BLANKS}]*|(?:作者|著者|文|撰文|译者|譯者|编者|編者|著)(?:[{BLANKS}]*[：:／/][{BLANKS}]*|[{BLANKS}]+)|[（(〔\[][{HAN}][）)〕\]][{BLANKS}]*)(?P<names>[{HAN}A-Za-z·. ]{{2,16}}?)[{BLANKS}]*[著撰]?$"
)
_WRITTEN_BY = re.compile(
    rf"^[（(〔\[]?(?:[{HAN}][·．.・]|(?:[後后東东西南北前]?[周秦漢汉魏蜀吳吴晉晋宋齊齐梁陳陈隋唐遼辽金元明清]|五代|國朝)[{BLANKS}]+)?(?P<names>[{HAN}·]{{2,8}}?)[{BLANKS}]*(?:著|撰|编著|編著|輯|辑|譯|译)[）)〕\]]?$"
)
# （作者：周大河 林小溪）, □[英]约翰·史密斯/著, 周大河 林小溪/译: who wrote or translated it, wherever it stands.
_SIGNED = _Late(
    rf"^(?:[（(【]作者[：:][{BLANKS}]*(?P<names>[{HAN}·][{HAN}·、{BLANKS}]{{1,23}})[）)】]"
    rf"|{_BOX}(?:[（(〔\[][{HAN}]{{1,4}}[）)〕\]])?[{BLANKS}]*(?P<by>[{HAN}·][{HAN}·、{BLANKS}]{{1,23}}?)[{BLANKS}]*[/／][{BLANKS}]*[著译譯])$"
)
_SIGNED_LAST = frozenset("）)】著译譯")
_AGENCY = "(?:新华社|新華社|新华网|人民网|中新社|中新网|本报|本報|法新社|路透社|路透|美联社|美聯社|聯合社|联合社|塔斯社|中央社|共同社|韩联社|俄新社)"
_DAY = "[0-9一二三四五六七八九十]{1,3}日"
# 红网5月9日讯（…）, 搜狐体育讯: any paper's or site's own, where a blank or a reporter follows.
_OWN_LEAD = (
    rf"[{HAN}]{{1,8}}(?:网|網|报|報|在线|在線|频道|頻道|体育|體育|财经|財經|娱乐|娛樂)"
    rf"(?:[{HAN}]{{0,6}}[0-9]{{1,2}}月[0-9]{{1,2}}日)?[讯訊电電](?=[{BLANKS}（(]|记者|記者)"
)
_PAPER_KINDS = "(?:日报|日報|晚报|晚報|晨报|晨報|早报|早報|时报|時報|商报|商報|快报|快報|都市报|都市報|青年报|青年報)"
_PAPER = rf"(?:[{HAN}]{{2,6}}{_PAPER_KINDS})?"
_LEAD = re.compile(
    rf"^(?P<dateline>[〔【（(]?(?:本报|本報|本刊|本网|本網)[讯訊][〕】）)]?|[〔【（(]?本台(?:消息|讯|訊)[〕】）)]?"
    rf"|[〔【(（]?(?:据|據|综合|綜合)?{_AGENCY}[{HAN}0-9]{{0,16}}?(?:{_DAY})?[专专專综綜]?[电電][〕】)）]?"
    rf"|[〔【(（]?(?:据|據)?{_AGENCY}[{HAN}0-9]{{0,16}}?{_DAY}[讯訊][〕】)）]?"
    rf"|[〔【][^〕】\n]{{2,24}}[电電][〕】]|{_OWN_LEAD})"
    rf"[{BLANKS}]*(?P<by>[（(](?:(?:{_PAPER}|{_OFFICE}){_POST}(?:[{BLANKS}、：:]|{_POST})*(?P<names>{_NAMES})[^）)\n]{{0,30}})[）)]|(?:记者|記者)(?P<bare>{_NAMES}?)(?=报道|報道|報導|摄影))?"
)
_POSTS = re.compile(rf"[{HAN}]{{2}}{_PAPER_KINDS}|{_POST}|实习生|實習生|摄影报道|报道|報導|攝影|摄影")
# 〔記者王小二／台北報導〕, （中央社記者王小二台北一日電）, 本报记者王小二北京报道：
_REPORTED = _Late(
    rf"^(?P<opening>[〔【（(]?){_OFFICE}(?:特派|特约|特約|驻[^\s]{{1,4}})?(?:记者|記者)[{BLANKS}]*"
    rf"(?P<names>{_NAMES}?)(?![{BLANKS}／/]*(?:摄|攝|文))(?=[{BLANKS}／/]|[{HAN}]{{0,10}}(?:{_DAY})?[专專]?[电電]|[{HAN}]{{0,8}}(?:报道|報導|報道))"
    rf"[{BLANKS}／/]*[{HAN}0-9]{{0,14}}?(?:[专專综綜]?[电電]|报道|報導|報道)(?P<closing>[〕】）)]|[：:]|$)"
)
_REPORTED_START = re.compile(rf"^[〔【（(]?{_OFFICE}(?:特派|特约|特約|驻[^\s]{{1,4}})?(?:记者|記者)")
_REPORTS = ("电", "電", "报道", "報導", "報道")
# A name that a place follows ends before it: 王五台北.
_PLACES = "台北|臺北|新北|台中|臺中|台南|臺南|高雄|桃園|新竹|北京|上海|香港|澳門|東京|华盛顿|華盛頓|紐約|倫敦|巴黎"
_NAME_AND_PLACE = re.compile(rf"([{HAN}]{{2,4}}?)(?=(?:{_PLACES}))")
# 周大河 林小溪北沟报道: further names, of which the last stands before a place of two characters or more.
_MORE_NAMES = _Late(rf"(?:[{BLANKS}、]+{NAME}(?=[{BLANKS}、]|[{HAN}]{{2,8}}(?:报道|報道|報導)|(?:报道|報道|報導)))+")
_CREDIT = _Late(
    rf"(?P<credit>[（(]?(?:{_OFFICE}(?:特约|特派|见习|实习|特約|實習)?(?:记者|記者|通讯员|通訊員)?[{BLANKS}：:]*{NAME}(?:[{BLANKS}、]*{NAME})?[{BLANKS}]*(?:[/／]?[摄攝][影]?|[/／]?(?:摄影)?(?:供图|供圖|制图|製圖|绘图|繪圖)|摄影报道|攝影報導)"
    rf"|(?:摄影|攝影|图|圖|图片|圖片|摄)[{BLANKS}]*[/／：:][{BLANKS}]*{_OFFICE}(?:{_POST})?[{BLANKS}]*{NAME}(?:[{BLANKS}、]*{NAME})?"
    rf"|(?:图片|圖片|图|圖)?[/／：:]?[{BLANKS}]*(?:资料图片|資料圖片|资料照片|資料照片|资料图|資料照|新华社发|新華社發|(?:图片|圖片|照片)由[^。]{{2,16}}提供|(?:[图圖片照]|本报|本報)[/／][^。，；]{{2,16}}提供|本报资料图片))[）)]?)$"
)
_END_MARK = re.compile(rf"(?<=[。！？”」』）…])[{BLANKS}]*(?P<mark>[①-⑳][0-9]{{1,2}}|[■□◆●▲★※][0-9]{{0,2}})$")
#: The last character of a credit, or what leads up to the name in it, and the last of an end mark: most lines need no search.
_CREDIT_LAST = frozenset("摄攝影图圖片发發供照道導")
_CREDIT_LED = re.compile(f"(?:摄影|攝影|[图圖片摄])[{BLANKS}]*[/／：:]")
_END_MARK_LAST = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■□◆●▲★※")
_TAIL_DATELINE = re.compile(
    rf"^[（(](?![^）)]{{0,12}}(?:记者|記者|通讯员|通訊員))(?:据|據|综合|綜合|本报|本報|{_AGENCY})[^）)\n]{{0,40}}(?:电|電|讯|訊|报道|報道|報導|消息|供稿|专稿|專稿)[）)]$"
)
# …挤满了人。（记者 王小二）: the reporters at the end of the last paragraph.
_GLUED_BYLINE = _Late(
    rf"(?<=[。！？”」』…])[{BLANKS}]*[（(](?:{_OFFICE}{_POST}[{BLANKS}：:]*)?(?P<names>{_NAMES})(?:[{BLANKS}、]*{_OFFICE}{_POST}[{BLANKS}：:]*(?P<more>{_NAMES}))?[{BLANKS}]*(?:报道|報道|報導|文|文/图|整理|摄影报道)?[）)]$"
)
_PAGE_BYLINE = "(?:本版(?:采写|採寫|撰文|撰稿|稿件)[/／：: ]?)?"
_TAIL_BYLINE = _Late(
    rf"^[（(]?{_PAGE_BYLINE}(?:{_OFFICE}{_POST}|(?<=[（(])作者[：:])[{BLANKS}]*(?P<names>{_NAMES}(?:[{BLANKS}、，；]*{_OFFICE}{_POST}[{BLANKS}]*{_NAMES}){{0,3}})[^）)。\n]{{0,8}}[）)]?$"
)
DOCUMENT_NUMBER = re.compile(
    rf"^[{HAN}]{{2,12}}[{BLANKS}]?[〔\[［（(【]\d{{2,4}}年?[〕\]］）)】][{BLANKS}]?字?第?[{BLANKS}]?\d{{1,5}}[{BLANKS}]?[号號]"
    rf"(?:[{BLANKS}]+(?:签发人|簽發人)[：:][^。]{{1,20}})?$|^[〔\[［（(]\d{{2,4}}[〕\]］）)][{HAN}]{{1,8}}第?\d{{1,5}}[号號]$|^(?:[（(]?\d{{4}}年?[）)]?)?(?:[{HAN}]{{2,20}}令)?[{BLANKS}]*第[{BLANKS}]?[一二三四五六七八九十百〇\d]{{1,5}}[{BLANKS}]?[号號]令?$"
)
_YEAR = "(?:公元|民[国國]|中[华華]民[国國])?(?:[〇零一二三四五六七八九十○]{2,4}|元|\\d{2,4})年"
DATE_LINE = re.compile(
    rf"^(?:[写寫改][于於])?{_YEAR}(?:(?:元|[一二三四五六七八九十]{{1,2}}|\d{{1,2}})月(?:(?:[一二三四五六七八九十廿]{{1,3}}|\d{{1,2}})日)?|[初仲暮深]?[春夏秋冬])"
    rf"(?:[晨夜晚]|凌晨|除夕)?(?:[，,{BLANKS}]*[写寫改]?[于於]?[{HAN}·]{{2,12}})?$"
    rf"|^(?:[写寫改][于於])?\d{{4}}([./-])\d{{1,2}}\1\d{{1,2}}(?:[，,{BLANKS}]*[写寫改]?[于於][{HAN}·]{{2,12}})?$"
)
# （1994年8月于北沟，2001年改定）, 于北沟: when and where a text was written, below it.
WRITTEN = re.compile(
    rf"^[（(]?(?:{_YEAR}[^。！？]{{0,16}})?[写寫改]?[于於作][{HAN}·]{{2,8}}(?:[，、]{_YEAR}[^。！？]{{0,12}})?[）)]?$"
)
_REIGNS = "洪武|永[乐樂]|[万萬][历曆]|天[启啟]|崇[祯禎]|[顺順]治|康熙|雍正|乾隆|嘉[庆慶]|道光|咸[丰豐]|同治|光[绪緒]|宣[统統]|民[国國]"
# 光绪二十七年十一月既望 著者自记: the day of an old preface, and who wrote it.
OLD_DATE_LINE = re.compile(
    rf"^[{HAN}]{{0,2}}(?:{_REIGNS})(?:[一二三四五六七八九十]{{1,3}}|元)年"
    rf"(?:[岁歲]次?)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])?"
    rf"(?:[孟仲季暮初]?[春夏秋冬]|[一二三四五六七八九十正]{{1,2}}月)?"
    rf"(?:既望|[上中下][浣澣旬]|朔[日旦]?|望[日后後]?|晦日?|初?[一二三四五六七八九十廿]{{1,3}}日?)?"
    rf"(?:[，,{BLANKS}]+[{HAN}·]{{2,12}})?$"
)
_MOMENT = rf"年[一二三四五六七八九十正\d]{{1,3}}月(?:[初一二三四五六七八九十廿\d]{{1,3}}日?)?[晨夜晚午]?[{HAN}]{{0,4}}"
# 五年八月二十三日夜 （1916年8月23日夜）, （1918年3月1日译）: the day of a poem, below it.
POEM_DATE = re.compile(
    rf"^(?:(?:[民国國〇零一二三四五六七八九十]{{1,6}}|\d{{2,4}}){_MOMENT}(?:[{BLANKS}]*[（(]\d{{4}}{_MOMENT}[）)])?|[（(]\d{{4}}{_MOMENT}[）)])$"
)
DAY = re.compile(r"^(?:[一二三四五六七八九十]{1,2}|\d{1,2})月(?:[一二三四五六七八九十廿]{1,3}|\d{1,2})日$")
SALUTATION = re.compile(
    rf"^(?:各[^。]{{2,60}}|[^，。]{{0,6}}(?:亲爱的|親愛的|尊敬的|敬爱的|敬愛的)[^，。]{{1,20}}|[{HAN}、，]{{1,40}}(?:大鉴|大鑒|台鉴|足下|惠鉴|鈞鑒|钧鉴|賜鑒|赐鉴|先生|女士|小姐|夫人|老师|老師|同志|兄|弟|吾儿|吾兒|大人|膝下|如晤|如面|阁下|閣下)"
    rf"|(?:[{HAN}]{{0,4}})(?:同志|朋友|读者|讀者|同学|同學|乡亲|鄉親|孩子|战友|戰友)[们們]"
    rf"|[{HAN}]{{0,6}}(?:女士|先生|夫人|小姐|夫子|大人|吾爱|吾愛|吾友|[吾仁贤賢][兄弟姊妹])(?![{HAN}]?[说說道问問答曰云])[{HAN}]{{2}}"
    rf"|[{HAN}]{{1,10}}(?:[文雅伟偉英芳淑慧懿慈清爱愛尊人]鉴|[文雅偉英芳淑慧懿慈清爱愛尊人]鑒|文几|文席|史席|座右|左右|侍右|函丈|[膝座尊]前|妆次|妝次|青睐|青睞|如握|手足))[：:]$"
)
# 此致 / 敬礼！: what closes a letter above its signature.
FAREWELL = re.compile(
    "^(?:此致|此頌|此颂|[顺順][颂頌祝].{2,6}|[即并並]?[颂頌请請].{1,2}[安祺绥綏]|敬[请請颂頌].{1,4}|敬[礼禮]|祝[^。，]{1,10}|[专專]此.{0,8}|匆此.{0,4}|耑此.{0,8})[！!。]?$"
)
_KINSMAN = "(?:族)?[侄姪甥弟兄男儿兒女妹姊叔孙孫婿](?:子)?"
_HUMBLY = "(?:白|上|书|書|禀|稟|叩|敬上|谨上|謹上|顿首|頓首|手书|手書|再拜|谨启|謹啟|谨识|謹識|谨禀|謹稟)"
SIGNATURE = re.compile(
    rf"^[{HAN}]{{0,6}}[{HAN}]{{2,4}}[{BLANKS}]*(?:留字|敬上|谨上|謹上|顿首|頓首|手书|手書|拜上|叩上|谨启|謹啟|敬启|敬啟|手启|手啟|再拜|拜启|拜啟|谨识|謹識|字)$"
    # 侄大河白, 儿水生禀, and the day in brackets before or behind: （1921年）秋八月侄大河谨识.
    rf"|^(?!孙|孫){_KINSMAN}[{HAN}]{{1,2}}(?:白|禀|稟|叩)$"
    rf"|^[（(][^（）()。]{{0,10}}[年月日][{BLANKS}]*[）)][{HAN}]{{0,5}}{_KINSMAN}[{HAN}]{{1,2}}{_HUMBLY}$"
    rf"|^{_KINSMAN}[{HAN}]{{1,6}}{_HUMBLY}[{BLANKS}]*[（(][^（）()。]{{0,12}}[年月日][{BLANKS}]*[）)]$"
    rf"|^[{HAN}]{{2,20}}[{BLANKS}]+[启啟]$|^(?:[{HAN}]{{0,6}})(?:[县縣市省区區][长長]|[镇鎮乡鄉局处處厅廳部校院][长長]|主任|主席)[{BLANKS}]+{NAME}$"
)
NOTE = re.compile(
    r"^(?:[（(](?:以上|以下|上列)[^（）()]{2,40}[見见][^（）()]{2,24}[）)]$|[（(]?本版(?:稿件|图片|撰文|采写|摄影|文字)|编者按|編者按|编者的话|編者的話[：:]|编者注|編者註|按语|按語|[（(]?(?:稿源|供稿|来稿)[：:]|《[^》\n]{2,12}》供稿$|[（(](?:原?[发發]表|刊[载載])[于於]|[（(【]?(?:原载|原載|选自|選自|摘自|转自|轉自|节选自|節選自)[《“「：:]?|注释|註釋|[注註][：:]|附记|附註|附記|资料来源|資料來源"
    r"|[\[（(【]?[来來]源[：:]|附件(?:[：:]|$)|[（(]附[^）)]{0,20}[）)]$|[（(]此件[^）)]{2,20}[）)]$|【[^】]{2,8}(?:小传|简介|档案|按|小傳|簡介)】"
    r"|[（(]?(?:本文)?(?:作者|译者|譯者)(?:[系為为]|单位|單位|简介|簡介|现为|現為)|[（(]?本文(?:原载|原載|刊于|刊於|选自|為作者|为作者|系作者)|[*＊※]\s?(?:本文|作者|基金|原文)"
    r"|(?:[译譯校]|译者|譯者|校订|校訂)[注註][：:]|说明：|題解|题解|[〔【][注註][〕】])"
)
# What stands around a circular: 签发人：…, 抄送：…, 发文字号：….
OFFICIAL_NOTE = re.compile(
    rf"^(?:(?:签发人|簽發人|抄送|抄报|抄報|主题词|主題詞|印发机关|印發機關|[发發]文(?:日期|字[号號]|机关|機關)|密等[{HAN}]{{0,12}}|速[别別]|正本|副本|承[办辦]人|聯[絡络]人|檔[號号]|保存年限|受文者|信息公开选项|公开方式)[：:]"
    rf"|[{HAN}]{{4,24}}[{BLANKS}]+{_YEAR}\d{{1,2}}月\d{{1,2}}日印[发發]$|[（(]?共印[{BLANKS}]?\d{{1,6}}[{BLANKS}]?份[）)]?$|[（(](?:联系人|聯絡人)[：:][^（）()]{{2,60}}[）)]$"
    # 1995年1月1日 执行: from when a paper is in force.
    rf"|(?:[自从從])?{_YEAR}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日[{BLANKS}]*起?(?:施行|[实實]施|[执執]行|生效)$)"
)
# 索引号：…, 成文日期：…: the table that a web page sets above a circular.
OFFICIAL_FIELD = re.compile(
    "(?:索引[号號]?|信息索引|(?:主题|主題|信息|组配|公文|体裁)分类|[发發]文(?:机关|机构|单位|字[号號]|日期)|发布(?:机构|机关|单位|日期|时间)|公开(?:机构|日期)"
    "|(?:成文|生成|生效|废止|公开|印发)日期|(?:标题|名称|文件名称)|文[号號]|主题词|关键词|公文(?:种类|时效)|有效性|时效性?|效力状态|内容概述|责任(?:部门|单位)|来源)[：:]"
)
LABELLED = re.compile(
    r"^(?:日期|时间|時間|来源|來源|地点|地點|职业|主持人?|倾诉人|出版时间|字数|书名|版次|人物|布景|佈景"
    "|联系人|聯絡人|联系电话|电话|電話|传真|傳真|邮编|郵編|网址|網址|地址|邮箱|郵箱|[Ee][-－]?[Mm]ail|(?:主办|承办|协办|批准|支持|合作|执行|指导)单位|指定[^：]{2,6}协办)[：:]"
)
NAME_IN_BRACKETS = re.compile(rf"^[（(]{NAME}[）)]$")
FOOTNOTE = re.compile(r"^(?:[①-⑳]|[【〖\[〔](?:\d{1,3}|[一二三四五六七八九十]{1,3})[】〗\]〕])\s*\S")
_BOX_NAMES = (
    "相关新闻|相关链接|新闻链接|链接|相关报道|新闻背景|背景资料|背景|延伸阅读|相关阅读|专家说法|专家观点|专家点评|特别提醒|温馨提示|编者的话|编后|编余|点评|快评|记者手记|记者观察|短评|名词解释|小贴士|新闻人物"
    "|相關新聞|相關連結|相關報導|新聞背景|背景資料|延伸閱讀|專家說法|專家觀點|特別提醒|溫馨提示|編者的話|編後|點評|記者手記|短評|名詞解釋|小辭典|小百科|新聞人物"
)
#: The last words of a box's label that a paper made itself, behind ■ or in 【】.
_BOX_WORDS = "链接|连线|新闻|背景|资料|提醒|提示|点评|评论|观点|说法|手记|解读|释义|词典|声音|回应|追问|延伸|贴士|档案|案例|观察|解释|解析|速览|連結|新聞|資料|點評|評論|觀點|說法|手記|解讀|辭典|聲音|回應|追問|檔案|觀察|解釋"
KICKER = re.compile(
    rf"^(?:[■◆●▲★◎□◇▶►\[【]?(?P<text>{_BOX_NAMES})[\]】]?[：:]?|[■◆●▲★◎□◇▶►\[【](?P<own>[{HAN}]{{0,6}}(?:{_BOX_WORDS}))[\]】]?[：:]?)$"
)
# 观察：渡口停了以后 — the label of a box and its head on one line.
LABELLED_HEAD = re.compile(
    f"(?:{_BOX_NAMES}|观察|评论|分析|声音|回应|释疑|观点|数据|觀察|評論|聲音|回應|觀點|數據)[：:](?=[^。]{{6,}}$)"
)
# How the name of a law or of an office's paper ends.
OFFICIAL = re.compile(
    "(?:法|条例|條例|办法|辦法|规定|規定|规则|規則|细则|細則|解释|解釋|决定|決定|决议|決議|通知|意见|意見|公告|通告|批复|批復|方案|章程|命令|通报|通報|请示|請示|报告|報告|要點|準則)(?:[（(][^（()）]{1,16}[）)])?$"
    f"|^[{HAN}]{{4,20}}[{BLANKS}]+(?:函|令|公告|書函|開會通知單)$"
)
# 2020-03-01 10:22 来源：… and 首页 > 副刊 > 散文: what a page says above its text is nobody's headline.
ABOVE_A_PAGE = re.compile(
    r"^(?:(?:发布|发表|發布|發表|更新)?(?:时间|時間|日期)[：:]\s*\d|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}[:：]\d{2}|(?:稿件|文章|信息)?[来來]源[：:])[^。！？]{0,80}$"
    r"|^[^，。！？；]{1,10}(?:\s*[|｜>»›]\s*[^，。！？；|｜>»›]{1,10}){2,}$"
)
# 其二 in a suite of poems; 【注释】 and 【译文】 below a poem or a chapter of old.
PART_OF_POEM = re.compile("^其[一二三四五六七八九十]{1,3}$")
APPARATUS = re.compile(
    "^[【〔\\[]?(?:(?:作品|字词|詞語|词语)?(?:注释|註釋|注解|註解)|译文|譯文|今译|今譯|白话|白話|赏析|賞析|鉴赏|鑑賞|简析|題解|题解|解说)[】〕\\]]?[：:]?$"
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


#: A headline that is longer is two, title and deck, where a blank parts it into halves that are no shorter than these.
_HEADLINE, _HALF = 30, 12


def deck_at(line: str) -> int:
    """Where the blank stands that parts a title from its deck on one line; where the line ends if none does."""
    parts = re.split(f"[{BLANKS}]+", line)
    whole = (
        len(line) > _HEADLINE and len(parts) == 2 and min(map(len, parts)) >= _HALF and parts[1][0] > "~" < parts[0][-1]
    )
    return len(parts[0]) if whole else len(line)


def official_field(line: str) -> bool:
    """Whether a line is of the table that a web page sets above a circular; its label may be set wide."""
    return len(line) <= 80 and "：" in line and OFFICIAL_FIELD.match(re.sub(f"[{BLANKS}]", "", line)) is not None


def byline(line: str) -> tuple[str, ...] | None:
    """The names of a line that is nothing but a byline, or None."""
    if len(line) > 40:
        return None
    if OFFICE_ALONE.match(line):
        return (line,)
    posted = not _POST_SIGNS.isdisjoint(line)
    shared = not _SHARE_SIGNS.isdisjoint(line)
    boxed = line[:1] in _BOXES
    if (posted and _BYLINE.match(line)) or (shared and _SHARED.match(line)) or (boxed and _BOXED_NAME.match(line)):
        return names_in(_LABELS.sub(" ", line))
    return None


def author(line: str) -> tuple[str, ...] | None:
    """The name of a line like 作者：林间野火, 文/张三, [唐] 李白."""
    if len(line) > 40:
        return None
    if found := signed(line):
        return found
    match = (_AUTHOR.match(line) or _WRITTEN_BY.match(line)) if len(line) <= 24 else None
    return _parted(match["names"].strip()) if match else None


def signed(line: str) -> tuple[str, ...] | None:
    """The names of a line that can only say who wrote or translated a text: （作者：周大河）, 周大河 林小溪/译."""
    if len(line) > 40 or line[-1] not in _SIGNED_LAST:
        return None
    match = _SIGNED.match(line)
    return _parted((match["names"] or match["by"]).strip()) if match else None


def _parted(names: str) -> tuple[str, ...]:
    """周大河 林小溪 are two names, 约翰 史密斯 is one."""
    parts = [part for part in re.split(f"[{BLANKS}、，]+", names) if part]
    return tuple(parts) if all(re.fullmatch(NAME, part) for part in parts) else (names,)


def lead(line: str) -> Lead | None:
    told = _REPORTED_START.match(line) and any(word in line for word in _REPORTS)
    match = _REPORTED.match(line) if told else None
    # 記者王小二報導 in a running sentence is no dateline: brackets, a colon or the line's end must close it.
    if match and bool(match["opening"]) == (match["closing"] in ("〕", "】", "）", ")")):
        printed = match[0].strip("〔〕【】()（）：:")
        at = printed.find(match["names"])
        placed = _NAME_AND_PLACE.match(printed[at:])
        more = _MORE_NAMES.match(printed, at + len(match["names"]))
        told_names = (*names_in(match["names"]), *names_in(more[0] if more else None))
        return Lead(printed, (placed[1],) if placed else told_names, match.end())
    match = _LEAD.match(line)
    if not match:
        return None
    names = match["bare"]
    if match["names"]:
        # （记者 王小二 实习生 李小三）: all who are named, their posts left out.
        names = _POSTS.sub(" ", line[match.start("names") : match.end("by")])
    return Lead(match["dateline"].strip("〔〕【】()（）"), names_in(names), match.end())


def credit(line: str) -> Credit | None:
    """Caption and credit of a line that ends in one; the caption is empty where the credit stands alone."""
    if len(line) > 400 or not (
        line.rstrip("）)")[-1:] in _CREDIT_LAST or _CREDIT_LED.search(line, max(0, len(line) - 20))
    ):
        return None
    match = _CREDIT.search(line, max(0, len(line) - 60))
    if not match or (_WRITES.search(line) and _SHARED.match(line)):
        return None
    start, end = match.span("credit")
    while start < end and line[start] in "（(" + BLANKS:
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
    return names_in(_POSTS.sub(" ", match["names"])) if match else None
