// The picture by keyboard: one stop, and the arrow keys go from shape to shape; what it says is shown beside it.
"use strict";
const reisToetsen = (drawn, say) => {
  const { shapes } = drawn;
  const around = drawn.picture.parentNode; // an svg that listens to focusin would take the focus itself
  const rows = new Map();
  for (const shape of shapes) {
    const { row } = shape.place;
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push(shape);
  }
  for (const row of rows.values()) row.sort((a, b) => a.place.x1 - b.place.x1 || a.place.x2 - b.place.x2);
  const order = [...rows.keys()].sort((a, b) => a - b);
  let current = rows.get(order[0])?.[0];
  current?.setAttribute("tabindex", 0);

  function go(shape) {
    if (!shape) return;
    current.setAttribute("tabindex", -1);
    current = shape;
    current.setAttribute("tabindex", 0);
    current.focus();
  }
  function along(step) {
    const row = rows.get(current.place.row);
    return row[row.indexOf(current) + step];
  }
  function across(step) {
    const row = rows.get(order[order.indexOf(current.place.row) + step]);
    const away = (shape) => Math.abs(shape.place.x - current.place.x);
    return row?.reduce((best, shape) => (away(shape) < away(best) ? shape : best));
  }
  const moves = {
    ArrowRight: () => along(1),
    ArrowLeft: () => along(-1),
    ArrowDown: () => across(1),
    ArrowUp: () => across(-1),
    Home: () => rows.get(current.place.row)[0],
    End: () => rows.get(current.place.row).at(-1),
  };

  const shapeOf = (target) => target.closest?.(".vorm");
  const open = (shape) => reisTabellen.show(shape.dataset.doel);
  around.addEventListener("keydown", (event) => {
    const shape = shapeOf(event.target);
    if (!shape || event.ctrlKey || event.altKey || event.metaKey) return;
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      go(moves[event.key]());
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(shape);
    }
  });
  around.addEventListener("click", (event) => {
    const shape = shapeOf(event.target);
    if (shape) open(shape);
  });
  const told = (event) => {
    const shape = shapeOf(event.target);
    if (shape) say(shape.getAttribute("aria-label"));
  };
  around.addEventListener("focusin", (event) => {
    const shape = shapeOf(event.target);
    if (shape && shape !== current) {
      current.setAttribute("tabindex", -1);
      current = shape;
      current.setAttribute("tabindex", 0);
    }
    told(event);
  });
  around.addEventListener("pointerover", told);
  return { to: (target) => go(shapes.find((shape) => shape.dataset.doel === target)) };
};
