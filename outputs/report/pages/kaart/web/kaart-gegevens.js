// The map's data: things by key, levels, and the figures of the view that is chosen.
"use strict";
const kaartGegevens = (() => {
  const data = { map: null, things: new Map(), items: {}, totals: {}, leftOut: {}, view: 0 };

  // Places on a level, as the data file lays them down: the one place that knows their order.
  const boxOf = ([x, y, width, height, title]) => ({ x, y, width, height, title });
  const frameOf = ([left, top, right, bottom, title]) => ({ left, top, right, bottom, title });
  const lineOf = ([path, neckX, neckY, tipX, tipY, x, y]) => ({ path, neckX, neckY, tipX, tipY, x, y });
  const named = (rows, read) =>
    Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, read(row)]));

  async function open() {
    data.map = await klantreis.load("kaart");
    for (const one of data.map.levels) {
      one.boxes = named(one.boxes, boxOf);
      one.frames = named(one.frames, frameOf);
      one.lines = named(one.lines, lineOf);
    }
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
      periods: found.p.map(([period, n, median]) => ({ period, n, median })),
      signals: found.s.map(([kind, severity, n]) => ({ kind, severity, n })),
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
    if (!thing) return kaartWoorden.small();
    return thing.name === null ? kaartWoorden.unknown() : thing.name;
  }

  // What a thing is called, with its partner.
  function name(key) {
    const thing = data.things.get(key);
    if (!thing) return kaartWoorden.small();
    if (key[0] === "q") return partner(key);
    if (key[0] === "p") {
      const who = thing.partner === null ? kaartWoorden.unknown() : thing.partner;
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

  return Object.freeze({
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
  });
})();
