"""The XLM-RoBERTa unigram tokeniser: built once from the packed vocabulary, opened fast afterwards.

Opening 250,000 pieces takes half a second. A piece can only match a text that holds all its characters, so
for a text of western characters the pieces of other scripts change nothing: a second file with the western
pieces alone opens in a fifth of the time and gives the same tokens. The full file is opened when the first
other text comes by.
"""

import json
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.packed import Vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FULL_FILE = "tokenizer.json"
WESTERN_FILE = "bundled/western.json"
IDS_FILE = "bundled/western_ids.npy"
CHARACTERS_FILE = "bundled/western_characters.json"

SPACE = "▁"
MASK = "<mask>"
# Latin-1 and what Dutch typography adds. Wider costs start-up, narrower sends more texts to the full file.
_WESTERN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | frozenset(SPACE + "€–—‘’‚“”„†•‹›ŒœŠšŽž")


def save_tokenisers(vocabulary: Vocabulary, positions: int, folder: Path) -> None:
    """Write tokenizer.json as transformers reads it, and the western part of it with its map back to the
    ids."""
    full = _tokeniser(list(zip(vocabulary.pieces, vocabulary.scores, strict=True)), vocabulary)
    _frame(full, vocabulary)
    full.save(str(folder / FULL_FILE), pretty=False)

    # The least likely piece stays whatever its script: the price of an unknown character hangs on its score.
    least = int(np.argmin(vocabulary.scores))
    kept = [i for i, piece in enumerate(vocabulary.pieces) if i == least or _WESTERN.issuperset(piece)]
    western = _tokeniser([(vocabulary.pieces[i], vocabulary.scores[i]) for i in kept], vocabulary, kept.index(vocabulary.unk))
    (folder / WESTERN_FILE).parent.mkdir(exist_ok=True)
    western.save(str(folder / WESTERN_FILE), pretty=False)
    np.save(folder / IDS_FILE, np.array(kept, dtype=np.int32))
    safe = [chr(c) for c in range(1, 0x2600) if _stays_western(chr(c), western)]
    (folder / CHARACTERS_FILE).write_text(json.dumps("".join(safe)), encoding="utf-8")
    _save_settings(vocabulary, positions, folder)


def _stays_western(character: str, tokeniser: "Tokenizer") -> bool:
    normalised = tokeniser.normalizer.normalize_str(character)
    return _WESTERN.issuperset(normalised) and not unicodedata.combining(character)


def _tokeniser(pieces: list[tuple[str, float]], vocabulary: Vocabulary, unk: int | None = None) -> "Tokenizer":
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokeniser = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk if unk is None else unk))
    steps = [normalizers.Replace(Regex(f"[{_class(found)}]"), to) for to, found in _beyond_nfkc(vocabulary).items()]
    tokeniser.normalizer = normalizers.Sequence([*steps, normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokeniser.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    names = [vocabulary.pieces[i] for i in (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)]
    tokeniser.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in names])
    tokeniser.add_special_tokens([AddedToken(MASK, special=True, normalized=False, lstrip=True)])
    return tokeniser


def _beyond_nfkc(vocabulary: Vocabulary) -> dict[str, str]:
    """Replacement -> characters, where SentencePiece's table says something else than NFKC (control
    characters disappear, every kind of white space becomes a space). The table has no sequences, NFKC
    composes those too."""
    groups: dict[str, str] = {}
    for character, replacement in vocabulary.normalisation.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            groups[replacement] = groups.get(replacement, "") + character
    return groups


def _class(characters: str) -> str:
    return "".join(f"\\x{{{ord(c):X}}}" for c in characters)


def _frame(tokeniser: "Tokenizer", vocabulary: Vocabulary) -> None:
    """Let the tokeniser put <s> and </s> around a text, as transformers expects of it."""
    from tokenizers import decoders, processors

    bos, eos = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    tokeniser.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokeniser.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")


def _save_settings(vocabulary: Vocabulary, positions: int, folder: Path) -> None:
    pieces = vocabulary.pieces
    specials = {
        "bos_token": pieces[vocabulary.bos],
        "eos_token": pieces[vocabulary.eos],
        "cls_token": pieces[vocabulary.bos],
        "sep_token": pieces[vocabulary.eos],
        "unk_token": pieces[vocabulary.unk],
        "pad_token": pieces[vocabulary.pad],
        "mask_token": MASK,
    }
    # The plain class takes tokenizer.json as it stands; XLMRobertaTokenizer would rebuild it its own way.
    settings = {**specials, "model_max_length": positions, "tokenizer_class": "PreTrainedTokenizerFast"}
    for name, content in (("special_tokens_map.json", specials), ("tokenizer_config.json", settings)):
        (folder / name).write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")


class TextTokeniser:
    """Texts to piece ids, without <s> and </s>. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._folder = folder
        self._western = Tokenizer.from_file(str(folder / WESTERN_FILE))
        self._ids: NDArray[np.int32] = np.load(folder / IDS_FILE)
        self._characters = frozenset(json.loads((folder / CHARACTERS_FILE).read_text(encoding="utf-8")))
        self._full: Tokenizer | None = None
        self._lock = threading.Lock()

    def ids(self, text: str) -> NDArray[np.int32]:
        """Piece ids of `text`, shape (pieces,); the same as tokenizer.json gives."""
        if self._characters.issuperset(text):
            return self._ids[self._western.encode(text, add_special_tokens=False).ids]
        with self._lock:
            if self._full is None:
                self._full = type(self._western).from_file(str(self._folder / FULL_FILE))
        return np.array(self._full.encode(text, add_special_tokens=False).ids, dtype=np.int32)
