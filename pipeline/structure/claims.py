"""What each range of a clean text was taken for: gathered while the tree is built, then made to tile it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ledger import Claim, ClaimKind

#: The rule of a range that no rule took: a bug of ours, told to the user and never lost.
UNCLAIMED = "structure.unclaimed"
#: The rule of what parts the halves of a torn paragraph.
JOIN = "structure.join"


class Claims:
    """Collects the claims of one source; `tiled` fills the gaps with separators and joins."""

    def __init__(self) -> None:
        self._claims: list[Claim] = []

    def add(self, kind: ClaimKind, rule: str, start: int, end: int, node: str | None = None) -> None:
        if start < end:
            self._claims.append(Claim(kind, rule, start, end, node))

    def tiled(self, clean: str) -> tuple[Claim, ...]:
        """All claims in order. Blanks and line ends before more of a node are a join, between two nodes a separator."""
        return tuple(_fill(sorted(self._claims, key=lambda claim: claim.start), clean))


def _fill(claims: list[Claim], clean: str) -> Iterator[Claim]:
    done = 0
    before: Claim | None = None  # the text before the gap, over furniture
    begun: set[str] = set()
    following = _texts_after(claims)
    for number, claim in enumerate([*claims, Claim("separator", "", len(clean), len(clean))]):
        if done < claim.start:
            after = following[number]
            if clean[done : claim.start].strip():
                yield Claim("dropped", UNCLAIMED, done, claim.start)
            elif (before and after and before.kind == after.kind == "text" and before.node == after.node) or (
                claim.kind == "text" and claim.node in begun
            ):
                yield Claim("join", JOIN, done, claim.start, after.node if after else None)
            else:
                yield Claim("separator", "structure.separator", done, claim.start)
        if claim.start < claim.end:
            yield claim
        done = max(done, claim.end)
        before = claim if claim.kind not in _NO_TEXT else before
        if claim.kind == "text" and claim.node:
            begun.add(claim.node)


#: A page number in the midst of a sentence parts nothing.
_NO_TEXT = ("furniture", "dropped")


def _texts_after(claims: list[Claim]) -> list[Claim | None]:
    """For each claim itself, or the next that is text if it is furniture; None behind the last."""
    found: list[Claim | None] = [None]
    for claim in reversed(claims):
        found.append(found[-1] if claim.kind in _NO_TEXT else claim)
    return found[::-1]
