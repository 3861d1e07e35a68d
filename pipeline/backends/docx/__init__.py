"""Publication + Design + Fonts in, a Word file out: by styles, never by direct formatting."""

from pipeline.backends.docx.write import write

__all__ = ["write"]
