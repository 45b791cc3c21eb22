"""The reliability chart: confidence said sideways, share kept upwards; the diagonal is honesty.

Only places are worked out here; the template draws, classes say how it looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogwerk.cores.statements.theme_quality import Band

SIZE = 200
"""Width and height of the plot in units of the picture."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One band that has proposals.

    Attributes:
        x, y: where it stands, in units; y counts downwards.
        radius: grows with the number of proposals.
        label: the same as text.
    """

    x: int
    y: int
    radius: int
    label: str


def dots(bands: Iterable[Band]) -> list[Dot]:
    """A dot for each band in which there are proposals, the largest with a radius of 14."""
    some = [band for band in bands if band.proposals]
    most = max((band.proposals for band in some), default=1)
    return [
        Dot(
            x=round(SIZE * band.said),
            y=round(SIZE * (1 - band.right)),
            radius=4 + round(10 * (band.proposals / most) ** 0.5),
            label=f"{round(100 * band.said)} % → {round(100 * band.right)} % ({band.proposals})",
        )
        for band in some
    ]
