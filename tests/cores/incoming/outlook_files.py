"""Messages as Outlook saves them (.msg): a compound file of named streams, written by hand.

[MS-CFB] and [MS-OXMSG], as little as a reader needs.
"""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NONE = 0xFFFFFFFF
TEXT, BINARY, NUMBER = 0x001F, 0x0102, 0x0003


def message(*, subject="", body="", headers="", files=(), attached_by=1):
    """A message with these texts and files (name, content)."""
    root = _properties({0x0037: subject, 0x1000: body, 0x007D: headers}, head=32, count=len(files))
    storages = []
    for number, (name, content) in enumerate(files):
        inside = _properties({0x3707: name, 0x3701: content}, head=8, method=attached_by)
        storages.append((f"__attach_version1.0_#{number:08X}", inside))
    return _compound(root, storages)


def _properties(values, *, head, count=0, method=None):
    streams, rows = {}, []
    for pid, value in values.items():
        if not value:
            continue
        kind = TEXT if isinstance(value, str) else BINARY
        raw = value.encode("utf-16-le") if isinstance(value, str) else value
        streams[f"__substg1.0_{pid:04X}{kind:04X}"] = raw
        size = len(raw) + (2 if kind == TEXT else 0)
        rows.append(struct.pack("<HHIII", kind, pid, 6, size, 0))
    if method is not None:
        rows.append(struct.pack("<HHIII", NUMBER, 0x3705, 6, method, 0))
    start = struct.pack("<8x4I", 0, count, 0, count).ljust(head, b"\0")[:head]
    streams["__properties_version1.0"] = start + b"".join(rows)
    return streams


def _compound(root, storages):
    entries = [["Root Entry", 5, None, NONE, NONE]]
    first, _last = _chain(entries, [*((name, 2, raw) for name, raw in root.items())])
    places = []
    for name, inside in storages:
        entries.append([name, 1, None, NONE, NONE])
        places.append(len(entries) - 1)
        child, _end = _chain(entries, [(n, 2, raw) for n, raw in inside.items()])
        entries[places[-1]][4] = child
    tail = first
    while entries[tail][3] != NONE:
        tail = entries[tail][3]
    for place in places:
        entries[tail][3] = place
        tail = place
    entries[0][4] = first
    return _written(entries)


def _chain(entries, members):
    """Siblings, each to the right of the one before."""
    start = len(entries)
    for number, (name, kind, raw) in enumerate(members):
        right = start + number + 1 if number + 1 < len(members) else NONE
        entries.append([name, kind, raw, right, NONE])
    return start, len(entries) - 1


class _Table:
    """A chain of sectors of one size, and their contents."""

    def __init__(self, size):
        self.size, self.next, self.data = size, [], bytearray()

    def store(self, content):
        begin, count = len(self.next), -(-len(content) // self.size)
        self.next.extend([*range(begin + 1, begin + count), END])
        self.data.extend(content.ljust(count * self.size, b"\0"))
        return begin


def _written(entries):
    large, small = _Table(SECTOR), _Table(64)
    begins = []
    for _name, _kind, raw, _right, _child in entries:
        table = large if raw and len(raw) >= 4096 else small
        begins.append(table.store(raw) if raw else END)
    sizes = [len(raw or b"") for _name, _kind, raw, _right, _child in entries]
    begins[0], sizes[0] = large.store(bytes(small.data)), len(small.data)
    links = struct.pack(f"<{len(small.next)}I", *small.next)
    mini = large.store(links.ljust(-(-len(links) // SECTOR) * SECTOR, b"\xff"))
    directory = large.store(_directory(entries, begins, sizes))
    sectors = -(-(len(large.next) + 2) // 128)
    here = len(large.next)
    fat = [*large.next, *[FAT] * sectors]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sectors * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, sectors, directory)
    head += struct.pack("<III3I", 0, 4096, mini, -(-len(links) // SECTOR), END, 0)
    head += struct.pack("<109I", *range(here, here + sectors), *[FREE] * (109 - sectors))
    return head + bytes(large.data) + table


def _directory(entries, begins, sizes):
    rows = []
    for (name, kind, _raw, right, child), begin, size in zip(entries, begins, sizes, strict=True):
        label = (name + "\0").encode("utf-16-le")
        row = label.ljust(64, b"\0")
        row += struct.pack("<HBB3I", len(label), kind, 1, NONE, right, child)
        rows.append(row.ljust(116, b"\0") + struct.pack("<IQ", begin, size))
    while len(rows) % 4:
        rows.append(b"\0" * 68 + struct.pack("<3I", NONE, NONE, NONE) + b"\0" * 48)
    return b"".join(rows)
