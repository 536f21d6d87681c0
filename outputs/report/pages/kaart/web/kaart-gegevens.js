// The map's data: things by key, levels, and the figures of the view that is chosen.
"use strict";
klantreis.kaart.gegevens = (() => {
  const { woorden } = klantreis.kaart;
  const data = { map: null, things: new Map(), items: {}, totals: {}, leftOut: {}, view: 0 };

  async function open() {
    data.map = await klantreis.load("kaart");
    for (const kind of ["places", "moves", "partners", "pairs"]) {
      for (const thing of data.map[kind]) data.things.set(thing.key, thing);
    }
    data.chunks = new Map(data.map.detailed.map((key, at) => [key, Math.floor(at / data.map.chunk)]));
    data.start = data.map.levels.length ? data.map.levels[data.map.start].name : null;
  }

  // The run judges what is a trend (bottlenecks); the page says it, and judges nothing itself.
  function trendOf([sign, now, before]) {
    return { kind: sign > 0 ? "langer" : sign < 0 ? "korter" : "gelijk", now, before, change: now - before };
  }

  // COLUMNS: n, journeys, median, p90, total, waits, waiting journeys, [begins, ends,] [trend: sign, medians of last and one before]
  function rowOf(key, values) {
    const [n, journeys, median, p90, total, waits, waited] = values;
    const own = "pq".includes(key[0]) ? 9 : 7;
    const [begins, ends] = own === 9 ? values.slice(7) : [0, 0];
    const compared = values.slice(own);
    const trend = compared.length ? trendOf(compared) : null;
    const between = key[0] === "m" && data.things.get(key)?.kind === "contacts";
    return {
      n,
      journeys,
      median,
      p90,
      total,
      waits,
      waited,
      begins,
      ends,
      trend,
      between,
      isLine: own === 7,
    };
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
    const journey = (at) => value.journeys[at];
    return {
      classes: found.c,
      periods: found.p,
      signals: found.s,
      gravest: (found.g ?? []).map(([kind, severity, at, day]) => ({
        kind,
        severity,
        journey: journey(at),
        day,
      })),
      longest: (found.w ?? []).map(([at, seconds, day]) => ({ journey: journey(at), seconds, day })),
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

  // Of a step that is one kind of several: all kinds together, as the other pages tell it.
  const wholeOf = (key) =>
    data.view === 0 && data.map.wholes[key] ? rowOf(key, data.map.wholes[key]) : null;

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

  const level = (called) => data.map.levels.find((one) => one.name === called);
  const has = (one, key) =>
    Object.hasOwn(one.boxes, key) || Object.hasOwn(one.lines, key) || Object.hasOwn(one.frames, key);
  const smallestWith = (key) => data.map.levels.find((one) => has(one, key));

  return {
    data,
    open,
    look,
    details,
    partner,
    name,
    kindOf,
    wholeOf,
    countOf,
    endsOf,
    level,
    has,
    smallestWith,
  };
})();
