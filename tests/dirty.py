"""Generated dirty text, for Hypothesis: pieces of damage over pieces of Chinese, written for this."""

from __future__ import annotations

from hypothesis import strategies as st

_HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏记者报第章一二三十〇里后面发只"
_MARKS = "，。；：？！、“”‘’（）《》…—·「」『』〔〕"
_ASCII = "abcXYZ019.,;:?!()\"'-%/&<> "
_STRANGE = (
    "\u3000\u00a0\ufeff\u200b\x00\x07\ue000\ufffd\u2f00︰﹐０９Ａｚ％．－〜\U00020bb7\u0301\u202e\r\t\x0c\x85\u2028"
)
_PIECES = (
    *("第一章 ", "第二回　", "第三条", "卷二", "一、", "（一）", "1.", "①", "●", "楔子", "目录", "附件：1."),
    *(
        "本报讯(记者 张三)",
        "新华社北京1月1日电",
        "记者 李四",
        "——副题在此",
        "图片：",
        "李四摄",
        "②7",
        "■相关新闻",
        "作者：王五",
    ),
    *("www.example.com", "&nbsp;", "&amp;", "&#20013;", "上一页 下一页", "-----------", "12", "- 3 -", "第三版 国际"),
    *(
        "（下转第三版）",
        "（上接第一版）",
        "\n下转A3版\n",
        "登录 | 注册",
        "发表于 2019-3-5 22:10",
        "求收藏",
        "m.example.com",
    ),
    *("网友评论（2条）\n水手 2019-03-05 11:02\n", "（A、D版）", "[图库]", "上一页 [1] [2]", "请记住本站网址。"),
    *("......", "。。。", "———", "--", '"', "'", "　　", "\n", "\n\n", "\n\n\n", "\r\n", "\n　　", "        "),
    *(
        "[足留]",
        "（左火右韦）",
        "——某甲）",
        "一一《某书》",
        "<<某书>>",
        "甲　乙、",
        "Windows XP.",
        '“好"',
        "<br>",
        "作　者：",
        "二○",
    ),
    *("亲爱的某某：", "某某人民政府", "2020年1月2日", "甲：", "乙　", "〔幕启。〕", "（完）"),
)

piece = st.one_of(
    st.sampled_from(_PIECES),
    st.text(_HAN, min_size=1, max_size=40),
    st.text(_HAN + _MARKS, min_size=1, max_size=60),
    st.text(_HAN + _MARKS + _ASCII, max_size=20),
    st.text(_HAN + _ASCII + _STRANGE, max_size=8),
    st.text(max_size=5),
)
#: Whole documents, up to some thousands of characters.
document = st.lists(piece, min_size=1, max_size=60).map("".join)
