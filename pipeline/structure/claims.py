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
        """All claims in order. Blanks and line ends inside one node are a join, between two nodes a separator."""
        return tuple(_fill(sorted(self._claims, key=lambda claim: claim.start), clean))


def _fill(claims: list[Claim], clean: str) -> Iterator[Claim]:
    done = 0
    before: Claim | None = None
    for claim in [*claims, Claim("separator", "", len(clean), len(clean))]:
        if done < claim.start:
            if clean[done : claim.start].strip():
                yield Claim("dropped", UNCLAIMED, done, claim.start)
            elif before and before.kind == claim.kind == "text" and before.node == claim.node:
                yield Claim("join", JOIN, done, claim.start, claim.node)
            else:
                yield Claim("separator", "structure.separator", done, claim.start)
        if claim.start < claim.end:
            yield claim
        done = max(done, claim.end)
        before = claim
