"""Bytes in, characters out, and which encoding it was: codecs by which not one byte is lost, and a scorer of readings.

Order of evidence: a BOM; valid UTF-8 without NULs; else the reading with the most everyday Chinese. Measured against
charset-normalizer on passages of news, novels, law and verse in GB 18030, Big5 and UTF-16 without BOM, 1,000 of each
length: of 5 characters 99.1 % read right (50.1), of 10 100 % (69.5), of 20 100 % (94.4), of 50 100 % (99.0). It also
names the runner-up, and keeps its head over bad bytes; hence a scorer of our own.
"""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

#: Encodings that can be read → Python's codec. GB 2312 and GBK are read as GB 18030, which holds them.
CODECS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
}
#: Python's names of codecs → ours.
_NAMES = {
    "utf-8-sig": "utf-8",
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp950": "big5",
    "big5hkscs": "big5-hkscs",
    **{name: name for name in CODECS},
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 1 << 14
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
_TWO_BYTES = re.compile("[\x80-\u07ff]+")
_VALID = 2.5
_NO_TEXT = -2.0


# -------------------------------------------------------------------------------------------------- reading and writing

_SURROGATE = re.compile("[\ud800-\udfff]")
# Bytes of UTF-8 under `surrogateescape`: a surrogate pair (CESU-8), a lone surrogate, any other byte.
_ESCAPED = re.compile(
    "(\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf])"
    "|\udced[\udca0-\udcbf][\udc80-\udcbf]|[\udc80-\udcff]"
)
#: Byte pairs for which Python's codec, encoding the character again, writes another pair.
_TWINS = {
    "big5": "a2cc a2ce f9e9 f9ea f9eb f9f9 f9fa f9fb f9fc f9fd",
    "big5-hkscs": "a1fe a240 a27e a2a1 a2a2 a2a3 a2a4 a2a5 a2a6 a2a7 a2cc a2ce",
}


class Characters(NamedTuple):
    """`text`; `bad`: offset of each U+FFFD that stands for bytes → the bytes; `odd`: offset → bytes of characters that
    are read well but would be written otherwise: those that Big5 holds twice (十, box lines), and surrogate pairs in
    UTF-8 (CESU-8)."""

    text: str
    bad: Mapping[int, bytes]
    odd: Mapping[int, bytes]


def read_bytes(data: bytes, encoding: str) -> Characters:
    """All bytes in an encoding of `CODECS`; `write_bytes` gives them back."""
    codec = CODECS[encoding]
    try:
        read = Characters(data.decode(codec), {}, {})
    except UnicodeDecodeError:
        read = _patched(data, codec)
    return read._replace(odd=_twins(data, read, encoding)) if encoding in _TWINS else read


def write_bytes(read: Characters, encoding: str) -> bytes:
    """The bytes that `read_bytes` read."""
    codec, kept = CODECS[encoding], {**read.bad, **read.odd}
    parts: list[bytes] = []
    done = 0
    for at in sorted(kept):
        parts += (read.text[done:at].encode(codec), kept[at])
        done = at + 1
    return b"".join((*parts, read.text[done:].encode(codec)))


def _patched(data: bytes, codec: str) -> Characters:
    wide = codec.startswith("utf-16")
    handler = "surrogatepass" if wide else "surrogateescape"
    whole = len(data) - len(data) % 2 if wide else len(data)
    escaped = data[:whole].decode(codec, handler)
    pattern = _ESCAPED if codec == "utf-8" else _SURROGATE
    parts: list[str] = []
    bad: dict[int, bytes] = {}
    odd: dict[int, bytes] = {}
    done = length = 0
    for match in pattern.finditer(escaped):
        parts.append(escaped[done : match.start()])
        length += match.start() - done
        raw = match[0].encode(codec, handler)
        if match.lastindex:
            parts.append(raw.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le"))
            odd[length] = raw
        else:
            parts.append("\ufffd")
            bad[length] = raw
        length, done = length + 1, match.end()
    parts.append(escaped[done:])
    if whole < len(data):
        parts.append("\ufffd")
        bad[length + len(escaped) - done] = data[whole:]
    return Characters("".join(parts), bad, odd)


def _twins(data: bytes, read: Characters, encoding: str) -> dict[int, bytes]:
    pairs = [bytes.fromhex(pair) for pair in _TWINS[encoding].split()]
    if not any(pair in data for pair in pairs):
        return {}
    codec = CODECS[encoding]
    odd: dict[int, bytes] = {}
    done = at = 0
    for match in re.finditer(f"[\ufffd{''.join(pair.decode(codec) for pair in pairs)}]", read.text):
        at += len(read.text[done : match.start()].encode(codec))
        if raw := read.bad.get(match.start()):
            at += len(raw)
        else:
            if (pair := data[at : at + 2]) != match[0].encode(codec):
                odd[match.start()] = pair
            at += 2
        done = match.end()
    return odd


# ------------------------------------------------------------------------------------------------- which encoding it is

#: Some 700 characters that make up three quarters of Chinese running text, Simplified and shared, then those that
#: only Traditional has: GB 18030 may hold either.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家"
    "种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十"
    "民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯"
    "月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女"
    "变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基"
    "眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今"
    "切院让识候带导争运笔士古言李风流息亲友花夜红楼船村河江州省县京府城乡街店车票站校班级课字词句章节卷集首篇页版图片"
    "摄影消讯委党群众服居疫防控医护病毒农企济改革监督律例执单负责组织干精坚持推质环境支参议讲调深贯彻落号召积极响抗击"
    "曰乎矣焉哉乃若夫故吾汝余朕臣君侯帝皇妃爷娘姑奶哥姐妹弟兄父母妻妇丈孙爹妈叔伯姨舅嫂笑哭喝吃睡坐站跑跳飞闻答叫喊骂忙"
    "急快慢早晚刻忽仍竟罢呢吗吧啊呀哦嗯喂哈嘿唉午晨夕春夏秋冬雨雪云雷火土木石草树林叶根鱼鸟虫狗猫牛羊鸡猪龙虎兔鼠猴蛇"
    "布衣裳鞋帽袖脚足肩背腰腿嘴鼻耳脸眉皮骨肉血痛药伤残苦甜酸辣香臭冷热寒暖轻厚薄宽窄远近左右六七八九百千亿零〇半双块"
    "座层房屋厅堂墙窗桌椅床灯酒茶饭菜米油盐糖钱银元角斤尺寸亩请拿往送谁连瞧未敢喜虽兵官怕跟诉咱园令欲引氏细既留语备收"
    "尽待散亦依算周随礼孩越毕兴乱似念诗守倒怎玉刘陈杨赵黄吴徐朱胡郭罗郑梁谢宋唐韩冯邓彭曹曾萧田董潘袁蔡蒋杜魏"
    "這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話內給門兒東聲"
    "員論處義幾認條氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭"
    "運筆風親紅樓縣鄉車級課詞節頁圖攝訊黨眾醫護農濟監執單負責組織幹堅質環參議講調貫徹號積極響擊餘爺婦孫媽飛聞罵罷嗎雲"
    "樹葉魚鳥蟲貓雞豬龍腳臉藥傷殘熱輕寬遠億雙塊層廳牆燈飯鹽錢銀畝請誰連雖訴園細語備盡隨禮畢興亂詩劉陳楊趙黃吳羅鄭謝韓"
    "馮鄧蕭蔣髮裏隻麵"
)
_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉「」『』—…·\u3000")
_PLAIN = frozenset(map(chr, (9, 10, 12, 13, *range(32, 127))))


class Guess(NamedTuple):
    """A name of `CODECS`, how sure it is (0–1), and the next best where bytes alone do not tell."""

    name: str
    confidence: float
    runner_up: str | None = None


def detect(data: bytes) -> Guess:
    """The encoding of some bytes: by BOM, by valid UTF-8, else by which reading has the most everyday characters.
    Confidence is 0 where no reading makes text of any kind."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Guess(name, 1.0)
    data = _unpadded(data)
    text = _utf8(data)
    if text is not None and "\0" not in text and (text.isascii() or _THREE_BYTES.search(text)):
        return Guess("utf-8", 1.0)
    sample = data[:_SAMPLE]
    if len(sample.translate(None, delete=bytes(range(128)))) < 400:
        sample = data
    readings = {name: _evidence(sample, name) for name in CODECS if name != "big5-hkscs"}
    evidence = {name: _total(found) for name, found in readings.items()}
    if text is not None:  # characters of two bytes, which might be a few words in GBK, but seldom by chance
        evidence["utf-8"] += _VALID * sum(map(len, _TWO_BYTES.findall(text)))
    best, second = sorted(evidence, key=lambda name: -evidence[name])[:2]
    # Evidence is counted in nats, character by character; neighbours are not independent, hence the quarter.
    sure = 1 / (1 + math.exp(-min(evidence[best] - evidence[second], 400) / 4))
    if evidence[best] <= 0:
        telling = sum(count for weight, count in readings[best] if weight)
        sure = 0.0 if evidence[best] < _NO_TEXT * telling else min(sure, 0.5)
    return Guess(best, round(sure, 3), second)


def named(wanted: str, data: bytes) -> str:
    """The name in `CODECS` of an encoding that a user named (GBK, utf8, cp950 …); LookupError for one not known."""
    key = wanted.strip().lower().replace("_", "-")
    if key in ("utf-16", "utf16"):
        by_bom = [name for bom, name in _BOMS[1:] if data.startswith(bom)]
        return by_bom[0] if by_bom else max(("utf-16-le", "utf-16-be"), key=lambda name: _total(_evidence(data, name)))
    if key in CODECS:
        return key
    try:
        return _NAMES[codecs.lookup(key).name]
    except ValueError as error:  # a NUL in the name
        raise LookupError(wanted) from error


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _unpadded(data: bytes) -> bytes:
    """Without the NULs that some disks and transfers fill a file up with."""
    stripped = data.rstrip(b"\0")
    return stripped if len(data) - len(stripped) > 4 else data


def _evidence(data: bytes, encoding: str) -> list[tuple[float, int]]:
    """Weight and number of each character of a reading."""
    return [(_weight(char), count) for char, count in Counter(_patched(data, CODECS[encoding]).text).items()]


def _total(evidence: list[tuple[float, int]]) -> float:
    return sum(weight * count for weight, count in evidence)


def _weight(char: str) -> float:
    """ln(how often in Chinese text / how often in Chinese text read in a wrong encoding), roughly."""
    if char in _COMMON:
        return 2.6
    if char in _MARKS:
        return 1.8
    if char in _PLAIN:
        return 0.0
    if char == "\ufffd":
        return -4.0
    if "\u4e00" <= char <= "\u9fff":
        return -0.8
    if "\xa0" <= char <= "\u04ff" or "\u2010" <= char <= "\u25ff" or "\uff01" <= char <= "\uff5e":
        return -0.5
    return -2.8


_MAGIC = (
    *((b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\0", "image"), (b"MM\0*", "image")),
    *((b"%PDF-", "pdf"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "word"), (b"{\\rtf", "word")),
    *((b"\x1f\x8b", "archive"), (b"Rar!\x1a", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x7fELF", "binary")),
)


def kind(data: bytes) -> str | None:
    """What a file is that is not text: image, pdf, word, epub, archive, binary; None if nothing shows."""
    if data.startswith(b"PK\x03\x04"):
        if b"application/epub+zip" in data[:200]:
            return "epub"
        return "word" if b"word/document.xml" in data or b"opendocument.text" in data[:200] else "archive"
    if data[60:68] == b"BOOKMOBI":
        return "epub"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
