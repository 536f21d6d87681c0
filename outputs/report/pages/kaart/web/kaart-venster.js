// The window on the map: zoom and pan by buttons, keys, wheel, drag and pinch.
"use strict";
const kaartVenster = (() => {
  const frame = document.getElementById("kaart-venster");
  const root = kaartTekening.root;
  const READABLE = 1.1;
  const PAD = 8;
  const at = { x: 0, y: 0, scale: 1 };
  let size = { width: 1, height: 1 };
  let first = null; // the box that a map that does not fit begins with

  const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
  const room = () => ({ width: frame.clientWidth || 1, height: frame.clientHeight || 1 });

  function apply() {
    const { width, height } = room();
    const [across, down] = [width / at.scale, height / at.scale];
    const side = (wide, given, offset) =>
      wide <= given ? (wide - given) / 2 : clamp(offset, -PAD, wide - given + PAD);
    at.x = side(size.width, across, at.x);
    at.y = side(size.height, down, at.y);
    root.setAttribute("viewBox", `${at.x} ${at.y} ${across} ${down}`);
  }

  function fitting() {
    const { width, height } = room();
    return Math.min(width / (size.width + 2 * PAD), height / (size.height + 2 * PAD));
  }

  function whole() {
    at.scale = Math.min(fitting(), 1.6);
    apply();
  }

  // The whole map if its words can then be read; else as large as they can, from where journeys begin.
  function readable() {
    at.scale = Math.min(Math.max(fitting(), READABLE), 1.6);
    const { width } = room();
    at.x = (first?.x ?? size.width / 2) - width / at.scale / 2;
    at.y = -PAD;
    apply();
  }

  function zoom(factor, x, y) {
    const { width, height } = room();
    const [middleX, middleY] = [x ?? width / 2, y ?? height / 2];
    const scale = clamp(at.scale * factor, Math.min(fitting(), 0.5) * 0.8, 6);
    at.x += middleX / at.scale - middleX / scale;
    at.y += middleY / at.scale - middleY / scale;
    at.scale = scale;
    apply();
  }

  function pan(across, down) {
    at.x += across / at.scale;
    at.y += down / at.scale;
    apply();
  }

  // Brings a place of the map into the window, with some room around it.
  function reveal({ x, y }, centre = false) {
    const { width, height } = room();
    const [across, down] = [width / at.scale, height / at.scale];
    const [edgeX, edgeY] = [Math.min(110, across / 3), Math.min(60, down / 3)];
    if (centre) Object.assign(at, { x: x - across / 2, y: y - down / 2 });
    else {
      at.x = clamp(at.x, x - across + edgeX, x - edgeX);
      at.y = clamp(at.y, y - down + edgeY, y - edgeY);
    }
    apply();
  }

  /** @param {KaartLevel} level */
  function open(level) {
    size = { width: level.width, height: level.height };
    first = level.boxes.begin ?? Object.values(level.boxes)[0] ?? null;
    readable();
  }

  const actions = {
    groter: () => zoom(1.3),
    kleiner: () => zoom(1 / 1.3),
    passend: whole,
    leesbaar: readable,
    links: () => pan(-120, 0),
    rechts: () => pan(120, 0),
    omhoog: () => pan(0, -120),
    omlaag: () => pan(0, 120),
  };
  const keys = {
    ArrowLeft: "links",
    ArrowRight: "rechts",
    ArrowUp: "omhoog",
    ArrowDown: "omlaag",
    "+": "groter",
    "=": "groter",
    "-": "kleiner",
    0: "passend",
  };

  const pointers = new Map();
  let moved = false;

  function spread() {
    const [one, other] = [...pointers.values()];
    const box = frame.getBoundingClientRect();
    return {
      distance: Math.hypot(one.x - other.x, one.y - other.y) || 1,
      x: (one.x + other.x) / 2 - box.left,
      y: (one.y + other.y) / 2 - box.top,
    };
  }

  function follow(event) {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    if (pointers.size === 2) {
      const old = spread();
      pointers.set(event.pointerId, now);
      const young = spread();
      zoom(young.distance / old.distance, young.x, young.y);
      pan(old.x - young.x, old.y - young.y);
      moved = true;
      return;
    }
    const [across, down] = [before.x - now.x, before.y - now.y];
    if (!moved && Math.hypot(now.x - before.startX, now.y - before.startY) < 5) return;
    if (!moved) frame.setPointerCapture(event.pointerId);
    moved = true;
    pointers.set(event.pointerId, { ...before, ...now });
    pan(across, down);
  }

  function start() {
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      if (!pointers.size) moved = false;
      const { clientX: x, clientY: y } = event;
      pointers.set(event.pointerId, { x, y, startX: x, startY: y });
    });
    frame.addEventListener("pointermove", follow);
    const lift = (event) => pointers.delete(event.pointerId);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      window.addEventListener(name, lift);
    }
    frame.addEventListener("click", (event) => moved && event.stopPropagation(), true);
    frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey && !frame.contains(document.activeElement)) return;
        event.preventDefault();
        const box = frame.getBoundingClientRect();
        zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
      },
      { passive: false },
    );
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const inWindow = event.target === frame;
      const action = keys[event.key];
      if (!action || (event.key.startsWith("Arrow") && !inWindow)) return;
      event.preventDefault();
      actions[action]();
    });
    document.getElementById("kaart-knoppen").addEventListener("click", (event) => {
      const button = event.target.closest("[data-doe]");
      if (button) actions[button.dataset.doe]();
    });
    new ResizeObserver(apply).observe(frame);
    // Paper gets the whole map.
    window.addEventListener("beforeprint", () =>
      root.setAttribute("viewBox", `${-PAD} ${-PAD} ${size.width + 2 * PAD} ${size.height + 2 * PAD}`),
    );
    window.addEventListener("afterprint", apply);
  }

  return Object.freeze({ start, open, reveal, position: () => ({ ...at }) });
})();
