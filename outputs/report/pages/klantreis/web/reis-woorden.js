// What the parts of a journey are called, and what is said of each: for the picture and the tables alike.
"use strict";
const reisWoorden = (() => {
  const { text, plural } = klantreis;
  const days = (ms, short) => klantreis.days(ms === null ? null : ms / 1000, short);
  const name = (words) => klantreis.cut(words ?? "", 80);
  const partner = (words) => (words === null ? text("partner onbekend") : name(words));

  const handover = {
    referred: () => text("verwezen"),
    silent: () => text("stil"),
    unknown: () => text("niet te beoordelen"),
    parallel: () => text("tegelijk"),
  };
  const verdict = {
    met: () => text("gehaald"),
    exceeded: () => text("overschreden"),
    running: () => text("loopt nog"),
    running_over: () => text("loopt nog, te laat"),
  };
  const outcome = {
    accepted: () => text("aangenomen"),
    refused: () => text("geweigerd"),
    lost: () => text("verloren"),
    open: () => text("nog open"),
  };
  const kind = {
    melding: () => text("melding"),
    intake: () => text("intake"),
    verwijzing: () => text("verwijzing"),
    acceptatie: () => text("acceptatie"),
    weigering: () => text("weigering"),
    start: () => text("start"),
    contact: () => text("contact"),
    overleg: () => text("overleg"),
    plan: () => text("plan"),
    besluit: () => text("besluit"),
    evaluatie: () => text("evaluatie"),
    regie_start: () => text("begin van de regie"),
    regie_einde: () => text("einde van de regie"),
    incident: () => text("incident"),
    risico_beheerst: () => text("risico beheerst"),
    herstel_gestart: () => text("herstel gestart"),
    afsluiting: () => text("afsluiting"),
    overig: () => text("overig"),
  };
  const actor = { inwoner: () => text("inwoner zelf"), netwerk: () => text("eigen netwerk") };
  const severity = { hoog: () => text("hoog"), midden: () => text("midden"), laag: () => text("laag") };
  const layer = {
    proces: () => text("procesregie"),
    casus: () => text("casusregie"),
    gedwongen: () => text("gedwongen regie"),
    contact: () => text("contactpersoon"),
    onbekend: () => text("regie, rol niet ingedeeld"),
  };
  const safety = {
    onveilig: () => text("onveilig: het laatste incident is minder dan een half jaar geleden"),
    "niet in zicht": () => text("niet in zicht: een half jaar geen incident, maar ook niemand die keek"),
    rustig: () => text("rustig: een half jaar geen incident, en het gezin is in zicht"),
    stabiel: () => text("stabiel: rustig, het risico is beheerst en het herstel is begonnen"),
  };
  const cause = {
    batching: () => text("wachten op de rest van een stapel"),
    contention: () => text("medewerker bezig met wat eerder aan de beurt was"),
    prioritisation: () => text("medewerker bezig met wat later kwam"),
    unavailability: () => text("buiten de werktijd van de medewerker"),
    extraneous: () => text("iets anders"),
  };
  const because = {
    worker: () => text("de bron noemt geen medewerker"),
    times: () => text("de bron noemt geen begin en einde"),
    calendar: () => text("de werktijden zijn niet bekend"),
  };
  const of = (words, key) => (Object.hasOwn(words, key) ? words[key]() : (key ?? ""));

  // A date as the data counts it, in days since 1970-01-01.
  const date = (day) => (day === null ? "" : klantreis.date(reisTijd.midnight(day)));
  const when = (event) =>
    event.precision === "day" ? klantreis.date(event.started) : klantreis.moment(event.started);
  function until(event) {
    if (event.running) return text("loopt nog");
    if (event.duration === 0) return "";
    return event.precision === "day" ? klantreis.date(event.ended) : klantreis.moment(event.ended);
  }

  // Why a wait was so long, as far as the data tells: [[what, milliseconds]].
  function causes(wait) {
    if (wait.between_contacts) {
      return [[text("tussen contacten: de bron legt geen eindes vast"), wait.idle]];
    }
    const known = Object.keys(cause).filter((key) => wait[key] > 0);
    const told = known.map((key) => [of(cause, key), wait[key]]);
    if (wait.unknown > 0) {
      const reason = text("onbekend: {reden}", { reden: of(because, wait.because) });
      told.push([reason, wait.unknown]);
    }
    return told;
  }

  function say(...parts) {
    return `${parts.filter((part) => part !== null && part !== "").join("; ")}.`;
  }

  const told = {
    event: (event) =>
      say(
        text("{n}. {activiteit} bij {partner}", {
          n: event.seq,
          activiteit: name(event.activity),
          partner: partner(event.partner),
        }),
        event.kind === "incident" ? text("incident") : null,
        when(event),
        event.running
          ? text("loopt nog, al {duur}", { duur: days(event.duration) })
          : event.duration > 0
            ? text("duurde {duur}", { duur: days(event.duration) })
            : null,
        event.referred_to === null
          ? null
          : text("verwijst naar {partner}", { partner: name(event.referred_to) }),
      ),
    step: (step) =>
      say(
        text("{activiteit} door {wie}", { activiteit: name(step.activity), wie: of(actor, step.actor) }),
        when(step),
        step.running
          ? text("loopt nog, al {duur}", { duur: days(step.duration) })
          : step.duration > 0
            ? text("duurde {duur}", { duur: days(step.duration) })
            : null,
        text("telt in geen cijfer mee"),
      ),
    wait: (wait, from, to) =>
      say(
        wait.between_contacts
          ? text("{duur} tussen contacten; of er gewacht werd, is niet te zien", { duur: days(wait.idle) })
          : text("{duur} was niemand bezig", { duur: days(wait.idle) }),
        text("tussen {van} en {naar}", {
          van: `${from.seq}. ${name(from.activity)}`,
          naar: `${to.seq}. ${name(to.activity)}`,
        }),
        ...causes(wait).map(([what, ms]) => text("{duur}: {waarom}", { duur: days(ms), waarom: what })),
      ),
    handover: (each, to) =>
      say(
        text("Overdracht van {van} naar {naar}", {
          van: name(each.from_partner),
          naar: name(each.to_partner),
        }),
        of(handover, each.kind),
        each.is_return ? text("terug naar een eerdere partner") : null,
        klantreis.date(to.started),
        each.idle > 0 ? text("{duur} niemand bezig", { duur: days(each.idle) }) : null,
      ),
    spell: (spell, letter) =>
      say(
        text("Regisseur {letter} had de regie van {van} tot {tot}", {
          letter,
          van: klantreis.date(spell.started),
          tot: klantreis.date(spell.ended),
        }),
        days(spell.duration),
        plural("{n} gebeurtenis", "{n} gebeurtenissen", spell.n_events),
      ),
    gap: (spell, from, to) =>
      say(
        text("{duur} geen regisseur", { duur: days(spell.gap) }),
        text("tussen regisseur {van} en regisseur {naar}", { van: from, naar: to }),
        text("tot {datum}", { datum: klantreis.date(spell.started) }),
      ),
    change: (spell, from, to) =>
      say(
        text("De regie gaat van regisseur {van} naar regisseur {naar}", { van: from, naar: to }),
        klantreis.date(spell.started),
      ),
    norm: (check) =>
      say(
        text("Norm {norm}: {uitslag}", { norm: name(check.norm), uitslag: of(verdict, check.verdict) }),
        text("uiterlijk {datum}", { datum: date(check.due_on) }),
        check.finished_on === null ? null : text("klaar op {datum}", { datum: date(check.finished_on) }),
        check.suspended_days > 0
          ? plural("{n} dag opgeschort", "{n} dagen opgeschort", check.suspended_days)
          : null,
      ),
  };

  // The layers of the regie that a journey has, each with its spells.
  function layers({ spells }) {
    const found = new Map();
    for (const spell of spells) found.set(spell.layer, [...(found.get(spell.layer) ?? []), spell]);
    const several = found.size > 1 || spells.some((spell) => spell.layer !== "proces");
    return [...found].map(([key, own]) => ({
      title: several ? title(of(layer, key)) : text("Regie"),
      spells: own,
    }));
  }
  function title(words) {
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  return Object.freeze({
    days,
    name,
    partner,
    kind,
    actor,
    layer,
    layers,
    safety,
    handover,
    verdict,
    outcome,
    severity,
    of,
    date,
    when,
    until,
    causes,
    told,
  });
})();
