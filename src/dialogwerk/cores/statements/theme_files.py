"""A learned model as bytes and back: numbers and words only, nothing that could be executed."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from dialogwerk.cores.statements.errors import UnreadableModel
from dialogwerk.cores.statements.themes import VERSION, ThemeModel

if TYPE_CHECKING:
    from typing import Any

_SEPARATOR = "\n"


def to_bytes(model: ThemeModel) -> bytes:
    """The model as a compressed archive of arrays; the same model gives the same content."""
    import numpy as np

    facts = {
        "version": VERSION,
        "labels": model.labels,
        "threshold": model.threshold,
        "counts": model.counts,
        "passages": model.passages,
        "held_out_f1": model.held_out_f1,
    }
    target = BytesIO()
    np.savez_compressed(
        target,
        facts=_as_array(json.dumps(facts)),
        features=_as_array(_SEPARATOR.join(model.features)),
        weights=model.weights,
        intercepts=model.intercepts,
    )
    return target.getvalue()


def from_bytes(content: bytes) -> ThemeModel:
    """The model that was stored.

    Raises:
        UnreadableModel: the bytes are damaged, or another version of this programme wrote them.
    """
    import numpy as np

    try:
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            facts = json.loads(bytes(kept["facts"]))
            features = tuple(bytes(kept["features"]).decode().split(_SEPARATOR))
            weights, intercepts = kept["weights"], kept["intercepts"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableModel("The stored model is damaged. Let it be learned anew.") from error
    if facts["version"] != VERSION:
        raise UnreadableModel(
            f"The stored model is of version {facts['version']}, this programme reads {VERSION}."
            " Let it be learned anew."
        )
    return ThemeModel(
        labels=tuple(facts["labels"]),
        features=features,
        weights=weights,
        intercepts=intercepts,
        threshold=facts["threshold"],
        counts=tuple(facts["counts"]),
        passages=facts["passages"],
        held_out_f1=facts["held_out_f1"],
    )


def _as_array(text: str) -> Any:
    import numpy as np

    return np.frombuffer(text.encode(), np.uint8)
