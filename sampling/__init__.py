"""Sampling: frames, sizes, allocation, selection, and the design the estimate needs.

A statistician's way through the package:

* a list: ``frame.frame.read_frame``, ``frame.frame.frame_from``, ``frame.areas.frame_from_areas``
* how many: ``size.size`` (margins, power, Slovin), ``preview.outlook`` (tables, strata of a plan on a frame)
* shared how: ``size.allocation``, ``size.bethel``, ``size.population_strata``
* drawn how: ``selection.methods.METHODS``, ``selection.cube``, ``selection.inclusion``,
  ``selection.joint_inclusion``, ``selection.overlap``
* the draw: ``drawing.draw.load_plan``, ``drawing.draw.draw`` → ``Sample`` (``rows``, ``main``, ``manifest``)
* the proof: ``drawing.manifest.write``, ``drawing.verify.verify``
* the field: ``fieldwork.dispositions``, ``fieldwork.tally``, ``fieldwork.response_account``, ``fieldwork.reserves``,
  ``selection.household``
* what a plan promises: ``preview.first_stage``, ``preview.joint_check``, ``preview.synthetic_population``,
  ``preview.simulate.expected_errors``

``docs/sampling.md`` has the formulas, their sources and the rules of a public draw.
"""

from sampling.moved_modules import announce

announce(
    {
        "sampling.allocate": "sampling.size.allocation",
        "sampling.bethel": "sampling.size.bethel",
        "sampling.conditional": "sampling.selection.conditional_poisson",
        "sampling.cube": "sampling.selection.cube",
        "sampling.dispositions": "sampling.fieldwork.dispositions",
        "sampling.frame_areas": "sampling.frame.areas",
        "sampling.household": "sampling.selection.household",
        "sampling.inclusion": "sampling.selection.inclusion",
        "sampling.joint": "sampling.selection.joint_inclusion",
        "sampling.manifest": "sampling.drawing.manifest",
        "sampling.overlap": "sampling.selection.overlap",
        "sampling.planning": "sampling.preview.outlook",
        "sampling.population": "sampling.preview.synthetic_population",
        "sampling.reserves": "sampling.fieldwork.reserves",
        "sampling.select": "sampling.selection.methods",
        "sampling.simulate": "sampling.preview.simulate",
        "sampling.stages": "sampling.drawing.draw",
        "sampling.verify": "sampling.drawing.verify",
    },
    removed={
        "sampling.weights": "the column weight of the drawn rows is the base weight, times the adults of the household "
        "where the plan names them; scoring.weighting.nonresponse adjusts it for nonresponse",
    },
)
