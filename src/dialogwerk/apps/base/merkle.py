"""Hash trees as in Certificate Transparency (RFC 6962 section 2.1, RFC 9162 section 2.1).

SHA-256; leaves are hashed behind a zero byte and inner nodes behind a one byte, so that a node can
never pass for a leaf. Everything here works on leaf hashes of 32 bytes; make them with `leaf_hash`.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash under which ``data`` hangs in the tree."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node from those of its two children."""
    return sha256(b"\x01" + left + right).digest()


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    """Join neighbours; an odd last node moves up unchanged."""
    above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return [*above, level[-1]] if len(level) % 2 else above


def root(leaves: Iterable[bytes]) -> bytes:
    """The tree's root from its leaf hashes in order; of no leaves, the hash of nothing.

    Keeps one node per level, so the leaves may come from a stream of any length.
    """
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while peaks and peaks[-1][0] == height:
            node = node_hash(peaks.pop()[1], node)
            height += 1
        peaks.append((height, node))
    if not peaks:
        return EMPTY_ROOT
    node = peaks.pop()[1]
    while peaks:
        node = node_hash(peaks.pop()[1], node)
    return node


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The neighbours on the way from leaf ``index`` up to the root, lowest first.

    Raises:
        IndexError: the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"A tree of {len(leaves)} leaves has no leaf {index}.")
    path, level = [], list(leaves)
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        level, index = _level_above(level), index // 2
    return path


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Whether ``proof`` leads from this leaf hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, node = index, size - 1, leaf
    for neighbour in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            node = node_hash(neighbour, node)
            while not position % 2 and position:
                position, last = position // 2, last // 2
        else:
            node = node_hash(node, neighbour)
        position, last = position // 2, last // 2
    return last == 0 and node == expected_root
