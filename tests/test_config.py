from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline import config, design, messages
from pipeline.config import Settings, valid_isbn
from pipeline.corrections import Join, Junk, Replacement, Split
from pipeline.errors import ConfigError
from pipeline.model import Contributor, Metadata

RULES = ("punctuation.full-width", "spacing.padding")


def load(folder: Path, toml: str | bytes) -> Settings:
    path = folder / "x.toml"
    path.write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    return config.load(path, rules=RULES)


def error(folder: Path, toml: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(folder, toml)
    assert caught.value.exit_code == 3
    assert all(messages.word(caught.value, lang).text for lang in ("en", "zh"))
    return caught.value


def test_no_file_is_all_defaults() -> None:
    settings = config.load(None)
    assert settings == Settings()
    assert settings.scripts == ("source",)
    assert settings.formats == ("pdf", "epub", "docx")


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Settings()


def test_all_keys(tmp_path: Path) -> None:
    for name in ("own.toml", "a.txt", "b/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((Path(design.__file__).parent / "book.toml").read_text(encoding="utf-8"))
    Image.new("RGB", (6, 8)).save(tmp_path / "cover.png")
    settings = load(
        tmp_path,
        """\ufeff
        title = "书名"
        subtitle = "副题"
        authors = ["甲", { name = "乙", role = "ill" }]
        translators = ["丙"]
        editors = [{ name = "丁" }]
        publisher = "某社"
        date = 2020-02-19
        isbn = "978-7-301-00000-7"
        identifier = "urn:x"
        description = "说明"
        rights = "版权"
        source = "出处"
        subjects = ["一", "二"]
        series = "丛书"
        series-number = "3"
        cover = "cover.png"
        script = "zh-Hans"
        kind = "novel"
        design = "own.toml"
        scripts = ["source", "zh-Hant-TW"]
        formats = ["epub"]
        encoding = "gb18030"
        sources = ["b/c.txt", "a.txt"]
        [rules]
        punctuation.full-width = "off"
        "spacing.padding" = "warn"
        [structure]
        chapter = '第\\d+章'
        volume = "卷"
        exclude = ["部队"]
        max-title-length = 35
        [[replace]]
        find = "竞由"
        with = "竟由"
        [[junk]]
        line = '河口.*'
        [[junk]]
        inside = '（河口）'
        [[join]]
        after = "号"
        before = "召"
        [[split]]
        after = "。"
        before = "第二天"
        """,
    )
    assert settings.title == "书名"
    assert settings.contributors == (
        Contributor("甲"),
        Contributor("乙", "ill"),
        Contributor("丙", "trl"),
        Contributor("丁", "edt"),
    )
    assert (settings.date, settings.series_number, settings.sources) == ("2020-02-19", "3", ("b/c.txt", "a.txt"))
    assert settings.rules == {"punctuation.full-width": "off", "spacing.padding": "warn"}
    assert (settings.structure.chapter, settings.structure.max_title_length) == (r"第\d+章", 35)
    assert settings.replace == (Replacement("竞由", "竟由"),)
    assert settings.junk == (Junk(line="河口.*"), Junk(inside="（河口）"))
    assert (settings.join, settings.split) == ((Join("号", "召"),), (Split("。", "第二天"),))
    assert config.load_design(settings, tmp_path, default="news").name == "own"


@pytest.mark.parametrize(
    ("toml", "name", "line", "values"),
    [
        ('\n\ntitel = "a"', "config.unknown-key", 3, {"key": "titel", "nearest": "title"}),
        ('series_number = "a"', "config.unknown-key", 1, {"nearest": "series-number"}),
        ('author = "a"', "config.unknown-key", 1, {"nearest": "authors"}),
        ('chapter = "a"', "config.unknown-key", 1, {"nearest": "structure.chapter"}),
        ("qqqq = 1", "config.unknown-key-far", 1, {"key": "qqqq"}),
        ("[structure]\nmax-title-lenght = 3", "config.unknown-key", 2, {"key": "structure.max-title-lenght"}),
        ('[[authors]]\nname = "a"\nrolle = "b"', "config.unknown-key", 3, {"key": "authors.rolle", "nearest": "role"}),
        ('[[authors]]\nrole = "aut"', "config.missing-key", 1, {"missing": "name"}),
        ('[[authors]]\nname = "a"\nrole = "writer"', "config.role", 3, {"key": "authors.role"}),
        ("# x\ntitle = 3", "config.want-text", 2, {"key": "title"}),
        ('description = """\ntitle = 1\n"""\ntitle = 3', "config.want-text", 4, {"key": "title"}),
        ('authors = "a"', "config.want-list", 1, {"key": "authors"}),
        ("authors = [3]", "config.want-person", 1, {"key": "authors"}),
        ("structure = 1", "config.want-table", 1, {"key": "structure"}),
        ("rules = 1", "config.want-table", 1, {"key": "rules"}),
        ("structure.max-title-length = 0", "config.want-number", 1, {"key": "structure.max-title-length"}),
        ('formats = [\n"pdf", "ebup"]', "config.choice", 1, {"value": "ebup", "nearest": "epub"}),
        ('script = "zh-CN"', "config.choice", 1, {"value": "zh-CN"}),
        ('[rules]\n"spacing.padding" = "of"', "config.choice", 2, {"nearest": "off"}),
        ('[rules]\nspacing.paddin = "off"', "config.rule", 2, {"nearest": "spacing.padding"}),
        ('date = "2020-02-30"', "config.date", 1, {"value": "2020-02-30"}),
        ("date = 07:32:00", "config.date", 1, {}),
        ('isbn = "978-7-301-00000-8"', "config.isbn", 1, {}),
        ("[structure]\n\nchapter = '第(章'", "config.pattern", 3, {"key": "structure.chapter", "at": 2}),
        ("[structure]\nexclude = ['a', '+']", "config.pattern", 2, {"pattern": "+", "at": 1}),
        ("[structure]\nexclude = [\n  'a',\n  '+',\n]", "config.pattern", 4, {"pattern": "+"}),
        (
            '[[replace]]\nfind = "a"\nwith = "b"\n\n[[replace]]\nfind = "a"',
            "config.missing-key",
            5,
            {"missing": "with"},
        ),
        (
            '[[replace]]\nfind = "a"\nwith = "b"\n[[replace]]\nfind = "c"\nwiht = "b"',
            "config.unknown-key",
            6,
            {"key": "replace.wiht", "nearest": "with"},
        ),
        ('[[replace]]\nfind = ""\nwith = "b"', "config.empty", 2, {"key": "replace.find"}),
        ('[[replace]]\nfind = "a"\nwith = "a"', "config.same", 3, {}),
        ('[replace]\nfind = "a"\nwith = "b"', "config.want-tables", 1, {"key": "replace"}),
        ('join = ["a"]', "config.want-tables", 1, {"key": "join"}),
        ("[[junk]]", "config.one-pattern", 1, {}),
        ("[[junk]]\nline = 'a'\n[[junk]]\nline = 'a'\ninside = 'b'", "config.one-pattern", 3, {}),
        ("[[junk]]\nline = 'a'\n[[junk]]\ninside = '(b'", "config.pattern", 4, {"key": "junk.inside", "at": 1}),
        ("[[junk]]\ninside = 'b*'", "config.pattern-of-nothing", 2, {}),
        ('[[join]]\nafter = "a"\nbefore = "\\n"', "config.empty", 3, {"key": "join.before"}),
        ('[[split]]\nafter = "a"\nbefor = "b"', "config.unknown-key", 3, {"nearest": "before"}),
        ('[[split]]\nafter = 3\nbefore = "b"', "config.want-text", 2, {"key": "split.after"}),
        ('[[authors]]\nname = "a"\n[[authors]]\nname = "b"\nrole = "x"', "config.role", 5, {}),
        ('replacement = "a"', "config.unknown-key", 1, {"nearest": "replace"}),
        ('cover = "../x.png"', "config.outside", 1, {"key": "cover"}),
        ('cover = "a/../../x.png"', "config.outside", 1, {}),
        ('cover = "/x.png"', "config.outside", 1, {}),
        ("cover = 'C:\\x.png'", "config.outside", 1, {}),
        ('cover = "none.png"', "config.no-file", 1, {}),
        ('cover = "x.toml"', "config.cover", 1, {}),
        ('sources = ["../a.txt"]', "config.outside", 1, {}),
        ('sources = ["x.toml", "x.toml"]', "config.twice", 1, {"value": "x.toml"}),
        ('design = "boook"', "config.design", 1, {"design": "boook"}),
        ('design = "none.toml"', "config.no-file", 1, {}),
        ('title = "a"\ndesign = "x.toml"', "config.design-broken", None, {}),
        ("title = “书名”", "config.syntax", 1, {}),
        ('title = "a"\n\ntitle = "b"', "config.syntax", 3, {}),
        ("title = '书名'".encode("gbk"), "config.encoding", None, {}),
    ],
)
def test_errors_name_the_key_and_the_line(
    tmp_path: Path, toml: str | bytes, name: str, line: int | None, values: dict[str, object]
) -> None:
    caught = error(tmp_path, toml)
    assert (caught.name, caught.place and caught.place.line) == (name, line)
    assert str(tmp_path / "x.toml") in str(caught.place)
    assert values.items() <= caught.values.items()


@pytest.mark.parametrize("kept", [3, 0.5])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_a_cover_that_is_no_whole_picture(tmp_path: Path, form: str, kept: float) -> None:
    """Cut off, or another thing after the first bytes of a picture; another form of picture even when whole."""
    path = tmp_path / "cover.jpg"
    Image.effect_noise((60, 80), 50).save(path, form)
    if form != "GIF":
        assert load(tmp_path, 'cover = "cover.jpg"').cover
        data = path.read_bytes()
        path.write_bytes(data[:kept] + b"rubbish" * 50 if isinstance(kept, int) else data[: int(len(data) * kept)])
    assert error(tmp_path, 'cover = "cover.jpg"').name == "config.cover"


def test_links_may_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "seed").mkdir()
    (tmp_path / "out.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    try:
        (tmp_path / "seed" / "in.png").symlink_to(tmp_path / "out.png")
    except OSError:
        pytest.skip("this disk has no symbolic links")
    assert error(tmp_path / "seed", 'cover = "in.png"').name == "config.outside"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020-02-19", "2020-02-19"),
        ("2020-02-19T10:00:00", "2020-02-19"),
        ("2020", "2020"),
        ('"2020-02"', "2020-02"),
        ('"2020年2月19日"', "2020-02-19"),
        ('"2020 年 2 月"', "2020-02"),
        ('"2020/2/19"', "2020-02-19"),
        ('"1949年"', "1949"),
    ],
)
def test_dates(tmp_path: Path, written: str, date: str) -> None:
    assert load(tmp_path, f"date = {written}").date == date


@given(st.text(alphabet="ab\"=[]{}.#\n\\'title, 1", max_size=60))
def test_whatever_is_written_gives_settings_or_an_error_of_ours(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            load(Path(folder), text)
        except ConfigError as caught:
            messages.word(caught, "zh")


@given(st.integers(0, 10**12 - 1))
def test_isbn_check_digits(number: int) -> None:
    body = f"978{number:012d}"[:12]
    good = [digit for digit in "0123456789" if valid_isbn(body + digit)]
    assert len(good) == 1
    swapped = body[1] + body[0] + body[2:]
    assert not valid_isbn(swapped + good[0])


def test_isbn_of_ten_digits() -> None:
    assert valid_isbn("0-8044-2957-X")
    assert not valid_isbn("0-8044-2957-1")
    assert not valid_isbn("")
    assert not valid_isbn("1234")


def test_settings_go_before_the_file_name_and_that_before_the_text() -> None:
    recovered = Metadata("从文本", contributors=(Contributor("文本作者"), Contributor("绘者", "ill")), date="1999")
    assert config.merge(Settings(), (None, None, None), recovered) == recovered
    assert config.merge(Settings(), (None, None, "2020-02-19"), recovered).date == "2020-02-19"
    named = config.merge(Settings(), ("从文件名", "文件名作者", None), recovered)
    assert (named.title, named.authors) == ("从文件名", ("文件名作者",))
    assert named.contributors[1:] == (Contributor("绘者", "ill"),)
    settings = Settings(
        title="设定", authors=("设定作者",), date="2020", script="zh-Hant", kind="novel", subjects=("甲",)
    )
    merged = config.merge(settings, ("从文件名", "文件名作者", None), recovered)
    assert (merged.title, merged.authors, merged.date) == ("设定", ("设定作者",), "2020")
    assert (merged.language, merged.kind, merged.subjects) == ("zh-Hant", "novel", ("甲",))


def test_every_metadata_field_can_be_set() -> None:
    from dataclasses import fields

    changed = {
        "language": Settings(script="zh-Hant"),
        "kind": Settings(kind="play"),
        "contributors": Settings(authors=("甲",)),
        "subjects": Settings(subjects=("甲",)),
    }
    empty = Metadata("")
    for field in fields(Metadata):
        settings = changed.get(field.name) or Settings(**{field.name: "甲"})
        merged = config.merge(settings, (None, None, None), empty)
        assert [one.name for one in fields(Metadata) if getattr(merged, one.name) != getattr(empty, one.name)] == [
            field.name
        ]


def test_every_wording_has_both_languages_and_hints_that_fit() -> None:
    import tomllib

    for area in ("read", "config", "variants"):
        text = (Path(messages.__file__).parent / "catalogue" / f"{area}.toml").read_text(encoding="utf-8")
        for name, entry in tomllib.loads(text).items():
            assert name.startswith(f"{area}.")
            assert set(entry) in ({"en", "zh"}, {"en", "zh", "hint-en", "hint-zh"})


def test_every_error_has_its_wording() -> None:
    import re

    known = messages._catalogue()
    for module in ("read", "config", "variants"):
        text = (Path(messages.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        names = set(re.findall(rf'"({module}\.[a-z-]+)"', text))
        if module == "config":
            names |= {f"config.{name}" for name in re.findall(r'self\.error\("([a-z-]+)"', text)}
            names |= {f"config.want-{kind}" for kind in config._WANTS.values()}
        assert names, module
        assert names <= set(known), names - set(known)


@pytest.mark.parametrize("key", ["formats", "scripts"])
def test_no_edition_at_all_is_a_mistake(tmp_path: Path, key: str) -> None:
    found = error(tmp_path, f'title = "渡口"\n{key} = []\n')
    assert (found.name, found.place and found.place.line) == ("config.none-wanted", 2)
