"""The manuscript: every character comes back, an edited one keeps what it did not touch, and nothing is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline import manuscript
from pipeline.config import Settings
from pipeline.errors import Finding, KanbenError, Level, Place
from pipeline.exchange import exchange
from pipeline.ledger import Ledger, untiled
from pipeline.manuscript import Correction, Front, Manuscript
from pipeline.manuscript.inlines import merged, read_inlines, written
from pipeline.manuscript.tree import bare
from pipeline.manuscript.write import heads_of, write_manuscript
from pipeline.messages import word
from pipeline.model import Article, Paragraph, Publication, Text, Verse, plain
from pipeline.read import Seed, seed_at
from pipeline.recover import Recovered, recover, recover_seed
from tests import publications
from tests.dirty import document

PROJECT = Path(__file__).parent.parent
FACTS = sorted((Path(__file__).parent / "seeds").glob("*.toml"))
SEEDS = [seed_at(PROJECT / "seeds" / tomllib.loads(facts.read_text(encoding="utf-8"))["seed"]) for facts in FACTS]
RAW = """渡口的早晨

本报讯（记者 周长水）天还没有亮，老周已经把船撑到了对岸，岸上的人都笑了。他说今天的水比昨天凉得多。

镇上修了一座桥，全长386米，花了三年的工夫，从此以后渡口再也没有人来了。

从此以后，渡口只剩下一棵樟树，和樟树下面的一块石头，石头上刻着水位。
"""


def text_of(publication: Publication) -> str:
    front = Front.of(publication.metadata, Settings(), {"": "0"}, heads_of(publication.articles))
    return write_manuscript(publication, front)


def bares(articles: Iterable[Article]) -> list[Article]:
    return [bare(article) for article in articles]


# ------------------------------------------------------------------------------------------------------- round trip


@given(publications.inlines)
def test_inlines_come_back(inlines) -> None:
    line = written(inlines, {})
    assert "\n" not in line
    assert line == line.strip()
    assert read_inlines(line, Place("x", 1)) == merged(inlines)


@given(publications.publication())
def test_every_node_comes_back(publication: Publication) -> None:
    text = text_of(publication)
    read = manuscript.parse(text, "x.md")
    assert bares(read.articles) == bares(publication.articles)
    metadata = read.front.metadata(replace(publication.metadata, title="?", kind="plain", contributors=()), Settings())
    assert metadata == publication.metadata


@given(publications.publication())
def test_windows_line_ends_and_a_bom_change_nothing(publication: Publication) -> None:
    text = text_of(publication)
    assert (
        manuscript.parse("\ufeff" + text.replace("\n", "\r\n"), "x.md").articles
        == manuscript.parse(text, "x.md").articles
    )


def recovered_of(raw: str, folder: Path) -> Recovered:
    path = folder / "x.txt"
    path.write_bytes(raw.encode("utf-8", "surrogatepass"))
    return recover(Seed("x", path, (path,)), Settings())


@given(document)
def test_dirty_text_comes_back(tmp_path_factory: pytest.TempPathFactory, raw: str) -> None:
    folder = tmp_path_factory.mktemp("dirty")
    try:
        recovered = recovered_of(raw, folder)
    except KanbenError:
        return
    text = manuscript.write(recovered.publication, recovered.sources, recovered.seed, Settings())
    read = manuscript.parse(text, "x.md")
    assert bares(read.articles) == bares(recovered.publication.articles)
    assert [words for _, words in Publication(recovered.publication.metadata, read.articles).as_set()] == [
        words for _, words in recovered.publication.as_set()
    ]
    (folder / "x.md").write_bytes(text.encode())
    again = recover(recovered.seed, Settings())
    assert again.publication == recovered.publication
    assert exchange(again.publication, again.dropped) == exchange(recovered.publication, recovered.dropped)
    assert [finding.name for finding in again.findings][-1] == "manuscript.same"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_an_unchanged_manuscript_changes_no_byte(seed: Seed, tmp_path: Path) -> None:
    import shutil

    from pipeline.build import Request, build
    from pipeline.fonts import Fonts

    at = tmp_path / "seeds"
    at.mkdir()
    for path in seed.path.parent.glob(f"{seed.path.stem}*"):
        (shutil.copytree if path.is_dir() else shutil.copy)(path, at / path.name)
    mine = seed_at(at / seed.path.name)
    fonts = Fonts.load(None)
    before = {o.path.name: o.path.read_bytes() for o in build(mine, Request(tmp_path / "1"), fonts).outputs}
    from pipeline.config import load

    recovered, settings = recover_seed(mine), load(mine.settings)
    text = manuscript.write(recovered.publication, recovered.sources, recovered.seed, settings)
    manuscript.path_of(mine).write_text(text, encoding="utf-8", newline="\n")
    built = build(mine, Request(tmp_path / "2"), fonts)
    assert built.recovered.correction is not None
    assert {o.path.name: o.path.read_bytes() for o in built.outputs} == before


# ---------------------------------------------------------------------------------------------------------- editing


def edited(tmp_path: Path, *changes: tuple[str, str], raw: str = RAW) -> tuple[Recovered, Recovered]:
    """What was recovered, and what is with these changes made in its manuscript."""
    (tmp_path / "x.md").unlink(missing_ok=True)
    before = recovered_of(raw, tmp_path)
    text = manuscript.write(before.publication, before.sources, before.seed, Settings())
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "x.md").write_text(text, encoding="utf-8", newline="\n")
    after = recover(before.seed, Settings())
    whole(after, text)
    return before, after


def whole(after: Recovered, text: str) -> None:
    """What holds of every correction: its text is the manuscript's, claims tile, ids are unique, edits apply."""
    correction = after.correction
    assert correction
    assert bares(after.publication.articles) == bares(manuscript.parse(text, "x.md").articles)
    ids = [id_ for id_, _ in after.publication.as_set()]
    assert len(ids) == len(set(ids))
    for at, one in enumerate(after.structured):
        assert untiled(one.claims, len(one.ledger.text)) == []
        assert one.ledger.revert() == after.sources[at].text
        assert Ledger.of(one.ledger.text).apply("editor", correction.edits[at]).revert() == one.ledger.text
        nodes = {claim.node for claim in one.claims if claim.kind == "dropped" and claim.rule == "editor"}
        assert nodes <= {None}


def blocks(recovered: Recovered) -> list:
    return [block for article in recovered.publication.articles for block in article.blocks]


def hows(correction: Correction | None) -> list[tuple[str, str, str]]:
    assert correction
    return [(one.how, one.old, one.new) for one in correction.differences]


def test_a_changed_word_is_an_edit_over_what_it_replaces(tmp_path: Path) -> None:
    before, after = edited(tmp_path, ("对岸", "北岸"))
    assert hows(after.correction) == [("changed", "对", "北")]
    assert [(block.id, block.spans) for block in blocks(after)] == [(block.id, block.spans) for block in blocks(before)]
    (edit,) = after.correction.edits[0]
    assert after.structured[0].ledger.text[edit.start : edit.start + 1] == edit.old == "对"
    assert after.structured[0].claims == before.structured[0].claims
    (difference,) = after.correction.differences
    assert difference.raw == Place("x.txt", 3, difference.raw.column if difference.raw else None)
    assert difference.place.file == "x.md"
    assert "对岸" not in plain(blocks(after)[0].inlines)


def test_a_paragraph_of_the_editors_has_no_span(tmp_path: Path) -> None:
    before, after = edited(tmp_path, ("\n\n镇上", "\n\n这一段是编辑加的，原文里没有。\n\n镇上"))
    added = blocks(after)[1]
    line = (tmp_path / "x.md").read_text(encoding="utf-8").split("\n").index("这一段是编辑加的，原文里没有。") + 1
    assert (added.id, added.spans) == (f"m-{line}", ())
    assert [blocks(after)[at] for at in (0, 2, 3)] == blocks(before)
    assert [how for how, *_ in hows(after.correction)] == ["added"]
    assert after.correction.edits == ((),)


def test_a_deleted_paragraph_is_dropped_by_the_editor(tmp_path: Path) -> None:
    gone = "镇上修了一座桥，全长386米，花了三年的工夫，从此以后渡口再也没有人来了。"
    _, after = edited(tmp_path, (gone + "\n\n", ""))
    assert hows(after.correction) == [("removed", gone, "")]
    dropped = [claim for claim in after.structured[0].claims if claim.kind == "dropped"]
    assert [(claim.rule, claim.node) for claim in dropped] == [("editor", None)]
    assert after.dropped == (gone,)


def test_a_moved_paragraph_keeps_its_id(tmp_path: Path) -> None:
    first, last = (
        "镇上修了一座桥，全长386米，花了三年的工夫，从此以后渡口再也没有人来了。",
        "从此以后，渡口只剩下一棵樟树，和樟树下面的一块石头，石头上刻着水位。",
    )
    before, after = edited(tmp_path, (f"{first}\n\n{last}", f"{last}\n\n{first}"))
    assert [block.id for block in blocks(after)] == [blocks(before)[at].id for at in (0, 2, 1)]
    assert [how for how, *_ in hows(after.correction)] == ["moved"]


def test_a_split_paragraph_is_two_with_the_spans_of_one(tmp_path: Path) -> None:
    before, after = edited(tmp_path, ("笑了。他说", "笑了。\n\n他说"))
    one, (first, second) = blocks(before)[0], blocks(after)[:2]
    assert first.id == one.id
    assert first.spans[0].start == one.spans[0].start
    assert second.spans[-1].end == one.spans[-1].end
    assert first.spans[-1].end == second.spans[0].start
    assert second.id == f"s0-{second.spans[0].start}"
    claimed = {claim.node for claim in after.structured[0].claims if claim.start >= second.spans[0].start}
    assert second.id in claimed
    assert [how for how, *_ in hows(after.correction)] == ["added"]


def test_joined_paragraphs_are_one_with_the_spans_of_both(tmp_path: Path) -> None:
    before, after = edited(tmp_path, ("没有人来了。\n\n从此", "没有人来了。从此"))
    assert blocks(after)[1].spans == blocks(before)[1].spans + blocks(before)[2].spans
    assert blocks(after)[1].id == blocks(before)[1].id


def test_what_is_read_otherwise_is_told(tmp_path: Path) -> None:
    before, after = edited(tmp_path, ("镇上修了", "## 镇上修了"))
    assert [how for how, *_ in hows(after.correction)] == ["reread"]
    assert blocks(after)[1].id == blocks(before)[1].id
    assert blocks(after)[1].spans == blocks(before)[1].spans


def test_front_matter_corrects_the_metadata(tmp_path: Path) -> None:
    _, after = edited(
        tmp_path, ('title: "渡口的早晨"', 'title: "渡口"\nauthors: [甲, "乙"]'), raw=RAW.replace("记者 周长水", "据报")
    )
    assert (after.publication.metadata.title, after.publication.metadata.authors) == ("渡口", ("甲", "乙"))
    assert ("metadata", "title: 渡口的早晨", "title: 渡口") in hows(after.correction)


def test_a_head_made_of_a_paragraph_begins_an_article(tmp_path: Path) -> None:
    before, after = edited(tmp_path, ("镇上修了一座桥，", "# 镇上修了一座桥\n\n"))
    assert [article.heading for article in after.publication.articles] == ["渡口的早晨", "镇上修了一座桥"]
    assert after.publication.articles[0].id == before.publication.articles[0].id
    assert after.publication.articles[1].title.spans


SEEDED = {seed.name: recover_seed(seed) for seed in SEEDS}


@given(st.data())
def test_any_edit_of_any_seed_tiles(data: st.DataObject) -> None:
    """Lines cut out, doubled, moved, typed over at random: what `whole` says holds, and every change is told."""
    before = SEEDED[data.draw(st.sampled_from(sorted(SEEDED)))]
    text = text_of(before.publication)
    lines = text.split("\n")
    first = lines.index("---", 1) + 1
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(first, len(lines) - 1))
        match data.draw(st.sampled_from(["cut", "double", "move", "type", "join", "split"])):
            case "cut":
                lines[at] = ""
            case "double":
                lines[at:at] = [lines[at], ""]
            case "move":
                lines.insert(data.draw(st.integers(first, len(lines) - 1)), lines.pop(at))
            case "type":
                cut = data.draw(st.integers(0, len(lines[at])))
                lines[at] = (
                    lines[at][:cut] + data.draw(publications.text) + lines[at][cut + data.draw(st.integers(0, 3)) :]
                )
            case "join":
                lines[at : at + 3] = ["".join(lines[at : at + 3])]
            case _:
                cut = len(lines[at]) // 2
                lines[at : at + 1] = [lines[at][:cut], "", lines[at][cut:]]
    try:
        read = manuscript.parse("\n".join(lines), "x.md")
    except KanbenError:
        return
    made = manuscript.correct(read, before.publication, before.sources, before.structured, Settings())
    structured = tuple(replace(one, claims=claims) for one, claims in zip(before.structured, made.claims, strict=True))
    whole(replace(before, publication=made.publication, structured=structured, correction=made), read.text)
    same = bares(made.publication.articles) == bares(before.publication.articles)
    assert same == (not [one for one in made.differences if one.how != "metadata"])


# ----------------------------------------------------------------------------------------------------------- typing


def typed(body: str) -> Manuscript:
    return manuscript.parse(f"---\nkanben: 1\nsha256: 0\n---\n{body}", "x.md")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一行\n两行", "一行两行"),
        ("one\ntwo", "one two"),
        ("　　缩进的段落", "缩进的段落"),
        ("一行\\\n两行", "一行\n两行"),
        ("3 * 5 * 2 和 [注] 与 a_b_c", "3 * 5 * 2 和 [注] 与 a_b_c"),
        ("没有结束的**粗体", "没有结束的**粗体"),
        ("<!-- 编辑的话\n不印 -->\n正文", "正文"),
        ("<!-- 查 --> 正文还在这里。", "正文还在这里。"),
        ("<!-- 查\n再查 -->正文还在这里。", "正文还在这里。"),
        ("正文一。<!-- 查 -->正文二。", "正文一。正文二。"),
    ],
)
def test_what_editors_type(body: str, expected: str) -> None:
    (article,) = typed(body).articles
    assert [plain(block.inlines) for block in article.blocks] == [expected]


def test_chinese_names_of_directives_and_loose_lists() -> None:
    (article,) = typed("::引题 引题在上\n\n# 题目\n\n::副题 副题\n\n- 一\n\n- 二\n\n1. 三\n\n::落款 某某").articles
    assert (str(article.kicker), str(article.title), str(article.subtitle)) == ("引题在上", "题目", "副题")
    assert [len(block.items) for block in article.blocks[:1]] == [3]
    assert article.blocks[1].role == "signature"


def test_nested_marks_and_notes_without_marks() -> None:
    (one, two) = typed("# 甲\n\n**粗*斜*体**正[^1]\n\n[^1]: 注一\n\n# 乙\n\n正[^1]文[^x]\n\n[^1]: 注二").articles
    assert one.blocks[0].inlines[:3] == (
        Text("粗", frozenset({"strong"})),
        Text("斜", frozenset({"strong", "em"})),
        Text("体", frozenset({"strong"})),
    )
    assert plain(one.blocks[0].inlines) == "粗斜体正①"
    assert one.notes[0].id != two.notes[0].id
    assert plain(two.blocks[0].inlines) == "正①文[x]"
    assert two.blocks[0].inlines[1].note_id == two.notes[0].id


def test_verse_with_a_stanza_an_indent_and_its_source() -> None:
    (verse,) = typed("```verse\n一行\n　二行\n\n\n三行\n::出处 某集\n```").articles[0].blocks
    assert isinstance(verse, Verse)
    assert [[line.indent for line in stanza] for stanza in verse.stanzas] == [[0, 1], [0]]
    assert plain(verse.attribution or ()) == "某集"


ERRORS = [
    ("---\nkanben: 2\nsha256: 0\n---\n", "manuscript.version", 2, 3),
    ("---\nkanben: 1\nsha256: 0\n", "manuscript.front-open", 1, 3),
    ("---\nkanben: 1\nsha256: 0\ntitel: x\n---\n", "manuscript.front-key", 4, 3),
    ("---\nkanben: 1\nsha256: 0\nkind: poem\n---\n", "manuscript.front-value", 4, 3),
    ("---\nkanben: 1\nsha256: 0\n什么\n---\n", "manuscript.front-line", 4, 3),
    ('---\nkanben: 1\nsha256: 0\ntitle: "x\n---\n', "manuscript.front-line", 4, 3),
    ("---\nkanben: 1\n---\n", "manuscript.no-digest", 1, 3),
    ("---\nkanben: 1\nsha256: 0\n---\n\n::kiker 引题\n", "manuscript.directive", 6, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n\n[字]{dot}\n", "manuscript.mark", 6, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n# 题\n::deck 一\n::deck 二\n", "manuscript.twice", 7, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n```verse\n一\n", "manuscript.fence", 5, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n甲\n\n<!-- 乙\n\n丙\n", "manuscript.comment", 7, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n> ::byline 甲\n", "manuscript.not-here", 5, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n[^1]: 甲\n\n[^1]: 乙\n", "manuscript.note-twice", 7, 4),
    ("---\nkanben: 1\nsha256: 0\n---\n" + ">" * 30 + " 甲\n", "manuscript.too-deep", 5, 4),
    ('---\nkanben: 1\nsha256: 0\n---\n::byline{name="甲} 甲\n\n::byline{=} 甲\n', "manuscript.attributes", 7, 4),
]


@pytest.mark.parametrize(("text", "name", "line", "code"), ERRORS, ids=[name for _, name, *_ in ERRORS])
def test_errors_name_the_line_and_what_to_do(text: str, name: str, line: int, code: int) -> None:
    with pytest.raises(KanbenError) as caught:
        manuscript.parse(text, "x.md")
    error = caught.value
    assert (error.name, error.place and error.place.line, error.exit_code) == (name, line, code)
    for lang in ("en", "zh"):
        assert word(error, lang).hint


@given(st.text())
@example("***\n****x*\n[](")
def test_anything_typed_is_read_or_told(body: str) -> None:
    try:
        typed(body)
    except KanbenError as error:
        word(error, "zh")


def test_long_lines_of_open_signs_are_read_in_linear_time() -> None:
    (article,) = typed("[*" * 20000 + "`" * 20001 + "<u>" * 20000).articles
    assert isinstance(article.blocks[0], Paragraph)


# ----------------------------------------------------------------------------------------------------- command line


def kanben(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "KANBEN_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "渡口.txt").write_text(RAW, encoding="utf-8")
    return tmp_path


def test_a_manuscript_is_written_and_never_overwritten(place: Path) -> None:
    done = kanben(place, "manuscript", "渡口")
    path = place / "seeds" / "渡口.md"
    assert (done.returncode, done.stdout) == (0, f"{path.relative_to(place)}\n")
    path.write_text(path.read_text(encoding="utf-8").replace("对岸", "北岸"), encoding="utf-8")
    kept = path.read_bytes()
    again = kanben(place, "manuscript", "渡口")
    assert again.returncode == 9
    assert "--merge" in again.stderr
    assert path.read_bytes() == kept
    assert sorted(file.name for file in path.parent.iterdir()) == ["渡口.md", "渡口.txt"]


def test_merge_writes_beside_it_what_the_raw_text_gives_now(place: Path) -> None:
    kanben(place, "manuscript", "渡口")
    path, raw = place / "seeds" / "渡口.md", place / "seeds" / "渡口.txt"
    remark = "# 二校，韩志刚"
    given = path.read_text(encoding="utf-8").replace("对岸", "北岸").replace("kanben: 1", f"kanben: 1\n{remark}")
    path.write_text(given, encoding="utf-8")
    raw.write_text(RAW.replace("三年", "五年"), encoding="utf-8")
    kept = path.read_bytes()
    done = kanben(place, "manuscript", "--merge", "渡口")
    other = place / "seeds" / "渡口.new.md"
    assert (done.returncode, done.stdout) == (0, f"{other.relative_to(place)}\n")
    assert path.read_bytes() == kept
    text = other.read_text(encoding="utf-8")
    comments = [line for line in text.split("\n") if line.startswith("<!--")]
    assert remark in text.split("\n")
    assert len(comments) == 2
    assert "对 → 北" in comments[0]
    assert "五 → 三" in comments[1]
    assert bares(manuscript.parse(text, "x").articles) == bares(manuscript.parse(kept.decode(), "x").articles)
    assert kanben(place, "manuscript", "--merge", "渡口").returncode == 9
    other.replace(path)
    names = [finding.name for finding in recover_seed(seed_at(raw)).findings]
    assert "manuscript.raw-changed" not in names


def test_a_build_uses_it_and_tells_that_the_raw_text_changed(place: Path) -> None:
    kanben(place, "manuscript", "渡口")
    path, raw = place / "seeds" / "渡口.md", place / "seeds" / "渡口.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("对岸", "北岸"), encoding="utf-8")
    raw.write_text(RAW + "又来了一段，是后来补的文字，编辑还没有看过。\n", encoding="utf-8")
    done = kanben(place, "build", "--to", "epub", "渡口")
    assert done.returncode == 0
    assert "渡口.txt has changed since" in done.stderr
    found = recover_seed(seed_at(raw))
    assert [(finding.name, finding.level) for finding in found.findings if finding.name.startswith("manuscript")] == [
        ("manuscript.raw-changed", Level.WARN),
        ("manuscript.differs", Level.NOTE),
    ]
    assert found.correction
    told = manuscript.difference_findings(found.correction)
    assert [finding.name for finding in told] == ["manuscript.changed", "manuscript.removed"]
    assert all(isinstance(finding, Finding) and word(finding, "zh").text for finding in told)
    assert "渡口.md:16: changed: 对 → 北" in kanben(place, "explain", "渡口").stderr
    assert kanben(place, "check", "渡口").returncode == 0


def test_a_folder_holds_one_manuscript(place: Path) -> None:
    folder = place / "seeds" / "合集"
    folder.mkdir()
    (folder / "publication.toml").touch()
    for number in "12":
        (folder / f"{number}.txt").write_text(RAW.replace("渡口的早晨", f"渡口之{number}"), encoding="utf-8")
    assert kanben(place, "manuscript", "合集").stdout == f"{Path('seeds/合集/manuscript.md')}\n"
    (folder / "2.txt").write_text(RAW, encoding="utf-8")
    found = [finding for finding in recover_seed(seed_at(folder)).findings if finding.name == "manuscript.raw-changed"]
    assert [finding.values["name"] for finding in found] == ["2.txt"]


def test_other_markdown_is_no_manuscript(place: Path) -> None:
    path = place / "seeds" / "渡口.md"
    path.write_text("# 笔记\n\n---\ntitle: x\n---\n", encoding="utf-8")
    assert recover_seed(seed_at(place / "seeds" / "渡口.txt")).correction is None
    assert kanben(place, "manuscript", "渡口").returncode == 9
    assert kanben(place, "manuscript", "--merge", "渡口").returncode == 9
    path.write_bytes("---\nkanben: 1\nsha256: 0\n---\n渡口".encode("gb18030"))
    done = kanben(place, "build", "渡口")
    assert (done.returncode, "渡口.md:5" in done.stderr) == (4, True)
