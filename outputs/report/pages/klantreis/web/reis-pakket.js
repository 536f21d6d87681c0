// Which file a journey is in, and how its rows are taken out. Times become milliseconds, texts words again.
"use strict";
const reisPakket = (() => {
  const DIGITS = 4; // of a pseudonym; their first bits are the number of the file
  const ID = /^[0-9a-f]{4,64}$/;

  const about = () => klantreis.load("reizen");
  const number = (digits, bits) => parseInt(digits.padEnd(DIGITS, "0").slice(0, DIGITS), 16) >> (16 - bits);
  const pack = (k) => klantreis.load(`reis-${k}`);

  // How the values of one column are read: `since` is the journey's start, `before` that of the row before.
  const readers = {
    word: (values, words) => (i) => words[values[i]],
    count: (values) => (i) => values[i],
    list: (values) => (i) => values[i] ?? [],
    flag: (values) => (i) => values[i] === 1,
    span:
      ({ unit, values }) =>
      (i) =>
        values[i] === null ? null : (values[i] * unit) / 1000,
    moment:
      ({ unit, values }) =>
      (i) =>
        (values[i] * unit) / 1000,
    walk: (values) => (i, since, before) => (before ?? 0) + values[i],
    step:
      ({ unit, values }) =>
      (i, since, before) =>
        ((before ?? since) * 1000 + values[i] * unit) / 1000,
  };

  function rows(section, kinds, words, place, since) {
    let first = 0;
    for (let k = 0; k < place; k += 1) first += section.n[k];
    const columns = Object.entries(kinds).map(([name, kind]) => [name, readers[kind](section[name], words)]);
    const found = [];
    for (let i = first; i < first + section.n[place]; i += 1) {
      const before = found.at(-1);
      found.push(Object.fromEntries(columns.map(([name, read]) => [name, read(i, since, before?.[name])])));
    }
    return found;
  }

  // An explanation: its figures stand at the marks.
  const filled = (template, figures) => template.replaceAll("\u2421", () => figures.shift());

  function unfold(from, told, place) {
    const facts = { id: from.ids[place] };
    for (const [name, kind] of Object.entries(told.facts)) {
      facts[name] = readers[kind](from.facts[name], from.words)(place, 0);
    }
    const journey = { facts, as_of: told.as_of, signal_words: told.signals };
    for (const [name, kinds] of Object.entries(told.sections)) {
      journey[name] = rows(from[name], kinds, from.words, place, facts.started);
    }
    const clients = new Map();
    for (const { seq, client } of journey.shared) clients.set(seq, [...(clients.get(seq) ?? []), client]);
    journey.events.forEach((event, k) => {
      event.seq = k + 1;
      event.ended = event.started + event.duration;
      event.clients = clients.get(event.seq) ?? [event.client];
    });
    journey.residents.forEach((step, k) => {
      step.place = k + 1;
      step.ended = step.started + step.duration;
    });
    for (const spell of journey.spells) {
      spell.started = journey.events[spell.seq - 1].started;
      spell.ended = spell.started + spell.duration;
    }
    const idle = new Map(journey.waits.map((wait) => [wait.seq, wait.idle]));
    for (const handover of journey.handovers) handover.idle = idle.get(handover.seq) ?? 0;
    for (const signal of journey.signals) signal.explanation = filled(signal.template, [...signal.figures]);
    return journey;
  }

  // The journey with this pseudonym, or null.
  async function find(id) {
    const told = await about();
    if (!ID.test(id) || told.n === 0) return null;
    const from = await pack(number(id, told.bits));
    const place = from.ids.indexOf(id);
    return place < 0 ? null : unfold(from, told, place);
  }

  // How many characters of a pseudonym point at one file.
  const enough = (bits) => Math.max(1, Math.ceil(bits / 4));

  // The pseudonyms that begin with this text; null: it is too short to know in which file to look.
  async function starting(text) {
    const told = await about();
    if (text.length < enough(told.bits)) return null;
    if (!/^[0-9a-f]+$/.test(text) || told.n === 0) return [];
    return (await pack(number(text, told.bits))).ids.filter((id) => id.startsWith(text));
  }

  return { about, find, starting, enough };
})();
