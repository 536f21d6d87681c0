// The dots themselves, on a canvas over the map: filled is helped, a ring waits, a square is closed.
"use strict";
const stippen = (() => {
  const { svg } = klantreis;
  const RADIUS = 3;
  const GROWTH = 3; // how much larger a ring is that waits longest
  const SIZES = 6; // in so many steps
  const window_ = document.getElementById("kaart-venster");
  const group = document.getElementById("stippen");
  const canvas = klantreis.el("canvas", { class: "stippen", "aria-hidden": "true", hidden: true });
  const pen = canvas.getContext("2d");
  const found = {};
  let month = null;
  let colours = null;
  let fit = null;
  let last = null;
  const stamps = new Map();

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
    const matrix = stippenPlaats.root.getScreenCTM();
    const box = canvas.getBoundingClientRect();
    stamps.clear();
    fit = matrix && [
      matrix.a * scale,
      matrix.d * scale,
      (matrix.e - box.left) * scale,
      (matrix.f - box.top) * scale,
    ];
  }

  // One dot, drawn once and then copied: a path of thousands of circles would take too long.
  function stamp(state, size, isEnd) {
    const name = `${state} ${size} ${isEnd}`;
    if (!stamps.has(name)) {
      const radius = RADIUS + (size * GROWTH) / SIZES;
      const half = Math.ceil((radius + 3) * fit[0]);
      const made = new OffscreenCanvas(2 * half, 2 * half);
      const own = made.getContext("2d");
      own.setTransform(fit[0], 0, 0, fit[1], half, half);
      shape(own, state, radius, isEnd);
      stamps.set(name, { made, half });
    }
    return stamps.get(name);
  }

  // At the month's end what is still open has a sign of its own: a point within the ring, a rim around the disc.
  function shape(own, state, radius, isEnd) {
    const round = (size) => {
      own.beginPath();
      own.arc(0, 0, size, 0, 2 * Math.PI);
    };
    own.lineWidth = 1;
    if (state === stippenStand.CLOSED) {
      own.fillStyle = colours.closed;
      own.strokeStyle = colours.paper;
      own.fillRect(-radius, -radius, 2 * radius, 2 * radius);
      own.strokeRect(-radius, -radius, 2 * radius, 2 * radius);
      return;
    }
    const waits = state === stippenStand.WAITING;
    round(radius);
    own.fillStyle = waits ? colours.paper : colours.helped;
    own.strokeStyle = waits ? colours.waiting : colours.paper;
    own.lineWidth = waits ? 1.8 : 1;
    own.fill();
    own.stroke();
    if (!isEnd) return;
    round(waits ? radius - 2 : radius + 2);
    own.fillStyle = colours.waiting;
    own.strokeStyle = colours.helped;
    own.lineWidth = 1.2;
    if (waits) own.fill();
    else own.stroke();
  }

  // Draws the month at a moment; what it counts of the dots that it draws.
  function draw(now) {
    last = now;
    const seen = { missed: 0, gathered: 0, travelling: 0, waitingAt: new Map() };
    if (!month || canvas.hidden) return seen;
    if (!colours) colour();
    if (!fit) measure();
    const kinds = [[], [], []];
    const isSample = month.shown < month.of;
    for (let number = 0; number < month.dots.length; number += 1) {
      stippenStand.of(found, month.dots[number], number, now, month.day);
      seen.missed += found.missed;
      seen.gathered += found.gathered;
      seen.travelling += found.travels;
      if (!found.shown) continue;
      kinds[found.state].push(
        found.x,
        found.y,
        found.travels ? 0 : Math.round(SIZES * Math.sqrt(found.size)),
      );
      if (found.state === stippenStand.WAITING) {
        seen.waitingAt.set(found.place, (seen.waitingAt.get(found.place) ?? 0) + 1);
      }
    }
    for (const [place, waiting, helped] of month.still) {
      const spot = stippenPlaats.spot(place);
      if (!spot) seen.missed += waiting + helped;
      else if (spot.gathered) seen.gathered += waiting + helped;
      if (spot && waiting && !isSample) seen.waitingAt.set(place, (seen.waitingAt.get(place) ?? 0) + waiting);
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (!fit) return seen;
    const isEnd = now >= month.hours.length - 1;
    for (const state of [stippenStand.CLOSED, stippenStand.WAITING, stippenStand.HELPED]) {
      const dots = kinds[state];
      for (let n = 0; n < dots.length; n += 3) {
        const { made, half } = stamp(state, dots[n + 2], isEnd);
        pen.drawImage(
          made,
          Math.round(dots[n] * fit[0] + fit[2]) - half,
          Math.round(dots[n + 1] * fit[1] + fit[3]) - half,
        );
      }
    }
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
      svg(
        "text",
        {
          x: x - width / 2,
          y: y + 3.5,
          "text-anchor": "middle",
          class: kind === "waiting" ? "f-ink" : "f-paper",
        },
        said,
      ),
    );
  }

  // Who stands still all month is one number at its place: below it those who wait, above it who is helped.
  function still() {
    const marks = [];
    const sums = new Map();
    for (const [place, waiting, helped] of month?.still ?? []) {
      const spot = stippenPlaats.spot(place);
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
    stippenPlaats.renew();
    still();
    again();
  }

  function start(names, redraw) {
    window_.append(canvas);
    group.setAttribute("aria-hidden", "true");
    stippenPlaats.renew(names);
    new MutationObserver(again).observe(stippenPlaats.root, {
      attributes: true,
      attributeFilter: ["viewBox"],
    });
    new ResizeObserver(again).observe(window_);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => {
        colours = null;
        again();
      });
    }
    document.addEventListener("kaart-getekend", () => {
      stippenPlaats.renew();
      still();
      fit = null;
      redraw();
    });
  }

  return Object.freeze({ start, show, draw });
})();
