"""The encoder as an ONNX graph with onnxruntime's fused operators, and its int8 form.

One text a run, on purpose: dynamic quantisation scales the activations by the largest value in the whole
run, so in a batch a text's vector would depend on its neighbours and on padding. With one text the same text
always gives the same bytes, no mask is needed, and nothing is spent on padding.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.packed import Shape

INPUT = "embedded"
OUTPUT = "mean"
QUANTISATION = "int8 dynamic, weights per channel, 7 bits"
_FUSED = "com.microsoft"


def write_graph(path: Path, shape: Shape, tensors: Mapping[str, NDArray[np.float32]], pool: NDArray[np.float32] | None) -> None:
    """Write the float32 graph to `path`.

    It takes "embedded", shape (1, tokens, hidden): word + position + type embeddings of one text, before
    their layer norm. It gives "mean", shape (1, hidden): the mean over the tokens, times `pool` (out, in)
    when there is one; not scaled to length 1, because the windows of a long text are averaged first.
    """
    from onnx import TensorProto, checker, helper, numpy_helper, save_model

    nodes = []
    initializers = []

    def constant(name: str, array: NDArray[np.float32]) -> str:
        initializers.append(numpy_helper.from_array(np.ascontiguousarray(array, dtype=np.float32), name))
        return name

    def add(operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def vector(name: str) -> str:
        return constant(name, tensors[name])

    norm: dict[str, Any] = {"epsilon": shape.epsilon}
    x = add("LayerNormalization", [INPUT, vector("emb.ln.w"), vector("emb.ln.b")], "emb.out", axis=-1, **norm)
    for layer in range(shape.layers):
        at = f"l{layer}."
        qkv = constant(at + "qkv.w", np.concatenate([tensors[f"{at}{part}.w"] for part in "qkv"]).T)
        bias = constant(at + "qkv.b", np.concatenate([tensors[f"{at}{part}.b"] for part in "qkv"]))
        context = add("Attention", [x, qkv, bias], at + "context", _FUSED, num_heads=shape.heads)
        mixed = add("MatMul", [context, constant(at + "ao.w", tensors[at + "ao.w"].T)], at + "mixed")
        inputs = [mixed, x, vector(at + "aln.w"), vector(at + "aln.b"), vector(at + "ao.b")]
        x = add("SkipLayerNormalization", inputs, at + "attended", _FUSED, **norm)
        wide = add("MatMul", [x, constant(at + "fi.w", tensors[at + "fi.w"].T)], at + "wide")
        active = add("BiasGelu", [wide, vector(at + "fi.b")], at + "active", _FUSED)
        narrow = add("MatMul", [active, constant(at + "fo.w", tensors[at + "fo.w"].T)], at + "narrow")
        inputs = [narrow, x, vector(at + "oln.w"), vector(at + "oln.b"), vector(at + "fo.b")]
        x = add("SkipLayerNormalization", inputs, at + "out", _FUSED, **norm)
    mean = add("ReduceMean", [x], OUTPUT if pool is None else "unpooled", axes=[1], keepdims=0)
    if pool is not None:
        # Gemm, not MatMul: so it stays float32. It costs nothing, and no later layer would smooth its error.
        add("Gemm", [mean, constant("pool.w", pool)], OUTPUT, transB=1)

    graph = helper.make_graph(
        nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "tokens", shape.hidden])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, shape.hidden])],
        initializers,
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    model = helper.make_model(graph, opset_imports=versions, ir_version=8)
    # The quantiser wants to hear that the graph was optimised first; it was built that way.
    helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
    checker.check_model(model)
    save_model(model, str(path))


def quantise_graph(source: Path, target: Path) -> None:
    """Write `source` with int8 weights to `target`; its activations are quantised anew in every run."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=["Attention", "MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        # Seven bits: on AVX2 without VNNI the 16-bit sums of 8-bit products overflow, without any error.
        reduce_range=True,
        extra_options={"DefaultTensorType": TensorProto.FLOAT, "MatMulConstBOnly": True},
    )
