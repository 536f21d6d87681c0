// Where dots stand and travel on the level that is drawn: boxes, frames and lines of the map, cached.
"use strict";
const stippenPlaats = (() => {
  const POINTS = 24; // on a line, between which a dot goes straight
  const root = document.getElementById("kaart");
  let names = { places: [], moves: [] };
  let spots = []; // of each place: {x, y, width, height, gathered}, or null
  let lines = new Map();
  let paths = new Map();
  let end = null;

  const size = (rect) => ({
    x: rect.x.baseVal.value,
    y: rect.y.baseVal.value,
    width: rect.width.baseVal.value,
    height: rect.height.baseVal.value,
  });

  // A place that is not on this level is gathered in the frame of its partner, where there is one.
  function spot(keys, boxes, frames) {
    const box = keys.find((key) => boxes.has(key));
    if (box) return { ...boxes.get(box), key: box, gathered: false };
    const frame = keys.find((key) => frames.has(key));
    if (!frame) return null;
    const { x, y, width } = frames.get(frame);
    return { x: x + width * 0.55, y: y + 8, width: width * 0.4, height: 4, key: frame, gathered: true };
  }

  function renew(given) {
    names = given ?? names;
    const of = (selector) =>
      new Map(
        [...root.querySelectorAll(selector)].map((group) => [
          group.dataset.vak,
          size(group.querySelector("rect")),
        ]),
      );
    const boxes = of(".vak");
    const frames = of(".kader");
    spots = names.places.map((keys) => spot(keys, boxes, frames));
    end = boxes.get("einde") ?? null;
    lines = new Map();
    for (const group of root.querySelectorAll(".lijn")) {
      lines.set(group.dataset.lijn, group.querySelector(".baan"));
    }
    paths = new Map();
  }

  const middle = (one) => [one.x + one.width / 2, one.y + one.height / 2];

  function straight(from, to) {
    const [x, y] = middle(from);
    const [otherX, otherY] = middle(to);
    return new Float32Array([x, y, otherX, otherY]);
  }

  function along(line) {
    const length = line.getTotalLength();
    const found = new Float32Array(2 * (POINTS + 1));
    for (let n = 0; n <= POINTS; n += 1) {
      const point = line.getPointAtLength((length * n) / POINTS);
      found[2 * n] = point.x;
      found[2 * n + 1] = point.y;
    }
    return found;
  }

  // The way of a move: its line where that is drawn, else straight; null where an end is not to be seen.
  function way(from, to, move) {
    const name = `${from}>${to}>${move}`;
    if (!paths.has(name)) {
      const [here, there] = [spots[from], spots[to]];
      let found = null;
      if (here && there && here.key !== there.key) {
        const key =
          here.gathered || there.gathered ? null : (names.moves[move] ?? []).find((one) => lines.has(one));
        found = key ? along(lines.get(key)) : straight(here, there);
      }
      paths.set(name, found);
    }
    return paths.get(name);
  }

  function wayOut(from) {
    const name = `${from}>einde`;
    if (!paths.has(name)) {
      const here = spots[from];
      const line = here && !here.gathered && lines.get(`e${here.key.slice(1)}`);
      paths.set(name, here && end ? (line ? along(line) : straight(here, end)) : null);
    }
    return paths.get(name);
  }

  return Object.freeze({ root, renew, way, wayOut, spot: (place) => spots[place] ?? null, end: () => end });
})();
