"""An organisation's own tokens: what is taken of a theme, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.errors import OutputError
from outputs.theme import Theme, own_theme, read_theme, style_sheet, unreadable


def test_of_a_large_theme_only_the_known_tokens_are_taken():
    css = """
    /* --nl-link-color: red */
    .voorbeeld-theme {
      --voorbeeld-groen: #105f26;
      --denhaag-button-color: url(http://x/y);
      --nl-link-color: var(--voorbeeld-groen);
      --basis-text-font-family-default: 'Open Sans',   Arial, sans-serif;
      --nl-button-border-radius: 0px;
      --nl-button-secondary-background-color: rgba(0, 0, 0, 0);
      background: url(z);
    }
    @media (prefers-color-scheme: dark) { .voorbeeld-theme { --nl-link-color: #FFF } }
    @import "x";
    """
    assert read_theme(css) == Theme(
        {
            "basis-text-font-family-default": "'Open Sans', Arial, sans-serif",
            "nl-link-color": "#105f26",
            "nl-button-border-radius": "0px",
        },
        {"nl-link-color": "#FFFFFF"},
    )


@pytest.mark.parametrize(
    ("token", "said"),
    [
        pytest.param("--nl-link-color: url(x)", "nl-link-color", id="a colour that loads"),
        pytest.param(
            "--nl-link-color: var(--none)",
            "nl-link-color",
            id="a colour of a token that is not there",
        ),
        pytest.param(
            "--nl-link-color: var(--nl-link-color)",
            "nl-link-color",
            id="a colour that names itself",
        ),
        pytest.param(
            "--nl-button-border-radius: 1px; } body { display: none",
            None,
            id="a rule beside it is left out",
        ),
        pytest.param(
            "--nl-button-border-radius: calc(1px)", "border-radius", id="a size that is reckoned"
        ),
        pytest.param(
            "--basis-text-font-family-default: a\\62", "font-family", id="a font with an escape"
        ),
        pytest.param(
            "--nl-link-color: #eeeeee",
            "nl-link-color on paper 1.16",
            id="a link that cannot be read",
        ),
        pytest.param(
            "--basis-color-action-2-color-default: #eee",
            "accent on paper",
            id="through the tokens that name it",
        ),
        pytest.param(
            "--ink: #000000", "none of the report's tokens", id="a name of ours that is no token"
        ),
        pytest.param("", "none of the report's tokens", id="nothing"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused(token, said):
    css = f":root {{ {token} }}"
    if said is None:
        assert read_theme(css) == Theme({"nl-button-border-radius": "1px"}, {})
        return
    with pytest.raises(OutputError) as caught:
        read_theme(css)
    assert said in str(caught.value)


def test_light_colours_stay_out_of_a_dark_page():
    light = Theme({"basis-color-default-bg-document": "#ffffee"}, {})
    assert list(unreadable(light)) == []
    assert style_sheet(light) == (
        "@media print, (prefers-color-scheme: light) and (not (prefers-contrast: more))"
        " { :root { --basis-color-default-bg-document: #ffffee; } }\n"
    )


@given(st.text(alphabet="{}();:-@/*\\\"'<>!#ab1 \n", max_size=60))
def test_whatever_a_file_holds_nothing_of_it_gets_out(css):
    try:
        written = style_sheet(read_theme(f"{css}\n:root {{ --nl-button-border-radius: {css}; }}"))
    except OutputError:
        return
    assert written.count("{") == written.count("}") == 1
    assert not set(written) & set("<>@\\()!")


def test_the_own_look_gives_back_itself():
    own = own_theme()
    css = ":root {" + "".join(f"--{name}: {value};" for name, value in own.light.items()) + "}"
    assert read_theme(css).light.keys() == {
        name for name in own.light if name.startswith(("basis-", "nl-", "utrecht-"))
    }
