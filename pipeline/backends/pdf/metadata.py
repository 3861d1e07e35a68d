"""The reportlab file in, the finished one out: fonts embedded, XMP, page labels; what reportlab cannot write itself."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.backends import Edition
from pipeline.backends.pdf.embed import Subset
from pipeline.backends.pdf.pages import Sheet

PRODUCER = "Kanben"
_UNHELD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
{dublin}
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def finish(drawn: bytes, edition: Edition, subsets: Sequence[Subset], sheets: Sequence[Sheet]) -> bytes:
    """Raises FontError where a face cannot be embedded."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        fonts = pdf.make_indirect(Dictionary({f"/{one.name}": one.embed(pdf) for one in subsets if one.used}))
        for page in pdf.pages:
            page.obj.Resources.Font = fonts
        _information(pdf, edition)
        pdf.Root.Lang = String(edition.publication.metadata.language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=_labels(sheets)))
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            force_version="1.7",
            fix_metadata_version=False,
        )
        return out.getvalue()


def _information(pdf: pikepdf.Pdf, edition: Edition) -> None:
    meta = edition.publication.metadata
    stamp = edition.stamp.strftime("D:%Y%m%d%H%M%S+00'00'")
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    facts = {
        "Title": clean(meta.title),
        "Author": clean("、".join(meta.authors)),
        "Subject": clean(meta.description or ""),
        "Keywords": clean("、".join(meta.subjects)),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": stamp,
        "ModDate": stamp,
    }
    for name, value in facts.items():
        if value:
            pdf.docinfo[f"/{name}"] = String(value)
    xmp = _XMP.format(dublin=_dublin(edition), date=edition.stamp.isoformat(timespec="seconds"), producer=PRODUCER)
    stream = pdf.make_stream(xmp.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def _dublin(edition: Edition) -> str:
    meta = edition.publication.metadata

    def many(name: str, kind: str, values: Sequence[str], attributes: str = "") -> str:
        rows = "".join(f"<rdf:li{attributes}>{escape(clean(value))}</rdf:li>" for value in values if value)
        return f"<dc:{name}><rdf:{kind}>{rows}</rdf:{kind}></dc:{name}>" if rows else ""

    default = ' xml:lang="x-default"'
    parts = (
        many("title", "Alt", [meta.title], default),
        many("creator", "Seq", meta.authors),
        many("description", "Alt", [meta.description or ""], default),
        many("publisher", "Bag", [meta.publisher or ""]),
        many("subject", "Bag", meta.subjects),
        many("rights", "Alt", [meta.rights or ""], default),
        many("language", "Bag", [meta.language]),
    )
    return "\n".join(part for part in parts if part)


def clean(text: str) -> str:
    """Without what neither XML nor a PDF string can hold, and without line ends."""
    return _UNHELD.sub("", text)


def _labels(sheets: Sequence[Sheet]) -> Array:
    """/PageLabels: Roman in front, Arabic from the first page of the text."""
    nums = Array()
    before = None
    for number, sheet in enumerate(sheets):
        style = Name.D if sheet.label.isdigit() else Name.r
        if style != before:
            nums.append(number)
            nums.append(Dictionary(S=style, St=1))
            before = style
    return nums
