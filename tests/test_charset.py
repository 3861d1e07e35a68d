from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import charset

SIMPLIFIED = "昨天下午，老师们在学校里开会。大家都说：“这个办法很好！”"
TRADITIONAL = "昨天下午，老師們在學校裡開會。大家都說：「這個辦法很好！」"
DAMAGE = st.sampled_from([b"\xff", b"\x81", b"\xa2\xcc", b"\xed\xa0\x80", b"\x00\xd8"])
WELL_KNOWN = st.sampled_from("的一是不了在人有我他这们中来上大国说 ，。“”\n\r\t十卅═╭abc019")


@pytest.mark.parametrize("encoding", sorted(charset.CODECS))
@given(data=st.binary(max_size=200))
def test_every_byte_comes_back_whatever_the_encoding(encoding: str, data: bytes) -> None:
    read = charset.read_bytes(data, encoding)
    assert charset.write_bytes(read, encoding) == data
    assert all(read.text[at] == "\ufffd" for at in read.bad)
    assert not any("\ud800" <= char <= "\udfff" for char in read.text)


@pytest.mark.parametrize("encoding", sorted(charset.CODECS))
@given(parts=st.lists(st.one_of(WELL_KNOWN, DAMAGE)))
def test_every_byte_comes_back_of_damaged_text(encoding: str, parts: list[str | bytes]) -> None:
    codec = charset.CODECS[encoding]
    data = b"".join(part if isinstance(part, bytes) else part.encode(codec, "ignore") for part in parts)
    assert charset.write_bytes(charset.read_bytes(data, encoding), encoding) == data


@given(text=st.text())
def test_unicode_texts_are_read_without_loss(text: str) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        assert charset.read_bytes(text.encode(encoding), encoding) == (text, {}, {})


def test_characters_that_big5_holds_twice_are_read_and_remembered() -> None:
    read = charset.read_bytes("十".encode("cp950") + b"\xa2\xcc\xff\xa2\xcc", "big5")
    assert read.text == "十十\ufffd十"
    assert read.odd == {1: b"\xa2\xcc", 3: b"\xa2\xcc"}
    assert read.bad == {2: b"\xff"}


def test_the_twins_of_big5_are_all_that_python_has() -> None:
    for encoding, pairs in charset._TWINS.items():
        codec = charset.CODECS[encoding]
        found = []
        for lead in range(0x81, 0xFF):
            for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
                pair = bytes((lead, trail))
                text = pair.decode(codec, "ignore")
                if text and text.encode(codec) != pair and len(pair.decode(codec, "replace")) == 1:
                    found.append(pair.hex())
        assert found == pairs.split()


def test_surrogates_in_utf8() -> None:
    pair, lone = "\ud842\udfb7".encode("utf-8", "surrogatepass"), "\ud842".encode("utf-8", "surrogatepass")
    read = charset.read_bytes("甲".encode() + pair + lone + "乙".encode(), "utf-8")
    assert read.text == "甲\U00020bb7\ufffd乙"
    assert (read.odd, read.bad) == ({1: pair}, {2: lone})


def test_lone_surrogates_and_half_characters_in_utf16() -> None:
    read = charset.read_bytes("甲\ud842乙".encode("utf-16-le", "surrogatepass") + b"\x4e", "utf-16-le")
    assert read.text == "甲\ufffd乙\ufffd"
    assert read.bad == {1: b"\x42\xd8", 3: b"\x4e"}


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "cp950", "big5"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
        ("plain ASCII, nothing else\r\n", "ascii", "utf-8"),
        ("Plain English in wide characters.\r\n", "utf-16-le", "utf-16-le"),
        ("café à la crème", "utf-8", "utf-8"),
    ],
)
def test_detection(text: str, codec: str, encoding: str) -> None:
    guess = charset.detect(text.encode(codec))
    assert guess.name == encoding
    assert guess.confidence >= 0.5


@pytest.mark.parametrize(
    ("codec", "text"), [("gb18030", SIMPLIFIED), ("cp950", TRADITIONAL), ("utf-16-le", SIMPLIFIED)]
)
def test_detection_of_ten_characters_anywhere(codec: str, text: str) -> None:
    for start in range(len(text) - 10):
        part = text[start : start + 10]
        assert part.encode(codec).decode(charset.CODECS[charset.detect(part.encode(codec)).name]) == part


def test_detection_of_damaged_text_keeps_its_head() -> None:
    damaged = SIMPLIFIED.encode() * 5 + b"\xff\xfe\x80" + SIMPLIFIED.encode()
    assert charset.detect(damaged).name == "utf-8"
    broken = SIMPLIFIED.encode("gb18030") * 5 + b"\xff\x80" + SIMPLIFIED.encode("gb18030")
    assert charset.detect(broken).name == "gb18030"


def test_what_is_not_chinese_is_never_sure() -> None:
    guess = charset.detect("Это не по-китайски, а по-русски.".encode("koi8-r"))
    assert guess.confidence <= 0.5
    assert guess.runner_up


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("GBK", "gb18030"),
        ("gb2312", "gb18030"),
        ("UTF8", "utf-8"),
        ("utf_8_sig", "utf-8"),
        ("Big5-HKSCS", "big5-hkscs"),
        ("cp950", "big5"),
        ("utf-16", "utf-16-be"),
        ("UTF-16LE", "utf-16-le"),
    ],
)
def test_names_of_encodings(wanted: str, name: str) -> None:
    assert charset.named(wanted, SIMPLIFIED.encode("utf-16-be")) == name


@pytest.mark.parametrize("wanted", ["shift_jis", "base64", "", "no such", "a\0b", "../x"])
def test_names_that_are_none(wanted: str) -> None:
    with pytest.raises(LookupError):
        charset.named(wanted, b"")
