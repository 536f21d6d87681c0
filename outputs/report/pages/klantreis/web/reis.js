// The page of one journey: which one the address says, how wide it is drawn, and by whom its lanes are.
"use strict";
(() => {
  const { el, text, plural, number, date } = klantreis;
  const get = (id) => document.getElementById(id);
  const title = document.title;
  const ZOOMS = [1, 1.5, 2.25, 3.5, 5, 8, 12, 20];
  const NARROWEST = 600; // pixels; a narrower screen scrolls
  let journey = null;
  let by = "partner";
  let zoom = 0;
  let keys = null;

  // The address: #PSEUDONYM, and &naar=client where the lanes are of clients.
  function address() {
    const [id, ...rest] = location.hash.slice(1).split("&");
    return { id: id.toLowerCase(), by: rest.includes("naar=client") ? "client" : "partner" };
  }
  const hash = (id, lanes) => `#${id}${lanes === "client" ? "&naar=client" : ""}`;

  // How long nobody was active, and apart from it the time of which nobody can tell.
  function idle(of) {
    const share = klantreis.percent(of.duration > 0 ? of.waiting / of.duration : 0);
    const waited = text("{deel} van de doorlooptijd", { deel: share });
    if (of.contacts === 0) return [reisWoorden.days(of.waiting), waited];
    const duration = { duur: reisWoorden.days(of.contacts) };
    if (of.waiting === 0) {
      return ["–", text("{duur} tussen contacten; of er gewacht werd, is niet te zien", duration)];
    }
    const apart = text(
      "daarnaast {duur} tussen contacten; of er toen gewacht werd, is niet te zien",
      duration,
    );
    return [reisWoorden.days(of.waiting), `${waited}; ${apart}`];
  }

  function facts({ facts: of }) {
    const days = plural("{n} kalenderdag", "{n} kalenderdagen", of.calendar_days);
    const state = of.closed
      ? text("afgesloten op {datum}", { datum: date(of.started + of.duration) })
      : text("nog open; laatst iets op {datum}", { datum: date(of.started + of.duration) });
    const told = [
      [text("Doorlooptijd"), reisWoorden.days(of.duration), `${days}; ${state}`],
      [text("Niemand bezig"), ...idle(of)],
      [
        text("Partners"),
        number(of.n_partners),
        [
          plural("{n} gebeurtenis", "{n} gebeurtenissen", of.n_events),
          plural("{n} overdracht", "{n} overdrachten", of.n_handovers),
        ].join("; "),
      ],
      of.names_regisseur
        ? [text("Regisseurs"), number(of.n_regisseurs), regieOf(journey)]
        : [text("Regisseurs"), "–", text("niet te beoordelen: geen van de bronnen noemt een regisseur")],
    ];
    if (of.n_incidents > 0) {
      told.push([text("Incidenten"), number(of.n_incidents), reisWoorden.of(reisWoorden.safety, of.safety)]);
    }
    if (of.n_later + of.n_longer > 0) {
      const cut = text("Wat na {datum} begint, staat hier niet; wat later eindigt, staat hier tot die dag.", {
        datum: date(journey.as_of),
      });
      told.push([text("Na het peilmoment"), number(of.n_later + of.n_longer), cut]);
    }
    return told.map(([label, value, more]) =>
      el("div", {}, el("dt", {}, label), el("dd", { class: "value" }, value), el("dd", {}, more)),
    );
  }
  // Since when, where, and of whom.
  function who({ started, municipality, household, client }) {
    const told = [text("Begonnen op {datum}", { datum: date(started) })];
    if (municipality !== null) told.push(" · ", el("bdi", {}, reisWoorden.name(municipality)));
    if (household !== null) told.push(" · ", text("gezin"), " ", el("code", {}, household));
    if (client !== null) told.push(" · ", text("cliënt"), " ", el("code", {}, client));
    return told;
  }
  function regieOf({ spells }) {
    const gaps = spells.filter((spell) => spell.gap > 0).length;
    // The first spell of a layer has no gap before it: it is no wissel.
    const changes = plural("{n} wissel", "{n} wissels", spells.filter((spell) => spell.gap !== null).length);
    return [changes, plural("{n} gat", "{n} gaten", gaps)].join("; ");
  }

  function draw(width) {
    const box = get("reis-beeld");
    const room = width ?? Math.max(box.clientWidth, NARROWEST) * ZOOMS[zoom];
    const drawn = reisTekening(journey, { width: Math.round(room), by });
    box.replaceChildren(el("div", {}, drawn.picture));
    keys = reisToetsen(drawn, (words) => {
      get("reis-uitleg").textContent = words;
    });
    box.onscroll = () => drawn.names.setAttribute("transform", `translate(${box.scrollLeft} 0)`);
    box.onscroll();
    get("reis-uit").disabled = zoom === 0;
    get("reis-in").disabled = zoom === ZOOMS.length - 1;
  }
  // Draw anew with the same moment in the middle.
  function zoomTo(wanted) {
    const box = get("reis-beeld");
    const middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
    zoom = Math.min(Math.max(wanted, 0), ZOOMS.length - 1);
    draw();
    box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
    get("reis-status").textContent = text("Getekend op {n} % van de breedte.", { n: ZOOMS[zoom] * 100 });
  }

  // Where on the list this journey stands, and its neighbours there.
  function neighbours(id) {
    const listed = [...document.querySelectorAll("#reis-lijst a")].map((link) => link.hash.slice(1));
    const place = listed.indexOf(id);
    for (const [name, other] of [
      ["reis-vorige", listed[place - 1]],
      ["reis-volgende", listed[place + 1]],
    ]) {
      get(name).hidden = place < 0 || other === undefined;
      get(name).href = `#${other}`;
    }
  }

  function show() {
    const { id } = journey.facts;
    get("reis").hidden = false;
    get("reis-naam").replaceChildren(text("Klantreis"), " ", el("code", {}, id));
    get("reis-wie").replaceChildren(...who(journey.facts));
    get("reis-cijfers").replaceChildren(...facts(journey));
    get("reis-lijsten").replaceChildren(
      ...reisTabellen.all(journey, (seq) => keys.to(`reis-gebeurtenis-${seq}`)),
    );
    get("reis-keuze").hidden = !reisBanen.hasClients(journey);
    neighbours(id);
    document.title = `${id} – ${title}`;
    draw();
  }

  async function route(event) {
    const wanted = address();
    for (const link of document.querySelectorAll(".language a, .pages a[aria-current]")) {
      link.hash = location.hash;
    }
    if (wanted.id !== "" && !/^[0-9a-f]+$/.test(wanted.id)) return; // a place on the page
    by = wanted.by;
    for (const choice of document.querySelectorAll("[name=reis-banen]")) choice.checked = choice.value === by;
    if (journey?.facts.id === wanted.id) return draw();
    const asked = location.hash;
    const found = wanted.id === "" ? null : await reisPakket.find(wanted.id).catch(() => undefined);
    if (asked !== location.hash) return; // someone went on meanwhile
    journey = found ?? null;
    zoom = 0;
    get("reis").hidden = journey === null;
    get("reis-melding").textContent =
      wanted.id === "" || journey !== null
        ? ""
        : found === undefined
          ? text("De gegevens van deze klantreis zijn niet te lezen: staat de map data bij deze pagina?")
          : text(
              "Klantreis {id} is er niet. Zij kan een nieuw pseudoniem hebben, verwijderd zijn, of in een ander verslag staan.",
              { id: wanted.id },
            );
    document.title = title;
    if (journey === null) return;
    show();
    if (event) get("reis-naam").focus();
  }

  addEventListener("hashchange", route);
  for (const choice of document.querySelectorAll("[name=reis-banen]")) {
    choice.addEventListener("change", () => {
      location.hash = hash(journey.facts.id, choice.value);
    });
  }
  get("reis-in").addEventListener("click", () => zoomTo(zoom + 1));
  get("reis-uit").addEventListener("click", () => zoomTo(zoom - 1));
  get("reis-passend").addEventListener("click", () => zoomTo(0));
  reisZoeken(get("reis-zoek"), get("reis-gevonden"), get("reis-treffers"));

  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => journey && draw(), 150);
  });
  addEventListener("beforeprint", () => journey && draw(1000));
  addEventListener("afterprint", () => journey && draw());
  route();
})();
