// Lanes: which event stands in which, and on which line within it, so that none hides another.
"use strict";
const reisBanen = (() => {
  const MARK = 22; // the least width of an event, in pixels

  // Lanes by partner, or by client and then partner, in the order in which they come into the journey.
  function lanes(journey, by) {
    const found = new Map();
    const clients = letters(journey.events.flatMap((event) => event.clients));
    const put = (key, title, group, event) => {
      if (!found.has(key)) found.set(key, { title, group, events: [] });
      found.get(key).events.push(event);
    };
    for (const event of journey.events) {
      const partner = reisWoorden.partner(event.partner);
      if (by !== "client") put(JSON.stringify([event.partner]), partner, null, event);
      else {
        for (const client of event.clients) {
          const group = client === null ? klantreis.text("cliënt onbekend") : clientName(clients.get(client));
          put(JSON.stringify([client, event.partner]), `${group} · ${partner}`, group, event);
        }
      }
    }
    const order = [...found.values()];
    if (by !== "client") return order;
    const groups = [...new Set(order.map((lane) => lane.group))];
    return order.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  }

  const clientName = (own) => klantreis.text("Cliënt {letter}", { letter: own });

  // A short name for each of these pseudonyms: A, B … Z, AA, in the order in which they come.
  function letters(pseudonyms) {
    const found = new Map();
    for (const each of pseudonyms) {
      if (each !== null && !found.has(each)) found.set(each, letter(found.size));
    }
    return found;
  }
  function letter(n) {
    const last = String.fromCharCode(65 + (n % 26));
    return n < 26 ? last : letter(Math.floor(n / 26) - 1) + last;
  }

  // Give each item {x1, x2} a line on which it touches none before it; says how many lines there are.
  function stack(items, apart = 3) {
    const ends = [];
    for (const item of [...items].sort((a, b) => a.x1 - b.x1 || a.x2 - b.x2)) {
      let line = ends.findIndex((end) => end + apart <= item.x1);
      if (line < 0) line = ends.length;
      ends[line] = item.x2;
      item.line = line;
    }
    return Math.max(ends.length, 1);
  }

  // Where an event stands: as long as it took, and no narrower than its mark.
  function extent(event, on) {
    const x1 = on.x(event.started);
    const x2 = on.x(event.ended);
    if (x2 - x1 >= MARK) return { x1, x2, instant: false };
    if (event.running) return { x1: x2 - MARK, x2, instant: false };
    const middle = (x1 + x2) / 2;
    return { x1: middle - MARK / 2, x2: middle + MARK / 2, instant: true };
  }

  // Several clients are told apart in this journey.
  const hasClients = (journey) => new Set(journey.events.flatMap((event) => event.clients)).size > 1;

  return Object.freeze({ MARK, lanes, letters, clientName, stack, extent, hasClients });
})();
