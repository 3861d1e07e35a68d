"""Characters that a text gives in parts because its font or encoding lacked them: [足留] is 蹓, （左水右也） 池."""

from __future__ import annotations

import re
from re import Match

from pipeline.hanzi import HAN

# Parts in the order in which they are written, then the character. No parts here are a word, so that [日本] or [口里]
# in brackets stays what it is.
_WRITTEN = """
    足留蹓 足达跶 足達躂 足堂蹚 足此跐 足曾蹭 足登蹬 足易踢 足采踩 足艮跟 足失跌 足八趴 足石跖 足差蹉
    足它跎 足良踉 足朱跦 足宛踠 足夭跃 足兆跳 足包跑 足否踎 足卷踡 足匊踘 足尊蹲 口力叻 口者啫 口既嘅
    口野嘢 口的啲 口羊咩 口米咪 口巴吧 口勒嘞 口得嘚 口恩嗯 口奥噢 口罗啰 口羅囉 口拉啦 口那哪 口吾唔
    口加咖 口非啡 口合哈 口亥咳 口可呵 口卜卟 口旁嗙 口郎啷 口戚嘁 口曹嘈 口若喏 口翁嗡 口丁叮 口冬咚
    口爱嗳 口愛噯 口查喳 口甫哺 口肯啃 口波啵 口农哝 口農噥 口荷嗬 口卡咔 口伊咿 口牙呀 口架㗎 口地哋
    口左咗 口甲呷 口即唧 口几叽 口黑嘿 口欠吹 口弄哢 口度喥 口甘咁 扌寽捋 扌仓抢 扌延挻 扌争挣 扌彖掾
    扌罙探 扌发拨 扌發撥 扌扁揙 扌并拼 扌尞撩 扌肯掯 扌咅掊 扌劳捞 扌勞撈 扌屈掘 扌展搌 扌窜撺 扌竄攛
    扌鲁撸 扌免挽 扌益搤 扌契揳 扌欠扻 扌忝掭 氵也池 氵每海 氵名洺 氵吾浯 氵文汶 氵乐泺 氵樂濼 氵票漂
    氵宛涴 氵育淯 氵者渚 氵难滩 氵難灘 氵伏洑 氵覃潭 氵方汸 氵辱溽 氵隹淮 钅容镕 釒容鎔 钅名铭
    钅全铨 钅奇锜 钅皇锽 钅先铣 钅华铧 釒華鏵 亻冬佟 亻宅侘 亻言信 亻夌倰 亻圭佳 亻真傎 亻思偲 亻我俄
    亻农侬 亻農儂 忄享惇 忄旬恂 忄宗悰 忄乞忔 忄匡恇 忄曼慢 忄鬼愧 忄罔惘 讠井讲 讠皮诐 讠胃谓
    讠先诜 讠羊详 讠皆谐 讠甚谌 犭章獐 犭苗猫 犭里狸 犭者猪 犭果猓 犭袁猿 犭侯猴 犭孟猛 犭奇猗 犭舌狧
    饣昆馄 饣屯饨 饣合饸 饣各饹 饣曼馒 纟旬绚 纟宗综 纟奇绮 艹凡芃 艹冬苳 艹秀莠 艹昆菎 艹见苋 艹韦苇
    艹仑芲 艹溥薄 艹洛落 礻乍祚 礻氏祇 礻真禛 礻喜禧 礻羊祥 礻韦祎 礻韋禕 日斤昕 日令昤 永日昶
    日火炅 日爱暧 火华烨 火韦炜 火玄炫 火昆焜 火召炤 火宣煊 火旦炟 木风枫 木寸村 木南楠 木世枻 木登橙
    木差槎 木查楂 木神榊 女亚娅 女亭婷 女亶嬗 女乔娇 女燕嬿 女常嫦 女朱姝 女亘姮 女焉嫣 石它砣 石乏砭
    石登磴 石朱硃 石奇碕 鱼尤鱿 鱼昌鲳 鱼庸鳙 鱼连鲢 鱼青鲭 魚尤魷 魚昌鯧 虫它蛇 虫莫蟆 虫文蚊 虫皇蝗
    虫乍蚱 虫孟蜢 虫曷蝎 虫单蝉 月农脓 月却脚 月各胳 月旨脂 月宛腕 月昷腽 月因胭 目丁盯 目苗瞄
    目米眯 目少眇 目票瞟 目害瞎 目匡眶 目分盼 目来睐 米分粉 米参糁 米巴粑 米兹糍 米唐糖 车干轩 车古轱
    车鹿辘 革及靸 革旦靼 革达鞑 走尚趟 白告皓 山今岑 山昆崑 羽中翀 羽白習 衤者褚 衤夸袴 衤末袜 耳令聆
    耳火耿 骨各骼 骨客髂 齿吾龉 吉吉喆 方方土堃 土土土垚 牛牛牛犇 马马马骉 馬馬馬驫 魚魚魚鱻 羊羊羊羴
    金金金鑫 水水水淼 火火火焱 石石石磊 先先兟 犬犬犬猋 日日日晶 直直直矗 毛毛毛毳 龍龍龍龘
"""
_TABLE = {entry[:-1]: entry[-1] for entry in _WRITTEN.split()}
#: Radicals that stand for nothing alone: in brackets with one more part, they are a character in parts.
_RADICALS = "氵扌亻忄钅釒饣讠纟犭衤礻艹辶刂冫宀灬罒疒糹訁飠"
#: What stands at the left of a character, and in no saying like 左邻右舍.
_LEFT = "金木火土口足王石竹虫马馬鱼魚鸟鳥女言水日月目米车車"
_BESIDE = str.maketrans("水手人心犬草示", "氵扌亻忄犭艹礻")
COMPOSED = re.compile(
    rf"[\[［(（⿰⿱](?:(?<=[\[［])(?P<bare>[{HAN}]{{2,3}})[\]］]|(?<=[⿰⿱])(?P<described>[{HAN}]{{2}})"
    rf"|(?:[左上](?P<first>[{HAN}])[右下](?P<second>[{HAN}])|(?P<one>[{HAN}])[+＋](?P<other>[{HAN}]))[\]］)）])"
)
#: A character in parts, known or not: in brackets a radical and a part, 左某右某, 某+某; in a sentence [口某], [足某].
IN_PARTS = re.compile(
    rf"[\[［(（⿰⿱⿸⿺](?:(?<=[⿰⿱⿸⿺])[{HAN}]{{2}}|(?<=[{HAN}][\[［])[口足][{HAN}][\]］](?=[{HAN}])"
    rf"|(?:[{_RADICALS}](?![旁部字头頭底边邊])[{HAN}]|左[{_LEFT}]右[{HAN}]|[{HAN}][+＋][{HAN}])[\]］)）])"
)


def composed(match: Match[str]) -> str | None:
    """The character whose parts stand in brackets, if it is known."""
    parts = "".join(part for part in match.groups() if part)
    return _TABLE.get(parts) or (None if match["bare"] else _TABLE.get(parts[0].translate(_BESIDE) + parts[1:]))
