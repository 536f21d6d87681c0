// The shapes of the picture. Colours are the palette's classes; what a shape means it also says by its form.
"use strict";
const reisVormen = (() => {
  const { svg } = klantreis;
  const CHAR = 6.9; // the width of a character of 12 pixels, on the safe side

  const paint = (fill, stroke, more) => ({ class: `f-${fill} s-${stroke}`, ...more });
  const line = (x1, y1, x2, y2, stroke, more) =>
    svg("line", { x1, y1, x2, y2, class: `s-${stroke}`, ...more });
  const rect = (x, y, wide, height, fill, stroke, more) =>
    svg("rect", { x, y, width: Math.max(wide, 0), height, ...paint(fill, stroke, more) });
  const written = (x, y, words, more) =>
    svg("text", { x, y, ...more, class: `f-${more?.fill ?? "ink"} ${more?.class ?? ""}`, fill: null }, words);
  const width = (words) => Array.from(words).length * CHAR;
  // As much of a text as there is room for; it loses its middle.
  const fitted = (words, room) => klantreis.cut(words, Math.max(Math.floor(room / CHAR), 4));

  // A shape that tells something of its own: it can be reached by keyboard, and says its figures.
  function telling(at, label, target, ...children) {
    const { row, x1, x2 } = at;
    const frame = { class: "vorm", tabindex: -1, role: target ? "button" : "img", "aria-label": label };
    const made = svg("g", { ...frame, "data-doel": target }, ...children);
    return Object.assign(made, { place: { row, x1, x2, x: (x1 + x2) / 2 } });
  }

  const ring = (x1, y, wide, height) =>
    svg("rect", { class: "ring", x: x1 - 4, y: y - 4, width: wide + 8, height: height + 8, rx: 6 });

  // An event: a bar as long as it took, or a disc; an incident is a triangle. Its number is that of the list.
  function event(each, extent, y, height) {
    const { x1, x2, instant } = extent;
    const middle = y + height / 2;
    const centre = (x1 + x2) / 2;
    const number = (x, more) =>
      written(x, middle + 4, String(each.seq), { class: "nummer", "text-anchor": "middle", ...more });
    const parts = [ring(x1, y, x2 - x1, height)];
    if (!instant) {
      parts.push(bar(x1, x2, y, height, each.running));
      const words = klantreis.cut(each.activity, 60);
      if (width(words) + 34 < x2 - x1) parts.push(written(x1 + 28, middle + 4, words, { class: "naam" }));
    }
    if (each.kind === "incident") {
      const left = instant ? centre : x1 + 12;
      parts.push(
        svg("path", { d: `M${left} ${y - 2} l13 ${height + 3} h-26 z`, ...paint("alert", "alert") }),
      );
      parts.push(written(left, middle + 7, "!", { class: "teken", fill: "paper", "text-anchor": "middle" }));
      parts.push(written(left + 14, y + 8, String(each.seq), { class: "nummer klein" }));
    } else if (instant) {
      parts.push(
        svg("circle", {
          cx: centre,
          cy: middle,
          r: height / 2,
          ...paint("paper", "accent", { "stroke-width": 2 }),
        }),
      );
      parts.push(number(centre));
    } else {
      parts.push(number(x1 + 13));
    }
    return parts;
  }

  // A step of a resident: a house, since it is no event.
  function step(each, extent, y, height) {
    const { x1, x2, instant } = extent;
    const centre = (x1 + x2) / 2;
    const half = height / 2;
    const parts = [ring(x1, y, x2 - x1, height)];
    if (instant) {
      const d = `M${centre} ${y} l${half} ${half * 0.8} v${half * 1.2} h${-height} v${-half * 1.2} z`;
      parts.push(svg("path", { d, ...paint("paper", "ink", { "stroke-width": 1.5 }) }));
      return parts;
    }
    parts.push(
      rect(x1, y, x2 - x1, height, "paper", "ink", { "stroke-width": 1.5, "stroke-dasharray": "4 2" }),
    );
    const words = klantreis.cut(each.activity, 60);
    if (width(words) + 12 < x2 - x1) parts.push(written(x1 + 6, y + half + 4, words, { class: "naam" }));
    return parts;
  }

  // A bar; one that still runs has no end.
  function bar(x1, x2, y, height, running) {
    if (!running) return rect(x1, y, x2 - x1, height, "shade-2", "accent", { rx: 4, "stroke-width": 1.5 });
    const tip = Math.min(9, (x2 - x1) / 2);
    const middle = y + height / 2;
    const side = `M${x2 - tip} ${y} H${x1 + 3} q-3 0 -3 3 v${height - 6} q0 3 3 3 H${x2 - tip}`;
    return [
      svg("path", { d: `${side} L${x2} ${middle} Z`, class: "f-shade-2" }),
      svg("path", { d: side, class: "s-accent", fill: "none", "stroke-width": 1.5 }),
      svg("path", {
        d: `M${x2 - tip} ${y} L${x2} ${middle} L${x2 - tip} ${y + height}`,
        class: "s-accent",
        fill: "none",
        "stroke-width": 1.5,
        "stroke-dasharray": "2 3",
      }),
    ];
  }

  // A flag on the last day of a term: each verdict has a form of its own.
  const flags = {
    met: (x, y) => [
      svg("path", {
        d: `M${x} ${y + 20} V${y} h18 v13 h-18`,
        ...paint("paper", "accent", { "stroke-width": 2 }),
      }),
      svg("path", {
        d: `M${x + 4} ${y + 6.5} l4 4 l6 -7`,
        class: "s-accent",
        fill: "none",
        "stroke-width": 2,
      }),
    ],
    exceeded: (x, y) => [
      svg("path", {
        d: `M${x} ${y + 20} V${y} h18 v13 h-18`,
        ...paint("alert", "alert", { "stroke-width": 2 }),
      }),
      svg("path", {
        d: `M${x + 5} ${y + 3} l8 7 m0 -7 l-8 7`,
        class: "s-paper",
        fill: "none",
        "stroke-width": 2,
      }),
    ],
    running: (x, y) =>
      svg("path", {
        d: `M${x} ${y + 20} V${y} l18 6.5 l-18 6.5`,
        ...paint("paper", "ink", { "stroke-width": 2 }),
      }),
    running_over: (x, y) =>
      svg("path", {
        d: `M${x} ${y + 20} V${y} l18 6.5 l-18 6.5`,
        ...paint("alert", "alert", { "stroke-width": 2 }),
      }),
  };

  // The line of a handover: whole, dashed, dash-dotted (nobody can judge it) or double.
  function arrow(d, kind) {
    const from = { d, fill: "none" };
    if (kind === "parallel") {
      return [
        svg("path", { ...from, class: "s-ink", "stroke-width": 5 }),
        svg("path", { ...from, class: "s-paper", "stroke-width": 2 }),
        svg("path", { ...from, class: "geen", "marker-end": "url(#pijl)" }),
      ];
    }
    const dash = { silent: "6 4", unknown: "6 4 1.5 4" }[kind] ?? null;
    return svg("path", {
      ...from,
      class: "s-ink",
      "stroke-width": 1.8,
      "stroke-dasharray": dash,
      "marker-end": "url(#pijl)",
    });
  }

  // What the shapes refer to: the hatching of a wait, and the head of an arrow.
  const defs = () =>
    svg(
      "defs",
      {},
      svg(
        "pattern",
        {
          id: "arcering",
          width: 8,
          height: 8,
          patternUnits: "userSpaceOnUse",
          patternTransform: "rotate(45)",
        },
        svg("rect", { width: 8, height: 8, class: "f-paper" }),
        svg("line", { x1: 0, y1: 0, x2: 0, y2: 8, class: "s-soft", "stroke-width": 4 }),
      ),
      svg(
        "marker",
        {
          id: "pijl",
          viewBox: "0 0 10 10",
          refX: 9,
          refY: 5,
          markerWidth: 9,
          markerHeight: 9,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        svg("path", { d: "M0 0 L10 5 L0 10 z", class: "f-ink" }),
      ),
    );

  return Object.freeze({
    paint,
    line,
    rect,
    written,
    width,
    fitted,
    telling,
    ring,
    event,
    step,
    flags,
    arrow,
    defs,
  });
})();
