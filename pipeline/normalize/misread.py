"""Characters that OCR and retyping take for others that look alike: suggestions only, each in a word that is no word.

A row is what stands in the text, what was meant, characters that may not stand before it and characters that may not
stand after it (there two other words meet: 各自已经); + before the last: one of them must stand after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ledger import Edit

_TABLE = """
自已 自己 各独亲暗擅私能情难難 经經有被非不是
己经 已经 自知异克律利
而己 而已
早己 早已
久己 久已 知
末来 未来 周週月年季期岁歲学世朝代春夏秋冬
末必 未必 周週月年季期岁歲
末免 未免 周週月年季期岁歲
末曾 未曾 周週月年季期岁歲
从末 从未 - 世年代日期尾端
尚末 尚未 高
周未 周末 - 来必
未尾 末尾
世纪未 世纪末
战土 战士
博土 博士
护土 护士 保爱守养 地壤
烈土 烈士
女土 女士 妇 地改
士地 土地 战武博护道骑女男烈卫勇壮斗 位
士豆 土豆
泥士 泥土
领士 领土
今曰 今日 - ：“"
昨曰 昨日
曰本 日本
曰报 日报
曰期 日期
曰常 日常
节曰 节日
星期曰 星期日
进人 进入 引招促 +了到新全最第冬夏春秋
深人 深入 - +开展学习研究贯彻到了浅基群实
加人 加入 - +了到世
投人 投入 - +了到使资运生巨大
收人 收入 - +增水达差分
纳人 纳入 - +了到计议轨
入民 人民 - +政群日币法
入类 人类 归列划计
入们 人们
由干 由于 - 部警群旱燥休净扰
关干 关于 有机相无 部警
至干 至于
终干 终于
对干 对于 - 部警群旱活扰
千部 干部 一二三四五六七八九十几数 +群队职们和
千净 干净
千燥 干燥
若千 若干
饼千 饼干
干方百计 千方百计
政冶 政治
统冶 统治
冶疗 治疗
冶理 治理
防冶 防治
治炼 冶炼
陶治 陶冶
时侯 时候
气侯 气候
等侯 等候
问侯 问候
侯选 候选 - +人拟
侯车 候车
侯机 候机
诸候 诸侯
時侯 時候
氣侯 氣候
選拨 選拔
选拨 选拔
海拨 海拔
提拨 提拔
拔款 拨款
拔打 拨打
挑拔 挑拨
请楚 清楚
請楚 清楚
申清 申请 重 楚
邀清 邀请
事惰 事情
感惰 感情
心惰 心情
表惰 表情
懒情 懒惰
眼晴 眼睛
睛朗 晴朗
睛天 晴天 点
拆磨 折磨
拆腾 折腾
曲拆 曲折
挫拆 挫折
折迁 拆迁
分折 分析 - 桂叠扣价
历害 厉害
厉史 历史
经厉 经历
避兔 避免
难兔 难免
難兔 難免
兔费 免费
以兔 以免
鸟云 乌云
鸟鸦 乌鸦
剌激 刺激
讽剌 讽刺
剌刀 刺刀
剌骨 刺骨
冲剌 冲刺
卫戌 卫戍
戊戍 戊戌
裁培 栽培
栽判 裁判
安微 安徽
徽笑 微笑
微章 徽章
祟拜 崇拜
祟高 崇高
推祟 推崇
鬼崇 鬼祟
派遗 派遣
遣憾 遗憾
遣产 遗产
遣址 遗址
遣传 遗传 派差
部暑 部署
签暑 签署
避署 避暑
署假 暑假
表杨 表扬
发杨 发扬
弘杨 弘扬
飘杨 飘扬 - 树花絮柳
赞杨 赞扬
扬树 杨树
幻儿园 幼儿园
幼想 幻想
撒退 撤退
撒销 撤销
撒离 撤离
撤谎 撒谎
迁徒 迁徙
徙步 徒步
徙弟 徒弟
爱载 爱戴
下戴 下载
记戴 记载
愤恕 愤怒
宽怒 宽恕
饶怒 饶恕
亳无 毫无
亳不 毫不
丝亳 丝毫
亨受 享受
分亨 分享
究竞 究竟
毕竞 毕竟
竞然 竟然
竞敢 竟敢
竞由 竟由
竞是 竟是
竞有 竟有
竟争 竞争
竟赛 竞赛
竟选 竞选
竟技 竞技
竟标 竞标
昕众 听众
昕课 听课
昕录 听录
昕写 听写
昕力 听力
打昕 打听
好昕 好听
难昕 难听
倾昕 倾听
釆取 采取
釆访 采访
釆用 采用
精釆 精彩
风釆 风采
汩罗 汨罗
夏杂 复杂
恢夏 恢复
间题 问题 空时房期世
間題 問題 空時房期世
间候 问候 时期房空晚夜 车选机补诊鸟
空问 空间 抽没有得太 候安
瞬问 瞬间
看贝 看见
意贝 意见
建没 建设
没备 设备 - 用份有齐好
廷长 延长 宫朝
宫延 宫廷
朝延 朝廷
气慨 气概
感概 感慨
大慨 大概
贷币 货币 信
贷物 货物 借
结柬 结束
约柬 约束
袓国 祖国
袓先 祖先
电祝 电视 致函来发去 贺福
重祝 重视
祝野 视野
标淮 标准
批淮 批准
淮备 准备
侍遇 待遇 优接
期侍 期待
等侍 等待
西爪 西瓜 鳞 哇
堵寒 堵塞
塞冷 寒冷
"""


def _suggestions() -> dict[str, tuple[str, str, str]]:
    rows = (row.split() for row in _TABLE.strip().splitlines())
    return {row[0]: (row[1], row[2] if len(row) > 2 else "", row[3] if len(row) > 3 else "") for row in rows}


_SUGGESTIONS = _suggestions()
# A search for two classes is many times faster than one for two hundred words.
_BEGINS = re.compile(
    f"[{''.join({word[0] for word in _SUGGESTIONS})}](?=[{''.join({word[1] for word in _SUGGESTIONS})}])"
)
_BY_START = {
    start: sorted((word for word in _SUGGESTIONS if word.startswith(start)), key=len)
    for start in {word[:2] for word in _SUGGESTIONS}
}


def misread(text: str) -> Iterator[Edit]:
    """What may have been meant where a word stands that is none."""
    done = 0
    for match in _BEGINS.finditer(text):
        at = match.start()
        for word in _BY_START.get(text[at : at + 2], ()):
            if at >= done and text.startswith(word, at) and _stands(text, at, word):
                done = at + len(word)
                yield Edit(at, word, _SUGGESTIONS[word][0])


def _stands(text: str, at: int, word: str) -> bool:
    _, not_before, after = _SUGGESTIONS[word]
    before, following = text[at - 1 : at] if at else "", text[at + len(word) : at + len(word) + 1]
    if before and before in not_before:
        return False
    return not after or (bool(following) and following in after) == after.startswith("+")
