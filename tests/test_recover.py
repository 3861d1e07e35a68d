"""A seed and its settings in, a publication out: where its title comes from, and what is said of what was not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read import seed_at
from pipeline.recover import recover_seed

CHAPTERS = "第{}章 渡口\n\n河上的雾散了，船又开了，岸上的人都看着。\n\n第{}章 夜客\n\n夜里来了一个人，敲了三下门。\n"
FIRST = "《长河渡》\n作者：某甲\n\n" + CHAPTERS.format("一", "二")


@pytest.mark.parametrize(
    ("head", "told"),
    [("", []), ("《长河渡》\n作者：某甲\n\n", []), ("大海归\n\n作者：王小明\n\n", ["recover.head-not-set"])],
    ids=["none", "the same", "another"],
)
def test_a_head_that_is_set_nowhere_is_told(tmp_path: Path, head: str, told: list[str]) -> None:
    (tmp_path / "publication.toml").touch()
    (tmp_path / "上册.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "下册.txt").write_text(head + CHAPTERS.format("三", "四"), encoding="utf-8")
    recovered = recover_seed(seed_at(tmp_path))
    assert recovered.publication.metadata.title == "长河渡"
    assert [finding.name for finding in recovered.findings if finding.name.startswith("recover.")] == told


def test_a_file_name_that_gives_another_title_is_told(tmp_path: Path) -> None:
    path = tmp_path / "《渡口》.txt"
    path.write_text(FIRST, encoding="utf-8")
    recovered = recover_seed(seed_at(path))
    assert recovered.publication.metadata.title == "渡口"
    assert "recover.head-not-set" in [finding.name for finding in recovered.findings]
