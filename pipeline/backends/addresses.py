"""An address as an author wrote it in, one that every client can follow out: what a link of any format may lead to."""

from __future__ import annotations

import re

_WEB = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?([/?#].*)?", re.ASCII)
_MAIL = re.compile(r"mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
#: What no URI may hold (RFC 3986), a lone % included.
_ODD = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]")


def web_address(href: str) -> str | None:
    """The address, its odd characters percent-encoded; None for what is no address of the web or of mail."""
    href = href.strip()
    if not (_WEB.fullmatch(href) or _MAIL.fullmatch(href)):
        return None
    address, hash_, fragment = href.partition("#")
    return "".join(_ODD.sub(_percent, part) for part in (address, hash_, fragment.replace("#", "%23")))


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
