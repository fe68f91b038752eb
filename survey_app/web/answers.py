"""The type of a view's answer."""

from werkzeug.wrappers import Response as HttpAnswer

# A page or a whole response, each with a status where it is not 200.
Answer = HttpAnswer | str | tuple[HttpAnswer | str, int]
