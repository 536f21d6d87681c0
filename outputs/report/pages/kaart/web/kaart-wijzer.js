// What hover and focus show: the figures, in a box that stays while one points at it, until Escape.
"use strict";
const kaartWijzer = (() => {
  const { el } = klantreis;
  const frame = document.getElementById("kaart-venster");
  const tip = el("div", { class: "kaart-tip", id: "kaart-tip", role: "tooltip", hidden: true });
  let shown = null;
  let later = 0;
  let pointer = null; // where it was last
  let dismissed = null; // where it was at Escape: what then comes under it is not pointed at

  function hide() {
    clearTimeout(later);
    tip.hidden = true;
    shown = null;
  }

  function show(key, x, y) {
    clearTimeout(later);
    if (shown !== key) {
      const said = kaartWoorden.figures(key, kaartGegevens.data.items[key], kaartGegevens.data.totals);
      const kind = key[0] === "m" ? el("p", null, kaartWoorden.kind(kaartGegevens.kindOf(key))) : null;
      tip.replaceChildren(
        el("p", null, el("strong", null, el("bdi", null, klantreis.cut(kaartGegevens.name(key), 160)))),
        ...(kind ? [kind] : []),
        ...said.map((line) => el("p", null, line)),
      );
      shown = key;
      kaartGegevens.details(key).catch(() => {}); // whoever points may click: then it is there
    }
    tip.hidden = false;
    const box = frame.getBoundingClientRect();
    const left = Math.min(Math.max(x - box.left + 14, 4), Math.max(4, box.width - tip.offsetWidth - 4));
    const below = y - box.top + 16;
    const top =
      below + tip.offsetHeight > box.height ? Math.max(4, y - box.top - tip.offsetHeight - 12) : below;
    tip.style.left = `${left}px`;
    tip.style.top = `${top}px`;
  }

  function soon() {
    clearTimeout(later);
    later = setTimeout(hide, 250);
  }

  function start() {
    frame.parentElement.querySelector(".kaart-venster").after(tip);
    frame.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      pointer = `${event.clientX} ${event.clientY}`;
      const key = kaartTekening.keyOf(event.target);
      if (key && pointer !== dismissed) show(key, event.clientX, event.clientY);
    });
    tip.addEventListener("pointermove", (event) => (pointer = `${event.clientX} ${event.clientY}`));
    frame.addEventListener("pointerout", (event) => {
      if (kaartTekening.keyOf(event.target)) soon();
    });
    tip.addEventListener("pointerenter", () => clearTimeout(later));
    tip.addEventListener("pointerleave", soon);
    frame.addEventListener("focusin", (event) => {
      const key = kaartTekening.keyOf(event.target);
      if (!key || !event.target.matches(":focus-visible")) return;
      const box = event.target.getBoundingClientRect();
      show(key, Math.max(box.left, 0) + Math.min(box.width, 60), box.top + Math.min(box.height, 60));
    });
    frame.addEventListener("focusout", soon);
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && !tip.hidden) {
          dismissed = pointer;
          hide();
          event.stopPropagation();
        }
      },
      true,
    );
  }

  return Object.freeze({ start, hide });
})();
