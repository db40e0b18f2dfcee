"""Figures: many times of one thing, and rows of a table made of them."""

from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass
class Times:
    """The times one thing took, in seconds, in the order they were taken."""

    name: str
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The 10th and 90th percentile; the least and the most of fewer than ten."""
        if len(self.seconds) < 10:
            return min(self.seconds), max(self.seconds)
        tenths = quantiles(self.seconds, n=10, method="inclusive")
        return tenths[0], tenths[-1]

    def row(self) -> str:
        """Name, median, spread and count, as cells."""
        low, high = self.spread
        return f"| {self.name} | {shown(self.median)} | {shown(low)} – {shown(high)} | {len(self.seconds)} |"


@dataclass(frozen=True)
class Target:
    """What is to be reached: a figure of ours, and the most it may be."""

    what: str
    ours: float
    most: float
    rule: str

    @property
    def ratio(self) -> float:
        return self.ours / self.most

    def row(self) -> str:
        reached = "yes" if self.ours <= self.most else "**no**"
        return f"| {self.what} | {shown(self.ours)} | {self.rule}: {shown(self.most)} | {self.ratio:.2f} | {reached} |"


def shown(seconds: float) -> str:
    """12.3 ms, 1.23 s."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    ms = seconds * 1000
    return f"{ms:.0f} ms" if ms >= 100 else f"{ms:.1f} ms" if ms >= 1 else f"{ms:.2f} ms"
