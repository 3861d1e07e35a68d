"""Rules for a text that is plainly Markdown: its marks go, and the ledger keeps what they said (`marked_lines`).

A # at the start of a line may be anything; what Markdown is, the whole text says: several heads that no command
follows, with numbers of chapters or clauses, of two levels, or below a front matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.hanzi import BLANKS, HAN, NUMERALS
from pipeline.ledger import Edit, Ledger, forward
from pipeline.normalize.rules import Rule

HEAD, QUOTE, FRONT = "markup.head", "markup.quote", "markup.front-matter"
_HEAD = re.compile(
    f"^ {{0,3}}(?P<marks>#{{1,6}})[{BLANKS}](?:[{BLANKS}#]{{0,8}}[{BLANKS}])?(?P<text>[^{BLANKS}\n#][^\n]*)",
    re.MULTILINE,
)
_CLOSING = re.compile(f"[{BLANKS}]#{{1,6}}[{BLANKS}]*$")
_CHINESE = re.compile(f"[{HAN}]")
_NUMBERED = re.compile(
    f"[*_]{{0,3}}(?:第[{BLANKS}]?[{NUMERALS}0-9]{{1,6}}[{BLANKS}]?[編编章节節条條回卷篇]|[{NUMERALS}]{{1,3}}、)"
)
#: Longest head, characters.
_LONGEST = 80
_FRONT = re.compile(
    r"---[ \t]*\n(?P<fields>(?:(?:[A-Za-z][\w-]{0,30}:.*|[ \t]*-[ \t].*|[ \t]+\S.*|)\n){1,40}?)"
    r"(?:---|\.\.\.)[ \t]*(?:\n|$)"
)
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]{0,30}):[ \t]*(?P<value>.*)")


def is_markdown(text: str) -> bool:
    """Whether a text is Markdown beyond doubt: heads none of which stands over a command or is a sentence, and another
    sign of it: a numbered head, heads of two levels, or a front matter."""
    if "# " not in text and "#\u3000" not in text and "#\t" not in text:
        return False
    heads = [head for head in _heads(text) if _CHINESE.search(head["text"])]
    front = text.startswith("---") and _FRONT.match(text) is not None
    if len(heads) == 1 and not front:
        return _is_titled(text, heads[0])
    if len(heads) < 2 - front or any(_is_remark(text, head) for head in heads):
        return False
    levels = {len(head["marks"]) for head in heads}
    return front or len(levels) > 1 or any(_NUMBERED.match(head["text"]) for head in heads)


# <!-- INFO END -->, a list, strong words, the first clause of a law: with a title marked above, signs of Markdown.
_OTHER_MARK = re.compile("^(?:<!--|[-*] [^-*\\s]|\\*\\*|第一条)|(?<=[。：；])\\*\\*", re.MULTILINE)


def _is_titled(text: str, head: re.Match[str]) -> bool:
    """Whether the one head opens the text, Chinese comes behind a blank line, and something else is marked."""
    if head["marks"] != "#" or "#" in head["text"] or text[: head.start()].strip() or _is_remark(text, head):
        return False
    below = text[head.end() :]
    first = below.lstrip("\n" + BLANKS).partition("\n")[0]
    parted = below[:2] == "\n\n" and (first.startswith("<!--") or _CHINESE.search(first) is not None)
    return parted and _OTHER_MARK.search(below) is not None


def _heads(text: str) -> list[re.Match[str]]:
    """Lines that begin with # and are in no block of code."""
    found = list(_HEAD.finditer(text))
    fences = [fence.start() for fence in _FENCE.finditer(text)] if found and "```" in text else []
    return [head for head in found if bisect_right(fences, head.start()) % 2 == 0]


def _is_remark(text: str, head: re.Match[str]) -> bool:
    """Whether a line with # before it is a sentence, or stands right over a command or setting."""
    if len(head["text"]) > _LONGEST or head["text"].rstrip(BLANKS)[-1] in "。，；、":
        return True
    below = text[head.end() + 1 : head.end() + 200].partition("\n")[0].strip(BLANKS)
    return bool(below) and below.isascii() and below[0] not in "#|!-*>`" and not below[0].isdecimal()


def _head_marks(text: str) -> Iterator[Edit]:
    for head in _heads(text) if is_markdown(text) else ():
        yield Edit(head.start(), text[head.start() : head.start("text")], "")
        if closing := _CLOSING.search(head["text"]):
            yield Edit(head.start("text") + closing.start(), closing[0], "")


_FENCE = re.compile("^ {0,3}```", re.MULTILINE)
_STRONG = re.compile(r"(?P<mark>\*\*\*|\*\*|__)(?=[^\s*_])(?P<text>[^*_\n]{1,200}?)(?<=\S)(?P=mark)")
_ITEM = re.compile(r"^(?P<indent>[ \t]{0,12})[-*+][ \t]+(?=[^\s*+-])", re.MULTILINE)
_QUOTED = re.compile(r"^ {0,3}(?:>[ \t]?)+(?=.)", re.MULTILINE)


def _strong(text: str) -> Iterator[Edit]:
    for match in _STRONG.finditer(text) if is_markdown(text) else ():
        yield Edit(match.start(), match["mark"], "")
        yield Edit(match.end("text"), match["mark"], "")


# * 主席：…: a turn of a record, which a converter made an item.
_TURN = re.compile(f"^[ \t]{{0,12}}[-*][ \t]+([{HAN}·]{{1,10}})[：:]", re.MULTILINE)
_ANY_ITEM = re.compile("^[ \t]{0,12}[-*][ \t]+\\S", re.MULTILINE)
#: Fewest turns of such a record.
_TURNS = 5


def _is_record(text: str) -> bool:
    """Whether most items are turns of two speakers or more who speak again and again."""
    if "* " not in text and "- " not in text:
        return False
    speakers = Counter(match[1] for match in _TURN.finditer(text))
    turns = sum(count for count in speakers.values() if count > 1)
    recurring = sum(count > 1 for count in speakers.values())
    return turns >= _TURNS and recurring > 1 and turns * 2 > sum(1 for _ in _ANY_ITEM.finditer(text))


def _turns(text: str) -> Iterator[Edit]:
    """The marks of a record's items are no part of it: those who speak have their names."""
    for match in _ITEM.finditer(text) if _is_record(text) else ():
        yield Edit(match.end("indent"), match[0][len(match["indent"]) :], "")


def _items(text: str) -> Iterator[Edit]:
    for match in _ITEM.finditer(text) if is_markdown(text) else ():
        yield Edit(match.end("indent"), match[0][len(match["indent"]) :], "• ")


def _quotes(text: str) -> Iterator[Edit]:
    for match in _QUOTED.finditer(text) if is_markdown(text) else ():
        yield Edit(match.start(), match[0], "")


def _front_matter(text: str) -> Iterator[Edit]:
    """All lines from one rule to the other are emptied, but for the title where the text does not open with it, and the
    author below it."""
    front = _FRONT.match(text) if text.startswith("---") else None
    if not front:
        return
    below = text[front.end() :].lstrip("\n" + BLANKS).partition("\n")[0].strip(BLANKS)
    kept: dict[str, str] = {}
    lines = front[0].rstrip("\n").split("\n")
    for line in lines:
        if (field := _FIELD.fullmatch(line)) and field["name"].lower() in ("title", "author"):
            value = field["value"].strip("\"'" + BLANKS)
            if _CHINESE.search(value) and (field["name"].lower() == "author" or value != below):
                kept[field["name"].lower()] = value
    said = [kept.get("title", ""), f"作者：{kept['author']}" if "author" in kept else ""]
    said = [words for words in said if words]
    at = 0
    for line in lines:
        field = _FIELD.fullmatch(line)
        new = said.pop(0) if said and field and field["name"].lower() in kept else ""
        if line != new:
            yield Edit(at, line, new)
        at += len(line) + 1


def marked_lines(ledger: Ledger, rule: str) -> Mapping[int, int]:
    """Clean offset of each line that a rule took a mark from → the level of the mark: how many #; a title that stood in
    a front matter has 0."""
    found: dict[int, int] = {}
    for number, made in enumerate(ledger.passes):
        if made.rule not in (rule, FRONT):
            continue
        shifts = [forward(one.edits) for one in ledger.passes[number:]]
        for edit in made.edits:
            if made.rule == FRONT and (rule != HEAD or not edit.new or edit.new.startswith("作者：")):
                continue
            if made.rule == HEAD and not edit.old.lstrip(" ").startswith("#"):
                continue
            at = edit.start if made.rule == FRONT else edit.start + len(edit.old)
            for shift in shifts:
                at = shift(at)
            found[at] = 0 if made.rule == FRONT else edit.old.count("#")
    return found


RULES = (
    Rule("markup.strong", _strong, needs=frozenset("#"), whole=True),
    Rule("markup.turn", _turns, needs=frozenset("*-"), whole=True),
    Rule("markup.item", _items, needs=frozenset("#"), whole=True),
    Rule(QUOTE, _quotes, needs=frozenset(">"), whole=True),
    Rule(HEAD, _head_marks, needs=frozenset("#"), whole=True),
    Rule(FRONT, _front_matter, needs=frozenset("-"), whole=True),
)
