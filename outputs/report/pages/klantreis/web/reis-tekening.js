// The picture of one journey: rows from top to bottom, time from left to right.
"use strict";
const reisTekening = (() => {
  const { svg, text } = klantreis;
  const { written, telling, rect, ring } = reisVormen;
  const HEAD = 20; // of a row: its name
  const HIGH = 22; // of an event, a spell, a wait
  const STEP = 27; // from one line of a row to the next
  const LEFT = 14;
  const RIGHT = 26;

  // From when to when: the journey, its terms, and as_of while it is open.
  function scaleOf(journey, width) {
    const { facts, events, spells } = journey;
    const ends = [
      facts.started + facts.duration,
      ...[...spells, ...journey.residents].map((each) => each.ended),
    ];
    ends.push(...journey.norms.map((each) => reisTijd.midnight(each.due_on)));
    if (!facts.closed && journey.as_of !== null) ends.push(journey.as_of);
    const to = Math.max(...ends, events[0].started + reisTijd.DAY);
    const from = Math.min(facts.started, ...journey.residents.map((each) => each.started));
    return reisTijd.scale(from, to, LEFT + reisBanen.MARK / 2, width - RIGHT);
  }

  // One picture being made: rows are put below each other.
  function sheet(journey, width) {
    const on = scaleOf(journey, width);
    return {
      journey,
      width,
      on,
      y: 0,
      row: 0,
      back: [],
      front: [],
      arrows: [],
      events: [],
      names: [],
      marks: new Map(),
    };
  }

  function name(made, title, group) {
    const shown = written(LEFT - 8, made.y + 14, klantreis.cut(title, 60), {
      class: group ? "groep" : "baan",
    });
    made.names.push(shown);
    made.y += HEAD;
  }
  const rule = (made) => made.back.push(reisVormen.line(0, made.y, made.width, made.y, "line"));

  function axis(made) {
    for (const { x, label, strong } of reisTijd.ticks(made.on)) {
      made.back.push(
        svg("line", { class: strong ? "s-soft maand" : "s-line maand", x1: x, y1: 4, x2: x, y2: "100%" }),
      );
      made.back.push(written(x + 4, 16, label, { class: "maand", fill: "soft" }));
    }
    made.y = 26;
  }

  function norms(made) {
    const items = made.journey.norms.map((check, k) => {
      const x1 = made.on.x(reisTijd.midnight(check.started_on));
      const due = made.on.x(reisTijd.midnight(check.due_on));
      const whole = text("{norm}: {uitslag}", {
        norm: klantreis.cut(check.norm, 44),
        uitslag: reisWoorden.of(reisWoorden.verdict, check.verdict),
      });
      const [before, after] = [due - 10, made.width - due - 24]; // room on both sides of the flag
      const right = reisVormen.width(whole) <= after || after >= before;
      const label = reisVormen.fitted(whole, right ? after : before);
      const room = reisVormen.width(label);
      const from = right ? x1 : Math.min(x1, due - 6 - room);
      return { check, k, label, due, start: x1, right, x1: from, x2: right ? due + 24 + room : due + 20 };
    });
    if (items.length === 0) return;
    name(made, text("Normen: laatste dag"));
    const lines = reisBanen.stack(items, 8);
    for (const item of items) {
      const y = made.y + item.line * STEP;
      const flag = (reisVormen.flags[item.check.verdict] ?? reisVormen.flags.running)(item.due, y);
      const words_ = written(item.right ? item.due + 23 : item.due - 5, y + 11, item.label, {
        class: "norm",
        "text-anchor": item.right ? "start" : "end",
      });
      const at = { row: made.row, x1: item.due, x2: item.due + 18 };
      const run = reisVormen.line(item.start, y + 20, item.due, y + 20, "ink", { "stroke-width": 1.5 });
      const begin = reisVormen.line(item.start, y + 16, item.start, y + 24, "ink", { "stroke-width": 1.5 });
      const told = reisWoorden.told.norm(item.check);
      made.front.push(
        telling(at, told, `reis-norm-${item.k}`, ring(item.due, y, 18, 20), run, begin, flag, words_),
      );
    }
    made.y += lines * STEP + 6;
    made.row += 1;
    rule(made);
  }

  function regie(made) {
    const { spells } = made.journey;
    if (spells.length === 0) {
      name(made, text("Regie"));
      made.back.push(
        written(LEFT, made.y + 14, text("geen regisseur bekend"), { class: "leeg", fill: "soft" }),
      );
      made.y += STEP;
      return rule(made);
    }
    const letters = reisBanen.letters(spells.map((spell) => spell.regisseur));
    for (const each of reisWoorden.layers(made.journey)) {
      name(made, each.title);
      layer(made, each.spells, letters);
    }
  }
  // One layer of the regie: its spells, and the changes between them.
  function layer(made, spells, letters) {
    const items = spells.map((spell) => {
      const x1 = made.on.x(spell.started);
      const k = made.journey.spells.indexOf(spell);
      return {
        spell,
        k,
        x1,
        x2: Math.max(made.on.x(spell.ended), x1 + 12),
        letter: letters.get(spell.regisseur),
      };
    });
    const lines = reisBanen.stack(items, 0);
    for (const [nth, item] of items.entries()) {
      ribbon(made, item);
      if (nth > 0) change(made, item, items[nth - 1]);
    }
    made.y += lines * STEP + 6;
    made.row += 1;
    rule(made);
  }
  function ribbon(made, { spell, k, x1, x2, line, letter }) {
    const y = made.y + line * STEP;
    const long = text("Regisseur {letter}", { letter });
    const fits = [long, letter].find((label) => reisVormen.width(label) + 8 <= x2 - x1) ?? "";
    made.front.push(
      telling(
        { row: made.row, x1, x2 },
        reisWoorden.told.spell(spell, letter),
        `reis-regie-${k}`,
        ring(x1, y, x2 - x1, HIGH),
        rect(x1, y, x2 - x1, HIGH, k % 2 === 0 ? "accent" : "paper", "accent", { "stroke-width": 2 }),
        written((x1 + x2) / 2, y + 15, fits, {
          class: "regie",
          fill: k % 2 === 0 ? "paper" : "ink",
          "text-anchor": "middle",
        }),
      ),
    );
  }
  // A change of the regisseur: a diamond, or the gap in which nobody held the regie.
  function change(made, now, before) {
    const y = made.y + now.line * STEP;
    const target = `reis-regie-${now.k}`;
    if (!(now.spell.gap > 0)) {
      const d = `M${now.x1} ${y - 7} l6 6 l-6 6 l-6 -6 z`;
      const label = reisWoorden.told.change(now.spell, before.letter, now.letter);
      const at = { row: made.row, x1: now.x1 - 6, x2: now.x1 + 6 };
      const mark = svg("path", { d, ...reisVormen.paint("paper", "ink", { "stroke-width": 2 }) });
      made.front.push(telling(at, label, target, ring(now.x1 - 7, y - 8, 14, 14), mark));
      return;
    }
    const x1 = made.on.x(now.spell.started - now.spell.gap);
    const x2 = Math.max(now.x1, x1 + 3);
    const days = text("gat {duur}", { duur: reisWoorden.days(now.spell.gap, true) });
    const fits = reisVormen.width(days) + 6 <= x2 - x1 ? days : "";
    made.front.push(
      telling(
        { row: made.row, x1, x2 },
        reisWoorden.told.gap(now.spell, before.letter, now.letter),
        target,
        ring(x1, y, x2 - x1, HIGH),
        rect(x1, y, x2 - x1, HIGH, "alert-ground", "alert", { "stroke-width": 2, "stroke-dasharray": "4 3" }),
        written((x1 + x2) / 2, y + 15, fits, { class: "regie", fill: "alert", "text-anchor": "middle" }),
      ),
    );
  }

  function waits(made) {
    const { waits: all, events } = made.journey;
    name(made, text("Wachten: niemand bezig"));
    if (all.length === 0) {
      made.back.push(
        written(LEFT, made.y + 14, text("er was steeds iemand bezig"), { class: "leeg", fill: "soft" }),
      );
    }
    for (const wait of all) {
      const [from, to] = [events[wait.seq - 1], events[wait.seq]];
      const x2 = made.on.x(to.started);
      const x1 = Math.min(made.on.x(to.started - wait.idle), x2 - 2);
      const days = reisWoorden.days(wait.idle, true);
      const room = reisVormen.width(days);
      const label = room + 8 <= x2 - x1 ? (x1 + x2) / 2 : null;
      made.front.push(
        telling(
          { row: made.row, x1, x2 },
          reisWoorden.told.wait(wait, from, to),
          `reis-wacht-${wait.seq}`,
          ring(x1, made.y, x2 - x1, HIGH),
          svg("rect", {
            x: x1,
            y: made.y,
            width: x2 - x1,
            height: HIGH,
            fill: wait.between_contacts ? "none" : "url(#arcering)",
            class: "s-soft",
            "stroke-dasharray": wait.between_contacts ? "2 3" : null,
          }),
          label && rect(label - room / 2 - 2, made.y + 3, room + 4, HIGH - 6, "paper", "paper", { rx: 3 }),
          label && written(label, made.y + 15, days, { class: "wacht", "text-anchor": "middle" }),
        ),
      );
      made.marks.set(`wacht-${wait.seq}`, { x1, x2 });
    }
    made.y += STEP + 6;
    made.row += 1;
    rule(made);
  }

  function partners(made, by) {
    const top = made.y;
    for (const lane of reisBanen.lanes(made.journey, by)) {
      name(made, lane.title, lane.group !== null);
      const items = lane.events.map((event) => ({ event, ...reisBanen.extent(event, made.on) }));
      const lines = reisBanen.stack(items);
      for (const item of items) {
        const y = made.y + item.line * STEP;
        const { event } = item;
        made.events.push(
          telling(
            { row: made.row, x1: item.x1, x2: item.x2 },
            reisWoorden.told.event(event),
            `reis-gebeurtenis-${event.seq}`,
            ...reisVormen.event(event, item, y, HIGH),
          ),
        );
        if (!made.marks.has(event.seq)) made.marks.set(event.seq, { ...item, y, row: made.row });
      }
      made.y += lines * STEP + 6;
      made.row += 1;
      rule(made);
    }
    for (const wait of made.journey.waits.filter((each) => !each.between_contacts)) {
      const { x1, x2 } = made.marks.get(`wacht-${wait.seq}`);
      made.back.unshift(rect(x1, top, x2 - x1, made.y - top, "ground", "ground", { class: "f-ground rust" }));
    }
  }

  // What residents and their network did: lanes of their own, below those of the partners.
  function residents(made) {
    const all = made.journey.residents;
    for (const actor of ["inwoner", "netwerk"]) {
      const mine = all.filter((each) => each.actor === actor);
      if (mine.length === 0) continue;
      const title = reisWoorden.of(reisWoorden.actor, actor);
      name(made, title.charAt(0).toUpperCase() + title.slice(1));
      const items = mine.map((step) => ({ step, ...reisBanen.extent(step, made.on) }));
      const lines = reisBanen.stack(items);
      for (const item of items) {
        const { step } = item;
        const at = { row: made.row, x1: item.x1, x2: item.x2 };
        const shape = reisVormen.step(step, item, made.y + item.line * STEP, HIGH);
        made.events.push(telling(at, reisWoorden.told.step(step), `reis-stap-${step.place}`, ...shape));
      }
      made.y += lines * STEP + 6;
      made.row += 1;
      rule(made);
    }
  }

  // From the last event at the one partner to the first at the other.
  function handovers(made) {
    const { events, handovers: all } = made.journey;
    for (const each of all) {
      let last = each.seq;
      while (last > 1 && events[last - 1].partner !== each.from_partner) last -= 1;
      const [from, to] = [made.marks.get(last), made.marks.get(each.seq + 1)];
      const target = `reis-overdracht-${each.seq}`;
      const label = reisWoorden.told.handover(each, events[each.seq]);
      const at = { row: to.row, x1: to.x1 - 1, x2: to.x1 - 1 };
      const d = route(from, to);
      const broad = svg("path", { d, class: "raak", fill: "none", "stroke-width": 12 });
      made.arrows.push(telling(at, label, target, broad, reisVormen.arrow(d, each.kind)));
    }
  }
  function route(from, to) {
    const down = to.y > from.y;
    const y2 = to.y + HIGH / 2;
    const x1 = Math.max(from.x1 + 6, Math.min(from.x2, to.x1) - (from.instant ? reisBanen.MARK / 2 : 4));
    const y1 = down ? from.y + HIGH : from.y;
    if (to.x1 - x1 < 16) {
      return `M${x1} ${y1} C${x1} ${(y1 + y2) / 2} ${to.x1 - 24} ${y2} ${to.x1 - 1} ${y2}`;
    }
    const bend = Math.min(60, (to.x1 - x1) / 2);
    return `M${x1} ${y1} C${x1} ${y2} ${to.x1 - bend} ${y2} ${to.x1 - 1} ${y2}`;
  }

  // Where it ends: closed, or open at the moment from which the data is judged.
  function end(made) {
    const { facts } = made.journey;
    const open = !facts.closed && made.journey.as_of !== null;
    const at = open ? made.journey.as_of : facts.started + facts.duration;
    const x = made.on.x(at);
    const label = open
      ? text("Peilmoment {datum}: nog open", { datum: klantreis.date(at) })
      : facts.closed
        ? text("Afgesloten {datum}", { datum: klantreis.date(at) })
        : "";
    const left = x - 6 - reisVormen.width(label) > 0;
    const dash = open ? "2 4" : null;
    made.back.push(
      reisVormen.line(x, 26, x, made.y + 20, "ink", { "stroke-width": 2, "stroke-dasharray": dash }),
    );
    const place = { class: "einde", "text-anchor": left ? "end" : "start" };
    made.back.push(written(left ? x - 6 : LEFT, made.y + 17, label, place));
    if (open) {
      made.back.push(
        svg("path", {
          d: `M${x + 6} ${made.y + 8} l8 5 l-8 5`,
          class: "s-ink",
          fill: "none",
          "stroke-width": 2,
        }),
      );
    }
    made.y += 26;
  }

  return function draw(journey, { width, by }) {
    const made = sheet(journey, width);
    axis(made);
    norms(made);
    regie(made);
    waits(made);
    partners(made, by);
    residents(made);
    handovers(made);
    end(made);
    const told = [...made.front, ...made.arrows, ...made.events];
    const names = svg("g", { class: "namen" }, ...made.names);
    const height = made.y;
    const label = text("Tijdlijn van de klantreis; ga met de pijltjestoetsen van vorm naar vorm");
    const frame = {
      class: "reis-beeld",
      role: "group",
      "aria-label": label,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    };
    const picture = svg("svg", frame, reisVormen.defs(), ...made.back, ...told, names);
    return { picture, names, shapes: told };
  };
})();
