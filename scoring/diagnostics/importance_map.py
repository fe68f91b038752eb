"""The map of importance against performance: Martilla & James (1977) J. Marketing 41, 77–79."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.diagnostics.key_drivers import Drivers
from scoring.errors import ScoringError

Quadrant = Literal["Ưu tiên cải thiện", "Duy trì", "Theo dõi", "Đang làm tốt"]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One criterion on the map: importance as a share of the explained part, performance as a proportion."""

    name: str
    importance: float
    performance: float
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class ImportanceMap:
    """The map and its dividing lines: mean importance, and mean performance or a given line such as a target."""

    importance_line: float
    performance_line: float
    points: tuple[MapPoint, ...]


def importance_performance(
    drivers: Drivers, performance: dict[str, float], line: float | None = None
) -> ImportanceMap:
    """Place every driver that has a performance on the map.

    >>> from scoring.diagnostics.key_drivers import Driver
    >>> found = Drivers(9, 0.5, (Driver("a", 0, 0, 0.4, None), Driver("b", 0, 0, 0.1, None)))
    >>> [point.quadrant for point in importance_performance(found, {"a": 0.7, "b": 0.9}).points]
    ['Ưu tiên cải thiện', 'Đang làm tốt']
    """
    placed = [driver for driver in drivers.drivers if driver.name in performance]
    if not placed or drivers.r2 <= 0:
        raise ScoringError(
            "Không có tiêu chí nào vừa có tầm quan trọng vừa có kết quả để vẽ bản đồ.",
            "No criterion has both an importance and a performance to draw.",
        )
    importance = {driver.name: driver.relative_weight / drivers.r2 for driver in placed}
    vertical = float(np.mean(list(importance.values())))
    horizontal = float(np.mean([performance[name] for name in importance])) if line is None else line
    points = tuple(
        MapPoint(
            name,
            value,
            performance[name],
            _quadrant(important=value >= vertical, performs=performance[name] >= horizontal),
        )
        for name, value in importance.items()
    )
    return ImportanceMap(vertical, horizontal, points)


def _quadrant(*, important: bool, performs: bool) -> Quadrant:
    if important:
        return "Duy trì" if performs else "Ưu tiên cải thiện"
    return "Đang làm tốt" if performs else "Theo dõi"
