// The tables below the picture: all that it says, and where each event stands in its source.
"use strict";
const reisTabellen = (() => {
  const { el, text, plural, number, date } = klantreis;

  const named = (words) => (words === null || words === "" ? "" : el("bdi", {}, reisWoorden.name(words)));
  const code = (words) => (words === null ? "" : el("code", {}, words));
  const stamp = (ms, words) => el("time", { datetime: new Date(ms).toISOString() }, words);
  const day = (ms) => stamp(ms, date(ms));
  const line = (...words) => el("span", { class: "line" }, words);
  const below = (words) => (words === null ? "" : line(named(words)));
  const who = (partner) =>
    partner === null ? el("span", { class: "none" }, reisWoorden.partner(null)) : named(partner);
  const yes = (flag) => (flag ? text("ja") : "");
  const dutch = (words) => el("span", { lang: "nl" }, el("bdi", {}, words));

  // A table in a region that scrolls; a column is [title, of a row, class]. Each row has an id to go to.
  function table(title, columns, rows, id) {
    const head = columns.map(([label, , kind]) => el("th", { scope: "col", class: kind }, label));
    const body = rows.map((row) => {
      const cells = columns.map(([, of, kind], k) =>
        el(k === 0 ? "th" : "td", { scope: k === 0 ? "row" : null, class: kind }, of(row)),
      );
      return el("tr", { id: id(row), tabindex: -1 }, cells);
    });
    return klantreis.scrolling(title, klantreis.table(title, head, body));
  }
  function part(title, caption, none, columns, rows, id) {
    const shown = rows.length > 0 ? table(caption, columns, rows, id) : el("p", {}, none);
    return el("section", {}, el("h2", {}, title), shown);
  }

  // Columns that events and the steps of residents both have.
  const activity = () => [
    text("Activiteit"),
    ({ activity: words, term }) => [
      named(words),
      term === null ? "" : line(text("in de bron:"), " ", named(term)),
    ],
    "prose",
  ];
  const times = () => [
    [text("Begin"), (each) => stamp(each.started, reisWoorden.when(each))],
    [
      text("Einde"),
      (each) =>
        each.running || each.duration === 0
          ? reisWoorden.until(each)
          : stamp(each.ended, reisWoorden.until(each)),
    ],
  ];
  const source = () => [
    text("Bron"),
    (each) => [named(each.source), line(named(each.file)), line(text("rij {n}", { n: number(each.row) }))],
  ];

  function events(journey, focus) {
    const clients = reisBanen.letters(journey.events.flatMap((event) => event.clients));
    const some = (of) => journey.events.some((event) => of(event) !== null && of(event) !== "");
    const client = (event) =>
      event.clients.map((each) => (each === null ? "" : reisBanen.clientName(clients.get(each)))).join(", ");
    const place = (event) => {
      const label = text("{n}, toon in de tijdlijn", { n: event.seq });
      return el(
        "button",
        { type: "button", class: "kort", "aria-label": label, onclick: () => focus(event.seq) },
        String(event.seq),
      );
    };
    const columns = [
      [text("Nr."), place, "number"],
      activity(),
      [text("Soort"), (event) => reisWoorden.of(reisWoorden.kind, event.kind)],
      [text("Partner"), (event) => [who(event.partner), below(event.team)]],
      reisBanen.hasClients(journey) && [text("Cliënt"), client],
      ...times(),
      some((event) => event.referred_to) && [text("Verwijst naar"), (event) => named(event.referred_to)],
      some((event) => event.regisseur) && [
        text("Regisseur"),
        (event) => [code(event.regisseur), below(event.role)],
      ],
      source(),
    ].filter(Boolean);
    const title = plural(
      "{n} gebeurtenis, met de rij in de bron",
      "{n} gebeurtenissen, met de rij in de bron",
      journey.events.length,
    );
    return part(
      text("Gebeurtenissen"),
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
    const columns = [
      activity(),
      [text("Wie"), (step) => [reisWoorden.of(reisWoorden.actor, step.actor), below(step.partner)]],
      ...times(),
      source(),
    ];
    const title = plural(
      "{n} stap van de inwoner of het eigen netwerk; telt in geen cijfer mee",
      "{n} stappen van de inwoner of het eigen netwerk; tellen in geen cijfer mee",
      all.length,
    );
    return part(text("Inwoner en netwerk"), title, "", columns, all, (step) => `reis-stap-${step.place}`);
  }

  const point = (journey, seq) => {
    const event = journey.events[seq - 1];
    return [`${seq}. `, named(event.activity), line(who(event.partner))];
  };

  function waits(journey) {
    const causes = (wait) =>
      reisWoorden.causes(wait).map(([what, ms]) => line(`${reisWoorden.days(ms)}: ${what}`));
    const at = (wait) => journey.events[wait.seq].started;
    const columns = [
      [text("Duur"), (wait) => reisWoorden.days(wait.idle), "number"],
      [text("Na"), (wait) => point(journey, wait.seq), "prose"],
      [text("Voor"), (wait) => point(journey, wait.seq + 1), "prose"],
      [text("Van"), (wait) => day(at(wait) - wait.idle)],
      [text("Tot"), (wait) => day(at(wait))],
      [text("Waarom"), causes, "prose"],
    ];
    const apart = journey.waits.filter((each) => each.between_contacts).length;
    const waited = plural(
      "{n} wachtmoment: niemand was bezig",
      "{n} wachtmomenten: niemand was bezig",
      journey.waits.length - apart,
    );
    const contacts = plural(
      "{n} keer tussen contacten: of er gewacht werd, is niet te zien",
      "{n} keer tussen contacten: of er gewacht werd, is niet te zien",
      apart,
    );
    const title = apart > 0 ? `${waited}; ${contacts}` : waited;
    const none = text("Er was steeds iemand bezig.");
    return part(
      text("Wachtmomenten"),
      title,
      none,
      columns,
      journey.waits,
      (wait) => `reis-wacht-${wait.seq}`,
    );
  }

  function handovers(journey) {
    const columns = [
      [text("Van"), (each) => named(each.from_partner)],
      [text("Naar"), (each) => named(each.to_partner)],
      [text("Hoe"), (each) => reisWoorden.of(reisWoorden.handover, each.kind)],
      [text("Terug"), (each) => yes(each.is_return)],
      [text("Begin"), (each) => point(journey, each.seq + 1), "prose"],
      [text("Datum"), (each) => day(journey.events[each.seq].started)],
      [text("Niemand bezig"), (each) => reisWoorden.days(each.idle), "number"],
    ];
    const title = plural("{n} overdracht", "{n} overdrachten", journey.handovers.length);
    const none = text("Er zijn geen overdrachten.");
    return part(
      text("Overdrachten"),
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
      [text("Verwijzing"), (each) => point(journey, each.seq), "prose"],
      [text("Naar"), (each) => named(of(each).referred_to)],
      [text("Datum"), (each) => day(of(each).ended)],
      [text("Afloop"), (each) => reisWoorden.of(reisWoorden.outcome, each.outcome)],
      [
        text("Antwoord"),
        (each) => (each.answer_seq === null ? "" : point(journey, each.answer_seq)),
        "prose",
      ],
      [
        text("Tijd tot het antwoord"),
        (each) => (each.wait === null ? "" : reisWoorden.days(each.wait)),
        "number",
      ],
    ];
    const title = plural("{n} verwijzing", "{n} verwijzingen", journey.referrals.length);
    const none = text("Er zijn geen verwijzingen.");
    return part(
      text("Verwijzingen"),
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
      [text("Regisseur"), (spell) => [`${letters.get(spell.regisseur)} `, code(spell.regisseur)]],
      layered && [text("Laag"), (spell) => reisWoorden.of(reisWoorden.layer, spell.layer)],
      [text("Van"), (spell) => day(spell.started)],
      [text("Tot"), (spell) => day(spell.ended)],
      [text("Duur"), (spell) => reisWoorden.days(spell.duration), "number"],
      [text("Gebeurtenissen"), (spell) => number(spell.n_events), "number"],
      [
        text("Gat ervoor"),
        (spell) => (spell.gap > 0 ? reisWoorden.days(spell.gap) : spell.gap === null ? "" : text("geen")),
        "number",
      ],
    ].filter(Boolean);
    const title = plural("{n} periode van regie", "{n} perioden van regie", spells.length);
    const none = text("Geen enkele gebeurtenis noemt een regisseur.");
    return part(
      text("Regie"),
      title,
      none,
      columns,
      spells,
      (spell) => `reis-regie-${spells.indexOf(spell)}`,
    );
  }

  function norms(journey) {
    const all = journey.norms;
    const left = (check) => (check.days_left === null ? "" : number(check.days_left));
    const columns = [
      [text("Norm"), (check) => named(check.norm), "prose"],
      [text("Uitslag"), (check) => reisWoorden.of(reisWoorden.verdict, check.verdict)],
      [text("Begon op"), (check) => reisWoorden.date(check.started_on)],
      [text("Laatste dag"), (check) => reisWoorden.date(check.due_on)],
      [text("Klaar op"), (check) => reisWoorden.date(check.finished_on)],
      [text("Dagen over"), left, "number"],
      [text("Dagen opgeschort"), (check) => number(check.suspended_days), "number"],
    ];
    const title = plural("{n} norm gemeten", "{n} normen gemeten", all.length);
    const none = text("Er is geen norm gemeten.");
    return part(text("Normen"), title, none, columns, all, (check) => `reis-norm-${all.indexOf(check)}`);
  }

  function signals(journey) {
    const all = journey.signals;
    const kind = (signal) => {
      const word = journey.signal_words[signal.kind];
      return word === undefined ? signal.kind.replaceAll("_", " ") : text(word);
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
      signal.is_shared ? line(text("gaat over meer klantreizen van dit gezin")) : "",
    ];
    const columns = [
      [text("Soort"), kind],
      [text("Ernst"), (signal) => reisWoorden.of(reisWoorden.severity, signal.severity)],
      [text("Uitleg"), explained, "prose"],
      [text("Gebeurtenissen"), seqs],
    ];
    const title = plural("{n} signaal", "{n} signalen", all.length);
    const none = text("Er zijn geen signalen.");
    return part(
      text("Signalen"),
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
