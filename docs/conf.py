"""How Sphinx builds the site of these pages; it needs no network to be built and none to be read."""

from xml.etree import ElementTree as ET

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from ziamath import Latex
from ziamath import config as drawing

project = "sipas"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = "sipas"
html_show_copyright = False
html_copy_source = False
html_static_path = ["static"]
html_css_files = ["site.css"]
html_math_renderer = "svg"

LETTER = 14.5  # pixels a letter of a formula is drawn for beside text of one em: a little larger, for it is slender
drawing.svg2 = False  # outlines stand where they are used, not under ids that two formulas would share
_log = logging.getLogger(__name__)


def _drawn(node: nodes.Element, *, display: bool) -> str:
    """Return a formula as SVG that stands on the line of its text and says its TeX to screen readers.

    Drawn when the site is built: MathML would need a font with mathematical tables, which most phones lack.
    """
    tex = node.astext()
    try:
        formula = Latex(tex, size=LETTER, inline=not display, color="currentColor")
    except Exception as error:
        raise ExtensionError(f"{node.source}:{node.line}: this formula cannot be read: {tex}") from error
    if "\\" in formula.mathmlstr():
        _log.warning("this formula has a command that nobody knows: %s", tex, location=node)
    picture = formula.svgxml()
    _, top, width, height = (float(part) for part in picture.attrib["viewBox"].split())
    picture.attrib |= {
        "class": "formula",
        "role": "img",
        "aria-label": tex,
        "width": f"{width / LETTER:.3f}em",
        "height": f"{height / LETTER:.3f}em",
        "style": f"vertical-align: {-(top + height) / LETTER:.3f}em",
    }
    return ET.tostring(picture, encoding="unicode")


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(_drawn(node, display=False))
    raise nodes.SkipNode


def _display(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula" tabindex="0">{_drawn(node, display=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the drawing of formulas under the name ``html_math_renderer`` asks for."""
    app.add_html_math_renderer("svg", (_inline, None), (_display, None))
