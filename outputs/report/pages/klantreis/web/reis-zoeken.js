// Finding a journey by its pseudonym, or by the beginning of it.
"use strict";
const reisZoeken = (() => {
  const { el, text, plural, number } = klantreis;
  const MOST = 25;

  const link = (id) => el("li", {}, el("a", { href: `#${id}` }, el("code", {}, id)));

  async function find(typed, { status, list }) {
    list.replaceChildren();
    const wanted = typed.trim().toLowerCase();
    const found = await reisPakket.starting(wanted);
    if (found === null) {
      const n = reisPakket.enough((await reisPakket.about()).bits);
      status.textContent = plural("Typ ten minste {n} teken.", "Typ ten minste {n} tekens.", n);
    } else if (found.length === 0) {
      status.textContent = text(
        "Geen klantreis begint zo. Een pseudoniem bestaat uit cijfers en de letters a tot en met f.",
      );
    } else if (found.length === 1) {
      status.textContent = "";
      location.hash = found[0];
    } else {
      const shown = found.slice(0, MOST);
      list.replaceChildren(...shown.map(link));
      status.textContent =
        found.length > MOST
          ? text("{n} klantreizen beginnen zo; de eerste {m} staan hier. Typ meer tekens.", {
              n: number(found.length),
              m: MOST,
            })
          : text("{n} klantreizen beginnen zo.", { n: found.length });
    }
  }

  return function search(form, status, list) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      find(form.elements.namedItem("pseudoniem").value, { status, list });
    });
  };
})();
