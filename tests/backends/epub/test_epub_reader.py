"""The EPUB reader on books that our writer did not make: other folders, other names, other orders."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.readers.epub import body_text

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="OPS/deep/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="b" href="../pages/%E4%BA%8C.xhtml"/><item id="a" href="one.xhtml"/><item id="c" href="../pages/front.xhtml"/>
<item id="n" href="../nav.xhtml" properties="scripted nav"/></manifest>
<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>"""
NAV = """<nav epub:type="toc"><ol><li><a href="deep/one.xhtml">目录</a></li></ol></nav>
<nav epub:type="landmarks"><ol><li><a epub:type="titlepage" href="pages/front.xhtml#x">书名页</a></li>
<li><a epub:type="bodymatter" href="deep/one.xhtml">正文</a></li></ol></nav>"""


def page(body: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>题</title>'
        f"</head><body>{body}</body></html>"
    )


def book(one: str, two: str = "<p>二</p>") -> bytes:
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/deep/book.opf": PACKAGE,
        "OPS/nav.xhtml": page(NAV),
        "OPS/pages/front.xhtml": page("<h1>书名</h1>"),
        "OPS/pages/二.xhtml": page(two),
        "OPS/deep/one.xhtml": page(one),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


def lines(data: bytes) -> list[str]:
    return [line for line in body_text(data).split("\n") if line.strip()]


def test_reads_the_spine_in_order_without_the_editions_own_pages():
    assert lines(book("<p>一</p>")) == ["二", "一"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p><ruby>桥<rp>（</rp><rt>qiáo</rt><rp>）</rp>头</ruby>了</p>", ["桥头了"]),
        ("<p>甲<b>乙</b><!-- 批 -->丙<?x y?>丁</p>", ["甲乙丙丁"]),
        ("<p>甲<br/>乙</p>", ["甲", "乙"]),
        ("<ul><li>甲</li><li>乙</li></ul>丙", ["甲", "乙", "丙"]),
        ('<p>正文<span class="call added">注<i>注</i></span>之后</p>', ["正文之后"]),
        ("<p>甲<script>x()</script>乙</p>", ["甲乙"]),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", ["甲", "乙"]),
        ('<aside><p><a role="doc-backlink" href="#r">①</a>注文</p></aside>', ["①注文"]),
    ],
)
def test_text_is_what_a_reader_reads(markup, expected):
    assert lines(book(markup))[1:] == expected


def test_depth_is_no_matter():
    depth = 1500
    assert lines(book("<div>" * depth + "底" + "</div>" * depth)) == ["二", "底"]


def test_entities_of_the_file_system_are_not_read():
    doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    data = book("<p>甲&#33;</p>")
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files = {name: old.read(name).decode() for name in old.namelist()}
    files["OPS/deep/one.xhtml"] = doctype + page("<p>甲&x;乙</p>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    assert "".join(lines(out.getvalue())) == "二甲乙"
