from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import charset, messages, read
from pipeline.errors import ConfigError, Level, Place, SourceError
from pipeline.read import Source

SIMPLIFIED = "昨天下午，老师们在学校里开会。大家都说：“这个办法很好！”"
SHARED = Path(__file__).parents[2] / "shared" / "corpus" / "dev"


def code(data: bytes, **options: str) -> str:
    """The name of the error that bytes raise; its wording must exist in both languages."""
    with pytest.raises(SourceError) as caught:
        read.decode(data, "x.txt", **options)
    assert caught.value.exit_code == 4
    assert str(caught.value.place) == "x.txt"
    assert all(
        messages.word(caught.value, lang).text and messages.word(caught.value, lang).hint for lang in ("en", "zh")
    )
    return caught.value.name


@given(data=st.binary(min_size=1, max_size=400), encoding=st.sampled_from([None, *charset.CODECS]))
def test_bytes_are_refused_or_come_back(data: bytes, encoding: str | None) -> None:
    try:
        source = read.decode(data, "x.txt", encoding=encoding)
    except SourceError:
        return
    assert read.encode_back(source) == data
    assert source.data == data


@pytest.mark.parametrize(
    "text", ["\ufeff甲", "甲\0乙", "甲\r乙\r\n丙\n", "甲\f乙", "甲\ue000\U000f0000乙", "甲\u2028乙"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_odd_characters_are_kept_for_normalize_to_judge(text: str, encoding: str) -> None:
    long = text + SIMPLIFIED * 3
    source = read.decode(long.encode(encoding), "x.txt", encoding=encoding)
    assert (source.text, source.bad, source.findings) == (long, {}, ())


def test_a_bom_is_a_character_and_makes_sure() -> None:
    source = read.decode("\ufeff你好".encode("utf-16-be"), "x.txt")
    assert source.text == "\ufeff你好"
    assert source.encoding == read.Encoding("utf-16-be", 1.0)


def test_a_guess_is_told_and_names_the_runner_up() -> None:
    source = read.decode(SIMPLIFIED.encode("gbk"), "x.txt")
    (finding,) = source.findings
    assert (finding.name, finding.level) == ("read.encoding", Level.NOTE)
    assert finding.values["encoding"] == source.encoding.name == "gb18030"
    assert finding.values["other"] == source.encoding.runner_up
    assert "gb18030" in messages.word(finding, "zh").text


def test_a_doubtful_guess_is_a_warning_with_a_way_out() -> None:
    (finding,) = read.decode("鑫淼犇".encode("gbk"), "x.txt").findings
    assert (finding.name, finding.level) == ("read.encoding-doubtful", Level.WARN)
    assert "encoding = " in messages.word(finding, "en").hint


def test_what_the_user_set_is_not_questioned() -> None:
    source = read.decode(SIMPLIFIED.encode("gbk"), "x.txt", encoding="GBK")
    assert source.encoding == read.Encoding("gb18030", 1.0, set_by_user=True)
    assert source.findings == ()


def test_a_few_bad_bytes_are_found_and_placed() -> None:
    data = (SIMPLIFIED * 4 + "\r\n第二行\r").encode("gbk") + b"\xff\xff" + (SIMPLIFIED * 4).encode("gbk")
    source = read.decode(data, "x.txt")
    (finding,) = [one for one in source.findings if one.name == "read.bad-bytes"]
    assert finding.place == Place("x.txt", 3, 1)
    assert finding.values["bytes"] == "FF FF"
    assert source.text[finding.values["offset"] :].startswith("\ufffd\ufffd昨天")
    assert read.encode_back(source) == data


def test_many_bad_places_are_counted_not_listed() -> None:
    data = b"\xff".join([SIMPLIFIED.encode() * 3] * 60)
    names = [finding.name for finding in read.decode(data, "x.txt").findings]
    assert names.count("read.bad-bytes") == 20
    assert names[-1] == "read.bad-bytes-more"


def test_hong_kong_characters_are_read_where_they_are_needed() -> None:
    text = "佢哋喺度食嘢，好開心。你哋嚟唔嚟？我們大家一起去吃飯，這個地方很好。"
    source = read.decode(text.encode("big5hkscs"), "x.txt")
    assert (source.text, source.encoding.name) == (text, "big5-hkscs")


@pytest.mark.parametrize(
    "data", [b"", b"   \r\n\t", b"\0" * 10_000_000, "\ufeff\u3000\n".encode(), "\ufeff".encode("utf-16")]
)
def test_empty_files(data: bytes) -> None:
    assert code(data) == "read.empty"


def archive(*members: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members:
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "word"),
        (rb"{\rtf1\ansi \'c4\'e3}", "word"),
        (archive(("mimetype", "application/epub+zip"), ("a.xhtml", "")), "epub"),
        (archive(("[Content_Types].xml", ""), ("word/document.xml", "<w/>")), "word"),
        (archive(("mimetype", "application/vnd.oasis.opendocument.text")), "word"),
        (archive(("a.txt", "文")), "archive"),
        (b"\x1f\x8b\x08\0" + bytes(range(256)), "archive"),
        (bytes(range(1, 32)) * 40 + b"text" * 20, "binary"),
        (b"a\0\0\0b\0\0\0c\0\0\0" * 50, "binary"),
    ],
)
def test_what_is_not_text_is_named_with_a_way_to_text(data: bytes, kind: str) -> None:
    assert code(data) == f"read.is-{kind}"


def test_padding_of_nuls_at_the_end_is_no_binary() -> None:
    assert read.decode(SIMPLIFIED.encode() + bytes(5000), "x.txt").text.startswith(SIMPLIFIED)


def test_undecodable_and_unknown_encodings() -> None:
    assert code(SIMPLIFIED.encode("gbk") * 9, encoding="utf-8") == "read.undecodable-as"
    assert code(SIMPLIFIED.encode("gbk") + b"\xff" * 9) == "read.undecodable"
    assert code(b"\xff" * 401) == "read.no-encoding"
    assert code(SIMPLIFIED.encode(), encoding="klingon") == "read.encoding-unknown"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, name in ((tmp_path / "no.txt", "read.missing"), (tmp_path, "read.folder")):
        with pytest.raises(SourceError) as caught:
            read.read_source(path)
        assert caught.value.name == name


def test_a_source_goes_to_another_process() -> None:
    source = read.decode(SIMPLIFIED.encode() * 3 + b"\xff", "x.txt")
    assert pickle.loads(pickle.dumps(source)) == source


@given(text=st.text(alphabet="甲乙\r\n\f\u2028", max_size=30), data=st.data())
def test_places_count_as_editors_do(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = Source("x", b"", read.Encoding("utf-8", 1), text).place(offset)
    if text[max(0, offset - 1) : offset + 1] == "\r\n":
        return  # between the two halves of one line end
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (place.line, place.column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring corpus is not here (../shared/corpus)")
def test_the_corpus_is_read_without_a_bad_byte() -> None:
    for path in sorted(SHARED.glob("*/raw.txt")):
        source = read.read_source(path)
        assert read.encode_back(source) == path.read_bytes()
        assert not source.bad, path
        assert source.encoding.confidence > 0.99, path


# ----------------------------------------------------------------------------------------------------------- seeds


def put(path: Path, text: str = "文") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_seeds_are_texts_and_folders_with_settings(tmp_path: Path) -> None:
    for name in ("b.txt", "b.toml", "a.TXT", ".hidden.txt", "README.md", "readme.txt", "notes.md", "loose/x.txt"):
        put(tmp_path / name)
    for name in ("第十章.txt", "第2章.txt", "第一章.txt", "下册.txt", "上册.txt", "中册.txt", "README.md", "cover.png"):
        put(tmp_path / "卷" / name)
    put(tmp_path / "卷" / "publication.toml", "")
    one, two, three = read.find_seeds(tmp_path)
    assert (one.name, one.settings) == ("a", None)
    assert (two.name, two.sources, two.settings) == ("b", (tmp_path / "b.txt",), tmp_path / "b.toml")
    assert [path.stem for path in three.sources] == ["上册", "中册", "下册", "第一章", "第2章", "第十章"]
    assert three.settings == tmp_path / "卷" / "publication.toml"


def test_settings_may_choose_the_sources(tmp_path: Path) -> None:
    put(tmp_path / "x" / "publication.toml", "")
    seed = read.seed_at(tmp_path / "x")
    with pytest.raises(SourceError) as caught:
        read.with_sources(seed, ())
    assert caught.value.name == "read.folder-empty"
    assert read.with_sources(seed, ("b/2.txt", "1.txt")).sources == (tmp_path / "x/b/2.txt", tmp_path / "x/1.txt")


@pytest.mark.parametrize("other", ["x/publication.toml", "X.txt"])
def test_two_seeds_of_one_name(tmp_path: Path, other: str) -> None:
    put(tmp_path / "x.txt")
    put(tmp_path / other)
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this disk does not tell upper from lower case")
    with pytest.raises(ConfigError) as caught:
        read.find_seeds(tmp_path)
    assert caught.value.name == "read.same-name"
    assert {caught.value.values["other"], str(caught.value.place)} == {
        str(tmp_path / "x.txt"),
        str((tmp_path / other).parent if "/" in other else tmp_path / other),
    }


def test_paths_that_are_no_seed(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(archive(("word/document.xml", "")))
    put(tmp_path / "x.md")
    cases = {"": "read.folder-no-settings", "no.txt": "read.missing", "x.docx": "read.is-word", "x.md": "read.not-txt"}
    for name, error in cases.items():
        with pytest.raises(SourceError) as caught:
            read.seed_at(tmp_path / name)
        assert caught.value.name == error
        assert not read.is_seed(tmp_path / name)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("红楼梦.txt", "红楼梦"),
        ("v1.2 稿.txt", "v1.2 稿"),
        ("e\u0301.txt", "é"),
        ("a\\b:c?\n.txt", "a_b_c__"),
        (" 空 .txt", "空"),
        ("....txt", "_"),
        ("..", "_"),
        ("\udcff.txt", "_"),
    ],
)
def test_names_of_outputs(file: str, name: str) -> None:
    assert read.publication_name(Path(file)) == name


@given(st.text(min_size=1, max_size=80).filter(lambda text: "/" not in text and "\0" not in text))
def test_any_name_is_safe(stem: str) -> None:
    name = read.publication_name(Path(f"{stem}.txt"))
    assert 0 < len(name.encode()) <= 120
    assert not name.startswith(" ")
    assert name.rstrip(" .") == name
    assert not set(name) & set('/\\:*?"<>|\0\n')


def test_long_names_are_cut_between_characters() -> None:
    assert read.publication_name(Path("書" * 60 + ".txt")) == "書" * 40


@pytest.mark.parametrize(
    ("file", "facts"),
    [
        ("《书名》作者：某某.txt", ("书名", "某某")),
        ("《书名》（校对版全本）作者：某某.txt", ("书名", "某某")),
        ("《书名》【精校】(全) 作者:某某【完结】.TXT", ("书名", "某某")),
        ("书名（校对版）作者：某某.txt", ("书名", "某某")),
        ("书名 作者：某某.txt", ("书名", "某某")),
        ("《书名》某某 著.txt", ("书名", "某某")),
        ("《书名》某某著（上）.txt", ("书名", "某某")),
        ("《Some Book》by A. Writer.txt", ("Some Book", "A. Writer")),
        ("《书名》.txt", ("书名", None)),
        ("书名.txt", (None, None)),
        ("书名 - 某某.txt", (None, None)),
        ("作者：某某.txt", (None, None)),
        ("《书名》第二卷.txt", (None, None)),
        ("20200219.txt", (None, None)),
        ("周口日报-2020-02-19.txt", ("周口日报", None, "2020-02-19")),
        ("新民晚報 1946年5月1日.txt", ("新民晚報", None, "1946-05-01")),
        ("人民日报20200219.TXT", ("人民日报", None, "2020-02-19")),
        ("周口日报-2020-02-30.txt", (None, None)),
        ("年度报告-2020-02-19.txt", (None, None)),
    ],
)
def test_what_a_file_name_tells(file: str, facts: tuple[str | None, ...]) -> None:
    assert read.filename_facts(file) == (*facts, None)[:3]


@given(st.text(alphabet="《》（）【】作者：:by 著a书.", max_size=60))
def test_file_names_are_judged_at_once(name: str) -> None:
    title, author, _ = read.filename_facts(name + ".txt")
    assert title != ""
    assert author != ""
