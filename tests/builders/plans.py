"""Plans that tests draw by."""


def villages_then_people(*, villages=2, people=4, reserve=0, title=None):
    """Write a plan of two stages: villages of every commune by their adults, then people of a village."""
    return f"""
{f'title = "{title}"' if title else ""}
[[stage]]
unit = "village"
id = ["commune", "village"]
strata = ["commune"]
size = "adults"
method = "pps_systematic"
take = {villages}
[[stage]]
unit = "person"
method = "srs"
take = {people}
reserve = {reserve}
count = "adults"
"""
