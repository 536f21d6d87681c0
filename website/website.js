// A table that is wider than the screen is reached and moved with the keyboard; the theme wraps tables itself.
addEventListener("load", () => {
  for (const [at, wrap] of document.querySelectorAll(".md-typeset__scrollwrap").entries()) {
    wrap.setAttribute("tabindex", "0");
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", `Tabel ${at + 1}, te verschuiven`);
  }
});
