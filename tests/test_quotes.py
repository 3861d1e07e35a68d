from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quotes import CORNER, CURLY, Signs, restyle

SIGNS = Signs("\n", "\f", "\ufdd0")
TO_CORNER = [
    ("a pair", "他说：“走吧。”", "他说：「走吧。」"),
    ("nested", "“甲说‘乙’丙”", "「甲说『乙』丙」"),
    ("by depth, not by mark", "“甲说“乙”丙”，‘丁’", "「甲说『乙』丙」，「丁」"),
    ("the third level is as the first", "“甲‘乙“丙”’”", "「甲『乙「丙」』」"),
    ("Latin in Chinese", "点“OK”键", "点「OK」键"),
    ("Latin in Chinese, with blanks", "点 “OK” 键", "点 「OK」 键"),
    ("Latin at an edge of Chinese", "“OK”，他说", "「OK」，他说"),
    ("Latin in an English phrase", "他写 the “big” one 三字", "他写 the “big” one 三字"),
    ("an English paragraph", "“I see,” he said, “and ‘go’.”", "“I see,” he said, “and ‘go’.”"),
    ("a paragraph of marks", "“……”\n“？！”", "「……」\n「？！」"),
    ("a paragraph of Latin", "他答：\n“OK.”", "他答：\n「OK.」"),
    ("Latin with Chinese marks", "“OK！”Tom 喊", "「OK！」Tom 喊"),
    ("Chinese in English", "He said “你好” to me", "He said 「你好」 to me"),
    ("apostrophes", "他说“it’s the students’ job”吧", "他说「it’s the students’ job」吧"),
    ("repeated over paragraphs", "“甲。\n“乙‘丙’。\n“丁。”完", "「甲。\n「乙『丙』。\n「丁。」完"),
    ("two levels repeated", "“甲‘乙\n“‘丙\n“‘丁’戊”", "「甲『乙\n「『丙\n「『丁』戊」"),
    ("closed in the next paragraph", "“甲。\n乙。”", "「甲。\n乙。」"),
    ("not over the end of an article", "“甲。\f乙。”", "“甲。\f乙。”"),
    ("not over two paragraphs", "“甲。\n乙。\n丙”", "“甲。\n乙。\n丙”"),
    ("a stray opening mark", "“甲。\n他说：“乙。”", "“甲。\n他说：「乙。」"),
    ("a stray closing mark", "甲。”他说：“乙。”", "甲。”他说：「乙。」"),
    ("two opening marks", "“甲“乙", "“甲“乙"),
    ("crossed", "“甲‘乙”丙’", "「甲‘乙」丙’"),
    ("corner marks stay", "「甲」“乙”", "「甲」「乙」"),
    ("nothing between", "甲“”乙", "甲「」乙"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TO_CORNER], ids=[case[0] for case in TO_CORNER])
def test_to_corner_quotes(text: str, expected: str) -> None:
    made, strays = restyle(text, CURLY, CORNER, SIGNS)
    assert made == expected
    left = {at for at, char in enumerate(made) if char in "“”‘’"}
    assert set(strays) <= left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他說：「走『吧』。」", "他說：“走‘吧’。”"),
        ("『外「內」外』", "“外‘內’外”"),
        ("「OK」 in English", "“OK” in English"),
        ("「甲\n「乙」", "“甲\n“乙”"),
        ("甲」", "甲」"),
    ],
)
def test_to_curly_quotes(text: str, expected: str) -> None:
    assert restyle(text, CORNER, CURLY, SIGNS)[0] == expected


def test_strays_are_told() -> None:
    assert restyle("“甲。\n他说：“乙。”丙”", CURLY, CORNER, SIGNS)[1] == []
    assert restyle("“甲“乙\f丙”", CURLY, CORNER, SIGNS)[1] == [0, 2, 6]
    assert restyle("“甲‘乙”丙’", CURLY, CORNER, SIGNS)[1] == [2, 6]
    assert restyle("it’s 甲", CURLY, CORNER, SIGNS)[1] == []


@given(st.text(alphabet="“”‘’「」甲a \n\f’", max_size=60))
def test_marks_change_in_pairs_and_nothing_else_does(text: str) -> None:
    made, strays = restyle(text, CURLY, CORNER, SIGNS)
    assert len(made) == len(text)
    changed = [at for at, (old, new) in enumerate(zip(text, made, strict=True)) if old != new]
    assert all(text[at] in "“”‘’" and made[at] in "「」『』" for at in changed)
    assert all((text[at] in "“‘") == (made[at] in "「『") for at in changed)
    assert not set(strays) & set(changed)
    closed = sum(made[at] in "」』" for at in changed)
    assert len(changed) - closed >= closed  # an opening mark may be repeated, a closing one not


@given(st.recursive(st.text(alphabet="甲乙，", min_size=1, max_size=3), lambda inner: st.tuples(inner, inner)))
def test_well_formed_quotations_come_back(tree: object) -> None:
    def written(part: object, depth: int) -> str:
        if isinstance(part, str):
            return part
        assert isinstance(part, tuple)
        opening, closing = CURLY[depth % 2]
        return opening + "".join(written(one, depth + 1) for one in part) + closing

    text = written(tree, 0)
    there, strays = restyle(text, CURLY, CORNER, SIGNS)
    assert not strays
    assert not set(there) & set("“”‘’")
    assert restyle(there, CORNER, CURLY, SIGNS) == (text, [])
