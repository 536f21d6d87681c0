"""axe-core on a page, and the contrast of text in its pictures, which axe leaves open."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
]  # fmt: skip
RUN = """
async ([type, values]) => {
  const options = { runOnly: { type, values }, resultTypes: ["violations"], preload: false,
                    rules: { "target-size": { enabled: true } } };
  const found = await axe.run(document, options);
  return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id, help: rule.help, where: node.target.flat().join(" "), html: node.html,
    why: node.failureSummary })));
}
"""


@cache
def _axe():
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@cache
def _measure():
    return Path(__file__).with_name("svg_contrast.js").read_text(encoding="utf-8")


def axe(page, rules=None):
    """What axe-core finds against WCAG 2.0 to 2.2, A and AA, and its best practices; a line each.

    Args:
        page: as playwright has it.
        rules: these alone, by axe's names.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    return [
        f"{each['rule']} ({each['help']}) at {each['where'][:200]}: {' '.join(each['why'].split())[:300]}"
        for each in page.evaluate(RUN, ["rule", rules] if rules else ["tag", TAGS])
    ]


def svg_text_contrast(page, selector="svg"):
    """Texts in pictures that do not stand out enough from what is painted behind them.

    Behind a text are its halo (a stroke painted under its fill, 2 px or wider), the shapes of the same
    picture that were painted before it, and the page's own grounds, each with its opacity. Taken at 15
    points of its box; the ratio of WCAG must be 4.5, or 3 for large text (24 px, or 18.66 px bold, as
    shown), at all but three of them: a thin line may cross a word.

    Returns:
        One dict a text: text, ratio (of the fourth worst point), needed, fill, behind, large.
    """
    return page.evaluate(_measure(), {"selector": selector, "all": False})


def svg_text_ratios(page, selector="svg"):
    """The same of every visible text, whether it stands out or not."""
    return page.evaluate(_measure(), {"selector": selector, "all": True})
