// A month of journeys over the map: play, pause, a slider of days; nothing moves before somebody asks.
"use strict";
(() => {
  const { el, text, plural, number } = klantreis;
  const byId = (id) => document.getElementById(id);
  const home = byId("animatie");
  if (!home) return;
  const parts = Object.fromEntries(
    [
      "maand",
      "dag",
      "snelheid",
      "speel",
      "rustig",
      "datum",
      "stand",
      "waar",
      "getoond",
      "tabel",
      "bediening",
      "meer",
    ].map((name) => [name, byId(`animatie-${name}`)]),
  );
  const SAY_MS = 1000;
  const LONGEST_MS = 100; // a frame that comes later moves no further
  let index = null;
  let month = null;
  let now = 0;
  let playing = false;
  let before = null;
  let said = 0;

  const few = (n) => (n === null ? text("minder dan {n}", { n: number(index.smallest) }) : number(n));
  const lastStep = () => month.hours.length - 1;
  const step = () => Math.min(Math.floor(now + 1e-9), lastStep());
  const isAsOf = (at) => month.cut && at === lastStep();
  // A step is the end of an hour: the moment just before the next one.
  const momentOf = (at) => month.start + month.hours[at] * 3600000 - (isAsOf(at) ? 0 : 1);
  const monthName = (ms) =>
    new Intl.DateTimeFormat(klantreis.language === "en" ? "en-GB" : "nl-NL", {
      month: "long",
      year: "numeric",
      timeZone: klantreis.timeZone,
    }).format(ms);

  function dateOf(at) {
    if (at === 0) return text("Begin van {month}", { month: monthName(month.start) });
    if (isAsOf(at)) return text("Peilmoment, {moment}", { moment: klantreis.moment(momentOf(at)) });
    if (month.days.includes(at)) return text("Eind van {date}", { date: klantreis.date(momentOf(at)) });
    return klantreis.moment(momentOf(at) + 1);
  }

  function figures(at) {
    return text(
      "{when}: {open} open, waarvan {waiting} wachten; {closed} afgesloten sinds het begin van de maand.",
      {
        when: dateOf(at),
        open: number(month.open[at]),
        waiting: number(month.waiting[at]),
        closed: number(month.closed[at]),
      },
    );
  }

  // Where most dots wait now, in words: the same as the picture shows.
  function where(seen) {
    const names = index.names;
    const enough = [...seen.waitingAt].filter(([place, n]) => names[place] && n >= index.smallest);
    const most = enough.sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 5);
    const told = [];
    const away = seen.missed + seen.gathered;
    if (away) {
      told.push(
        plural(
          "{n} getoonde klantreis staat bij een activiteit die op dit niveau van de kaart niet staat.",
          "{n} getoonde klantreizen staan bij een activiteit die op dit niveau van de kaart niet staat.",
          away,
          { n: few(away < index.smallest ? null : away) },
        ),
      );
    }
    parts.waar.replaceChildren(
      most.length
        ? el(
            "p",
            null,
            month.shown < month.of
              ? text("Van de getoonde klantreizen wachten hier nu de meeste:")
              : text("Hier wachten nu de meeste:"),
          )
        : el("p", null, text("Er is nu geen plaats te noemen waar gewacht wordt.")),
      most.length
        ? el(
            "ul",
            null,
            most.map(([place, n]) =>
              el("li", null, el("bdi", null, klantreis.cut(names[place])), `: ${number(n)}`),
            ),
          )
        : "",
      ...told.map((words) => el("p", null, words)),
    );
  }

  function say(seen) {
    said = performance.now();
    const at = step();
    parts.stand.textContent = figures(at);
    if (!playing) where(seen);
    const day = month.days.findLastIndex((one) => one <= at);
    if (parts.dag.value !== String(day)) parts.dag.value = day;
    const words = dateOf(month.days[day]);
    parts.dag.setAttribute("aria-valuetext", words);
    parts.datum.textContent = words;
  }

  function draw() {
    if (!month) return;
    const seen = stippen.draw(now);
    if (!playing || performance.now() - said >= SAY_MS) say(seen);
  }

  function frame(at) {
    if (!playing) return;
    const passed = before === null ? 0 : Math.min(at - before, LONGEST_MS);
    before = at;
    now = Math.min(now + (passed / 1000) * Number(parts.snelheid.value) * month.day, lastStep());
    if (now >= lastStep()) pause();
    else {
      draw();
      requestAnimationFrame(frame);
    }
  }

  function play() {
    if (!month || klantreis.reducedMotion()) return;
    if (now >= lastStep()) now = 0;
    playing = true;
    before = null;
    parts.stand.setAttribute("aria-live", "off");
    parts.speel.textContent = text("Pauze");
    parts.waar.hidden = true;
    requestAnimationFrame(frame);
  }

  function pause() {
    playing = false;
    parts.stand.setAttribute("aria-live", "polite");
    parts.speel.textContent = text("Afspelen");
    parts.waar.hidden = false;
    draw();
  }

  function calm() {
    const reduced = klantreis.reducedMotion();
    if (reduced && playing) pause();
    parts.speel.hidden = reduced;
    parts.snelheid.parentElement.hidden = reduced;
    parts.rustig.hidden = !reduced;
  }

  function table() {
    const heads = [
      text("Week tot en met"),
      text("Begonnen"),
      text("Open aan het eind"),
      text("Waarvan wachten"),
      text("Afgesloten"),
    ];
    const gained = (name, from, to) => number(month[name][to] - month[name][from]);
    const rows = month.weeks.slice(1).map((to, n) => {
      const from = month.weeks[n];
      return [
        klantreis.date(momentOf(to)),
        gained("started", from, to),
        number(month.open[to]),
        number(month.waiting[to]),
        gained("closed", from, to),
      ];
    });
    const caption = text("Per week van {month}", { month: monthName(month.start) });
    parts.tabel.replaceChildren(...klantreis.numbers(caption, heads, rows).children);
  }

  function shown() {
    const told = [];
    const { shown: drawn, of } = month;
    told.push(
      drawn < of
        ? text(
            "Getoond: {n} van de {all} klantreizen waarin deze maand iets gebeurt, willekeurig gekozen. De getallen gaan over alle klantreizen.",
            { n: number(drawn), all: number(of) },
          )
        : plural(
            "Getoond: {n} klantreis waarin deze maand iets gebeurt.",
            "Getoond: alle {n} klantreizen waarin deze maand iets gebeurt.",
            of,
          ),
    );
    const still = month.still.reduce((sum, [, waiting, helped]) => sum + waiting + helped, 0);
    if (still) {
      told.push(
        plural(
          "{n} klantreis staat de hele maand stil; die staat als getal bij haar plaats.",
          "{n} klantreizen staan de hele maand stil; zij staan als getal bij hun plaats.",
          still,
        ),
      );
    }
    if (index.smallest > 1) {
      told.push(text("De getallen zijn afgerond op veelvouden van {k}.", { k: number(index.smallest) }));
    }
    if (month.left_out) {
      const n = month.left_out < index.smallest ? null : month.left_out;
      told.push(
        text("Weggelaten: {n} stappen die in deze maand door minder dan {k} klantreizen zijn gezet.", {
          n: few(n),
          k: number(index.smallest),
        }),
      );
    }
    parts.getoond.replaceChildren(...told.map((words) => el("li", null, words)));
  }

  async function choose() {
    const name = parts.maand.value;
    if (playing) pause();
    parts.bediening.setAttribute("aria-busy", "true");
    try {
      const found = await klantreis.load(`maand-${name}`);
      if (name !== parts.maand.value) return;
      month = found;
    } catch {
      parts.stand.textContent = text(
        "De maand kon niet worden geladen: de map data ontbreekt of is niet heel.",
      );
      return;
    } finally {
      parts.bediening.removeAttribute("aria-busy");
    }
    now = 0;
    parts.dag.max = month.days.length - 1;
    parts.dag.value = 0;
    stippen.show(home.open ? month : null);
    table();
    shown();
    draw();
  }

  async function open() {
    parts.meer.hidden = !home.open;
    if (!home.open) {
      if (playing) pause();
      stippen.show(null);
      return;
    }
    if (index) {
      stippen.show(month);
      draw();
      return;
    }
    let map;
    try {
      [index, map] = await Promise.all([klantreis.load("animatie"), klantreis.load("kaart")]);
    } catch {
      parts.stand.textContent = text(
        "De animatie kon niet worden geladen: de map data ontbreekt of is niet heel.",
      );
      return;
    }
    if (!index.months.length) {
      parts.stand.textContent = text("Er is geen maand om af te spelen.");
      return;
    }
    const places = new Map(map.places.map((one) => [one.key, one]));
    index.names = index.places.map(([key]) => {
      const place = places.get(key);
      return place
        ? `${place.partner ?? text("partner onbekend")}: ${place.activity ?? text("(zonder naam)")}`
        : null;
    });
    const latest = index.months.length - 1;
    parts.maand.append(
      ...index.months.map((one, n) =>
        el("option", { value: one.name, selected: n === latest }, monthName(one.start + 43200000)),
      ),
    );
    stippen.start(index, draw);
    parts.bediening.hidden = false;
    await choose();
  }

  parts.maand.addEventListener("change", choose);
  parts.speel.addEventListener("click", () => (playing ? pause() : play()));
  parts.dag.addEventListener("input", () => {
    now = month.days[Number(parts.dag.value)];
    if (playing) pause();
    else draw();
  });
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", calm);
  home.addEventListener("toggle", open);
  calm();
})();
