// The keyboard's way over the map: one thing at a time is in the tab order, arrow keys go to the next.
"use strict";
const kaartToetsen = (() => {
  /** @type {KaartLevel} */
  let level = null;
  let lines = [];
  let here = null;

  const boxes = () => Object.keys(level.boxes).filter((key) => "pq".includes(key[0]));
  const stops = () => [...boxes(), ...Object.keys(level.frames)];

  function middle(key) {
    const frame = level.frames[key];
    return level.boxes[key] ?? (frame ? { x: frame.left + 40, y: frame.top + 10 } : level.lines[key]);
  }

  function settle(key) {
    if (here) kaartTekening.element(here)?.setAttribute("tabindex", "-1");
    here = key;
    kaartTekening.element(key)?.setAttribute("tabindex", "0");
  }

  function go(key, centre) {
    const element = kaartTekening.element(key);
    if (!element) return false;
    settle(key);
    kaartVenster.reveal(middle(key), centre);
    element.focus({ preventScroll: !centre });
    return true;
  }

  // The nearest box in a direction: far off to the side counts double.
  function nearest(key, across, down) {
    const { x, y } = middle(key);
    let best = null;
    let least = Infinity;
    for (const other of stops()) {
      if (other === key) continue;
      const { x: otherX, y: otherY } = middle(other);
      const ahead = (otherX - x) * across + (otherY - y) * down;
      const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * across);
      if (ahead > 1 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
    }
    return best;
  }

  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const forward = (name) => name === "ArrowRight" || name === "ArrowDown";
  let origin = null; // the box whose lines one goes along

  function along(key, name) {
    const isLine = "mr".includes(key[0]);
    if (!isLine) origin = key;
    const from = isLine && origin ? origin : isLine ? kaartGegevens.endsOf(key)[0] : key;
    const mine = lines.filter((one) => "mr".includes(one[0]) && kaartGegevens.endsOf(one).includes(from));
    if (!mine.length) return null;
    const place = mine.indexOf(key);
    const next = place < 0 ? (forward(name) ? 0 : mine.length - 1) : place + (forward(name) ? 1 : -1);
    return mine[(next + mine.length) % mine.length];
  }

  function press(event) {
    const key = kaartTekening.keyOf(event.target);
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    let next;
    if (arrows[event.key]) {
      if (event.shiftKey) next = along(key, event.key);
      else if ("mr".includes(key[0])) next = kaartGegevens.endsOf(key)[forward(event.key) ? 1 : 0];
      else next = nearest(key, ...arrows[event.key]);
    } else if (event.key === "Home") next = boxes()[0];
    else if (event.key === "End") next = boxes().at(-1);
    else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      return;
    } else return;
    event.preventDefault();
    if (next) go(next);
  }

  // After drawing anew: what was focused stays so, if it is still there.
  function renew(drawn, shown, refocus) {
    level = drawn;
    lines = shown;
    const still = here && kaartTekening.element(here) ? here : boxes()[0];
    if (still) settle(still);
    if (refocus && still) kaartTekening.element(still).focus({ preventScroll: true });
  }

  function start() {
    kaartTekening.root.addEventListener("keydown", press);
    // On the window around it: an SVG that listens for focus is a tab stop itself in Chromium.
    kaartTekening.root.parentElement.addEventListener("focusin", (event) => {
      const key = kaartTekening.keyOf(event.target);
      if (!key) return;
      if (key !== here) settle(key);
      if (event.target.matches(":focus-visible")) kaartVenster.reveal(middle(key));
    });
  }

  return Object.freeze({ start, renew, go, middle });
})();
