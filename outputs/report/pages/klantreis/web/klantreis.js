// What every page's scripts share: data on demand, texts and numbers in the reader's notation, elements.
"use strict";
const klantreis = (() => {
  const root = document.documentElement;
  const language = root.lang;
  const locale = language === "en" ? "en-GB" : "nl-NL";
  const timeZone = root.dataset.timezone;
  const waiting = new Map(); // name -> {promise, give}
  let english = {};

  // Only our own data files may become scripts.
  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("klantreis", {
        createScriptURL: (url) => {
          if (!/^data\/[a-z0-9-]+\.js$/.test(url)) throw new TypeError("no data file");
          return url;
        },
      })
    : { createScriptURL: (url) => url };

  function slot(name) {
    if (!waiting.has(name)) {
      const made = {};
      made.promise = new Promise((resolve, reject) => {
        made.resolve = resolve;
        made.reject = reject;
      });
      made.promise.catch(() => {});
      waiting.set(name, made);
    }
    return waiting.get(name);
  }

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  function put(name, value) {
    const packed = value !== null && typeof value === "object" && typeof value.gzip === "string";
    if (packed) unpack(value.gzip).then(slot(name).resolve, slot(name).reject);
    else slot(name).resolve(value);
  }

  function load(name) {
    const made = slot(name);
    if (!made.asked) {
      made.asked = true;
      if (!document.querySelector(`script[data-name="${name}"]`)) {
        const script = document.createElement("script");
        script.dataset.name = name;
        script.onerror = () => made.reject(new Error(`data/${name}.js`));
        script.src = policy.createScriptURL(`data/${name}.js`);
        document.head.append(script);
      }
    }
    return made.promise;
  }

  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (all, name) =>
      values && Object.hasOwn(values, name) ? String(values[name]) : all,
    );
  const found = (dutch) => (Object.hasOwn(english, dutch) ? english[dutch] : null);
  const text = (dutch, values) => fill(found(dutch) ?? dutch, values);

  function plural(one, many, n, values) {
    const forms = found(one) ?? [one, many];
    return fill(forms[n === 1 ? 0 : 1], { n: number(n), ...values });
  }

  function number(value, decimals) {
    const digits = decimals ?? (Number.isInteger(value) ? 0 : 1);
    const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(locale, { ...shown, useGrouping: "always" }).format(value);
  }

  function percent(share) {
    // From a billionth, as a decimal reads: 0.145 is 14.5 %, and not what a binary fraction makes of it.
    if (share > 0 && share < 0.005) return text("minder dan 1 %");
    if (share >= 0.995 && share < 1) return text("meer dan 99 %");
    return text("{n} %", { n: number(Math.round(share * 1e9) / 1e7, 0) });
  }

  // Half a second, minute, hour or tenth of a day is rounded up, from whole seconds: as outputs/reader.py does.
  function days(seconds, short) {
    if (seconds === null || seconds === undefined) return text("onbekend");
    if (seconds === 0) return text("geen");
    const whole = Math.round(seconds);
    const nearest = (value, unit) => Math.floor((2 * value + unit) / (2 * unit));
    const minutes = nearest(whole, 60);
    const hours = nearest(whole, 3600);
    if (minutes < 1) return short ? text("< 1 min") : text("minder dan 1 minuut");
    if (minutes < 60) {
      return short ? text("{n} min", { n: minutes }) : plural("{n} minuut", "{n} minuten", minutes);
    }
    if (hours < 24) return short ? text("{n} u", { n: hours }) : plural("{n} uur", "{n} uur", hours);
    const fine = whole < 864000 ? nearest(10 * whole, 86400) / 10 : nearest(whole, 86400);
    if (short) return text("{n} d", { n: number(fine) });
    return fine === 1 ? text("1 dag") : text("{n} dagen", { n: number(fine) });
  }

  // The end of a sentence: "negen van de tien …". Nothing is "at most less than a minute".
  const atMost = (seconds) =>
    Math.round(seconds) < 30
      ? text("minder dan 1 minuut")
      : text("ten hoogste {duur}", { duur: days(seconds) });

  const dated = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
  const timed = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone });
  const date = (ms) => dated.format(ms);
  const moment = (ms) => text("{date}, {clock} uur", { date: date(ms), clock: timed.format(ms) });

  function cut(words, limit = 80) {
    const chars = Array.from(words);
    if (chars.length <= limit) return words;
    const tail = Math.floor((limit - 1) / 3);
    return [...chars.slice(0, limit - 1 - tail), "…", ...chars.slice(chars.length - tail)].join("");
  }

  function fillIn(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(9)) {
      if (child !== null && child !== undefined && child !== false) element.append(child);
    }
    return element;
  }
  const el = (tag, attributes, ...children) => fillIn(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) =>
    fillIn(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

  // A table of rows; its heads are elements.
  const table = (caption, heads, rows) =>
    el(
      "table",
      null,
      el("caption", null, caption),
      el("thead", null, el("tr", null, heads)),
      el("tbody", null, rows),
    );
  // A table of numbers: of each row the first value names it.
  function numbers(caption, heads, rows) {
    const head = (words, at) => el("th", { scope: "col", class: at ? "number" : null }, words);
    const row = ([name, ...cells]) =>
      el(
        "tr",
        null,
        el("th", { scope: "row" }, name),
        cells.map((words) => el("td", { class: "number" }, words)),
      );
    return table(caption, heads.map(head), rows.map(row));
  }
  // What may be too wide, in a region that scrolls.
  const scrolling = (title, inside) =>
    el(
      "div",
      {
        class: "scroll",
        tabindex: 0,
        role: "region",
        "aria-label": text("{tabel}, te verschuiven", { tabel: title }),
      },
      inside,
    );

  return Object.freeze({
    language,
    locale,
    level: root.dataset.level,
    timeZone,
    put,
    load,
    texts: (given) => (english = given),
    text,
    plural,
    number,
    percent,
    days,
    atMost,
    date,
    moment,
    cut,
    el,
    svg,
    table,
    numbers,
    scrolling,
    page: (name) => (language === "en" ? `${name}.en.html` : `${name}.html`),
    reducedMotion: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
})();
