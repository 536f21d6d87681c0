// Search by activity or partner: what fits is listed and counted, Enter goes to the first.
"use strict";
const kaartZoeken = (() => {
  const { el, text, plural } = klantreis;
  const { data } = kaartGegevens;
  const field = document.getElementById("zoek");
  const list = document.getElementById("zoek-lijst");
  const status = document.getElementById("zoek-aantal");
  const MOST = 20;

  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function matches(words) {
    const parts = plain(words).split(/\s+/).filter(Boolean);
    if (!parts.length) return [];
    const found = [];
    for (const kind of ["partners", "places"]) {
      for (const { key } of data.map[kind]) {
        const name = plain(kaartGegevens.name(key));
        if (parts.every((part) => name.includes(part))) found.push(key);
      }
    }
    return found.sort((one, other) => (data.items[other]?.n ?? 0) - (data.items[one]?.n ?? 0));
  }

  function start(goTo) {
    let found = [];
    field.addEventListener("input", () => {
      found = matches(field.value);
      const shown = found.slice(0, MOST);
      list.replaceChildren(
        ...shown.map((key) =>
          el(
            "li",
            null,
            el(
              "button",
              { type: "button", onclick: () => goTo(key) },
              el("bdi", null, klantreis.cut(kaartGegevens.name(key), 100)),
            ),
          ),
        ),
      );
      list.hidden = !shown.length;
      if (!field.value.trim()) status.textContent = "";
      else if (found.length > MOST) {
        status.textContent = text("{n} gevonden; de eerste {m} staan hieronder", {
          n: found.length,
          m: MOST,
        });
      } else status.textContent = plural("{n} gevonden", "{n} gevonden", found.length);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && found.length) {
        event.preventDefault();
        goTo(found[0]);
      } else if (event.key === "Escape" && field.value) {
        event.preventDefault();
        field.value = "";
        field.dispatchEvent(new Event("input"));
      }
    });
  }

  return Object.freeze({ start, matches });
})();
