"""A publication in, its manuscript out: Markdown that an editor corrects (docs/manuscript.md tells the conventions)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import assert_never

from pipeline.manuscript.front import Front, write_front
from pipeline.manuscript.heads import dateline_facts, names_of
from pipeline.manuscript.inlines import address, attribute, escaped, label_of, merged, written
from pipeline.model import (
    Article,
    Block,
    Byline,
    Dateline,
    Figure,
    Heading,
    Inlines,
    ListBlock,
    Note,
    Paragraph,
    Preformatted,
    Publication,
    Quotation,
    SceneBreak,
    Speech,
    Table,
    Text,
    Verse,
)

#: Parts two blocks that would read as one.
APART = "<!-- -->"
#: What a viewer, or our reader, would take for markup at the start of a line.
_LINE_START = re.compile(r"#+(?=\s|\Z)|[>|@]|[-+](?=[\s-]|\Z)|::|~~~|__|[0-9]+(?=[.)](?:\s|\Z))")
_UNSEEN_IN_CODE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

Notes = Mapping[str, str]


def write_manuscript(publication: Publication, front: Front) -> str:
    """The manuscript of a publication; `front.heads` is the highest level of its articles."""
    articles = publication.articles
    named = {id_ for one in articles for id_ in (one.parent, one.continued_from, one.continued_to) if id_}
    parts = [write_front(front)]
    marks = notes_of(articles)
    before: Article | None = None
    for article in articles:
        notes = marks | notes_of((article,))
        parts += _head(article, named, before, notes)
        parts += _body(article, notes, front.heads)
        before = article
    return "\n\n".join(parts) + "\n"


def heads_of(articles: Iterable[Article]) -> int:
    """The most `#` that the head of an article has."""
    return max((article.level for article in articles), default=1)


def notes_of(articles: Iterable[Article]) -> dict[str, str]:
    """The printed mark of each note; the first of two with one id."""
    marks: dict[str, str] = {}
    for note in (note for article in articles for note in article.notes):
        marks.setdefault(note.id, note.printed)
    return marks


# ------------------------------------------------------------------------------------------------------------ heads


def head_lines(article: Article) -> list[str]:
    """The head of an article as it is written, for showing."""
    return list(_head(article, (), None, notes_of((article,))))


def _head(article: Article, named: Collection[str], before: Article | None, notes: Notes) -> Iterator[str]:
    titled = bool(article.number or article.title)
    words = list(_words(article, named, titled=titled))
    waiting = before is not None and not (before.number or before.title)
    if words or waiting or not titled:
        yield "::article" + _braces(words)
    if article.kicker:
        yield _directive("kicker", (), written(article.kicker.inlines, notes))
    if titled:
        title = article.title.inlines if article.title else ()
        yield f"{'#' * article.level} {_numbered(article.number, title, notes)}".rstrip()
    if article.subtitle:
        yield _directive("deck", (), written(article.subtitle.inlines, notes))
    if article.byline:
        yield _byline(article.byline)
    if article.dateline:
        yield _dateline(article.dateline)


def _words(article: Article, named: Collection[str], *, titled: bool) -> Iterator[str]:
    if article.role != "body":
        yield article.role
    if article.level != 1 and not titled:
        yield attribute("level", str(article.level))
    if article.id in named:
        yield attribute("id", article.id)
    section = article.section
    values = (
        ("parent", article.parent),
        ("continued-from", article.continued_from),
        ("continued-to", article.continued_to),
        ("page", section.number if section else None),
        ("page-name", section.name if section else None),
    )
    yield from (attribute(key, value) for key, value in values if value is not None)


def _byline(byline: Byline) -> str:
    if byline.text is not None:
        return _directive("byline", _names(byline.names, names_of(byline.text)), _line(byline.text))
    joined = "、".join(byline.names)
    return _directive("author", _names(byline.names, tuple(filter(None, joined.split("、")))), _line(joined))


def _names(names: Sequence[str], told: Sequence[str]) -> list[str]:
    """Names as attributes where the line does not tell them."""
    if tuple(names) == tuple(told):
        return []
    return [attribute("name", name) for name in names] or ["nameless"]


def _dateline(dateline: Dateline) -> str:
    facts = (dateline.agency, dateline.place, dateline.date)
    words: list[str] = []
    if facts != dateline_facts(dateline.text):
        pairs = zip(("agency", "place", "date"), facts, strict=True)
        words = [attribute(key, value) for key, value in pairs if value is not None] or ["bare"]
    return _directive("dateline" if dateline.own_line else "lead-dateline", words, _line(dateline.text))


# ------------------------------------------------------------------------------------------------------------- body


def _body(article: Article, notes: Notes, heads: int) -> Iterator[str]:
    yield from write_blocks(article.blocks, notes, heads)
    if article.end_mark is not None:
        yield _directive("end", (), _line(article.end_mark))
    yield from (_note(note, notes, heads) for note in article.notes)


def write_blocks(blocks: Sequence[Block], notes: Notes, heads: int) -> Iterator[str]:
    """Each block as it is written, with a sign between two that would read as one."""
    if blocks:
        yield write_block(blocks[0], notes, heads)
    for before, block in pairwise(blocks):
        if _run_together(before, block):
            yield APART
        yield write_block(block, notes, heads)


def _run_together(before: Block, block: Block) -> bool:
    if isinstance(before, Figure) and isinstance(block, Figure):
        pictured = before.image is not None or before.alt is not None
        told = merged(before.caption) or before.credit is not None
        return pictured and not told and block.image is None and block.alt is None
    return type(before) is type(block) and isinstance(block, ListBlock | Quotation)


def write_block(block: Block, notes: Notes, heads: int) -> str:
    """One block; `heads`: how many `#` the heads of articles have at most."""
    match block:
        case Heading():
            return f"{'#' * (heads + block.level)} {_numbered(block.number, block.inlines, notes)}".rstrip()
        case Paragraph():
            return _paragraph(block, notes)
        case Speech():
            return _speech(block, notes)
        case Verse():
            return _verse(block, notes)
        case Quotation():
            parts = list(write_blocks(block.blocks, notes, heads))
            if block.attribution:
                parts.append(_directive("attribution", (), written(block.attribution, notes)))
            return _before_each_line("> ", "\n\n".join(parts))
        case ListBlock():
            return "\n".join(f"- {_numbered(item.marker, item.inlines, notes)}".rstrip() for item in block.items)
        case Figure():
            return "\n\n".join(_figure(block, notes))
        case Table():
            return "\n".join(_table(block, notes))
        case Preformatted():
            return _preformatted(block.text)
        case SceneBreak():
            return _directive("break", (), _line(block.printed)) if block.printed else "***"
        case _:
            assert_never(block)


def _paragraph(block: Paragraph, notes: Notes) -> str:
    line = _numbered(block.number, block.inlines, notes)
    if block.role == "body":
        return line or "::paragraph"
    return _directive(block.role, (), line)


def _speech(block: Speech, notes: Notes) -> str:
    speaker, line = escaped(block.speaker), written(block.inlines, notes)
    parted = block.separator == "：" or (block.separator == "\u3000" and line)
    if parted and re.fullmatch(r"[^\s：](?:[^：\u3000]*[^\s：])?", speaker):
        return f"@{speaker}{block.separator}{line}"
    words = (attribute("speaker", block.speaker), attribute("separator", block.separator))
    return _directive("speech", words, line)


def _verse(block: Verse, notes: Notes) -> str:
    stanzas = (
        "\n".join("\u3000" * line.indent + (_safe(written(line.inlines, notes)) or "\\") for line in stanza)
        for stanza in block.stanzas
    )
    inside = "\n\n".join(stanzas)
    if block.attribution:
        inside += "\n" * bool(inside) + _directive("attribution", (), written(block.attribution, notes))
    return f"```verse\n{inside}\n```"


def _figure(block: Figure, notes: Notes) -> Iterator[str]:
    if block.image is not None or block.alt is not None:
        yield f"![{escaped(block.alt or '')}]{address(block.image or '')}"
        if merged(block.caption):
            yield _directive("caption", (), written(block.caption, notes))
    else:
        yield _directive("caption", (), written(block.caption, notes))
    if block.credit is not None:
        yield _directive("credit", (), _line(block.credit))


def _table(block: Table, notes: Notes) -> Iterator[str]:
    if block.header_rows != 1 or block.caption:
        words = [attribute("header-rows", str(block.header_rows))] if block.header_rows != 1 else []
        yield _directive("table", words, written(block.caption or (), notes))
    for at, row in enumerate(block.rows):
        yield "| " + " | ".join(written(cell, notes).replace("|", "\\|") for cell in row) + " |"
        if at == 0:
            yield "|" + "---|" * len(row)


def _preformatted(text: str) -> str:
    info = ""
    if _UNSEEN_IN_CODE.search(text):
        info = "escaped"
        text = _UNSEEN_IN_CODE.sub(lambda found: f"&#{ord(found[0])};", text.replace("&", "&amp;"))
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{info}\n{text}\n{fence}"


def _note(note: Note, notes: Notes, heads: int) -> str:
    kind = "" if note.kind == "foot" else _braces([note.kind])
    opening = f"[^{label_of(note.id)}]: {{{escaped(note.printed)}}}{kind}"
    parts = list(write_blocks(note.blocks, notes, heads))
    first = note.blocks[0] if note.blocks else None
    if isinstance(first, Paragraph) and first.role == "body":
        opening += " " + parts.pop(0)
    return "\n\n".join([opening, *(_before_each_line("    ", part) for part in parts)])


# ------------------------------------------------------------------------------------------------------------ lines


def _numbered(number: str | None, inlines: Inlines, notes: Notes) -> str:
    line = written(inlines, notes)
    return f"{{{escaped(number)}}} {line}".rstrip() if number else _safe(line)


def _directive(name: str, words: Sequence[str], line: str) -> str:
    return f"::{name}{_braces(words)} {line}".rstrip()


def _braces(words: Sequence[str]) -> str:
    return f"{{{' '.join(words)}}}" if words else ""


def _line(text: str) -> str:
    return written((Text(text),), {})


def _safe(line: str) -> str:
    """A line that is not taken for a head, a list, a quotation."""
    match = _LINE_START.match(line)
    if not match:
        return line
    at = match.end() if match[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _before_each_line(prefix: str, text: str) -> str:
    return "\n".join(prefix + line if line else prefix.rstrip() for line in text.split("\n"))
