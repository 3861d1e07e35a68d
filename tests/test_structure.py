"""Recovery of structure against fixtures tests/structure/<what>.txt: raw text, and the outline that it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import Level
from pipeline.ledger import untiled
from pipeline.model import Paragraph, Speech, plain
from pipeline.normalize import normalize
from pipeline.normalize.rules import Trust
from pipeline.structure import Options, structure
from pipeline.structure.numbering import Numbering, leading_number, value_of
from tests.fixtures import Case, cases
from tests.outlines import outline

CASES = cases(Path(__file__).parent / "structure")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.title}")
def test_fixture(case: Case) -> None:
    assert outline(case.given) == case.expected


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("第十二章", 12),
        ("第一百零五回", 105),
        ("第两百章", 200),
        ("第〇三章", 3),
        ("第壹拾贰卷", 12),
        ("卷廿一", 21),
        ("③", 3),
        ("10.", 10),
        ("第一千零一夜", 1001),
        ("第三万五千", 35000),
        ("序", None),
    ],
)
def test_value_of_a_number(printed: str, value: int | None) -> None:
    assert value_of(printed) == value


@pytest.mark.parametrize(
    ("line", "unit", "printed", "rest"),
    [
        ("第三章　夜雨", "chapter", "第三章", "夜雨"),
        ("【第三章】夜雨", "chapter", "第三章", "夜雨"),
        ("第12回：夜雨", "chapter", "第12回", "夜雨"),
        ("卷三 夜雨", "volume", "卷三", "夜雨"),
        ("第五条为了", "article", "第五条", "为了"),
        ("番外二　夜雨", "special", "番外二", "夜雨"),
        ("（二）夜雨", "item-2", "（二）", "夜雨"),
        ("3.夜雨", "item-3", "3.", "夜雨"),
        ("一　夜雨", "item-1", "一", "夜雨"),
    ],
)
def test_leading_number(line: str, unit: str, printed: str, rest: str) -> None:
    number = leading_number(line)
    assert number
    assert (number.unit, number.printed, line[number.end :]) == (unit, printed, rest)


@pytest.mark.parametrize("line", ["3.14是圆周率", "序号不对", "第三者来了", "上卷起袖子", "二人转"])
def test_no_leading_number(line: str) -> None:
    assert leading_number(line) is None


def test_an_editors_own_patterns() -> None:
    raw = "◎ 起\n\n那年夏天，河水涨到了门槛。\n\n◎ 承\n\n第二天，水退了。\n\n第三章程写得明白，谁也不动。\n"
    options = Options(kind="novel", numbering=Numbering.of("◎ ", None, ("章程",)))
    assert outline(raw, options).split("\n") == [
        "kind: novel",
        "# ◎ 起",
        "paragraph: 那年夏天，河水涨到了门槛。",
        "# ◎ 承",
        "paragraph: 第二天，水退了。",
        "paragraph: 第三章程写得明白，谁也不动。",
    ]


MOVED = """望江镇召开防汛会议

本报讯(记者 王小二)6月1日,望江镇召开防汛工作会议。

会上,三个村的负责人作了发言,大家对照名册逐一认领了任务。②3

镇长要求,一要看住堤,二要看住人,三要把沙袋备足。
"""


@pytest.mark.parametrize(
    ("level", "last", "told"),
    [(Trust.FIX, "会上", ["structure.moved"]), (Trust.WARN, "镇长", ["structure.not-moved"]), (Trust.OFF, "镇长", [])],
)
def test_a_paragraph_that_is_moved_is_told_and_may_stay(level: Trust, last: str, told: list[str]) -> None:
    ledger, _ = normalize(MOVED, "x.txt")
    found = structure(ledger, "x.txt", options=Options(levels={"structure.moved": level}))
    block = found.articles[0].blocks[-1]
    assert isinstance(block, Paragraph)
    assert plain(block.inlines).startswith(last)
    assert [finding.name for finding in found.findings] == told
    assert [finding.place.line for finding in found.findings if finding.place] == [5] * len(told)


def test_decisions_tell_reasons_and_alternatives() -> None:
    raw = "青石桥修好了\n\n记者 王小二\n\n今天上午，青石桥修好了，两岸的人都来看。\n\n桥面宽五米\n\n比原来宽两米。\n"
    one = structure(normalize(raw, "x")[0], "x")
    title = next(iter(one.decisions.values()))
    assert (title.chosen, title.reasons[0]) == ("title", "opens-the-document")
    assert all(decision.reasons for decision in one.decisions.values())


def test_what_is_taken_out_between_two_words_leaves_every_character_claimed() -> None:
    """The second word is not parted by a character of what was taken out."""
    ledger, _ = normalize("渡口的电脑\n\n我们用Windows[图库]XP系统已经很久了，谁也不愿意换。\n", "x.txt")
    found = structure(ledger, "x.txt")
    assert untiled(found.claims, len(found.ledger.text)) == []
    assert "[图库]" in found.dropped


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_count_lines_however_they_end(end: str) -> None:
    raw = end.join(("渡口", "", '　　他说："天亮了，谁也没有来。', ""))
    found = structure(normalize(raw, "x.txt")[0], "x.txt").findings
    assert [(one.name, one.place and one.place.line) for one in found] == [("structure.unpaired-quote", 3)]


def test_an_editors_chapters_end_a_hard_wrap() -> None:
    line = "天还没有亮，渡口上的雾像一锅刚揭开的粥，白茫茫地往上冒，老周把船缆解\n"
    raw = "".join(f"【{number}】\n" + line * 4 + "开了。\n" for number in (1, 2, 3))
    options = Options(kind="novel", numbering=Numbering.of("【[0-9]+】", None, ()))
    assert outline(raw, options).count("\n# 【") == 3


def test_an_editors_exclusions_hold_for_items_and_heads() -> None:
    raw = "读水记\n\n1、2号渠的水比3号渠的清，管水员说那是因为渠底铺了石头。\n\n2、3号渠去年也铺了石头，水还是浑的。\n"
    assert "list_item: 1、2号渠" in outline(raw)
    options = Options(numbering=Numbering.of(None, None, ("[0-9]号渠",)))
    assert "list_item" not in outline(raw, options)


VOLUMES = "第一卷 上山\n第一章 石匠\n　　天没有亮。\n第一卷 上山\n第二章 开山\n　　炮响了。\n"


@pytest.mark.parametrize(
    ("level", "volumes", "told"),
    [(Trust.FIX, 1, []), (Trust.WARN, 2, ["structure.kept-furniture"]), (Trust.OFF, 2, [])],
)
def test_a_volume_over_each_chapter_stands_once_or_as_it_is(level: Trust, volumes: int, told: list[str]) -> None:
    ledger, _ = normalize(VOLUMES, "x.txt")
    found = structure(ledger, "x.txt", options=Options(levels={"structure.volume-repeated": level}))
    assert [article.heading for article in found.articles].count("第一卷 上山") == volumes
    assert [finding.name for finding in found.findings if finding.level is not Level.NOTE] == told


def test_an_article_holds_the_spans_of_its_number_and_end_mark() -> None:
    ledger, _ = normalize("第一章 石匠\n　　天没有亮。②7\n第二章 开山\n　　炮响了。\n", "x.txt")
    found = structure(ledger, "x.txt")
    held = [[found.ledger.text[span.start : span.end] for span in one.spans] for one in found.articles]
    assert held == [["第一章", "②7"], ["第二章"]]


def test_long_turns_of_a_play_are_speeches_and_long_directions_stage() -> None:
    """They are set apart in print, though the exchange form calls both paragraphs."""
    turns = "站长　你从哪里来？\n女客　从下游来。\n站长　你找人？\n女客　找一个撑船的人。\n站长　他走了。\n"
    long = "女客　我在海边住了二十年。（停顿）海没有什么好看的。看久了，跟这山里的雪一样，白茫茫的一片，叫人想哭。\n"
    direction = "〔女客慢慢坐到长凳上，把皮箱打开。箱子里只有一只搪瓷杯。站长看了一眼，转过身去，把灯捻亮了一点。〕\n"
    one = structure(normalize("渡口一夜\n\n" + turns + long + direction, "x")[0], "x")
    *spoken, last = one.articles[0].blocks
    assert len(spoken) == 6
    assert all(isinstance(block, Speech) for block in spoken)
    assert isinstance(last, Paragraph)
    assert last.role == "stage"
