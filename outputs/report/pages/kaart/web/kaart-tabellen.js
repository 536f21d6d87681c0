// The tables that say what the map says: all things of the view, a page at a time, sorted by any column.
"use strict";
const kaartTabellen = (() => {
  const { el, text, plural, number, days } = klantreis;
  const { data } = kaartGegevens;
  const home = document.getElementById("tabellen");
  const PAGE = 25;
  const kept = {
    p: { sort: "total", down: true, page: 0, open: false },
    m: { sort: "total", down: true, page: 0, open: true },
    q: { sort: "total", down: true, page: 0, open: false },
    r: { sort: "total", down: true, page: 0, open: false },
  };
  let onMap = new Set();
  let choose; // what the page does when a row is chosen

  const titles = {
    p: () => text("Activiteiten bij partners"),
    m: () => text("Stappen van activiteit naar activiteit"),
    q: () => text("Partners"),
    r: () => text("Overdrachten tussen partners"),
  };
  const lists = { p: "places", m: "moves", q: "partners", r: "pairs" };

  const dash = (seconds) => (seconds === null ? "–" : days(seconds));
  const columns = [
    { key: "name", head: () => text("Naam"), cell: null },
    {
      key: "kind",
      only: "m",
      head: () => text("Soort"),
      value: (key) => kaartWoorden.kind(kaartGegevens.kindOf(key)),
    },
    {
      key: "map",
      head: () => text("Op de kaart"),
      value: (key) => (onMap.has(key) ? text("ja") : text("nee")),
    },
    { key: "n", number: true, head: () => text("Keer"), value: (key, row) => number(row.n) },
    {
      key: "journeys",
      number: true,
      head: () => text("Klantreizen"),
      value: (key, row) => number(row.journeys),
    },
    {
      key: "waited",
      number: true,
      head: () => text("Waarin gewacht werd"),
      value: (key, row) => (row.waited === null ? "–" : number(row.waited)),
    },
    {
      key: "median",
      number: true,
      head: () => text("Wachttijd: mediaan"),
      value: (key, row) => dash(row.median),
    },
    {
      key: "p90",
      number: true,
      head: () => text("9 van de 10 ten hoogste"),
      value: (key, row) => dash(row.p90),
    },
    { key: "total", number: true, head: () => text("Samen"), value: (key, row) => dash(row.total) },
    {
      key: "change",
      number: true,
      head: () => text("Trend"),
      value: (key, row) => (row.trend ? `${kaartSchaal.look(row, "trend").words}` : "–"),
    },
  ];

  function rank(key, column) {
    const row = data.items[key];
    if (column === "name") return kaartGegevens.name(key);
    if (column === "kind") return kaartGegevens.kindOf(key);
    if (column === "map") return onMap.has(key) ? 1 : 0;
    if (column === "change") return row.trend?.change ?? -Infinity;
    return row[column] ?? -1;
  }

  function sorted(keys, state) {
    const sign = state.down ? -1 : 1;
    const found = keys.map((key) => [rank(key, state.sort), key]);
    found.sort(([one], [other]) => sign * (typeof one === "string" ? one.localeCompare(other) : one - other));
    return found.map(([, key]) => key);
  }

  function header(letter, column) {
    const state = kept[letter];
    const turned = state.sort === column.key;
    const sign = turned ? (state.down ? " ↓" : " ↑") : "";
    const turn = () => {
      Object.assign(state, {
        sort: column.key,
        down: turned ? !state.down : Boolean(column.number),
        page: 0,
      });
      renew(letter);
      home.querySelector(`[data-tabel="${letter}"] [data-kolom="${column.key}"]`)?.focus();
    };
    return el(
      "th",
      {
        scope: "col",
        class: column.number ? "number" : null,
        "aria-sort": turned ? (state.down ? "descending" : "ascending") : null,
      },
      el(
        "button",
        { type: "button", class: "kolom", "data-kolom": column.key, onclick: turn },
        `${column.head()}${sign}`,
      ),
    );
  }

  function line(letter, key, mine) {
    const row = data.items[key];
    return el(
      "tr",
      { "data-rij": key },
      mine.map((column) =>
        column.key === "name"
          ? el(
              "th",
              { scope: "row" },
              el(
                "button",
                { type: "button", class: "naam", onclick: (event) => choose(key, event.currentTarget) },
                el("bdi", null, klantreis.cut(kaartGegevens.name(key), 140)),
              ),
            )
          : el("td", { class: column.number ? "number" : null }, column.value(key, row)),
      ),
    );
  }

  function pager(letter, n) {
    const state = kept[letter];
    const pages = Math.ceil(n / PAGE);
    if (pages < 2) return null;
    const turn = (by, name) => () => {
      state.page += by;
      renew(letter);
      const buttons = home.querySelector(`[data-tabel="${letter}"]`);
      (
        buttons.querySelector(`[data-blad="${name}"]:not([disabled])`) ??
        buttons.querySelector("[data-blad]:not([disabled])")
      )?.focus();
    };
    return el(
      "p",
      { class: "bladen" },
      el(
        "button",
        { type: "button", "data-blad": "terug", disabled: state.page === 0, onclick: turn(-1, "terug") },
        text("Vorige"),
      ),
      el(
        "span",
        { role: "status" },
        text("Bladzijde {n} van {m}", { n: number(state.page + 1), m: number(pages) }),
      ),
      el(
        "button",
        {
          type: "button",
          "data-blad": "verder",
          disabled: state.page >= pages - 1,
          onclick: turn(1, "verder"),
        },
        text("Volgende"),
      ),
    );
  }

  // What this view has but this table cannot tell apart.
  function rest(letter) {
    const { totals, leftOut } = data;
    const found = [];
    if (letter === "m" && totals.untold_steps) {
      found.push(
        plural(
          "Nog {n} stap is van een soort die te zeldzaam is om apart te noemen.",
          "Nog {n} stappen zijn van soorten die te zeldzaam zijn om apart te noemen.",
          totals.untold_steps,
        ),
      );
    }
    if (letter === "p" && totals.untold_events) {
      found.push(
        plural(
          "Nog {n} gebeurtenis is van een activiteit die te zeldzaam is om apart te noemen.",
          "Nog {n} gebeurtenissen zijn van activiteiten die te zeldzaam zijn om apart te noemen.",
          totals.untold_events,
        ),
      );
    }
    if (leftOut[letter]) {
      found.push(
        plural(
          "{n} rij is weggelaten: een te kleine groep.",
          "{n} rijen zijn weggelaten: te kleine groepen.",
          leftOut[letter],
        ),
      );
    }
    return found.map((said) => el("p", { class: "meaning" }, said));
  }

  function block(letter) {
    const state = kept[letter];
    const keys = data.map[lists[letter]].map((one) => one.key).filter((key) => data.items[key]);
    const mine = columns.filter((column) => !column.only || column.only === letter);
    state.page = Math.min(state.page, Math.max(0, Math.ceil(keys.length / PAGE) - 1));
    const shown = sorted(keys, state).slice(state.page * PAGE, (state.page + 1) * PAGE);
    const title = titles[letter]();
    return el(
      "details",
      {
        "data-tabel": letter,
        open: state.open,
        ontoggle: (event) => (state.open = event.currentTarget.open),
      },
      el("summary", null, `${title} (${number(keys.length)})`),
      keys.length
        ? klantreis.scrolling(
            title,
            klantreis.table(
              title,
              mine.map((column) => header(letter, column)),
              shown.map((key) => line(letter, key, mine)),
            ),
          )
        : el("p", null, text("Geen.")),
      pager(letter, keys.length),
      rest(letter),
    );
  }

  function renew(letter) {
    home.querySelector(`[data-tabel="${letter}"]`).replaceWith(block(letter));
  }

  // Everything anew, for another level or view; `drawn` is what stands on the map.
  function draw(drawn) {
    onMap = new Set(drawn);
    for (const state of Object.values(kept)) state.page = 0;
    home.replaceChildren(...["m", "p", "q", "r"].map(block));
  }

  return Object.freeze({ draw, start: (given) => (choose = given) });
})();
