"""Who is asked: frames, sizes, allocation, selection, and the design the estimate needs.

A statistician's way through the package:

* a list: ``frame.read_frame``, ``frame.frame_from``, ``frame_areas.frame_from_areas``
* how many: ``size`` (margins, power, Slovin), ``planning`` (tables, ``preview`` of a plan on a frame)
* shared how: ``allocate``, ``bethel``
* drawn how: ``select.METHODS``, ``cube.cube``, ``inclusion``, ``joint``, ``overlap``
* the draw: ``stages.load_plan``, ``stages.draw`` → ``Sample`` (``rows``, ``main``, ``manifest``)
* the proof: ``manifest.write``, ``verify.verify``
* the field: ``reserves``, ``dispositions``, ``household``, ``weights``
* what a plan promises: ``population.synthetic_population``, ``simulate.expected_errors``

``docs/sampling.md`` has the formulas, their sources and the rules of a public draw.
"""
