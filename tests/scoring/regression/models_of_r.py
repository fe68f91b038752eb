"""The models that R fitted, ours beside them, by the name of R's."""

from functools import cache

import numpy as np

from scoring import Design
from scoring.design.replication import jackknife
from scoring.regression.regression import RegressionModel, regress
from scoring.weighting import calibrate
from tests.scoring.reference import VALID, api, expected, frame, sipas
from tests.scoring.replicate_numbers import TOTALS, nhanes

YES, BOTH = ("Yes",), ("ell", "meals")
ITEMS = {"q01": VALID, "q02": VALID}
LINEAR = {"outcome": "api00"}
LOGISTIC = {"outcome": "sch.wide", "kind": "logistic", "ones": YES}
HAPPY = {"outcome": "q01", "kind": "logistic", "ones": (4, 5), "valid": ITEMS}
LIPIDS = {
    "outcome": "HI_CHOL", "kind": "logistic", "terms": ("race", "agecat", "RIAGENDR"), "factors": ("race", "RIAGENDR")
}  # fmt: skip


def nhanes_linearised():
    """Return the linearised design of NHANES with its blood lipids."""
    return Design.from_frame(frame("nhanes"), strata="SDMVSTRA", clusters="SDMVPSU", weight="WTMEC2YR")


def calibrated(design):
    return calibrate(design, TOTALS).design


def tall(kind, *, mse):
    """Return NHANES II with a column that says who is taller than 168 cm."""
    design = nhanes(kind, mse=mse)
    return Design(
        weights=design.weight,
        data=design.data.assign(tall=design.data["height"] > 168),
        replicates=design.replicates,
    )


@cache
def models():
    """Return design, model and rows of every model of R."""
    strat, clus = api("apistrat"), api("apiclus1")
    one = jackknife(clus)
    out = {
        "apistrat_linear": (strat, RegressionModel(**LINEAR, terms=(*BOTH, "stype"))),
        "apistrat_logistic": (strat, RegressionModel(**LOGISTIC, terms=(*BOTH, "stype"))),
        "apistrat_interaction": (strat, RegressionModel(**LINEAR, terms=("stype", "meals", "stype:meals"))),
        "apistrat_logistic_interaction": (
            strat,
            RegressionModel(**LOGISTIC, terms=("stype", "meals", "stype:meals")),
        ),
        "apiclus1_linear": (clus, RegressionModel(**LINEAR, terms=("ell", "stype"))),
        "apiclus1_logistic": (clus, RegressionModel(**LOGISTIC, terms=BOTH)),
        "apiclus1_calibrated_linear": (calibrated(clus), RegressionModel(**LINEAR, terms=BOTH)),
        "apiclus1_calibrated_logistic": (calibrated(clus), RegressionModel(**LOGISTIC, terms=BOTH)),
        "apiclus1_jk1_linear": (one, RegressionModel(**LINEAR, terms=("ell", "stype"))),
        "apiclus1_jk1_logistic": (one, RegressionModel(**LOGISTIC, terms=BOTH)),
        "apiclus1_jk1_calibrated_linear": (calibrated(one), RegressionModel(**LINEAR, terms=BOTH)),
        "nhanes_logistic": (nhanes_linearised(), RegressionModel(**LIPIDS)),
    }
    for kind in ("jk", "brr"):
        for mse in (True, False):
            name = f"nhanes2{kind}_{{}}_{str(mse).upper()}"
            design = tall(kind, mse=mse)
            out[name.format("linear")] = (design, RegressionModel(outcome="weight", terms=["height"]))
            out[name.format("logistic")] = (
                design,
                RegressionModel(outcome="tall", terms=["weight"], kind="logistic"),
            )
            if kind == "jk":
                model = RegressionModel(outcome="weight", terms=["height"])
                out[name.format("domain")] = (design, model, design.data["height"] > 170)
    town = frame("sipas_small")["urban"] == 1
    for block in ("wr", "fpc1", "fpc3"):
        design = sipas(block)
        linear = RegressionModel(
            outcome="q01", valid=ITEMS, terms=("sex", "age", "m_resp"), factors=("sex", "age")
        )
        out[f"sipas_linear_{block}"] = (design, linear)
        out[f"sipas_logistic_{block}"] = (
            design,
            RegressionModel(**HAPPY, terms=("sex", "age", "q02"), factors=("sex", "age")),
        )
        out[f"sipas_domain_{block}"] = (
            design,
            RegressionModel(**HAPPY, terms=("sex", "q02"), factors=("sex",)),
            town,
        )
    out["sipas_jkn_domain"] = (
        jackknife(sipas("wr")),
        RegressionModel(**HAPPY, terms=("sex", "q02"), factors=("sex",)),
        town,
    )
    return out


@cache
def ours(name):
    """Return our fit of a model of R."""
    return regress(*models()[name])


def theirs(name):
    """Return what R says of a model."""
    return expected("regression")[name]


def gap(actual, wanted):
    """Return the largest difference of two arrays, relative to the reference; of a matrix, to its diagonal."""
    actual, wanted = np.asarray(actual, float), np.asarray(wanted, float)
    scale = np.abs(wanted)
    if wanted.ndim == 2:
        scale = np.sqrt(np.outer(np.diag(wanted), np.diag(wanted)))
    return float(np.max(np.abs(actual - wanted) / scale))
