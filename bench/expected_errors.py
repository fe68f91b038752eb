"""Expected standard errors of the library plans on a synthetic Đồng Nai: the table of docs/sampling.md.

Run it: ``python bench/expected_errors.py``. Sizes and answers are invented; the seed is fixed.
"""

import numpy as np
import pandas as pd

from sampling.drawing.draw import load_plan, plan_from
from sampling.frame.frame import SamplingFrame, frame_from
from sampling.plan.plan import Plan
from sampling.preview.simulate import Expected, expected_errors
from sampling.preview.synthetic_population import Opinion, synthetic_population

DRAWS = 400
COMMUNES, DISTRICTS, ADULTS = 95, 11, 3_300_000
CORRELATIONS = ((0.01, 0.02), (0.03, 0.05))


def province(rng: np.random.Generator) -> SamplingFrame:
    """Return 95 communes in 11 clusters, 9 to 22 villages each, 3.3 million adults."""
    commune = np.repeat(np.arange(COMMUNES), rng.integers(9, 23, COMMUNES))
    size = rng.lognormal(0, 0.45, commune.size) * rng.lognormal(0, 0.4, COMMUNES)[commune]
    return frame_from(
        pd.DataFrame(
            {
                "district": commune * DISTRICTS // COMMUNES,
                "commune": commune,
                "village": [f"{c}-{n}" for n, c in enumerate(commune)],
                "adults": np.maximum(60, size * ADULTS / size.sum()).astype(int),
            }
        ),
        name="synthetic",
    )


def plans() -> list[Plan]:
    national = load_plan("sipas-national")
    larger = plan_from(national.text.replace("take = 28", "take = 180"), name="sipas-national, 3,240 forms")
    return [load_plan("dong-nai-2025"), national, larger, load_plan("dong-nai-recommended")]


def line(expected: Expected) -> str:
    points = [f"{100 * value:.2f}" for value in (expected.se, expected.area_se, expected.area_se_most)]
    return (
        f"| {expected.plan} | {expected.answers:.0f} | {points[0]} | {expected.deff:.2f} "
        f"| {expected.areas:.0f} | {expected.area_answers:.0f} | {points[1]} | {points[2]} |"
    )


def main() -> None:
    rng = np.random.default_rng(336)
    frame = province(rng)
    for rho_area, rho_village in CORRELATIONS:
        population = synthetic_population(
            frame, Opinion(0.80, rho_area, rho_village), count="adults", area="commune", rng=rng
        )
        print(f"\nrho commune {rho_area}, village {rho_village}; share {100 * population.truth:.2f} %")
        print("| plan | answers | SE | deff | communes | answers a commune | SE of a commune | largest |")
        print("|---|---|---|---|---|---|---|---|")
        for plan in plans():
            print(line(expected_errors(population, plan, draws=DRAWS, seed="mô phỏng", rng=rng)))


if __name__ == "__main__":
    main()
