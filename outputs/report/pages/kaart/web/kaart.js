// The live map: what is chosen (level, lines, colour, view, thing), in the controls and in the address.
"use strict";
(() => {
  const { el, text, number, percent, svg } = klantreis;
  const { data } = kaartGegevens;
  const byId = (id) => document.getElementById(id);
  const controls = {
    niveau: byId("kies-niveau"),
    lijnen: byId("kies-lijnen"),
    kleur: byId("kies-kleur"),
    beeld: byId("kies-beeld"),
  };
  const LINES_AT_START = 1.5;
  const state = { niveau: null, lijnen: 0, kleur: "wacht", beeld: "all", gekozen: null };
  /** @type {KaartLevel} */
  let level = null;
  let opened = null; // the level that the window stands on

  const boxesOf = (one) => Object.keys(one.boxes).filter((key) => "pq".includes(key[0]));
  const startLines = (one) => Math.min(one.order.length, Math.round(boxesOf(one).length * LINES_AT_START));

  // Address: only what differs from how the page opens.
  function address() {
    const told = new URLSearchParams();
    if (state.niveau !== data.start) told.set("niveau", state.niveau);
    if (state.lijnen !== startLines(level)) told.set("lijnen", String(state.lijnen));
    if (state.kleur !== "wacht") told.set("kleur", state.kleur);
    if (state.beeld !== "all") told.set("beeld", state.beeld);
    if (state.gekozen) told.set("mr".includes(state.gekozen[0]) ? "lijn" : "vak", state.gekozen);
    return `#${told}`;
  }

  function remember(step) {
    const wanted = address();
    if (wanted === (location.hash || "#")) return;
    if (step) history.pushState(null, "", wanted);
    else history.replaceState(null, "", wanted);
  }

  function say() {
    const { items, totals, map, leftOut } = data;
    const partners = level.name === "q";
    const boxes = boxesOf(level);
    const wanted = level.order.slice(0, state.lijnen);
    const sum = (keys) => keys.reduce((total, key) => total + (items[key]?.n ?? 0), 0);
    const handovers = sum(map.pairs.map((one) => one.key));
    const shown = {
      n: number(boxes.length),
      m: number(partners ? map.amounts.partners : map.amounts.places),
      events: percent(totals.events ? Math.min(1, sum(boxes) / totals.events) : 0),
    };
    const lines = {
      k: number(wanted.length),
      l: number(partners ? map.amounts.pairs : map.amounts.moves),
      steps: percent(
        (partners ? handovers : totals.steps)
          ? Math.min(1, sum(wanted) / (partners ? handovers : totals.steps))
          : 0,
      ),
    };
    const first = partners
      ? text("{n} van {m} partners; {events} van de gebeurtenissen", shown)
      : text("{n} van {m} activiteiten; {events} van de gebeurtenissen", shown);
    const second = partners
      ? text("{k} van {l} soorten overdrachten; {steps} van de overdrachten", lines)
      : text("{k} van {l} soorten stappen; {steps} van de stappen", lines);
    byId("niveau-uitleg").textContent = first;
    byId("lijnen-uitleg").textContent = second;
    controls.niveau.setAttribute("aria-valuetext", first);
    controls.lijnen.setAttribute("aria-valuetext", second);
    byId("kaart-getoond").textContent = `${first}. ${second}.`;
    const gone = Object.values(leftOut).reduce((total, n) => total + n, 0);
    byId("kaart-weg").hidden = !gone;
    byId("kaart-weg").textContent = gone
      ? text(
          "Weggelaten omdat zij over minder dan {least} klantreizen gaan: {p} activiteiten, {m} soorten stappen, {q} partners en {r} soorten overdrachten.",
          {
            least: map.smallest,
            p: number(leftOut.p),
            m: number(leftOut.m),
            q: number(leftOut.q),
            r: number(leftOut.r),
          },
        )
      : "";
  }

  function sample(kind) {
    const look = {
      referred: ["", "f-paper"],
      silent: ["5 3.5", "f-soft"],
      step: ["", "f-soft"],
      parallel: ["", "f-paper"],
      unknown: ["5 3.5 1.5 3.5", "f-paper"],
      contacts: ["1.5 2.5", "f-paper"],
    }[kind];
    return svg(
      "svg",
      { viewBox: "0 0 44 12", width: 44, height: 12, "aria-hidden": "true" },
      svg("path", {
        d: "M 1 6 H 34",
        class: "s-soft",
        "stroke-width": kind === "parallel" ? 4 : 2.4,
        "stroke-dasharray": look[0] || null,
      }),
      kind === "parallel" ? svg("path", { d: "M 1 6 H 34", class: "s-paper", "stroke-width": 1.4 }) : null,
      svg("polygon", { points: "43 6 34 10 34 2", class: `${look[1]} s-soft` }),
    );
  }

  function explain() {
    const swatch = (one) =>
      el(
        "li",
        null,
        svg(
          "svg",
          { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
          svg("rect", { width: 16, height: 16, rx: 2, class: `f-${one.colour}` }),
        ),
        ` ${one.words}`,
      );
    const kinds = ["step", "contacts", "referred", "silent", "unknown", "parallel"];
    const title = controls.kleur.selectedOptions[0].textContent;
    byId("legenda").replaceChildren(
      el("h3", null, text("Legenda")),
      el("p", null, el("strong", null, text("Kleur en getal: {what}", { what: title }))),
      el("ul", null, kaartSchaal.legend(state.kleur).map(swatch)),
      el("p", null, el("strong", null, text("Soort lijn; hoe dikker, hoe vaker"))),
      el(
        "ul",
        null,
        kinds.map((kind) => el("li", null, sample(kind), ` ${kaartWoorden.kind(kind)}`)),
      ),
    );
  }

  function draw() {
    const focused = kaartTekening.root.contains(document.activeElement);
    kaartWijzer.hide();
    const lines = kaartTekening.draw(level, state);
    if (opened !== level) {
      kaartVenster.open(level);
      opened = level;
    }
    kaartToetsen.renew(level, lines, focused);
    mark();
    say();
    explain();
    kaartTabellen.draw([...boxesOf(level), ...Object.keys(level.frames), ...lines]);
    document.dispatchEvent(new CustomEvent("kaart-getekend", { detail: { niveau: state.niveau } }));
  }

  function mark() {
    for (const old of kaartTekening.root.querySelectorAll(".gekozen")) old.classList.remove("gekozen");
    if (state.gekozen) kaartTekening.element(state.gekozen)?.classList.add("gekozen");
  }

  function setLevel(name, lines) {
    level = kaartGegevens.level(name) ?? kaartGegevens.level(data.start);
    state.niveau = level.name;
    state.lijnen = Math.min(Math.max(lines ?? startLines(level), 0), level.order.length);
    controls.niveau.value = data.map.levels.indexOf(level);
    controls.lijnen.max = level.order.length;
    controls.lijnen.value = state.lijnen;
  }

  async function setView(key) {
    const view = data.map.views.find((one) => one.key === key) ?? data.map.views[0];
    await kaartGegevens.look(view.number);
    state.beeld = view.key;
    controls.beeld.value = view.key;
  }

  // Makes sure that a thing is drawn: on this level, or on the smallest that has it, among enough lines.
  function bring(key) {
    if (!kaartGegevens.has(level, key)) {
      const found = kaartGegevens.smallestWith(key);
      if (!found) return false;
      setLevel(found.name);
    }
    const at = level.order.indexOf(key);
    if (at >= state.lijnen) setLevel(level.name, at + 1);
    draw();
    return Boolean(kaartTekening.element(key));
  }

  function choose(key, from) {
    state.gekozen = key;
    mark();
    kaartWijzer.hide();
    remember(true);
    kaartDetails.open(key, from ?? document.activeElement);
    if (kaartTekening.element(key)) kaartVenster.reveal(kaartToetsen.middle(key));
  }

  function goTo(key) {
    if (bring(key)) kaartToetsen.go(key, true);
    else choose(key);
    remember();
  }

  async function follow() {
    const told = new URLSearchParams(location.hash.slice(1));
    const key = told.get("lijn") ?? told.get("vak");
    state.gekozen = data.things.has(key) ? key : null;
    state.kleur = ["wacht", "aantal", "trend"].includes(told.get("kleur")) ? told.get("kleur") : "wacht";
    controls.kleur.value = state.kleur;
    const wanted = told.get("beeld") ?? "all";
    if (wanted !== state.beeld || !data.totals.journeys) await setView(wanted);
    setLevel(
      told.get("niveau") ?? data.start,
      /^\d+$/.test(told.get("lijnen")) ? Number(told.get("lijnen")) : undefined,
    );
    if (!state.gekozen || !bring(state.gekozen)) draw();
    if (state.gekozen) {
      kaartDetails.open(state.gekozen, kaartTekening.element(state.gekozen));
      if (kaartTekening.element(state.gekozen)) kaartVenster.reveal(kaartToetsen.middle(state.gekozen), true);
    } else kaartDetails.close(false);
  }

  function fill() {
    const { levels, views, months } = data.map;
    controls.niveau.max = levels.length - 1;
    const option = (one) =>
      el("option", { value: one.key }, `${kaartWoorden.view(one, months)} (${number(one.journeys)})`);
    controls.beeld.append(...views.filter((one) => one.kind === "all").map(option));
    for (const kind of ["municipality", "domain", "route", "period"]) {
      const mine = views.filter((one) => one.kind === kind);
      if (mine.length) {
        controls.beeld.append(el("optgroup", { label: kaartWoorden.viewKind(kind) }, mine.map(option)));
      }
    }
  }

  function listen() {
    controls.niveau.addEventListener("input", () => {
      setLevel(data.map.levels[Number(controls.niveau.value)].name);
      draw();
      remember();
    });
    controls.lijnen.addEventListener("input", () => {
      state.lijnen = Number(controls.lijnen.value);
      draw();
      remember();
    });
    controls.kleur.addEventListener("change", () => {
      state.kleur = controls.kleur.value;
      draw();
      remember();
    });
    controls.beeld.addEventListener("change", async () => {
      await setView(controls.beeld.value);
      draw();
      remember();
      if (kaartDetails.isOpen() && state.gekozen) kaartDetails.open(state.gekozen);
    });
    kaartTekening.root.addEventListener("click", (event) => {
      const key = kaartTekening.keyOf(event.target);
      if (key) choose(key, kaartTekening.element(key));
    });
    window.addEventListener("popstate", follow);
    window.addEventListener("hashchange", () => location.hash !== address() && follow());
  }

  async function start() {
    try {
      await kaartGegevens.open();
      if (!data.map.levels.length) return;
      await kaartGegevens.look(0);
    } catch {
      byId("kaart-getoond").textContent = text(
        "De kaart kon niet tot leven komen: de map data ontbreekt of is niet heel.",
      );
      return;
    }
    fill();
    for (const id of ["bediening", "kaart-knoppen"]) byId(id).hidden = false;
    byId("kaart-venster").classList.add("levend");
    byId("kaart-getoond").classList.add("unseen");
    kaartTekening.root.setAttribute("role", "application");
    kaartTekening.root.setAttribute("aria-roledescription", text("kaart"));
    kaartVenster.start();
    kaartToetsen.start();
    kaartWijzer.start();
    kaartDetails.start({
      choose: (key) => choose(key),
      closed: () => {
        state.gekozen = null;
        mark();
        remember();
      },
      fallback: () => kaartTekening.root.querySelector('[tabindex="0"]'),
    });
    kaartZoeken.start(goTo);
    kaartTabellen.start((key, from) => choose(key, from));
    listen();
    await follow();
  }

  start();
})();
