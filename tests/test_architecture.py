"""The house: which room may import what, and how large a module may grow. Reads the imports, runs nothing."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest

#: A room may import itself and the rooms before it.
ROOMS = ("corpus", "ingest", "assistant", "eval")

#: A heavy library stays where its patterns say. The bench compares with a plain LlamaIndex + Chroma pipeline.
HOMES = {
    "gradio": ("assistant/ui/*",),
    "chromadb": ("ingest/*.py", "eval/plain.py"),
    "torch": ("ingest/embedders/st.py", "ingest/train/*"),
    "transformers": ("ingest/embedders/st.py", "ingest/train/*"),
    "sentence_transformers": (
        "ingest/embedders/st.py",
        "ingest/embedders/cross.py",
        "ingest/embedders/entail.py",
        "ingest/train/*",
    ),
    "typst": ("assistant/memo/pdf.py",),
    "llama_index": ("assistant/engine.py", "assistant/llm/*.py", "eval/*.py"),
    "openai": ("assistant/llm/*.py",),
    "ollama": ("assistant/llm/*.py",),
}
FORBIDDEN_NAMES = re.compile(r"_?(utils?|helpers?|common|managers?)|base_.*|.*_(utils?|helpers?|manager)")
MODULE_LINES, FUNCTION_LINES = 350, 60

Sources = Mapping[str, str]


def imports(code: str, *, top_level: bool = False) -> Iterator[str]:
    """Dotted names that a module imports; ``top_level``: only what runs when it is imported."""
    tree = ast.parse(code)
    for node in _running(tree.body) if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _running(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from _running(getattr(node, part, []))


def wrong_arrows(sources: Sources) -> list[str]:
    """``path -> name`` for every import against the direction or outside the room of its library."""
    wrong = []
    for path, code in sources.items():
        room = path.split("/")[0]
        for name in imports(code):
            top = name.split(".")[0]
            against = top in ROOMS and ROOMS.index(top) > ROOMS.index(room)
            outside = top in HOMES and not any(fnmatch(path, pattern) for pattern in HOMES[top])
            foreign = room == "corpus" and top != "corpus" and top not in sys.stdlib_module_names
            if against or outside or foreign or top == "tests":
                wrong.append(f"{path} -> {name}")
    return wrong


def cycles(sources: Sources) -> list[list[str]]:
    """Rings of modules that import each other when they are imported."""
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in sources}
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        named = imports(sources[path], top_level=True)
        graph[module] = {m for n in named if (m := n if n in modules else n.rpartition(".")[0]) in modules and m != module}
    found: list[list[str]] = []
    done: set[str] = set()

    def visit(module: str, trail: list[str]) -> None:
        if module in trail:
            found.append([*trail[trail.index(module) :], module])
        elif module not in done:
            for other in sorted(graph[module]):
                visit(other, [*trail, module])
            done.add(module)

    for module in sorted(graph):
        visit(module, [])
    return found


def too_large(sources: Sources) -> list[str]:
    found = [path for path, code in sources.items() if len(code.splitlines()) > MODULE_LINES]
    for path, code in sources.items():
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found += [f"{path}:{node.lineno} {node.name}: {lines} lines"] if lines > FUNCTION_LINES else []
    return found


def bad_names(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if any(FORBIDDEN_NAMES.fullmatch(part) for part in path.removesuffix(".py").split("/"))]


@pytest.fixture(scope="module")
def sources(repository: Path) -> Sources:
    files = [path for room in ROOMS for path in sorted((repository / room).rglob("*.py"))]
    assert len(files) > 40
    return {path.relative_to(repository).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_the_street_runs_one_way(sources: Sources) -> None:
    assert wrong_arrows(sources) == []


def test_no_modules_import_each_other_in_a_ring(sources: Sources) -> None:
    assert cycles(sources) == []


def test_modules_and_functions_stay_small(sources: Sources) -> None:
    assert too_large(sources) == []


def test_no_module_is_called_after_nothing(sources: Sources) -> None:
    assert bad_names(sources) == []


# --- The checks themselves ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("corpus/loader.py", "from ingest.passages import Passage"),
        ("corpus/loader.py", "import numpy"),
        ("ingest/build.py", "import assistant.flow"),
        ("ingest/build.py", "def f():\n    from assistant import flow"),
        ("assistant/flow.py", "from eval.run import run"),
        ("assistant/flow.py", "if TYPE_CHECKING:\n    import eval.run"),
        ("assistant/flow.py", "import gradio as gr"),
        ("eval/report.py", "from gradio import Blocks"),
        ("assistant/retrieve.py", "import chromadb.config"),
        ("corpus/values.py", "import chromadb"),
        ("ingest/embedders/bundled.py", "try:\n    import torch\nexcept ImportError:\n    pass"),
        ("assistant/flow.py", "from sentence_transformers import SentenceTransformer"),
        ("assistant/flow.py", "from llama_index.core import Settings"),
        ("ingest/build.py", "from tests.small_index import HashingEmbedder"),
    ],
)
def test_a_wrong_arrow_is_seen(path: str, code: str) -> None:
    assert len(wrong_arrows({path: code})) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("eval/run.py", "from assistant.flow import Assistant\nfrom corpus import Locator"),
        ("ingest/dense.py", "import chromadb"),
        ("assistant/ui/page.py", "import gradio as gr"),
        ("ingest/train/lora.py", "import torch"),
        ("corpus/loader.py", "import tomllib\nfrom corpus.values import Source"),
        ("assistant/flow.py", "from ingest.index import open_index"),
    ],
)
def test_a_right_arrow_is_left_alone(path: str, code: str) -> None:
    assert wrong_arrows({path: code}) == []


def test_an_arrow_turned_round_in_the_real_house_is_seen(sources: Sources) -> None:
    turned = dict(sources) | {"ingest/index.py": sources["ingest/index.py"] + "\nfrom assistant.flow import Assistant\n"}
    assert wrong_arrows(turned) == ["ingest/index.py -> assistant.flow.Assistant"]
    assert cycles(turned) != []


def test_a_ring_is_seen_and_an_import_inside_a_function_is_none() -> None:
    ring = {"corpus/a.py": "import corpus.b", "corpus/b.py": "from corpus.c import x", "corpus/c.py": "from corpus import a"}
    assert cycles(ring) == [["corpus.a", "corpus.b", "corpus.c", "corpus.a"]]
    assert cycles(ring | {"corpus/c.py": "def f():\n    from corpus import a"}) == []
    assert cycles(ring | {"corpus/c.py": "if TYPE_CHECKING:\n    from corpus import a"}) == []


def test_size_and_name_are_seen() -> None:
    body = "\n".join(["    x = 1"] * FUNCTION_LINES)
    assert too_large({"eval/a.py": f"def f():\n{body}"}) == ["eval/a.py:1 f: 61 lines"]
    assert too_large({"eval/a.py": "x = 1\n" * (MODULE_LINES + 1)}) == ["eval/a.py"]
    names = ["utils", "helpers", "common", "manager", "base_index", "text_utils"]
    assert len(bad_names([f"ingest/{n}.py" for n in names])) == len(names)
    assert bad_names(["ingest/utils/text.py", "ingest/embedders/base.py", "ingest/release.py"]) == ["ingest/utils/text.py"]
