from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import model as m
from pipeline import passages, variants
from pipeline.ledger import Edit, Ledger
from pipeline.variants import Variant, convert_text, detect_script, edits_between, vary

BOOK = Path(__file__).parents[2] / "shared" / "corpus" / "books" / "hongloumeng-1m.txt"
TARGETS: tuple[m.Script, ...] = ("zh-Hant", "zh-Hant-TW", "zh-Hant-HK")
STRONG = frozenset[m.Mark]({"strong"})
CODE = frozenset[m.Mark]({"code"})


def text(words: str) -> m.Inlines:
    return (m.Text(words),)


def paragraph(*inlines: m.Inline, id_: str = "p") -> m.Paragraph:
    return m.Paragraph(id_, (), inlines)


def publication(*blocks: m.Block, language: m.Script = "zh-Hans") -> m.Publication:
    return m.Publication(m.Metadata("书", language), (m.Article("a", blocks),))


def varied(*inlines: m.Inline, target: m.Script = "zh-Hant-TW") -> m.Inlines:
    (block,) = vary(publication(paragraph(*inlines)), target).publication.articles[0].blocks
    assert isinstance(block, m.Paragraph)
    return block.inlines


def holds(before: m.Publication, variant: Variant) -> None:
    """Invariants 1 and 2 of the ledger, for a variant: reversible and attributed, node by node."""
    new = dict(variant.publication.as_set())
    old = dict(before.as_set())
    assert list(new) == list(old)
    for node, was in old.items():
        edits = variant.edits.get(node, ())
        ledger = Ledger.of(was).apply("variants", edits)
        assert ledger.text == new[node]
        assert ledger.revert() == was
        assert bool(edits) == (was != new[node])
    assert variant.edits.keys() <= old.keys()


FIRST_STANZA = (m.VerseLine(text("“发"), 2), m.VerseLine(text("里”")))
EVERYTHING = m.Publication(
    m.Metadata(
        "头发",
        "zh-Hans",
        subtitle="发展",
        contributors=(m.Contributor("张发", "aut"),),
        publisher="里发书局",
        identifier="urn:发",
        description="“发”",
        rights="发",
        source="发",
        subjects=("发", "里"),
        series="丛书",
        series_number="第一辑",
    ),
    (
        m.Article(
            "a",
            number="第一回",
            kicker=m.Phrase(text("发"), ()),
            title=m.Phrase((m.Text("头"), m.Text("发", STRONG), m.Break(), m.Text("后面")), ()),
            subtitle=m.Phrase(text("——里面"), ()),
            byline=m.Byline(("张发",), "记者 张发"),
            dateline=m.Dateline("本报讯 发", "新华社", "台湾", "1月", own_line=True),
            section=m.Section("第1版", "要闻·国际"),
            end_mark="发7",
            blocks=(
                m.Heading("h", (), 1, text("发展"), "一、"),
                m.Paragraph("p", (m.Span(0, 3, 9),), text("里面"), "lead", "（一）"),
                m.Speech("s", (), "张发", "：", text("“里面”")),
                m.Verse(
                    "v", (), ((m.VerseLine(text("“发"), 2), m.VerseLine(text("里”"))), (m.VerseLine(()),)), text("张发")
                ),
                m.Quotation("q", (), (paragraph(m.Text("发"), id_="qp"),), text("张发")),
                m.ListBlock("l", (m.ListItem("i", (), "甲发、", text("里")),)),
                m.Figure("f", (), text("图为头发"), "张发摄", "头发.png", "头发"),
                m.Table("t", (), ((text("发"), ()), (text("里"), text("a"))), 1, text("头发")),
                m.Preformatted("pre", (), "头发\n  里"),
                m.SceneBreak("sb", (), "发"),
            ),
            notes=(m.Note("n", "foot", "①", (paragraph(m.Text("头发"), id_="np"),)),),
        ),
    ),
)


def test_everything_that_is_read_is_converted() -> None:
    variant = vary(EVERYTHING, "zh-Hant-TW")
    made = variant.publication
    assert made.metadata == m.Metadata(
        "頭髮",
        "zh-Hant-TW",
        subtitle="發展",
        contributors=(m.Contributor("張發", "aut"),),
        publisher="裡發書局",
        identifier="urn:发",
        description="「發」",
        rights="發",
        source="發",
        subjects=("發", "裡"),
        series="叢書",
        series_number="第一輯",
    )
    (article,) = made.articles
    assert article.byline == m.Byline(("張發",), "記者 張發")
    assert article.dateline == m.Dateline("本報訊 發", "新華社", "臺灣", "1月", own_line=True)
    assert article.section == m.Section("第1版", "要聞·國際")
    assert article.end_mark == "發7"
    figure = article.blocks[6]
    assert isinstance(figure, m.Figure)
    assert (figure.image, figure.alt) == ("头发.png", "頭髮")
    assert dict(made.as_set()) == {
        "a-kicker": "發",
        "a-title": "第一回 頭髮\n後面",
        "a-subtitle": "——裡面",
        "a-byline": "記者 張發",
        "a-dateline": "本報訊 發",
        "h": "一、發展",
        "p": "（一）裡面",
        "s": "張發：「裡面」",
        "v": "「發\n裡」\n\n\n張發",
        "qp": "發",
        "q-attribution": "張發",
        "i": "甲發、裡",
        "f": "圖為頭髮張發攝",
        "t": "頭髮\n發\t\n裡\ta",
        "pre": "頭髮\n  裡",
        "sb": "發",
        "np": "①頭髮",
    }
    holds(EVERYTHING, variant)
    assert variant.findings == ()


def test_only_characters_change_never_the_tree() -> None:
    made = vary(EVERYTHING, "zh-Hant-HK").publication
    runs = passages.gather(EVERYTHING)
    same = passages.refill(made, [tuple(piece.text for piece in run.pieces) for run in runs], "zh-Hans")
    assert same == EVERYTHING


def test_gathering_and_refilling_what_was_gathered_is_nothing() -> None:
    texts = [tuple(piece.text for piece in run.pieces) for run in passages.gather(EVERYTHING)]
    assert passages.refill(EVERYTHING, texts, "zh-Hans") == EVERYTHING


def test_words_are_seen_across_inlines() -> None:
    assert varied(m.Text("理"), m.Text("发", STRONG), m.Text("展")) == (
        m.Text("理"),
        m.Text("髮", STRONG),
        m.Text("展"),
    )
    link = m.Link("http://x/头发", text("头"))
    assert varied(link, m.Text("发")) == (m.Link("http://x/头发", text("頭")), m.Text("髮"))
    assert varied(m.Text("头"), m.Ruby("发", "fà")) == (m.Text("頭"), m.Ruby("髮", "fà"))


def test_words_are_not_seen_across_what_stands_between() -> None:
    assert varied(m.Text("皇"), m.NoteRef("n", "①"), m.Text("后")) == (m.Text("皇"), m.NoteRef("n", "①"), m.Text("後"))
    note = m.InlineNote(text("头"))
    assert varied(note, m.Text("发"))[1] == m.Text("發")
    assert varied(m.Text("皇"), m.Break(), m.Text("后"))[2] == m.Text("後")


def test_code_and_other_languages_stay() -> None:
    code, foreign = m.Text("“发”里", CODE), m.Text("学会", lang="ja")
    assert varied(m.Text("发"), code, m.Text("里"), foreign) == (m.Text("發"), code, m.Text("裡"), foreign)
    assert varied(m.Text("发", lang="zh-Hans")) == (m.Text("發", lang="zh-Hant-TW"),)


def test_quotes_pair_across_inlines_and_paragraphs() -> None:
    before = publication(
        paragraph(m.Text("他说：“走"), m.Text("吧", STRONG), m.Text("。"), id_="p1"),
        m.Figure("f", (), text("“图”")),
        paragraph(m.Text("“快。”"), id_="p2"),
    )
    made = dict(vary(before, "zh-Hant-TW").publication.as_set())
    assert made == {"p1": "他說：「走吧。", "f": "「圖」", "p2": "「快。」"}


def test_stray_quotes_are_reported_with_their_node() -> None:
    before = publication(paragraph(m.Text("前面的话，他说：“走吧。"), id_="p1"), paragraph(m.Text("后面"), id_="p2"))
    variant = vary(before, "zh-Hant-TW")
    (finding,) = variant.findings
    assert finding.name == "variants.unpaired-quote"
    assert (finding.values["mark"], finding.values["node"]) == ("“", "p1")
    assert "他说：“走吧" in str(finding.values["context"])
    assert dict(variant.publication.as_set())["p1"] == "前面的話，他說：“走吧。"


@pytest.mark.parametrize(
    ("source", "target", "before", "after"),
    [
        ("zh-Hans", "zh-Hant", "这里面的软件为什么坏了", "這裡面的軟件為什麼壞了"),
        ("zh-Hans", "zh-Hant-TW", "穿着", "穿著"),
        ("zh-Hans", "zh-Hant-HK", "他说，里面", "他説，裏面"),
        ("zh-Hant", "zh-Hans", "「裡面」為什麼", "“里面”为什么"),
        ("zh-Hant-TW", "zh-Hans", "穿著", "穿着"),
        ("zh-Hant-HK", "zh-Hans", "裏面，説", "里面，说"),
        ("zh-Hant-HK", "zh-Hant-TW", "裏面「説」", "裡面「說」"),
        ("zh-Hant-TW", "zh-Hant-HK", "裡面", "裏面"),
        ("zh-Hant-TW", "zh-Hant", "裡面", "裡面"),
        ("zh-Hans", "zh-Hans", "头“发", "头“发"),
        ("zh-Hans", "zh-Hant-TW", "皇后在后面，干部头发发展", "皇后在後面，幹部頭髮發展"),
        ("zh-Hans", "zh-Hant-TW", "范仲淹、于谦和李彦宏", "范仲淹、于謙和李彥宏"),
        ("zh-Hans", "zh-Hant-TW", "见 https://例.cn/a?b=“c” ASCII 2020", "見 https://例.cn/a?b=“c” ASCII 2020"),
    ],
)
def test_directions(source: m.Script, target: m.Script, before: str, after: str) -> None:
    assert convert_text(before, source, target) == after


def test_what_it_is_already_stays_untouched() -> None:
    variant = vary(EVERYTHING, "zh-Hans")
    assert variant.publication is EVERYTHING
    assert variant.edits == {}


WORDS = st.one_of(
    st.sampled_from(
        ["头发", "发展", "皇后", "后面", "里面", "干部", "“", "”", "‘", "’", "\n", "OK", " ", "\0", "\ufdd0", "。"]
    ),
    st.text(max_size=4),
)
TEXTS = st.lists(WORDS, max_size=8).map("".join)
INLINES = st.recursive(
    st.one_of(
        st.builds(
            m.Text, TEXTS, st.sampled_from([frozenset(), STRONG, CODE]), st.sampled_from([None, "zh-Hans", "ja"])
        ),
        st.builds(m.Ruby, TEXTS, TEXTS),
        st.builds(m.NoteRef, st.just("n"), TEXTS),
        st.just(m.Break()),
    ),
    lambda inner: st.one_of(
        st.builds(m.Link, TEXTS, st.lists(inner, max_size=3).map(tuple)),
        st.builds(m.InlineNote, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
PUBLICATIONS = st.lists(st.lists(INLINES, max_size=4), max_size=4).map(
    lambda rows: publication(*(m.Paragraph(f"p{at}", (), tuple(row)) for at, row in enumerate(rows)))
)


@settings(deadline=None)
@given(before=PUBLICATIONS, target=st.sampled_from(TARGETS))
def test_variants_are_reversible_and_attributed(before: m.Publication, target: m.Script) -> None:
    there = vary(before, target)
    holds(before, there)
    holds(there.publication, vary(there.publication, "zh-Hans"))


@settings(deadline=None)
@given(before=PUBLICATIONS)
def test_every_character_stays_in_its_inline(before: m.Publication) -> None:
    def pieces(of: m.Publication) -> Iterator[passages.Piece]:
        return (piece for run in passages.gather(of) for piece in run.pieces)

    after = vary(before, "zh-Hant-TW").publication
    for old, new in zip(pieces(before), pieces(after), strict=True):
        assert len(old.text) == len(new.text)
        assert (old.free, old.apart) == (new.free, new.apart)
        kept = [(a, b) for a, b in zip(old.text, new.text, strict=True) if a.isascii()]
        assert all(a == b for a, b in kept)
        assert old.free or old.text == new.text


@settings(deadline=None)
@given(lines=st.lists(TEXTS.map(lambda line: line.replace("\n", "")), max_size=6))
def test_one_call_for_many_paragraphs_gives_what_each_gives_alone(lines: list[str]) -> None:
    plain = [line.translate(dict.fromkeys(map(ord, "“”‘’"))) for line in lines]
    together = convert_text("\n".join(plain), "zh-Hans", "zh-Hant-TW").split("\n")
    assert together == [convert_text(line, "zh-Hans", "zh-Hant-TW") for line in plain] or plain == []


@given(old=st.text(alphabet="甲乙a，", max_size=12), new=st.text(alphabet="甲乙a，", max_size=12))
def test_edits_between_any_two_texts(old: str, new: str) -> None:
    ledger = Ledger.of(old).apply("variants", edits_between(old, new))
    assert ledger.text == new
    assert ledger.revert() == old


def test_neighbouring_characters_are_one_edit() -> None:
    assert edits_between("头发长了发", "頭髮長了發") == (Edit(0, "头发长", "頭髮長"), Edit(4, "发", "發"))


def test_words_of_another_length_keep_marks_on_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain configurations keep lengths; regional words, which do not, go the same way."""

    def regional(words: str) -> str:
        return words.replace("软件", "電腦軟體").replace("出租车", "的士").replace("发", "發")

    monkeypatch.setattr(variants, "_opencc", lambda config: regional)
    before = publication(
        paragraph(m.Text("出租车，"), m.Text("发"), m.Text("软件", STRONG), m.Text("。"), id_="p1"),
        paragraph(m.Text("发，软"), m.Text("件"), id_="p2"),
    )
    variant = vary(before, "zh-Hant-TW")
    one, two = variant.publication.articles[0].blocks
    assert isinstance(one, m.Paragraph)
    assert one.inlines == (m.Text("的士，"), m.Text("發"), m.Text("電腦軟體", STRONG), m.Text("。"))
    assert isinstance(two, m.Paragraph)
    assert m.plain(two.inlines) == "發，電腦軟體"
    holds(before, variant)


@pytest.mark.parametrize(
    ("words", "script"),
    [
        ("这个办法很好，我们马上开会讨论。", "zh-Hans"),
        ("這個辦法很好，我們馬上開會討論。", "zh-Hant"),
        ("学而时习之，不亦说乎", "zh-Hans"),
        ("學而時習之，不亦說乎", "zh-Hant"),
        ("他穿着衣服，里面是红的，後字是姓", "zh-Hans"),
        ("佢哋喺裏面着衫，係舊嘅", "zh-Hant"),
    ],
)
def test_detection_of_the_script(words: str, script: m.Script) -> None:
    found, sure = detect_script(words)
    assert found == script
    assert 0.5 < sure <= 1


def test_detection_is_unsure_of_what_both_scripts_share() -> None:
    assert detect_script("你好，天上人") == ("zh-Hans", 0.5)
    assert detect_script("") == ("zh-Hans", 0.5)
    assert detect_script("这個")[1] == 0.5


def test_a_variant_goes_to_another_process() -> None:
    variant = vary(EVERYTHING, "zh-Hant-TW")
    again = pickle.loads(pickle.dumps(variant))
    assert again.publication == variant.publication
    assert dict(again.edits) == dict(variant.edits)


def test_opencc_is_loaded_when_it_is_needed_and_not_before() -> None:
    program = (
        "import sys\nfrom pipeline.variants import detect_script, convert_text\n"
        "detect_script('头发'); convert_text('头发', 'zh-Hans', 'zh-Hans')\nassert 'opencc' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])


@pytest.mark.skipif(not BOOK.is_file(), reason="the measuring corpus is not here (../shared/corpus)")
def test_a_whole_novel_there_and_back() -> None:
    lines = [line for line in BOOK.read_text(encoding="utf-8").split("\n") if line]
    before = publication(*(m.Paragraph(f"p{at}", (), text(line)) for at, line in enumerate(lines)))
    assert detect_script("".join(lines)) == ("zh-Hans", pytest.approx(1, abs=0.01))
    there = vary(before, "zh-Hant-TW")
    holds(before, there)
    assert detect_script("".join(words for _, words in there.publication.as_set()))[0] == "zh-Hant"
    assert len(there.findings) < 300  # the book's own unpaired quotes
    holds(there.publication, vary(there.publication, "zh-Hans"))
