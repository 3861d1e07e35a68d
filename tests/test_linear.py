"""Text made to be difficult: eight times as much of it takes no more than twelve times the work.

Each case runs in a process of its own that is killed after two minutes; what is compared is its CPU time at n and 8 n,
the least of three runs, so that a busy machine does not matter.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = """
import sys, time
from pipeline.normalize import normalize
from pipeline.structure import structure

def work(count):
    text = sys.argv[1] * count
    times = []
    for _ in range(3):
        start = time.process_time()
        structure(normalize(text, "x")[0], "x")
        times.append(time.process_time() - start)
    return min(times)

count = int(sys.argv[2]) // len(sys.argv[1])
print(work(count), work(8 * count))
"""
_IN_ONE_LINE = (
    *(
        "（",
        "(",
        "）",
        "“",
        '"',
        "'",
        "《",
        "[",
        "—",
        "-",
        ".",
        "…",
        "。",
        ",",
        " ",
        "\u3000",
        "1",
        "a",
        "W",
        "&",
        "&nbsp;",
    ),
    *(
        "天 ",
        "天　",
        "第一章",
        "第一章 ",
        "记者 张三 ",
        "（记者 张三）",
        "本报讯(",
        "张三摄",
        "（张三摄",
        "①",
        "②7",
        "（一）",
        "一、",
    ),
    *(
        "http://a.",
        "www.a",
        "w.W",
        "t.xt",
        "[w",
        "上一页",
        "www.a.com。",
        "求收藏",
        "本站网址。",
        "（上接第一版",
        "登录 ",
        "[1] ",
        "2019-3-5 22:10 ",
        "１．",
        "二０",
        "○",
        "――",
        "a-",
        "A\u3000",
        "甲：",
    ),
)
_IN_LINES = (
    *(
        "天\n",
        "天地\n\n",
        "第一章\n",
        "第一章 天地\n",
        "一、天\n",
        "（一）\n",
        "①\n",
        "1\n",
        "- 1 -\n",
        "天地玄黄，\n",
        "甲：天。\n",
    ),
    *(
        "　　天地玄黄\n",
        "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收\n",
        "张三摄\n",
        "记者 张三\n",
        "■相关新闻\n",
        "本报讯(记者 张三)天。②7\n",
    ),
    *(
        "（\n",
        "“天\n",
        "附件：1.天\n",
        "目录\n第一章 天\n",
        "天\n\n\n\n地\n",
        "www.a.com\n",
        "天（下转第三版）\n（上接第一版）地\n",
        "，天\n",
        "网友评论\n水手 2019-03-05 11:02\n天\n",
        "abc\ndef\n",
        "天地，\n\n\n张三摄\n\n",
        "天地玄黄宇宙\n",
    ),
)


@pytest.mark.parametrize("piece", [*_IN_ONE_LINE, *_IN_LINES], ids=repr)
def test_work_grows_with_the_text(piece: str) -> None:
    size = 3000 if "\n" in piece else 8000
    done = subprocess.run(
        [sys.executable, "-c", CODE, piece, str(size)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    once, eight = map(float, done.stdout.split())
    assert eight <= 12 * once + 0.02
