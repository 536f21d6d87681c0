// What each dot does at a moment: where it is, whether it waits, whether it is closed. Time is in steps.
"use strict";
const stippenStand = (() => {
  const HELPED = 0;
  const WAITING = 1;
  const CLOSED = 2;
  const GROWN = 60; // days of waiting after which a ring grows no more
  const GOLD = 0.6180339887;
  const OTHER = 0.7548776662;

  // The last stay that a dot has set out for, as its place in the row of stays.
  function stayAt(stays, now) {
    let at = 0;
    while (at + 4 < stays.length && stays[at + 6] <= now) at += 4;
    return at;
  }

  // Since when a dot waits; null: it does not.
  function waitingSince(waits, now) {
    for (let n = 0; n < waits.length; n += 2) {
      if (waits[n] <= now && (waits[n + 1] === null || now < waits[n + 1])) return waits[n];
    }
    return null;
  }

  function put(found, points, share) {
    const last = points.length / 2 - 1;
    const at = Math.min(share * last, last - 1e-6);
    const n = Math.floor(at);
    const rest = at - n;
    found.x = points[2 * n] + (points[2 * n + 2] - points[2 * n]) * rest;
    found.y = points[2 * n + 1] + (points[2 * n + 3] - points[2 * n + 1]) * rest;
  }

  // Dots of one place lie spread over a strip: those being helped over its upper edge, those waiting below it.
  function stand(found, spot, number, state) {
    const across = (number * GOLD) % 1;
    const down = (number * OTHER) % 1;
    found.x = spot.x + 5 + across * Math.max(spot.width - 10, 4);
    if (state === WAITING) found.y = spot.y + spot.height + 4 + down * 9;
    else found.y = spot.y - 4 + down * 5;
  }

  function closed(found, dot, number, now, day) {
    const [, , closes, stays] = dot;
    const place = stays[stays.length - 4];
    found.state = CLOSED;
    found.size = 0;
    const share = (now - closes) / (day / 2);
    const end = stippenPlaats.end();
    if (share < 1) {
      const way = stippenPlaats.wayOut(place);
      if (way) return put(found, way, share);
      const spot = stippenPlaats.spot(place);
      found.shown = Boolean(spot);
      if (spot) stand(found, spot, number, HELPED);
      return undefined;
    }
    found.shown = Boolean(end);
    if (end) {
      found.x = end.x - 8 - ((number * GOLD) % 1) * 60;
      found.y = end.y + 3 + ((number * OTHER) % 1) * (end.height - 6);
    }
    return undefined;
  }

  /* Fills `found` with a dot's state: shown, x, y, state, size (0 to 1: how long it has waited), place,
     travels, gathered. `shown` is false where it is not there, or not on this level (then missed is true). */
  function of(found, dot, number, now, day) {
    const [begins, leaves, closes, stays, waits] = dot;
    found.missed = false;
    found.gathered = false;
    found.travels = false;
    found.shown = now >= begins && (leaves === null || now < leaves);
    if (!found.shown) return found;
    if (closes !== null && now >= closes) {
      closed(found, dot, number, now, day);
      return found;
    }
    const since = waitingSince(waits, now);
    found.state = since === null ? HELPED : WAITING;
    found.size = since === null ? 0 : Math.min((now - since) / day / GROWN, 1);
    const at = stayAt(stays, now);
    const [departs, arrives] = [stays[at + 2], stays[at + 3]];
    found.place = stays[at];
    if (at > 0 && now < arrives) {
      const way = stippenPlaats.way(stays[at - 4], stays[at], stays[at + 1]);
      found.place = stays[at - 4];
      if (way) {
        found.travels = true;
        put(found, way, (now - departs) / (arrives - departs));
        return found;
      }
    }
    const spot = stippenPlaats.spot(found.place);
    if (!spot) {
      found.shown = false;
      found.missed = true;
      return found;
    }
    found.gathered = spot.gathered;
    stand(found, spot, number, found.state);
    return found;
  }

  return Object.freeze({ HELPED, WAITING, CLOSED, of });
})();
