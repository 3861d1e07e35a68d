"""The command as people call it, in a folder of their own: good and bad input, exit codes, what is left on disk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOUNDING = ROOT / "seeds" / "周口日报-2020-02-19.txt"
TEXT = "渡口的早晨\n\n天还没有亮，老周已经把船撑到了对岸，岸上的人都笑了。\n\n他说：“今天的水，比昨天凉。”\n"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty workplace with seeds/ in it, behind a path with a blank and Chinese characters."""
    folder = tmp_path / "我的 书房"
    (folder / "seeds").mkdir(parents=True)
    return folder


@pytest.fixture
def run(place: Path) -> Run:
    """`kanben …` in the workplace, in English."""

    def call(*arguments: str, stdin: bytes | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "KANBEN_LANG": "en", **env}
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments],
            cwd=place,
            env=environment,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=300,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(arguments, done.returncode, out, err)

    return call


def seed(place: Path, name: str, data: bytes | str = TEXT) -> Path:
    path = place / "seeds" / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def made(place: Path) -> list[str]:
    out = place / "output"
    return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()) if out.is_dir() else []


# ------------------------------------------------------------------------------------------------------ good input


def test_build_prints_every_path_and_a_table(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    seed(place, "《长河》作者：某甲.txt")
    done = run("build")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    paths = [line for line in lines if line.startswith("output")]
    assert sorted(str(Path(path).relative_to("output")) for path in paths) == made(place)
    assert len(paths) == 6
    for word in ("files", "pages", "characters", "findings", "seconds", "渡口", "total"):
        assert word in done.stdout
    assert made(place)[3:] == ["渡口/渡口.zh-Hans.docx", "渡口/渡口.zh-Hans.epub", "渡口/渡口.zh-Hans.pdf"]


def test_formats_scripts_and_out(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    done = run("build", "渡口", "--to", "docx,epub", "--script", "source,zh-Hant-TW", "--out", "成品", "-q")
    assert done.returncode == 0, done.stderr
    found = sorted(path.name for path in (place / "成品" / "渡口").iterdir())
    assert found == [f"渡口.{script}.{format_}" for script in ("zh-Hans", "zh-Hant-TW") for format_ in ("docx", "epub")]
    assert len(done.stdout.splitlines()) == 4


def test_only_seeds_of_a_script(place: Path, run: Run) -> None:
    seed(place, "简.txt", "简体的书\n\n这个国家的人们说话，总是开门见山，从来没有什么时候会绕弯子。\n")
    seed(place, "繁.txt", "繁體的書\n\n這個國家的人們說話，總是開門見山，從來沒有什麼時候會繞彎子。\n")
    done = run("build", "--from", "zh-Hans", "--script", "zh-Hant-TW")
    assert done.returncode == 0, done.stderr
    assert {name.split("/")[0] for name in made(place)} == {"简"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_two_builds_give_the_same_bytes(place: Path, run: Run, jobs: str, tmp_path: Path) -> None:
    shutil.copy(FOUNDING, place / "seeds" / "周口.txt")
    seed(place, "渡口.txt")
    assert run("build", PYTHONHASHSEED="1").returncode == 0
    first = {name: (place / "output" / name).read_bytes() for name in made(place)}
    assert run("build", "--jobs", jobs, PYTHONHASHSEED="2", TZ="Asia/Shanghai").returncode == 0
    assert {name: (place / "output" / name).read_bytes() for name in made(place)} == first


def test_what_is_passed_over_is_said(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    seed(place, "稿.docx", b"PK")
    seed(place, "渡口.toml", 'title = "渡口"')
    (place / "seeds" / "无设置").mkdir()
    seed(place, "无设置/一.txt")
    shown = run("build").stdout
    assert "Passed over in seeds/: 无设置, 稿.docx." in shown.replace("稿.docx, 无设置", "无设置, 稿.docx")


def test_a_character_that_no_font_has_is_named_with_its_document(place: Path, run: Run) -> None:
    seed(place, "渡口.txt", TEXT + "\n这个字\U0001f9a9没有字体。\n")
    done = run("build", "--to", "pdf")
    assert done.returncode == 0
    (told,) = (line for line in done.stderr.splitlines() if "1F9A9" in line)
    assert "渡口.txt:7:4" in told
    shown = run("fonts", "渡口")
    assert told in shown.stderr


def test_fonts_lists_what_stands_in_the_folder_and_what_is_wrong_with_it(place: Path, run: Run) -> None:
    from tests import fontshop

    toml = fontshop.table("a.ttf", fallback='song = ["kai"]').replace('"a.ttf"', '"bad.ttf"', 1)
    files = {
        "a.ttf": fontshop.font(axes=[("wght", 200, 400, 900)]),
        "bad.ttf": b"none",
        "more.otf": fontshop.font("龘"),
    }
    folder = fontshop.shop(place / "fonts", {**files, "worse.ttf": b""}, toml)
    shown = run("fonts", KANBEN_FONTS=str(folder))
    assert shown.returncode == 6
    assert "bad.ttf" in shown.stderr
    assert "a.ttf#0 (wght 400)" in shown.stdout
    assert "more.otf" in shown.stdout
    assert "worse.ttf#0: " in shown.stdout
    listed = json.loads(run("fonts", "--json", KANBEN_FONTS=str(folder)).stdout)
    assert [(row["face"], bool(row["error"])) for row in listed if not row["role"]] == [
        ("more.otf#0", False), ("worse.ttf#0", True),
    ]  # fmt: skip


def test_pictures_of_a_folder_are_its_assets(place: Path) -> None:
    from pipeline.read import read_assets, seed_at

    (place / "seeds" / "书").mkdir()
    seed(place, "书/publication.toml", "")
    seed(place, "书/一.txt")
    seed(place, "书/图.png", b"\x89PNG\r\n\x1a\n")
    assert read_assets(seed_at(place / "seeds" / "书")) == {"图.png": b"\x89PNG\r\n\x1a\n"}


def test_json(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    (built,) = json.loads(run("build", "--json").stdout)
    assert [output["format"] for output in built["outputs"]] == ["pdf", "epub", "docx"]
    assert built["exit_code"] == 0
    told = json.loads(run("explain", "渡口", "--json").stdout)
    assert told["kind"]
    (place / "output" / "渡口" / "渡口.zh-Hans.epub").unlink()  # EPUBCheck takes seconds, and has its own test
    assert json.loads(run("check", "--json").stdout)[0]["state"] == "pass"
    assert json.loads(run("rules", "--json").stdout)[0]["why"]
    assert json.loads(run("model", "渡口").stdout)["title"] == "渡口的早晨"


def test_messages_in_chinese(place: Path, run: Run) -> None:
    seed(place, "空.txt", "")
    done = run("build", "--lang", "zh")
    assert done.returncode == 4
    assert "错误：" in done.stderr
    assert "提示：" in done.stderr


def test_explain_lists_everything_that_was_taken_out(place: Path, run: Run) -> None:
    adverts = [f"请收藏本站 wWw.biqu{letter}.c0m 最新章节" for letter in "abcdef"]
    seed(place, "渡口.txt", "\n\n".join((TEXT, *adverts, *adverts[:2], "河上的雾散了，船又开了。②7")))
    shown = run("explain", "渡口").stdout
    assert "8 × furniture.advert" in shown
    assert all(shown.count(advert) == 1 for advert in adverts)
    assert "船又开了。[②7→]" in shown
    assert set(adverts) <= set(json.loads(run("explain", "渡口", "--json").stdout)["dropped"])


def test_explain_shows_rules_and_samples(place: Path, run: Run) -> None:
    seed(place, "渡口.txt", '渡口\n\n天亮了,他说"好"......\n\nwww.shuixs.com 最快更新\n')
    shown = run("explain", "渡口").stdout
    for rule in ("punctuation.full-width", "punctuation.straight-quote", "punctuation.ellipsis", "furniture.advert"):
        assert rule in shown
    assert "[,→，]" in shown


def test_explain_lists_what_may_be_read_in_another_way(place: Path, run: Run) -> None:
    text = "苇渡镇渡口今日谢幕\n\n记者 乔一苇\n\n昨日傍晚,渡工周长水摇完了最后一趟船。\n\n一天八十趟，风雨不误\n\n"
    seed(place, "渡口.txt", text + "苇渡镇分南北两半,中间隔着一条宽三百米的河,过河全靠一条船。\n")
    (doubt,) = json.loads(run("explain", "渡口", "--json").stdout)["doubts"]
    assert (doubt["line"], doubt["text"], doubt["chosen"]) == (7, "一天八十趟，风雨不误", "heading")
    assert "para" in doubt["alternatives"]
    shown = run("explain", "渡口", "--lang", "zh").stdout
    assert "     7  一天八十趟，风雨不误\n        小标题：" in shown
    assert "也许是" in shown


def test_convert(place: Path, run: Run) -> None:
    done = run("convert", "--script", "zh-Hant-TW", stdin="他说：“头发里面”\r\nhttp://a.cn/?b=1\n".encode())
    assert done.stdout == "他說：「頭髮裡面」\r\nhttp://a.cn/?b=1\n"
    assert run("convert", "--script", "zh-Hans", stdin="头发".encode()).stdout == "头发"
    assert run("convert", "没有.txt", "--script", "zh-Hans").returncode == 4


def test_check_without_editions(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    assert run("check").returncode == 8


# ------------------------------------------------------------------------------------------------------- bad input

BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("空.txt", b"", "empty"),
    "only blanks": ("白.txt", "\ufeff \n\u3000\r\n".encode(), "empty"),
    "png": ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture"),
    "zip": ("包.txt", b"PK\x03\x04" + bytes(range(256)) * 20, ""),
    "pdf": ("版.txt", b"%PDF-1.7\n" + bytes(range(256)) * 20, "PDF"),
    "ten megabytes of NULs": ("零.txt", b"\0" * 10_000_000, ""),
    "noise": ("乱.txt", bytes((n * 7919 + n // 3) % 256 for n in range(5000)), ""),
}


@pytest.mark.parametrize(("name", "data", "word"), BAD.values(), ids=BAD)
def test_a_bad_file_fails_alone(place: Path, run: Run, name: str, data: bytes, word: str) -> None:
    seed(place, name, data)
    seed(place, "好.txt")
    done = run("build", "--to", "docx")
    assert done.returncode == 4
    assert f"error: {name}" in done.stderr
    assert word in done.stderr
    assert "hint:" in done.stderr
    assert {path.split("/")[0] for path in made(place)} == {"好"}


def test_earlier_editions_stay_when_a_build_fails(place: Path, run: Run) -> None:
    seed(place, "书.txt")
    run("build", "-q")
    before = {name: (place / "output" / name).read_bytes() for name in made(place)}
    seed(place, "书.txt", b"\0" * 100)
    assert run("build", "-q").returncode == 4
    assert {name: (place / "output" / name).read_bytes() for name in made(place)} == before


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("build", "没有"), 4, "no"),
        (("build", "渡囗"), 4, "渡口"),
        (("build", "seeds"), 4, "publication.toml"),
        (("build", "--to", "mobi"), 2, "docx"),
        (("build", "--script", "zh-Hand"), 2, "zh-Hans"),
        (("build", "--design", "boook"), 3, "book"),
        (("build", "--jobs", "0"), 2, "0"),
        (("build", "--nonsense"), 2, "--nonsense"),
        (("bulid",), 2, "bulid"),
        (("explain",), 2, "SEED"),
        (("check", "没有.pdf"), 4, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_wrong_command_line(place: Path, run: Run, arguments: tuple[str, ...], code: int, word: str) -> None:
    seed(place, "渡口.txt")
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert made(place) == []


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ('tilte = "书"', "title"),
        ("title = 3", "text"),
        ('kind = "novle"', "novel"),
        ('script = "zh-CN"', "zh-Hans"),
        ('formats = ["pdf", "mobi"]', "mobi"),
        ('cover = "没有.jpg"', "没有.jpg"),
        ('cover = "../x.jpg"', "../x.jpg"),
        ('isbn = "9787020002200"', "9787020002200"),
        ('[rules]\n"punctuation.dsah" = "off"', "punctuation.dash"),
        ('[structure]\nchapter = "第(章"', "chapter"),
        ("title = ", "toml"),
    ],
)
def test_wrong_settings_name_the_line(place: Path, run: Run, settings: str, word: str) -> None:
    seed(place, "渡口.txt")
    seed(place, "渡口.toml", settings)
    done = run("build")
    assert done.returncode == 3
    assert "渡口.toml:" in done.stderr
    assert word in done.stderr
    assert made(place) == []


def test_told_to_find_chapters_found_none(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    seed(place, "渡口.toml", '[structure]\nchapter = "◎"')
    assert run("build").returncode == 5


def test_two_seeds_of_one_name(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    (place / "seeds" / "渡口").mkdir()
    seed(place, "渡口/publication.toml", 'title = "渡口"')
    seed(place, "渡口/一.txt")
    done = run("build")
    assert done.returncode == 3
    assert "渡口.txt" in done.stderr


def test_an_output_folder_that_cannot_be_written(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    (place / "output").write_text("a file in the way")
    done = run("build")
    assert done.returncode == 9
    assert "output" in done.stderr
    assert (place / "output").read_text() == "a file in the way"


def test_a_full_disk(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    out = place / "output"
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(out)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here (needs root: mount -t tmpfs)")
    try:
        done = run("build")
        assert done.returncode == 9
        assert "full" in done.stderr
        assert made(place) == []
    finally:
        subprocess.run(["umount", str(out)], check=True)


@pytest.mark.parametrize("name", ["a．．b", "a:b*c?", "con.txt.", "　书　", "x" * 200, "名\u202e字", "名\t字"])
def test_no_name_leaves_the_output_folder(place: Path, run: Run, name: str) -> None:
    seed(place, f"{name}.txt")
    done = run("build", "--to", "docx")
    assert done.returncode == 0, done.stderr
    (folder,) = (place / "output").iterdir()
    assert len(folder.name.encode()) <= 120
    assert len(list(folder.iterdir())) == 1


MARKUP = "他说：a < b && c > d，<script>alert(1)</script>，]]>，{{x}}。\n"
CONTROLS = "平常的话说了又说。" * 40 + "控制\x01\x02\x1b字符\x00和\ufffe非字符\x85还有\u2028行。\n"
STRANGE = {
    "markup and controls": "标题 <b>&amp;</b>\n\n" + MARKUP + CONTROLS,
    "words without end": "标题\n\n" + "一句话也没有断过，" * 1_000 + "supercalifragilistic" * 500 + "完。\n",
    "long title": "標" * 10_000,
}


def test_strange_text_is_set_as_text_and_valid(place: Path, run: Run) -> None:
    """The same text in all three formats, and EPUBCheck has nothing to say."""
    for name, text in STRANGE.items():
        seed(place, f"{name}.txt", text)
    settings = 'title = "a\\u0001b\\u001b[31m<&>"\nauthors = ["x\\u0000y"]\nidentifier = "<\\u0007>"'
    seed(place, "markup and controls.toml", settings)
    done = run("build", "-q")
    assert done.returncode == 0, done.stderr
    checked = json.loads(run("check", "--json").stdout)
    assert {row["path"]: row["findings"] for row in checked if row["state"] == "fail"} == {}
    assert len(checked) == 3 * len(STRANGE)


def test_thousands_of_lines_of_one_character(place: Path, run: Run) -> None:
    seed(place, "单.txt", "\n".join("一二三四五"[n % 5] for n in range(5000)))
    assert run("build", "--to", "pdf,docx", "-q").returncode == 0
    assert run("check").returncode == 0


def test_megabytes_in_one_line(place: Path, run: Run) -> None:
    """One; ten in the full check."""
    seed(
        place,
        "长.txt",
        "标题\n\n" + "一句话也没有断过，" * (370_000 if os.environ.get("KANBEN_FULL") else 37_000) + "完。\n",
    )
    assert run("build", "-q").returncode == 0
    assert run("check").returncode == 0


# --------------------------------------------------------------------------------------------- what is asked, and said


def test_seeds_that_are_found_are_built_though_others_are_missing(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    done = run("build", "没有", "渡口", "x" * 5000, "--to", "docx")
    assert done.returncode == 4
    assert done.stderr.count("error:") == 2
    assert "2 of 3 failed" in done.stderr
    assert made(place) == ["渡口/渡口.zh-Hans.docx"]


def test_a_seed_named_twice_is_built_once(place: Path, run: Run) -> None:
    path = seed(place, "渡口.txt")
    done = run("build", "渡口", "seeds/渡口.txt", str(path), "--to", "docx", "-q")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("command", ["build", "check", "watch"])
def test_no_seeds_at_all(place: Path, run: Run, command: str) -> None:
    done = run(command)
    assert (done.returncode, done.stdout) == (4, "")
    assert "hint:" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes (POSIX)")
def test_what_is_no_file_is_not_waited_for(place: Path, run: Run) -> None:
    seed(place, "渡口.txt")
    os.mkfifo(place / "seeds" / "管.txt")
    (place / "seeds" / "断.txt").symlink_to("nowhere.txt")
    assert run("build", "管").returncode == 4
    done = run("build", "--to", "docx")
    assert done.returncode == 0
    assert "断.txt" in done.stdout
    assert "管.txt" in done.stdout


@pytest.mark.parametrize("settings", ["a = " + "[" * 20_000, "\0" * 1000, b"\xff\xfe".decode("latin-1")])
def test_settings_that_are_none(place: Path, run: Run, settings: str) -> None:
    seed(place, "渡口.txt")
    seed(place, "渡口.toml", settings)
    assert run("build").returncode == 3


def test_a_file_name_that_cannot_be_decoded(place: Path, run: Run) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(place / "seeds") + b"/a\xffb.txt"))).write_text(TEXT)
    except OSError:
        pytest.skip("this disk takes only names in Unicode (macOS)")
    assert run("build", "--to", "docx").returncode == 0
    assert made(place) == ["a_b/a_b.zh-Hans.docx"]
    assert json.loads(run("build", "--to", "docx", "--json").stdout)[0]["name"] == "a_b"


def test_json_has_failures_too(place: Path, run: Run) -> None:
    seed(place, "空.txt", "")
    seed(place, "渡口.txt")
    done = run("build", "--json", "--to", "docx", "--lang", "zh")
    assert done.returncode == 4
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["空"]["error"]["name"] == "read.empty"
    assert rows["空"]["error"]["hint"].startswith("请")
    assert (rows["渡口"]["error"], rows["渡口"]["exit_code"]) == (None, 0)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_screen_that_is_not_unicode(place: Path, run: Run, encoding: str) -> None:
    """What the screen's encoding has no room for is escaped, and JSON stays JSON."""
    seed(place, "渡口.txt", TEXT + "\n天\U0001f9a9还没有亮\u00e9。\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "pipeline", "model", "渡口"]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=True)
    assert "\U0001f9a9" in json.dumps(json.loads(done.stdout.decode(encoding)), ensure_ascii=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
def test_standard_output_that_cannot_be_written(place: Path) -> None:
    seed(place, "渡口.txt")
    with Path("/dev/full").open("wb") as full:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "KANBEN_LANG": "en"}
        command = [sys.executable, "-m", "pipeline", "model", "渡口"]
        done = subprocess.run(command, cwd=place, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 9
    assert done.stderr.decode().startswith("error: ")
    assert b"Traceback" not in done.stderr


def test_a_text_does_not_steer_the_terminal(place: Path, run: Run) -> None:
    seed(place, "渡\u202e口\x1b[31m.txt", "渡口\n\n天亮了,\x1b[2J他说\u202e好。\n\x1b]0;x\x07他们都笑了。\n")
    for done in (run("build", "--to", "docx"), run("explain", "渡\u202e口\x1b[31m")):
        shown = "".join(line for line in done.stdout.splitlines(keepends=True) if not line.startswith("output"))
        assert not set(shown + done.stderr) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build", "--to", "mobi"), ("--to 不能是“mobi”", "docx, pdf, epub")),
        (("build", "--script", "zh-Hand"), ("zh-Hand", "zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK")),
        (("build", "--desgin", "book"), ("没有选项 --desgin", "--design")),
        (("bulid",), ("没有命令 bulid", "build")),
        (("explain",), ("缺少 SEED", "kanben explain --help")),
        (("build", "--jobs", "二"), ("1 以上的整数", "kanben build --help")),
        (("build", "没有"), ("没有这个文件", "请核对路径")),
    ],
    ids=" ".join,
)
def test_complaints_in_chinese(place: Path, run: Run, arguments: tuple[str, ...], told: tuple[str, str]) -> None:
    seed(place, "春.txt")
    done = run(*arguments, KANBEN_LANG="zh")
    message, hint = done.stderr.splitlines()[:2]
    assert message.startswith("错误：")
    assert hint.startswith("  提示：")
    assert told[0] in message
    assert told[1] in hint


def test_help(run: Run) -> None:
    from pipeline.cli import COMMANDS

    assert "做成书刊" in run("--help", KANBEN_LANG="zh").stdout
    for name in COMMANDS:
        assert f"Usage: kanben {name}" in run(name, "--help").stdout
    nothing = run()
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "Usage: kanben" in nothing.stderr


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv[1:] = ['--help']\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"reportlab", "docx", "ebooklib", "pikepdf", "lxml", "opencc", "uharfbuzz", "PIL", "rich", "pypdfium2"}
    ours = {"pipeline.build", "pipeline.fonts", "pipeline.read", "pipeline.structure", "pipeline.normalize"}
    assert {f"'{name}'" for name in heavy | ours} & set(shown.stderr.strip("[]\n").split(", ")) == set()


# ------------------------------------------------------------------------------------------------------ a real terminal

pty_only = pytest.mark.skipif(os.name == "nt", reason="needs pseudo-terminals (POSIX)")


def on_terminal(place: Path, *arguments: str, columns: int = 80, out: bool = True, **env: str) -> tuple[str, str]:
    """What a terminal shows of `kanben …`, and standard output where that goes elsewhere (`out` false)."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "KANBEN_LANG": "en", "TERM": "xterm", **env}
    command = [sys.executable, "-m", "pipeline", *arguments]
    stdout = theirs if out else subprocess.PIPE
    process = subprocess.Popen(command, cwd=place, env=environment, stdin=theirs, stdout=stdout, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not part:
            break
        shown += part
    piped = process.communicate()[0] or b""
    os.close(ours)
    return shown.decode(), piped.decode()


@pty_only
def test_progress_on_a_terminal_stays_out_of_the_output(place: Path) -> None:
    for name in ("一", "二", "三"):
        seed(place, f"{name}.txt")
    shown, piped = on_terminal(place, "build", "--to", "docx", "--jobs", "1", out=False)
    assert "0/3" in shown
    assert "2/3" in shown
    assert shown.count("\x1b[2K") >= 4
    paths = [line for line in piped.splitlines() if line.startswith("output")]
    assert sorted(str(Path(path).relative_to("output")) for path in paths) == made(place)
    assert "\x1b" not in piped
    assert "━" not in piped


@pty_only
@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"NO_COLOR": "1"}], ids=str)
def test_colours_and_bars_only_where_they_are_wanted(place: Path, env: dict[str, str]) -> None:
    seed(place, "空.txt", "")
    seed(place, "渡口.txt")
    coloured, _ = on_terminal(place, "build", "--to", "docx")
    assert "\x1b[31m" in coloured
    plain, _ = on_terminal(place, "build", "--to", "docx", **env)
    assert "\x1b[31m" not in plain if "NO_COLOR" in env else "━" not in plain


@pty_only
@pytest.mark.parametrize("columns", [60, 80])
def test_tables_fit_the_terminal(place: Path, columns: int) -> None:
    from pipeline.cli.console import width

    seed(place, "关于做好二〇二五年秋冬季河道清淤和堤防巡查工作的通知（征求意见第二稿）.txt")
    seed(place, "渡口.txt")
    for command in (("build", "--to", "pdf"), ("rules",)):
        shown, _ = on_terminal(place, *command, columns=columns)
        lines = [line for line in shown.replace("\r\n", "\n").split("\n") if not line.startswith("output")]
        rule = next(at for at, line in enumerate(lines) if line.startswith("──"))
        wide = [line for line in lines[rule - 1 :] if width(line) > columns]
        assert wide == []


# -------------------------------------------------------------------------------------------------------------- clean


def test_clean_takes_away_editions_and_nothing_else(place: Path) -> None:
    for name in (
        "书/书.zh-Hans.pdf",
        "旧/旧.zh-Hant-TW.docx",
        "旧/.kanben-1-a.pdf",
        "旧/批注.docx",
        "笔记/x.zh-Hans.pdf",
    ):
        (place / "output" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "output" / name).write_bytes(b"x")
    seed(place, "书.txt")

    def clean(answers: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "KANBEN_LANG": "en"}
        command = [sys.executable, "-m", "pipeline.clean"]
        return subprocess.run(
            command, cwd=place, env=environment, input=answers, capture_output=True, text=True, check=True
        ).stdout

    assert "without a seed: 旧?" in clean("n\nn\n")
    assert len(made(place)) == 5
    assert "holds other files too" in clean("y\nn\n")
    assert made(place) == ["书/书.zh-Hans.pdf", "旧/批注.docx", "笔记/x.zh-Hans.pdf"]
    clean("y\n")
    assert made(place) == ["旧/批注.docx", "笔记/x.zh-Hans.pdf"]
    assert (place / "seeds" / "书.txt").exists()
