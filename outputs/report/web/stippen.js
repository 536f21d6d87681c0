// The dots themselves, on a canvas over the map: filled is helped, a ring waits, a square is closed.
"use strict";
klantreis.stippen.tekening = (() => {
  const { svg } = klantreis;
  const { plaats, stand } = klantreis.stippen;
  const RADIUS = 3;
  const window_ = document.getElementById("kaart-venster");
  const group = document.getElementById("stippen");
  const canvas = klantreis.el("canvas", { class: "stippen", "aria-hidden": "true", hidden: true });
  const pen = canvas.getContext("2d");
  const found = {};
  let month = null;
  let colours = null;
  let fit = null;
  let last = null;

  function colour() {
    const style = getComputedStyle(canvas);
    const of = (name) => style.getPropertyValue(`--${name}`).trim() || style.color;
    colours = { helped: of("accent"), waiting: of("alert"), closed: of("soft"), paper: of("paper") };
    if (matchMedia("(forced-colors: active)").matches) {
      colours = { helped: "CanvasText", waiting: "CanvasText", closed: "CanvasText", paper: "Canvas" };
    }
  }

  // The canvas lies over the window's inside; the map's own measures are turned into its pixels.
  function measure() {
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [window_.clientWidth, window_.clientHeight];
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    const matrix = plaats.root.getScreenCTM();
    const box = canvas.getBoundingClientRect();
    fit = matrix && [matrix.a * scale, matrix.d * scale, (matrix.e - box.left) * scale, (matrix.f - box.top) * scale];
  }

  function paint(shape, style) {
    pen.beginPath();
    shape(pen);
    pen.lineWidth = style.width ?? 1;
    if (style.fill) {
      pen.fillStyle = style.fill;
      pen.fill();
    }
    if (style.stroke) {
      pen.strokeStyle = style.stroke;
      pen.stroke();
    }
  }

  function round(dots, more) {
    return (to) => {
      for (let n = 0; n < dots.length; n += 3) {
        const radius = RADIUS + dots[n + 2] + more;
        to.moveTo(dots[n] + radius, dots[n + 1]);
        to.arc(dots[n], dots[n + 1], radius, 0, 2 * Math.PI);
      }
    };
  }

  function square(dots) {
    return (to) => {
      for (let n = 0; n < dots.length; n += 3) to.rect(dots[n] - RADIUS, dots[n + 1] - RADIUS, 2 * RADIUS, 2 * RADIUS);
    };
  }

  // At the month's end what is still open has a sign of its own: a ring around it, a point within.
  function strokes(kinds, isEnd) {
    paint(square(kinds[stand.CLOSED]), { fill: colours.closed, stroke: colours.paper });
    paint(round(kinds[stand.WAITING], 0), { fill: colours.paper, stroke: colours.waiting, width: 1.8 });
    paint(round(kinds[stand.HELPED], 0), { fill: colours.helped, stroke: colours.paper });
    if (!isEnd) return;
    paint(round(kinds[stand.WAITING], -2), { fill: colours.waiting });
    paint(round(kinds[stand.HELPED], 2), { stroke: colours.helped, width: 1.2 });
  }

  // Draws the month at a moment; what it counts of the dots that it draws.
  function draw(now) {
    last = now;
    const seen = { missed: 0, gathered: 0, travelling: 0, waitingAt: new Map() };
    if (!month || canvas.hidden) return seen;
    if (!colours) colour();
    if (!fit) measure();
    const kinds = [[], [], []];
    for (let number = 0; number < month.dots.length; number += 1) {
      stand.of(found, month.dots[number], number, now, month.day);
      seen.missed += found.missed;
      seen.gathered += found.gathered;
      seen.travelling += found.travels;
      if (!found.shown) continue;
      kinds[found.state].push(found.x, found.y, found.travels ? 0 : 3 * Math.sqrt(found.size));
      if (found.state === stand.WAITING) seen.waitingAt.set(found.place, (seen.waitingAt.get(found.place) ?? 0) + 1);
    }
    for (const [place, waiting] of month.still) {
      if (waiting && plaats.spot(place)) seen.waitingAt.set(place, (seen.waitingAt.get(place) ?? 0) + waiting);
      if (!plaats.spot(place)) seen.missed += waiting;
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (!fit) return seen;
    pen.setTransform(fit[0], 0, 0, fit[1], fit[2], fit[3]);
    strokes(kinds, now >= month.hours.length - 1);
    return seen;
  }

  function mark(x, y, n, kind) {
    const said = klantreis.number(n);
    const width = 9 + 5.6 * said.length;
    const looks = kind === "waiting" ? "f-paper s-alert" : "f-accent s-paper";
    return svg(
      "g",
      { class: `stil ${kind}` },
      svg("rect", { x: x - width, y: y - 7, width, height: 14, rx: 7, class: looks, "stroke-width": 1.8 }),
      svg("text", { x: x - width / 2, y: y + 3.5, "text-anchor": "middle", class: kind === "waiting" ? "f-ink" : "f-paper" }, said),
    );
  }

  // Who stands still all month is one number at its place: below it those who wait, above it who is helped.
  function still() {
    const marks = [];
    const sums = new Map();
    for (const [place, waiting, helped] of month?.still ?? []) {
      const spot = plaats.spot(place);
      if (!spot) continue;
      const sum = sums.get(spot.key) ?? { spot, waiting: 0, helped: 0 };
      sum.waiting += waiting;
      sum.helped += helped;
      sums.set(spot.key, sum);
    }
    for (const { spot, waiting, helped } of sums.values()) {
      const right = spot.x + spot.width;
      if (waiting) marks.push(mark(right + 4, spot.y + spot.height + 8, waiting, "waiting"));
      if (helped) marks.push(mark(right + 4, spot.y - 2, helped, "helped"));
    }
    group.replaceChildren(...marks);
  }

  function again() {
    fit = null;
    if (last !== null) draw(last);
  }

  function show(given) {
    month = given;
    canvas.hidden = !month;
    plaats.renew();
    still();
    again();
  }

  function start(names, redraw) {
    window_.append(canvas);
    group.setAttribute("aria-hidden", "true");
    plaats.renew(names);
    new MutationObserver(again).observe(plaats.root, { attributes: true, attributeFilter: ["viewBox"] });
    new ResizeObserver(again).observe(window_);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => {
        colours = null;
        again();
      });
    }
    document.addEventListener("kaart-getekend", () => {
      plaats.renew();
      still();
      fit = null;
      redraw();
    });
  }

  return { start, show, draw };
})();
