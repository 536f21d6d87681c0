"""What a power cut may leave of what a process did: its calls, and the states of a disk built of them.

The model is the harshest that POSIX allows. Of a file only what was written before an fsync of it is certain;
the rest may be there, in part, as zeros, or not. Of a name (made, moved or removed) only what was done before
an fsync of its folder is certain; each of the others may have reached the disk or not, in any order. `sync`
makes all that was done before it certain.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

STRACE = shutil.which("strace")
CALLS = (
    "openat,creat,write,pwrite64,writev,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,"
    "unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,sync,syncfs,ftruncate"
)
LINE = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>)?(.*)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HANDLE = re.compile(r"\d+<([^>]*)>")
BASE = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>, ")


def recorded(words, root, folder):
    """Run a command and give its calls about files below a root, in order; the trace lies in a folder."""
    trace = folder / "trace"
    done = subprocess.run(
        [STRACE, "-f", "-qq", "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-o", trace, *words],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(_calls(trace, str(root)))


def _calls(trace, root):
    """Each call that did something: its name and the paths it is about, below the root."""
    begun = {}
    for line in trace.read_text(errors="surrogateescape").splitlines():
        process, name, rest = LINE.match(line).groups()
        if "<unfinished ...>" in rest:
            begun[process, name] = rest.partition("<unfinished")[0]
            continue
        rest = begun.pop((process, name), "") + rest
        if re.search(r"\) += -1 ", rest):
            continue
        paths = _paths(name, rest)
        if name == "sync" or any(path.startswith(root + "/") or path == root for path in paths):
            yield name, tuple(os.path.relpath(path, root) for path in paths), rest


def _paths(name, rest):
    if name in {"write", "pwrite64", "writev", "fsync", "fdatasync", "syncfs", "ftruncate"}:
        return [_decoded(each) for each in HANDLE.findall(rest)[:1]]
    bases = [_decoded(each) for each in BASE.findall(rest)]
    names = [os.fsdecode(each) for each in _texts(rest)]
    if name in {"symlink", "symlinkat"}:  # what it points to is no path of its own
        names = names[1:]
    return [
        str(Path(bases[min(n, len(bases) - 1)] if bases else "", each))
        for n, each in enumerate(names)
    ]


def _texts(rest):
    """The texts of a call, which strace writes in hexadecimal digits."""
    return [_bytes(each) for each in TEXT.findall(rest)]


def _bytes(text):
    return bytes.fromhex(text.replace("\\x", ""))


def _decoded(text):
    """A path as strace writes it in hexadecimal digits; what is none (a pipe) as it stands."""
    return os.fsdecode(_bytes(text)) if text.startswith("\\x") else text


@dataclass
class Node:
    """A folder (names), a file (data) or a link (target)."""

    names: dict = field(default_factory=dict)
    data: bytes | None = None
    target: str | None = None


@dataclass(frozen=True)
class Change:
    """One thing that was done; `parts` are (folder, name, node or None) and reach the disk together."""

    at: int
    parts: tuple
    written: Node | None = None


def tree(path):
    """A folder as it is on the disk."""
    if path.is_symlink():
        return Node(target=str(path.readlink()))
    if path.is_dir():
        return Node({each.name: tree(each) for each in path.iterdir()})
    return Node(data=path.read_bytes())


def _write_into(node, name, rest):
    """What a call writes; where a file is as large as it was told to be, that is zeros."""
    if name == "ftruncate":
        size = int(re.search(r", (\d+)\)", rest)[1])
        node.data = node.data[:size].ljust(size, b"\0")
        return
    data = b"".join(_texts(rest))
    at = int(re.search(r", (\d+)\) += ", rest)[1]) if name == "pwrite64" else len(node.data)
    node.data = node.data[:at].ljust(at, b"\0") + data + node.data[at + len(data) :]


class History:
    """What a process did to a folder: changes, and when each became certain.

    Args:
        before: the folder as it was.
        after: as it is; a file that is there holds what it holds there, since each is written once.
        calls: of `recorded`.
    """

    def __init__(self, before, after, calls):
        """Replay the calls on the tree."""
        self.root = tree(before)
        self.changes, self.certain = [], {}
        self._now = self._copy(self.root, {})
        self._first = dict(self._known)
        for at, (name, paths, rest) in enumerate(calls):
            self._replay(at, name, paths, rest)
        self.n_calls = len(calls)
        self._fill(self._now, tree(after))

    def _copy(self, node, known):
        """The same nodes, in folders of their own names: what changes later does not change the beginning."""
        self._known = known
        known[id(node)] = dict(node.names)
        for each in node.names.values():
            self._copy(each, known)
        return node

    def _fill(self, node, found):
        """What was written, from the files as they are at the end."""
        if found.data is not None:
            node.data = found.data
        for name, each in node.names.items():
            if name in found.names:
                self._fill(each, found.names[name])

    def _at(self, path):
        node = self._now
        for name in Path(path).parts:
            node = node.names[name]
        return node

    def _parent(self, path):
        return self._at(Path(path).parent), Path(path).name

    def _change(self, at, *parts):
        for folder, name, node in parts:
            if node is None:
                folder.names.pop(name, None)
            else:
                folder.names[name] = node
        self.changes.append(Change(at, parts))

    def _replay(self, at, name, paths, rest):
        if name == "sync":
            self._settle(at, lambda _: True)
        elif name in {"fsync", "fdatasync"}:
            node = self._at(paths[0])
            self._settle(
                at,
                lambda change: change.written is node or any(f is node for f, _, _ in change.parts),
            )
        elif name in {"openat", "creat"}:
            folder, new = self._parent(paths[0])
            if "O_CREAT" in rest and new not in folder.names:
                self._change(at, (folder, new, Node(data=b"")))
        elif name in {"write", "pwrite64", "writev", "ftruncate"}:
            node = self._at(paths[0])
            _write_into(node, name, rest)
            self.changes.append(Change(at, (), node))
        elif name.startswith("rename"):
            (folder, old), (to, new) = map(self._parent, paths)
            self._change(at, (folder, old, None), (to, new, folder.names[old]))
        elif name.startswith("link"):
            (folder, old), (to, new) = map(self._parent, paths)
            self._change(at, (to, new, folder.names[old]))
        elif name.startswith("symlink"):
            folder, new = self._parent(paths[0])
            self._change(at, (folder, new, Node(target=os.fsdecode(_texts(rest)[0]))))
        elif name.startswith("mkdir"):
            folder, new = self._parent(paths[0])
            self._change(at, (folder, new, Node()))
        else:
            folder, old = self._parent(paths[0])
            self._change(at, (folder, old, None))

    def _settle(self, at, is_meant):
        for change in self.changes:
            if is_meant(change):
                self.certain.setdefault(id(change), at)

    def write_state(self, at, chance, folder):
        """Write what may be on the disk after a power cut at a call.

        Args:
            at: the number of the call.
            chance: decides what of the rest has reached it (`random.Random`).
            folder: that is not there yet.
        """
        names = {key: dict(each) for key, each in self._first.items()}
        torn = {}
        luck = chance.choice([0.0, 0.2, 0.5, 0.8, 1.0])
        for change in self.changes:
            if change.at > at:
                break
            is_certain = self.certain.get(id(change), at + 1) <= at
            if change.written is not None:
                if not is_certain:
                    torn[id(change.written)] = change.written
                continue
            if is_certain or chance.random() < luck:
                for parent, name, node in change.parts:
                    mine = names.setdefault(id(parent), {})
                    if node is None:
                        mine.pop(name, None)
                    else:
                        mine[name] = node
        self._write(self.root, names, {key: chance.random() < luck for key in torn}, chance, folder)

    def _write(self, node, names, torn, chance, path):
        if node.target is not None:
            path.symlink_to(node.target)
        elif node.data is not None:
            data = node.data
            if torn.get(id(node), True) is False:
                n = chance.randrange(len(data) + 1)
                data = chance.choice([b"", data[:n], data[:n] + bytes(len(data) - n)])
            path.write_bytes(data)
        else:
            path.mkdir()
            for name, each in names.get(id(node), {}).items():
                self._write(each, names, torn, chance, path / name)
