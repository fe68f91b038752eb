"""The ONLY reader of accepted answers for analysis.

- ``responses(session, wave) -> DataFrame``: one row a response, what ``scoring.run.score`` takes
- ``texts(session, wave) -> DataFrame``: open answers by item and area, apart from all other answers
- ``dispositions(session, wave) -> DataFrame``: forms by area, stratum, psu and what became of them
- ``by_mode``, ``by_office``, ``by_day``: response counts for the progress page

Rows come in an order made of their content alone, so it tells nothing and is the same at every reading. Weights are
base weights; adjusting them for nonresponse is the estimate's work, with the dispositions.
"""
