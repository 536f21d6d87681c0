// The map's data: things by key, levels, and the figures of the view that is chosen.
"use strict";
klantreis.kaart.gegevens = (() => {
  const { woorden } = klantreis.kaart;
  const DAY = 86400;
  const data = { map: null, things: new Map(), items: {}, totals: {}, leftOut: {}, view: 0 };

  async function open() {
    data.map = await klantreis.load("kaart");
    for (const kind of ["places", "moves", "partners", "pairs"]) {
      for (const thing of data.map[kind]) data.things.set(thing.key, thing);
    }
    data.chunks = new Map(data.map.detailed.map((key, at) => [key, Math.floor(at / data.map.chunk)]));
    data.start = data.map.levels.length ? data.map.levels[data.map.start].name : null;
  }

  // A change of a day and a tenth, or more, is a trend; the bounds are said in the legend.
  function trendOf(now, before) {
    const change = now - before;
    const kind = Math.abs(change) < DAY || Math.abs(change) < before / 10 ? "gelijk" : change > 0 ? "langer" : "korter";
    return { kind, now, before, change };
  }

  // COLUMNS: n, journeys, median, p90, total, [begins, ends,] [n, median, n, median of last and one before]
  function rowOf(key, values) {
    const [n, journeys, median, p90, total] = values;
    const own = "pq".includes(key[0]) ? 7 : 5;
    const [begins, ends] = own === 7 ? values.slice(5) : [0, 0];
    const compared = values.slice(own);
    const trend = compared.length ? trendOf(compared[1], compared[3]) : null;
    return { n, journeys, median, p90, total, begins, ends, trend };
  }

  async function look(number) {
    const value = await klantreis.load(`beeld-${number}`);
    const items = {};
    for (const [key, values] of Object.entries(value.items)) items[key] = rowOf(key, values);
    Object.assign(data, { items, totals: value.totals, leftOut: value.left_out, view: number });
  }

  async function details(key) {
    if (!data.items[key] || !data.chunks.has(key)) return null;
    const value = await klantreis.load(`achter-${data.view}-${data.chunks.get(key)}`);
    const found = value.items[key];
    if (!found) return null;
    const name = (at) => value.journeys[at];
    return {
      classes: found.c,
      periods: found.p,
      signals: found.s,
      gravest: (found.g ?? []).map(([kind, severity, at, day]) => ({ kind, severity, journey: name(at), day })),
      longest: (found.w ?? []).map(([at, seconds, day]) => ({ journey: name(at), seconds, day })),
    };
  }

  function partner(key) {
    const thing = data.things.get(key);
    if (!thing) return woorden.small();
    return thing.name === null ? woorden.unknown() : thing.name;
  }

  // What a thing is called, with its partner.
  function name(key) {
    const thing = data.things.get(key);
    if (!thing) return woorden.small();
    if (key[0] === "q") return partner(key);
    if (key[0] === "p") {
      const who = thing.partner === null ? woorden.unknown() : thing.partner;
      return `${who}: ${thing.activity}`;
    }
    return `${name(thing.from)} → ${name(thing.to)}`;
  }

  const kindOf = (key) => (key[0] === "m" ? data.things.get(key).kind : "step");

  // The figure of a line: of one from the begin or to the end, how many journeys.
  function countOf(key) {
    if (key[0] === "b") return data.items[`p${key.slice(1)}`]?.begins ?? 0;
    if (key[0] === "e") return data.items[`p${key.slice(1)}`]?.ends ?? 0;
    return data.items[key]?.n ?? 0;
  }

  function endsOf(key) {
    if (key[0] === "b") return ["begin", `p${key.slice(1)}`];
    if (key[0] === "e") return [`p${key.slice(1)}`, "einde"];
    const thing = data.things.get(key);
    return [thing.from, thing.to];
  }

  const level = (name) => data.map.levels.find((one) => one.name === name);
  const has = (one, key) => Object.hasOwn(one.boxes, key) || Object.hasOwn(one.lines, key) || Object.hasOwn(one.frames, key);
  const smallestWith = (key) => data.map.levels.find((one) => has(one, key));

  return { data, open, look, details, partner, name, kindOf, countOf, endsOf, level, has, smallestWith };
})();
