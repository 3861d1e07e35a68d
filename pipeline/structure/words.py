"""Whether a word crosses a tear: 积极响应号 | 召, two halves that only a reader of Chinese puts together."""

from __future__ import annotations

from functools import cache
from importlib import resources

from pipeline.hanzi import is_han

#: Characters that are words by themselves and open many a sentence: 存 | 在这里 proves nothing.
_OPENERS = frozenset(
    "在他她我你您它这那這一二两三是有从從当當为為对對不今近如若而但也就只把被由以自至到每各其据據经經又再还還"
)


def is_word(pair: str) -> bool:
    """Whether two characters are a common word. The list is read when the first one is asked for."""
    return pair[1:] in _words().get(pair[:1], "") if len(pair) == 2 else False


def crosses(before: str, after: str) -> bool:
    """Whether the last character of one text and the first of another are a word, and neither belongs to a word of its
    own text: 主席 in 被请上了主 | 席台."""
    return _may_cross(before, after) and not is_word(before[-2:]) and not is_word(after[:2])


def begins_inside(before: str, after: str) -> bool:
    """The same, though the last two characters of the first text may be a word too: 重建工 | 程通车. Enough for a line
    that stands right below another."""
    return _may_cross(before, after) and not is_word(after[:2])


def _may_cross(before: str, after: str) -> bool:
    if not (before and after and is_han(before[-1]) and is_han(after[0])) or after[0] in _OPENERS:
        return False
    return is_word(before[-1] + after[0])


@cache
def _words() -> dict[str, str]:
    text = (resources.files(__package__) / "words.txt").read_text(encoding="utf-8")
    return {line[0]: line[1:] for line in text.splitlines() if line and line[0] != "#"}
