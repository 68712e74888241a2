"""Whether two peers found the same: counts, variants and funnel to the last customer, medians within a tolerance."""

from __future__ import annotations

from typing import Any

from roster import Peer

Found = dict[str, Any]


def differences(peer: Peer, found: Found, reference: Found) -> list[str]:
    """Return a sentence for each number of a peer that is not that of the reference; nothing if all are."""
    said = []
    if found.get("edges") is not None:
        said += _edges(found["edges"], reference["edges"], peer.within)
    for question in ("variants", "funnel"):
        if found.get(question) is not None and found[question] != reference[question]:
            said.append(f"{question}: {_first_difference(found[question], reference[question])}")
    return said


def answered(peer: Peer, found: Found) -> list[str]:
    """Return a sentence for each question a peer should have answered and did not."""
    asked = {"edges": peer.has_edges, "variants": peer.has_variants, "funnel": peer.has_funnel}
    return [f"{question}: no answer" for question, can in asked.items() if can and found.get(question) is None]


def largest_gap(found: Found, reference: Found) -> float:
    """Return by how many seconds the medians of two peers differ at most."""
    known = {(a, z): seconds for a, z, _, seconds in reference["edges"]}
    return max((abs(seconds - known[a, z]) for a, z, _, seconds in found["edges"] if (a, z) in known), default=0.0)


def _edges(found: list[Any], reference: list[Any], within: float) -> list[str]:
    mine = {(a, z): (n, seconds) for a, z, n, seconds in found}
    theirs = {(a, z): (n, seconds) for a, z, n, seconds in reference}
    said = [f"edge {a} > {z}: only one of the two has it" for a, z in sorted(mine.keys() ^ theirs.keys())]
    for a, z in sorted(mine.keys() & theirs.keys()):
        (n, seconds), (right, median) = mine[a, z], theirs[a, z]
        if n != right:
            said.append(f"edge {a} > {z}: {n} times, not {right}")
        elif not abs(seconds - median) <= within:  # a median that is no number differs too
            said.append(f"edge {a} > {z}: median {seconds} s, not {median} s")
    return said


def _first_difference(found: list[Any], reference: list[Any]) -> str:
    for mine, theirs in zip(found, reference, strict=False):
        if mine != theirs:
            return f"{mine}, not {theirs}"
    return f"{len(found)} answers, not {len(reference)}"
