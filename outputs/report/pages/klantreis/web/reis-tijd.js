// Local dates, and the scale on which they stand.
"use strict";
const reisTijd = (() => {
  const DAY = 86_400_000;
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: klantreis.timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const format = (options) =>
    new Intl.DateTimeFormat(klantreis.locale, { timeZone: klantreis.timeZone, ...options });
  const labels = {
    year: format({ year: "numeric" }),
    month: format({ month: "short" }),
    first: format({ month: "short", year: "numeric" }),
    day: format({ day: "numeric", month: "short" }),
  };

  const read = (ms) =>
    Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  function offset(ms) {
    const at = read(ms);
    return (
      Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) - Math.floor(ms / 1000) * 1000
    );
  }
  // When a local day begins; days count from 1970-01-01.
  function midnight(day) {
    const wall = day * DAY;
    const guess = wall - offset(wall);
    return wall - offset(guess);
  }
  const dayOf = (ms) => Math.floor((ms + offset(ms)) / DAY);
  const monthStart = (index) => midnight(Date.UTC(Math.floor(index / 12), index % 12, 1) / DAY); // 12 a year

  // Where a moment stands between x0 and x1.
  function scale(from, to, x0, x1) {
    const length = Math.max(to - from, 1);
    const x = (ms) => x0 + ((ms - from) / length) * (x1 - x0);
    return { from, to, x0, x1, x, perDay: ((x1 - x0) / length) * DAY };
  }

  function months(on, step) {
    const found = [];
    const begin = read(on.from);
    let index = begin.year * 12 + begin.month - 1;
    index -= index % step;
    for (let at = monthStart(index); at <= on.to; index += step, at = monthStart(index)) {
      const january = index % 12 === 0;
      const label = step >= 12 ? labels.year : january || found.length === 0 ? labels.first : labels.month;
      if (at >= on.from) found.push({ x: on.x(at), label: label.format(at), strong: january });
    }
    return found;
  }
  function dates(on, step) {
    const found = [];
    for (let day = dayOf(on.from) + 1; midnight(day) <= on.to; day += step) {
      found.push({ x: on.x(midnight(day)), label: labels.day.format(midnight(day)), strong: false });
    }
    return found;
  }
  // The marks on the axis: months, or years where those would not fit, or days in a short journey.
  function ticks(on, apart = 72) {
    const perMonth = on.perDay * 30.4;
    const step = [1, 2, 3, 6, 12, 24, 60, 120, 600].find((n) => n * perMonth >= apart) ?? 1200;
    const found = months(on, step);
    if (found.length >= 2) return found;
    const days = [1, 2, 7, 14, 28].find((n) => n * on.perDay >= apart);
    return days === undefined ? found : dates(on, days);
  }

  return Object.freeze({ DAY, midnight, scale, ticks });
})();
