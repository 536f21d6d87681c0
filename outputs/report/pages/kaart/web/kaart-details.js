// What lies behind a click: how waiting is spread, how it went over time, the signals, the journeys.
"use strict";
const kaartDetails = (() => {
  const { el, text, number, numbers, days, date } = klantreis;
  const { data } = kaartGegevens;
  const panel = document.getElementById("kaart-details");
  let opener = null;
  let turn = 0;
  let hooks; // what the page does when something is chosen, or this is closed

  const day = (value) => date(value * 86400000 + 43200000);

  function bar(share) {
    const made = el("span", { class: "balk", "aria-hidden": "true" });
    made.style.inlineSize = `${Math.max(share * 100, share > 0 ? 1 : 0)}%`;
    return made;
  }

  // Numbers as bars, and the same in a table: the bar lies in the table's own row.
  function bars(caption, heads, rows) {
    const most = Math.max(1, ...rows.map((row) => row.size ?? 0));
    return numbers(
      caption,
      heads,
      rows.map(({ name, size, cells }) => [[name, bar((size ?? 0) / most)], ...cells]),
    );
  }

  const few = (n) => (n === null ? kaartWoorden.kept() : number(n));

  function spread(found) {
    const names = kaartWoorden.classes();
    const rows = found.classes.map((n, at) => ({ name: names[at], size: n ?? 0, cells: [few(n)] }));
    return bars(text("Hoe lang er gewacht is"), [text("Wachttijd"), text("Keer")], rows);
  }

  function course(found) {
    const { months, views } = data.map;
    if (views.find((one) => one.number === data.view)?.kind === "period") {
      return el("p", { class: "meaning" }, text("Hoe het over de tijd ging, staat bij het beeld Alles."));
    }
    const rows = found.periods.map(({ period, n, median }) => ({
      name: kaartWoorden.period(period, months),
      size: median ?? 0,
      cells: [few(n), median === null ? "–" : days(median)],
    }));
    return bars(
      text("Mediaan van de wachttijd, per periode"),
      [text("Periode"), text("Keer"), text("Mediaan")],
      rows,
    );
  }

  function link(journey) {
    return el(
      "a",
      { href: `${klantreis.page("klantreis")}#${encodeURIComponent(journey)}` },
      el("code", null, journey.slice(0, 8)),
    );
  }

  function signals(found) {
    if (!found.signals.length) return el("p", null, text("Hier zijn geen signalen."));
    const rows = [...found.signals].sort((one, other) => (other.n ?? 0) - (one.n ?? 0));
    return el(
      "div",
      null,
      numbers(
        text("Signalen"),
        [text("Soort"), text("Ernst"), text("Aantal")],
        rows.map(({ kind, severity, n }) => [
          kaartWoorden.signal(kind),
          kaartWoorden.severity(severity),
          few(n),
        ]),
      ),
      found.gravest.length
        ? el(
            "div",
            null,
            el("h4", null, text("De ernstigste")),
            el(
              "ul",
              null,
              found.gravest.map((one) =>
                el(
                  "li",
                  null,
                  `${kaartWoorden.signal(one.kind)} (${kaartWoorden.severity(one.severity)}), ${day(one.day)}: `,
                  link(one.journey),
                ),
              ),
            ),
          )
        : null,
    );
  }

  function journeys(found) {
    if (!found.longest.length) return null;
    return numbers(
      text("Klantreizen die hier het langst wachtten"),
      [text("Klantreis"), text("Wachttijd"), text("Tot")],
      found.longest.map((one) => [link(one.journey), days(one.seconds), day(one.day)]),
    );
  }

  function button(key, said) {
    return el("button", { type: "button", onclick: () => hooks.choose(key) }, said);
  }

  // Ways on: from a place to its partner, from a handover to all between the two partners.
  function ways(key) {
    const thing = data.things.get(key);
    const found = [];
    if (key[0] === "p" && data.items[thing.owner]) {
      found.push(button(thing.owner, text("Alles bij {name}", { name: kaartGegevens.partner(thing.owner) })));
    }
    if (key[0] === "m" || key[0] === "r") {
      for (const end of [thing.from, thing.to]) {
        if (data.items[end]) found.push(button(end, kaartGegevens.name(end)));
      }
    }
    if (key[0] === "m" && thing.kind !== "step") {
      const [from, to] = [thing.from, thing.to].map((end) => data.things.get(end)?.owner);
      const pair = data.map.pairs.find((one) => one.from === from && one.to === to);
      if (pair && data.items[pair.key]) {
        found.push(
          button(
            pair.key,
            text("Alle overdrachten van {from} naar {to}", {
              from: kaartGegevens.partner(from),
              to: kaartGegevens.partner(to),
            }),
          ),
        );
      }
    }
    return found.length ? el("p", { class: "wegen" }, found) : null;
  }

  function frame(key, inside) {
    const row = data.items[key];
    const whole = kaartGegevens.wholeOf(key);
    panel.replaceChildren(
      ...[
        el(
          "p",
          null,
          el("button", { type: "button", class: "sluit", onclick: () => close(true) }, text("Sluiten")),
        ),
        el("h3", { id: "details-naam" }, el("bdi", null, klantreis.cut(kaartGegevens.name(key), 200))),
        key[0] === "m" ? el("p", null, kaartWoorden.kind(kaartGegevens.kindOf(key))) : null,
        el(
          "ul",
          null,
          kaartWoorden.figures(key, row, data.totals).map((said) => el("li", null, said)),
        ),
        whole ? el("p", null, text("Deze stap komt in meer soorten voor. Alle soorten samen:")) : null,
        whole
          ? el(
              "ul",
              null,
              kaartWoorden.whole(key, whole, data.totals).map((said) => el("li", null, said)),
            )
          : null,
        ...inside,
      ].filter(Boolean),
    );
  }

  async function open(key, from) {
    if (!data.things.has(key)) return;
    turn += 1;
    const mine = turn;
    if (from) opener = from;
    frame(key, [el("p", { role: "status" }, text("Wordt geladen …"))]);
    panel.hidden = false;
    if (from) panel.focus({ preventScroll: false });
    const found = await kaartGegevens.details(key).catch(() => undefined);
    if (mine !== turn || panel.hidden) return;
    if (found === undefined) {
      frame(key, [
        el(
          "p",
          { role: "alert" },
          text("Dit kon niet worden geladen: de map data ontbreekt of is niet heel."),
        ),
      ]);
    } else if (found === null) {
      frame(key, [
        ways(key),
        el(
          "p",
          { class: "meaning" },
          text("Wat hierachter ligt, is alleen uitgewerkt voor wat op een van de kaarten staat."),
        ),
      ]);
    } else frame(key, [ways(key), spread(found), course(found), signals(found), journeys(found)]);
  }

  function close(back) {
    if (panel.hidden) return;
    turn += 1;
    panel.hidden = true;
    hooks.closed();
    if (back) (opener?.isConnected ? opener : hooks.fallback?.())?.focus({ preventScroll: true });
    opener = null;
  }

  function start(given) {
    hooks = given;
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) {
        event.preventDefault();
        close(true);
      }
    });
  }

  return Object.freeze({ start, open, close, isOpen: () => !panel.hidden });
})();
