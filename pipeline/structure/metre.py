"""A line in, whether it is regulated verse out: clauses of five characters each, or of seven."""

from __future__ import annotations

import re

from pipeline.hanzi import HAN, NUMERALS

_CLAUSE = "[，。？！；、：．]"
# 残秋天气最凄清，缓步池塘夕照明。: two clauses or more, all of five characters or all of seven. The number and name of
# a poem of a suite may stand behind it: …。其二，咏梅
_METRICAL = re.compile(
    f"(?:(?P<clauses>(?:[{HAN}]{{5}}{_CLAUSE}){{2,}}|(?:[{HAN}]{{7}}{_CLAUSE}){{2,}}))"
    f"(?P<suite>其[{NUMERALS}]{{1,2}}(?:[，．、：][^。！？]{{0,14}})?)?"
)
#: As long as a quatrain of five, marks and all.
_QUATRAIN = 24


def is_metrical(text: str) -> bool:
    """Whether a line is several lines of regulated verse set on one."""
    return _METRICAL.fullmatch(text) is not None


def is_of_suite(text: str) -> bool:
    """Whether such a line is a whole poem, with its number in a suite behind it."""
    found = _METRICAL.fullmatch(text)
    return found is not None and found["suite"] is not None


def is_poem(text: str) -> bool:
    """Whether such a line is as long as a poem."""
    return len(text) >= _QUATRAIN and is_metrical(text)
