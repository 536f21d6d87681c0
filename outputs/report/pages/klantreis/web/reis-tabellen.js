// The tables below the picture: all that it says, and where each event stands in its source.
"use strict";
const reisTabellen = (() => {
  const { el } = klantreis;

  const named = (text) => (text === null || text === "" ? "" : el("bdi", {}, reisWoorden.name(text)));
  const code = (text) => (text === null ? "" : el("code", {}, text));
  const stamp = (ms, told) => el("time", { datetime: new Date(ms).toISOString() }, told);
  const who = (partner) =>
    partner === null ? el("span", { class: "none" }, reisWoorden.partner(null)) : named(partner);
  const yes = (flag) => (flag ? klantreis.text("ja") : "");
  const dutch = (text) => el("span", { lang: "nl" }, el("bdi", {}, text));

  // A table in a region that scrolls; a column is [title, of a row, class]. Each row has an id to go to.
  function table(title, columns, rows, id) {
    const head = columns.map(([label, , kind]) => el("th", { scope: "col", class: kind }, label));
    const body = rows.map((row) => {
      const cells = columns.map(([, of, kind], k) =>
        el(k === 0 ? "th" : "td", { scope: k === 0 ? "row" : null, class: kind }, of(row)),
      );
      return el("tr", { id: id(row), tabindex: -1 }, cells);
    });
    const region = klantreis.text("{tabel}, te verschuiven", { tabel: title });
    return el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": region },
      el("table", {}, el("caption", {}, title), el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)),
    );
  }
  function part(title, caption, none, columns, rows, id) {
    const shown = rows.length > 0 ? table(caption, columns, rows, id) : el("p", {}, none);
    return el("section", {}, el("h2", {}, title), shown);
  }

  function events(journey, focus) {
    const clients = reisBanen.letters(journey.events.flatMap((event) => event.clients));
    const some = (of) => journey.events.some((event) => of(event) !== null && of(event) !== "");
    const client = (event) =>
      event.clients.map((each) => (each === null ? "" : reisBanen.clientName(clients.get(each)))).join(", ");
    const number = (event) => {
      const label = klantreis.text("{n}, toon in de tijdlijn", { n: event.seq });
      return el(
        "button",
        { type: "button", class: "kort", "aria-label": label, onclick: () => focus(event.seq) },
        String(event.seq),
      );
    };
    const activity = (event) => [
      named(event.activity),
      event.term === null
        ? ""
        : el("span", { class: "line" }, klantreis.text("in de bron:"), " ", named(event.term)),
    ];
    const source = (event) => [
      named(event.source),
      el("span", { class: "line" }, named(event.file)),
      el("span", { class: "line" }, klantreis.text("rij {n}", { n: klantreis.number(event.row) })),
    ];
    const columns = [
      [klantreis.text("Nr."), number, "number"],
      [klantreis.text("Activiteit"), activity, "prose"],
      [klantreis.text("Soort"), (event) => reisWoorden.of(reisWoorden.kind, event.kind)],
      [
        klantreis.text("Partner"),
        (event) => [
          who(event.partner),
          event.team === null ? "" : el("span", { class: "line" }, named(event.team)),
        ],
      ],
      reisBanen.hasClients(journey) && [klantreis.text("Cliënt"), client],
      [klantreis.text("Begin"), (event) => stamp(event.started, reisWoorden.when(event))],
      [
        klantreis.text("Einde"),
        (event) =>
          event.running || event.duration === 0
            ? reisWoorden.until(event)
            : stamp(event.ended, reisWoorden.until(event)),
      ],
      some((event) => event.referred_to) && [
        klantreis.text("Verwijst naar"),
        (event) => named(event.referred_to),
      ],
      some((event) => event.regisseur) && [
        klantreis.text("Regisseur"),
        (event) => [
          code(event.regisseur),
          event.role === null ? "" : el("span", { class: "line" }, named(event.role)),
        ],
      ],
      [klantreis.text("Bron"), source],
    ].filter(Boolean);
    const title = klantreis.plural(
      "{n} gebeurtenis, met de rij in de bron",
      "{n} gebeurtenissen, met de rij in de bron",
      journey.events.length,
    );
    return part(
      klantreis.text("Gebeurtenissen"),
      title,
      "",
      columns,
      journey.events,
      (event) => `reis-gebeurtenis-${event.seq}`,
    );
  }

  // What residents did is shown where there is any: no figure counts it.
  function residents(journey) {
    const all = journey.residents;
    if (all.length === 0) return "";
    const activity = (step) => [
      named(step.activity),
      step.term === null
        ? ""
        : el("span", { class: "line" }, klantreis.text("in de bron:"), " ", named(step.term)),
    ];
    const source = (step) => [
      named(step.source),
      el("span", { class: "line" }, named(step.file)),
      el("span", { class: "line" }, klantreis.text("rij {n}", { n: klantreis.number(step.row) })),
    ];
    const columns = [
      [klantreis.text("Activiteit"), activity, "prose"],
      [
        klantreis.text("Wie"),
        (step) => [
          reisWoorden.of(reisWoorden.actor, step.actor),
          step.partner === null ? "" : el("span", { class: "line" }, named(step.partner)),
        ],
      ],
      [klantreis.text("Begin"), (step) => stamp(step.started, reisWoorden.when(step))],
      [
        klantreis.text("Einde"),
        (step) =>
          step.running || step.duration === 0
            ? reisWoorden.until(step)
            : stamp(step.ended, reisWoorden.until(step)),
      ],
      [klantreis.text("Bron"), source],
    ];
    const title = klantreis.plural(
      "{n} stap van de inwoner of het eigen netwerk; telt in geen cijfer mee",
      "{n} stappen van de inwoner of het eigen netwerk; tellen in geen cijfer mee",
      all.length,
    );
    return part(
      klantreis.text("Inwoner en netwerk"),
      title,
      "",
      columns,
      all,
      (step) => `reis-stap-${step.place}`,
    );
  }

  const point = (journey, seq) => {
    const event = journey.events[seq - 1];
    return [`${seq}. `, named(event.activity), el("span", { class: "line" }, who(event.partner))];
  };

  function waits(journey) {
    const causes = (wait) =>
      reisWoorden
        .causes(wait)
        .map(([what, ms]) => el("span", { class: "line" }, `${reisWoorden.days(ms)}: ${what}`));
    const at = (wait) => journey.events[wait.seq].started;
    const columns = [
      [klantreis.text("Duur"), (wait) => reisWoorden.days(wait.idle), "number"],
      [klantreis.text("Na"), (wait) => point(journey, wait.seq), "prose"],
      [klantreis.text("Voor"), (wait) => point(journey, wait.seq + 1), "prose"],
      [klantreis.text("Van"), (wait) => stamp(at(wait) - wait.idle, klantreis.date(at(wait) - wait.idle))],
      [klantreis.text("Tot"), (wait) => stamp(at(wait), klantreis.date(at(wait)))],
      [klantreis.text("Waarom"), causes, "prose"],
    ];
    const apart = journey.waits.filter((each) => each.between_contacts).length;
    const waited = klantreis.plural(
      "{n} wachtmoment: niemand was bezig",
      "{n} wachtmomenten: niemand was bezig",
      journey.waits.length - apart,
    );
    const contacts = klantreis.plural(
      "{n} keer tussen contacten: of er gewacht werd, is niet te zien",
      "{n} keer tussen contacten: of er gewacht werd, is niet te zien",
      apart,
    );
    const title = apart > 0 ? `${waited}; ${contacts}` : waited;
    const none = klantreis.text("Er was steeds iemand bezig.");
    return part(
      klantreis.text("Wachtmomenten"),
      title,
      none,
      columns,
      journey.waits,
      (wait) => `reis-wacht-${wait.seq}`,
    );
  }

  function handovers(journey) {
    const columns = [
      [klantreis.text("Van"), (each) => named(each.from_partner)],
      [klantreis.text("Naar"), (each) => named(each.to_partner)],
      [klantreis.text("Hoe"), (each) => reisWoorden.of(reisWoorden.handover, each.kind)],
      [klantreis.text("Terug"), (each) => yes(each.is_return)],
      [klantreis.text("Begin"), (each) => point(journey, each.seq + 1), "prose"],
      [
        klantreis.text("Datum"),
        (each) => stamp(journey.events[each.seq].started, klantreis.date(journey.events[each.seq].started)),
      ],
      [klantreis.text("Niemand bezig"), (each) => reisWoorden.days(each.idle), "number"],
    ];
    const title = klantreis.plural("{n} overdracht", "{n} overdrachten", journey.handovers.length);
    const none = klantreis.text("Er zijn geen overdrachten.");
    return part(
      klantreis.text("Overdrachten"),
      title,
      none,
      columns,
      journey.handovers,
      (each) => `reis-overdracht-${each.seq}`,
    );
  }

  function referrals(journey) {
    const of = (each) => journey.events[each.seq - 1];
    const columns = [
      [klantreis.text("Verwijzing"), (each) => point(journey, each.seq), "prose"],
      [klantreis.text("Naar"), (each) => named(of(each).referred_to)],
      [klantreis.text("Datum"), (each) => stamp(of(each).ended, klantreis.date(of(each).ended))],
      [klantreis.text("Afloop"), (each) => reisWoorden.of(reisWoorden.outcome, each.outcome)],
      [
        klantreis.text("Antwoord"),
        (each) => (each.answer_seq === null ? "" : point(journey, each.answer_seq)),
        "prose",
      ],
      [
        klantreis.text("Tijd tot het antwoord"),
        (each) => (each.wait === null ? "" : reisWoorden.days(each.wait)),
        "number",
      ],
    ];
    const title = klantreis.plural("{n} verwijzing", "{n} verwijzingen", journey.referrals.length);
    const none = klantreis.text("Er zijn geen verwijzingen.");
    return part(
      klantreis.text("Verwijzingen"),
      title,
      none,
      columns,
      journey.referrals,
      (each) => `reis-verwijzing-${each.seq}`,
    );
  }

  function regie(journey) {
    const { spells } = journey;
    const letters = reisBanen.letters(spells.map((spell) => spell.regisseur));
    const layered = spells.some((spell) => spell.layer !== "proces");
    const columns = [
      [klantreis.text("Regisseur"), (spell) => [`${letters.get(spell.regisseur)} `, code(spell.regisseur)]],
      layered && [klantreis.text("Laag"), (spell) => reisWoorden.of(reisWoorden.layer, spell.layer)],
      [klantreis.text("Van"), (spell) => stamp(spell.started, klantreis.date(spell.started))],
      [klantreis.text("Tot"), (spell) => stamp(spell.ended, klantreis.date(spell.ended))],
      [klantreis.text("Duur"), (spell) => reisWoorden.days(spell.duration), "number"],
      [klantreis.text("Gebeurtenissen"), (spell) => klantreis.number(spell.n_events), "number"],
      [
        klantreis.text("Gat ervoor"),
        (spell) =>
          spell.gap > 0 ? reisWoorden.days(spell.gap) : spell.gap === null ? "" : klantreis.text("geen"),
        "number",
      ],
    ].filter(Boolean);
    const title = klantreis.plural("{n} periode van regie", "{n} perioden van regie", spells.length);
    const none = klantreis.text("Geen enkele gebeurtenis noemt een regisseur.");
    return part(
      klantreis.text("Regie"),
      title,
      none,
      columns,
      spells,
      (spell) => `reis-regie-${spells.indexOf(spell)}`,
    );
  }

  function norms(journey) {
    const all = journey.norms;
    const left = (check) => (check.days_left === null ? "" : klantreis.number(check.days_left));
    const columns = [
      [klantreis.text("Norm"), (check) => named(check.norm), "prose"],
      [klantreis.text("Uitslag"), (check) => reisWoorden.of(reisWoorden.verdict, check.verdict)],
      [klantreis.text("Begon op"), (check) => reisWoorden.date(check.started_on)],
      [klantreis.text("Laatste dag"), (check) => reisWoorden.date(check.due_on)],
      [klantreis.text("Klaar op"), (check) => reisWoorden.date(check.finished_on)],
      [klantreis.text("Dagen over"), left, "number"],
      [klantreis.text("Dagen opgeschort"), (check) => klantreis.number(check.suspended_days), "number"],
    ];
    const title = klantreis.plural("{n} norm gemeten", "{n} normen gemeten", all.length);
    const none = klantreis.text("Er is geen norm gemeten.");
    return part(
      klantreis.text("Normen"),
      title,
      none,
      columns,
      all,
      (check) => `reis-norm-${all.indexOf(check)}`,
    );
  }

  function signals(journey) {
    const all = journey.signals;
    const kind = (signal) => {
      const word = journey.signal_words[signal.kind];
      return word === undefined ? signal.kind.replaceAll("_", " ") : klantreis.text(word);
    };
    const seqs = (signal) =>
      signal.seqs.map((seq, k) => [
        k > 0 ? ", " : "",
        el("a", { href: "#", onclick: jump(seq) }, String(seq)),
      ]);
    const jump = (seq) => (event) => {
      event.preventDefault();
      show(`reis-gebeurtenis-${seq}`);
    };
    const explained = (signal) => [
      dutch(signal.explanation),
      signal.is_shared
        ? el("span", { class: "line" }, klantreis.text("gaat over meer klantreizen van dit gezin"))
        : "",
    ];
    const columns = [
      [klantreis.text("Soort"), kind],
      [klantreis.text("Ernst"), (signal) => reisWoorden.of(reisWoorden.severity, signal.severity)],
      [klantreis.text("Uitleg"), explained, "prose"],
      [klantreis.text("Gebeurtenissen"), seqs],
    ];
    const title = klantreis.plural("{n} signaal", "{n} signalen", all.length);
    const none = klantreis.text("Er zijn geen signalen.");
    return part(
      klantreis.text("Signalen"),
      title,
      none,
      columns,
      all,
      (signal) => `reis-signaal-${all.indexOf(signal)}`,
    );
  }

  // Go to a row.
  function show(id) {
    const row = document.getElementById(id);
    row?.focus();
    row?.scrollIntoView({ block: "center", behavior: klantreis.reducedMotion() ? "auto" : "smooth" });
  }

  // All tables of a journey; `focus` takes the number of an event that is wanted in the picture.
  const all = (journey, focus) => [
    signals(journey),
    events(journey, focus),
    residents(journey),
    waits(journey),
    handovers(journey),
    referrals(journey),
    regie(journey),
    norms(journey),
  ];

  return Object.freeze({ all, show });
})();
