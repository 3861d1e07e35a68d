"""What an editor corrects for good in the settings: replacements, junk, joins and splits, and what is told of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import manuscript
from pipeline.cli.explain import changes_of
from pipeline.config import Settings
from pipeline.corrections import Join, Junk, Replacement, Split
from pipeline.errors import SourceError, StructureError
from pipeline.model import Paragraph, plain
from pipeline.read import Seed, seed_at
from pipeline.recover import Recovered, recover, recover_seed
from tests.dirty import document
from tests.test_invariants import hold, no_text_is_lost

RAW = """渡口的早晨

天还没有亮,老周已经把船撑到了对岸,竞由他一个人摆渡,岸上的人都说他竞由着性子来。

河口文学社

志愿者们天没亮就来了，一路上积极响应号

图为老周在渡口

召,主动请缨（河口网）,在桥头维持秩序，一直到傍晚才散。第二天，雾散了，他又来了。
"""


def recovered(folder: Path, toml: str, raw: str = RAW) -> Recovered:
    path = folder / "渡口.txt"
    path.write_text(raw, encoding="utf-8")
    path.with_suffix(".toml").write_text(toml, encoding="utf-8")
    made = recover_seed(seed_at(path))
    for source, one in zip(made.sources, made.structured, strict=True):
        hold(source.text, one)
        no_text_is_lost(one)
    return made


def paragraphs(made: Recovered) -> list[str]:
    blocks = [block for article in made.publication.articles for block in article.blocks]
    return [plain(block.inlines) for block in blocks if isinstance(block, Paragraph)]


def told(made: Recovered) -> list[tuple[str, str]]:
    return [(one.name, str(one.place)) for one in made.findings if one.name.startswith("editor.")]


def counted(made: Recovered) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for change in changes_of(made):
        if change.rule.startswith("editor."):
            counts[change.rule] += change.times
    return counts


def test_all_of_them_at_once(tmp_path: Path) -> None:
    made = recovered(
        tmp_path,
        """
        [[replace]]
        find = "竞由"
        with = "竟由"
        [[junk]]
        line = '河口.学社'
        [[junk]]
        inside = '（河口网）'
        [[join]]
        after = "…响应号"
        before = "召,主动…"
        [[split]]
        after = "才散。"
        before = "第二天"
        """,
    )
    assert paragraphs(made) == [
        "天还没有亮，老周已经把船撑到了对岸，竟由他一个人摆渡，岸上的人都说他竟由着性子来。",
        "志愿者们天没亮就来了，一路上积极响应号召，主动请缨，在桥头维持秩序，一直到傍晚才散。",
        "第二天，雾散了，他又来了。",
    ]
    assert made.dropped == ("河口文学社", "（河口网）")
    assert told(made) == []
    assert counted(made) == {"editor.replace": 2, "editor.junk": 2, "editor.join": 1, "editor.split": 1}


@pytest.mark.parametrize(
    ("toml", "name", "line"),
    [
        ('[[replace]]\nfind = "周"\nwith = "邹"\n\n[[replace]]\nfind = "没有的字"\nwith = "字"', "replace-unused", 5),
        ("[[junk]]\nline = '河口'", "junk-unused", 1),
        ("\n[[junk]]\ninside = '河口.{2}会'", "junk-unused", 2),
        ('[[join]]\nafter = "号"\nbefore = "没有"', "join-missing", 1),
        ('[[join]]\nafter = "没有"\nbefore = "召"', "join-missing", 1),
        ('[[join]]\nafter = "。"\nbefore = "召"', "join-many", 1),
        ('[[split]]\nafter = "才散。"\nbefore = "他又来"', "split-missing", 1),
        ('title = "渡口"\n[[split]]\nafter = "，"\nbefore = "一"', "split-many", 2),
    ],
)
def test_what_the_text_has_no_use_for_is_told_with_its_line(tmp_path: Path, toml: str, name: str, line: int) -> None:
    assert told(recovered(tmp_path, toml)) == [(f"editor.{name}", f"渡口.toml:{line}")]


def test_words_of_the_clean_text_are_found_too(tmp_path: Path) -> None:
    made = recovered(
        tmp_path,
        """
        [[replace]]
        find = "召，主动"
        with = "召，踊跃"
        [[replace]]
        find = '''对岸,竞由'''
        with = '''对岸,竟由'''
        [[split]]
        after = "摆渡，"
        before = "岸上"
        [[join]]
        after = "响应号"
        before = "召，踊跃"
        """,
    )
    assert told(made) == []
    assert any("响应号召，踊跃" in text for text in paragraphs(made))
    assert counted(made)["editor.replace"] == 2


def test_junk_of_the_raw_text_is_found_where_the_rules_changed_it(tmp_path: Path) -> None:
    raw = RAW.replace("河口文学社", "ｗｗ:河口文学社（甲）!")
    made = recovered(tmp_path, "[[junk]]\nline = 'ｗｗ:.*!'\n[[junk]]\ninside = '召,主'", raw)
    assert told(made) == []
    assert made.dropped == ("ww：河口文学社（甲）！", "召，主")


def test_halves_that_stand_in_the_wrong_order_are_joined(tmp_path: Path) -> None:
    raw = "渡口\n\n，在桥头维持秩序，一直到傍晚才散。\n\n第二天，雾散了，他又来了。\n\n志愿者们分成三个小队\n"
    made = recovered(tmp_path, '[[join]]\nafter = "三个小队"\nbefore = "，在桥头"', raw)
    assert "志愿者们分成三个小队，在桥头维持秩序，一直到傍晚才散。" in "".join(
        "".join(text for _, text in made.publication.as_set())
    )
    assert told(made) == []


WRAPPED = (
    "渡口\n\n" + "天还没有亮，渡口上的雾像一锅刚揭开的粥，白茫茫地往上冒，老周把船缆解\n" * 5 + "开了，船头朝着对岸。\n"
)


def test_a_paragraph_begins_at_the_end_of_a_wrapped_line(tmp_path: Path) -> None:
    raw = WRAPPED.replace("老周把船缆解\n开了", "老周把船缆系\n又开了")
    assert len(paragraphs(recovered(tmp_path, "", raw))) == 1
    made = recovered(tmp_path, '[[split]]\nafter = "船缆系"\nbefore = "又开了"', raw)
    assert paragraphs(made)[-1] == "又开了，船头朝着对岸。"
    assert (told(made), counted(made)) == ([], {"editor.split": 1})


def test_equal_words_mean_the_lines_that_follow_one_another(tmp_path: Path) -> None:
    raw = "渡口\n\n老周来了。\n\n雾散了，他来\n\n老周来得早，雾还没有散。\n\n他又来\n\n了，谁也没有说话。\n"
    made = recovered(tmp_path, 'kind = "plain"\n[[join]]\nafter = "来"\nbefore = "老周"', raw)
    assert "雾散了，他来老周来得早，雾还没有散。" in paragraphs(made)
    assert told(made) == []


def test_a_folder_needs_words_that_stand_once_in_all_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "书"
    folder.mkdir()
    for name in ("一", "二"):
        (folder / f"{name}.txt").write_text(
            f"第{name}章 渡口\n\n河上的雾散了。船又开了，{name}个人来了。\n", encoding="utf-8"
        )
    (folder / "publication.toml").write_text(
        '[[split]]\nafter = "散了。"\nbefore = "船又"\n[[replace]]\nfind = "二个"\nwith = "两个"\n', encoding="utf-8"
    )
    made = recover_seed(seed_at(folder))
    assert told(made) == [("editor.split-many", "书/publication.toml:1")]
    assert any("两个人来了" in text for text in paragraphs(made))


def test_a_manuscript_stands_on_the_corrected_text(tmp_path: Path) -> None:
    toml = """
    [[replace]]
    find = "竞由"
    with = "竟由"
    [[junk]]
    inside = '（河口网）'
    [[join]]
    after = "响应号"
    before = "召,主动"
    [[split]]
    after = "才散。"
    before = "第二天"
    """
    before = recovered(tmp_path, toml)
    path = manuscript.path_of(before.seed)
    written = manuscript.write(before.publication, before.sources, before.seed, Settings())
    path.write_text(written, encoding="utf-8")
    same = recovered(tmp_path, toml)
    assert same.publication == before.publication
    assert [claim for one in same.structured for claim in one.claims] == [
        claim for one in before.structured for claim in one.claims
    ]
    path.write_text(written.replace("一直到傍晚", "一直到天黑"), encoding="utf-8")
    edited = recovered(tmp_path, toml)
    assert any("一直到天黑才散。" in text for text in paragraphs(edited))
    assert edited.correction
    assert [one.how for one in edited.correction.differences] == ["changed"]


words = st.text("天地玄黄一二。，\n 　abc.", min_size=1, max_size=6)
corrections = st.builds(
    Settings,
    replace=st.lists(st.builds(Replacement, words, st.text('甲乙丙,."-\r\n0 ', max_size=4)), max_size=2).map(
        lambda many: tuple(one for one in many if one.find != one.with_)
    ),
    junk=st.lists(
        st.one_of(
            st.builds(Junk, line=st.sampled_from([".{1,8}", "[天地].*", ".*。"])),
            st.builds(Junk, inside=st.sampled_from(["[天地]+", "，.", "www.*", " "])),
        ),
        max_size=2,
    ).map(tuple),
    join=st.lists(st.builds(Join, words, words), max_size=3).map(tuple),
    split=st.lists(st.builds(Split, words, words), max_size=3).map(tuple),
)


@given(document, corrections, st.data())
def test_the_invariants_hold_whatever_is_corrected(raw: str, settings: Settings, data: st.DataObject) -> None:
    """Also with quotations that the text does hold: of the ends and beginnings of its lines."""
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    if lines:
        one, other = (data.draw(st.sampled_from(lines)) for _ in "ab")
        middle = data.draw(st.integers(0, len(one)))
        joins = (*settings.join, Join(one[-4:], other[:4]))
        splits = (*settings.split, Split(one[:middle][-3:] or one[0], one[middle:][:3] or one[-1]))
        settings = Settings(replace=settings.replace, junk=settings.junk, join=joins, split=splits)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.txt"
        path.write_bytes(b"\xef\xbb\xbf" + raw.encode("utf-8", "surrogatepass"))
        try:
            made = recover(Seed("x", path, (path,)), settings)
        except (SourceError, StructureError):
            return
    for source, one_ in zip(made.sources, made.structured, strict=True):
        hold(source.text, one_)
        no_text_is_lost(one_)
