// The drawing: frames, lines, boxes and words of one level, with the figures of one view.
"use strict";
const kaartTekening = (() => {
  const { svg, text, plural } = klantreis;
  const { data } = kaartGegevens;
  const root = document.getElementById("kaart");
  const LINE = 12.5;

  const looks = {
    step: { dash: false, double: false, open: false },
    referred: { dash: false, double: false, open: true },
    silent: { dash: "dash", double: false, open: false },
    parallel: { dash: false, double: true, open: true },
    unknown: { dash: "dashdot", double: false, open: true },
    contacts: { dash: "1.5 2.5", double: false, open: true },
    end: { dash: "1.5 2.5", double: false, open: false },
  };

  function words(x, y, said, more = {}) {
    return svg("text", { x, y, class: "f-ink", "text-anchor": "middle", ...more }, said);
  }

  function head({ neckX, neckY, tipX, tipY }, width) {
    const across = tipX - neckX;
    const down = tipY - neckY;
    const half = Math.max(3.8, width * 0.95) / (Math.hypot(across, down) || 1);
    const [sideX, sideY] = [-down * half, across * half];
    return `${tipX} ${tipY} ${neckX + sideX} ${neckY + sideY} ${neckX - sideX} ${neckY - sideY}`;
  }

  // The accessible name: what it is, and its figures.
  function label(key) {
    const said = kaartWoorden.figures(key, data.items[key], data.totals).join(". ");
    if (key[0] === "m") {
      return `${kaartGegevens.name(key)}, ${kaartWoorden.kind(kaartGegevens.kindOf(key))}. ${said}.`;
    }
    return `${kaartGegevens.name(key)}. ${said}.`;
  }

  function line(key, placed, state, most) {
    const end = "be".includes(key[0]);
    const look = looks[end ? "end" : kaartGegevens.kindOf(key)];
    const { colour } = end ? { colour: "soft" } : kaartSchaal.look(data.items[key], state.kleur);
    let width = kaartSchaal.width(kaartGegevens.countOf(key), most);
    const head_ = svg("polygon", {
      points: head(placed, width),
      class: `kop ${look.open ? "f-paper" : `f-${colour}`} s-${colour}`,
    });
    if (look.double) width = Math.max(width, 4);
    const [long, gap] = [Math.max(5, 2.2 * width), Math.max(3.5, 1.4 * width)];
    const dash =
      { dash: `${long} ${gap}`, dashdot: `${long} ${gap} 1.5 ${gap}` }[look.dash] ?? (look.dash || null);
    const said = end ? { "aria-hidden": "true" } : { role: "button", tabindex: -1, "aria-label": label(key) };
    return svg(
      "g",
      { class: "lijn", "data-lijn": key, ...said },
      end ? null : svg("path", { d: placed.path, class: "raak" }),
      svg("path", {
        d: placed.path,
        class: `baan s-${colour}`,
        "stroke-width": width,
        "stroke-dasharray": dash,
      }),
      look.double
        ? svg("path", { d: placed.path, class: "kern s-paper", "stroke-width": width - 2.6 })
        : null,
      head_,
    );
  }

  const isUnknown = (key) => key[0] === "q" && data.things.get(key)?.name === null;

  function box(key, placed, state) {
    const { x, y, width, height, title } = placed;
    const [left, top] = [x - width / 2, y - height / 2];
    const place = { x: left, y: top, width, height };
    if (key === "begin" || key === "einde") {
      const name = key === "begin" ? text("Begin") : text("Einde");
      return svg(
        "g",
        { class: "vak einde", "data-vak": key, "aria-hidden": "true" },
        svg("rect", { ...place, rx: height / 2, class: "f-band s-ink" }),
        words(x, y + 3.6, name, { "font-weight": "bold" }),
      );
    }
    const row = data.items[key];
    const { colour, words: figure } = kaartSchaal.look(row, state.kleur);
    let y_ = top + 5 + LINE / 2 + 3.6;
    const lines = isUnknown(key) ? [kaartWoorden.unknown()] : title;
    const shown = lines.map((said, at) => words(x, y_ + at * LINE, said, { "font-weight": "bold" }));
    y_ += lines.length * LINE;
    if (!row) {
      shown.push(words(x, y_, text("komt hier niet voor")));
    } else {
      shown.push(words(x, y_, plural("{n} klantreis", "{n} klantreizen", row.journeys)));
      const said =
        state.kleur === "wacht" && row.median !== null ? text("wacht {time}", { time: figure }) : figure;
      if (said) shown.push(words(x, y_ + LINE, said));
    }
    // The name begins with what is drawn: who speaks to the page says what is to be seen (WCAG 2.5.3).
    const name = `${shown.map((each) => each.textContent).join(" ")}. ${label(key)}`;
    return svg(
      "g",
      { class: row ? "vak" : "vak leeg", "data-vak": key, role: "button", tabindex: -1, "aria-label": name },
      svg("rect", { ...place, rx: 3, class: "f-paper s-ink omtrek" }),
      row
        ? svg("rect", { x: left + 1, y: top + 1, width: 5, height: height - 2, rx: 1, class: `f-${colour}` })
        : null,
      shown.flatMap((each) => [each, " "]),
    );
  }

  function frame(key, placed) {
    const { left, top, right, bottom, title } = placed;
    const name = isUnknown(key) ? kaartWoorden.unknown() : title;
    return svg(
      "g",
      { class: "kader", "data-vak": key, role: "button", tabindex: -1, "aria-label": label(key) },
      svg("rect", {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
        rx: 7,
        class: "f-ground s-soft omtrek",
      }),
      svg(
        "text",
        { x: left + 9, y: top + LINE + 3, class: "f-ink halo s-ground", "font-weight": "bold" },
        name,
      ),
    );
  }

  // Which lines are shown: the first of the level's order, those that this view has, and begins and ends.
  /** @param {KaartLevel} level */
  function shownLines(level, state) {
    const wanted = level.order.slice(0, state.lijnen);
    const ends = Object.keys(level.lines).filter((key) => "be".includes(key[0]));
    return [...wanted, ...(state.lijnen ? ends : [])].filter((key) => kaartGegevens.countOf(key) > 0);
  }

  /** @param {KaartLevel} level */
  function draw(level, state) {
    const inside = document.getElementById("kaart-inhoud");
    const lines = shownLines(level, state);
    const most = Math.max(1, ...lines.map(kaartGegevens.countOf));
    const marks = lines
      .filter((key) => "mr".includes(key[0]))
      .map((key) => {
        const placed = level.lines[key];
        const said = kaartSchaal.look(data.items[key], state.kleur).words;
        return said
          ? svg(
              "g",
              { class: "merk", "data-merk": key, "aria-hidden": "true" },
              words(placed.x, placed.y + 3.5, said, { class: "f-ink halo s-paper" }),
            )
          : null;
      });
    inside.replaceChildren(
      ...Object.entries(level.frames).map(([key, placed]) => frame(key, placed)),
      ...lines.map((key) => line(key, level.lines[key], state, most)),
      ...Object.entries(level.boxes).map(([key, placed]) => box(key, placed, state)),
      ...marks.filter(Boolean),
    );
    return lines;
  }

  const element = (key) => root.querySelector(`[data-vak="${key}"], [data-lijn="${key}"]`);
  const keyOf = (target) => {
    const found = target.closest?.("#kaart [data-vak], #kaart [data-lijn]");
    const key = found && (found.dataset.vak ?? found.dataset.lijn);
    return key && "pqmr".includes(key[0]) ? key : null;
  };

  return Object.freeze({ root, draw, element, keyOf });
})();
