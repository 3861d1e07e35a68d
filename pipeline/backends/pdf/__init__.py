"""An edition in, a paginated PDF out: our own composition of Chinese, page by page.

    units     inlines → classes, widths, joints        (classes, context, sorts: characters and faces)
    compose   units → lines
    blocks    blocks → strips                           (heads, tables, pictures)
    pages     strips → sheets                           (sections, furniture, front)
    draw      sheets → content streams; embed, metadata → the finished file

How a reader finds the text: every text object that stands in no marked content is text of the publication, in reading
order. Running heads, folios, the contents, the title page, rules and dots are marked `/Artifact`, readings of ruby
`/RT`. `pipeline.readers.pdf.body_text` reads a file that way.
"""

from __future__ import annotations

from pipeline.backends.pdf.cover import cover_image, draw_cover
from pipeline.backends.pdf.write import write

__all__ = ["cover_image", "draw_cover", "write"]
