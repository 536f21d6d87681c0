// What a colour, a word and a width say: classes with fixed bounds, so that two maps can be laid side by side.
"use strict";
const kaartSchaal = (() => {
  const { text, days, number } = klantreis;
  const { data } = kaartGegevens;
  const DAY = 86400;

  const waits = [1, 7, 28, 84, Infinity];
  const shares = [0.01, 0.05, 0.2, 0.5, Infinity];
  const names = {
    wacht: () => kaartWoorden.classes().slice(1),
    aantal: () => [
      text("in minder dan 1 % van de klantreizen"),
      text("in 1 tot 5 %"),
      text("in 5 tot 20 %"),
      text("in 20 tot 50 %"),
      text("in de helft of meer"),
    ],
  };
  const trends = {
    langer: {
      colour: "alert",
      sign: "▲",
      word: () => text("▲ langer, niet door toeval: een dag en een tiende, of meer"),
    },
    gelijk: { colour: "soft", sign: "=", word: () => text("= geen verschil aan te tonen") },
    korter: {
      colour: "accent",
      sign: "▼",
      word: () => text("▼ korter, niet door toeval: een dag en een tiende, of meer"),
    },
    geen: { colour: "wait-0", sign: "", word: () => text("geen teken: te weinig om te vergelijken") },
  };

  const classIn = (bounds, value) => bounds.findIndex((bound) => value < bound);

  // The colour of a thing's row, and the words that say the same.
  function look(row, colour) {
    if (!row) return { colour: "wait-0", words: "" };
    if (colour === "trend") {
      const trend = trends[row.trend?.kind ?? "geen"];
      const change =
        row.trend && row.trend.kind !== "gelijk" ? ` ${days(Math.abs(row.trend.change), true)}` : "";
      return { colour: trend.colour, words: row.trend ? `${trend.sign}${change}` : "" };
    }
    if (colour === "aantal") {
      const share = data.totals.journeys ? row.journeys / data.totals.journeys : 0;
      return { colour: `wait-${classIn(shares, share)}`, words: text("{n}×", { n: number(row.n) }) };
    }
    if (row.median === null && row.waits === 0) {
      return { colour: "wait-0", words: row.isLine && !row.between ? days(0, true) : "" };
    }
    if (row.median === null) {
      return {
        colour: "soft",
        words: row.total === null ? "" : text("samen {time}", { time: days(row.total, true) }),
      };
    }
    return { colour: `wait-${classIn(waits, row.median / DAY)}`, words: days(row.median, true) };
  }

  // By the square root, so that what is rare still shows; as on paper.
  const width = (n, most) => Math.round((1.2 + 5.3 * Math.sqrt(most ? n / most : 0)) * 100) / 100;

  function legend(colour) {
    if (colour === "trend") {
      return Object.values(trends).map((one) => ({ colour: one.colour, words: one.word() }));
    }
    const shown = names[colour]().map((words, at) => ({ colour: `wait-${at}`, words }));
    if (colour === "wacht") {
      shown.push({
        colour: "soft",
        words: text("minder dan {n} klantreizen wachtten: geen mediaan", { n: number(data.map.least) }),
      });
    }
    return shown;
  }

  return Object.freeze({ look, width, legend });
})();
