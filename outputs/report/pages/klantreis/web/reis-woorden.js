// What the parts of a journey are called, and what is said of each: for the picture and the tables alike.
"use strict";
const reisWoorden = (() => {
  const days = (ms, short) => klantreis.days(ms === null ? null : ms / 1000, short);
  const name = (text) => klantreis.cut(text ?? "", 80);
  const partner = (text) => (text === null ? klantreis.text("partner onbekend") : name(text));

  const handover = {
    referred: () => klantreis.text("verwezen"),
    silent: () => klantreis.text("stil"),
    unknown: () => klantreis.text("niet te beoordelen"),
    parallel: () => klantreis.text("tegelijk"),
  };
  const verdict = {
    met: () => klantreis.text("gehaald"),
    exceeded: () => klantreis.text("overschreden"),
    running: () => klantreis.text("loopt nog"),
    running_over: () => klantreis.text("loopt nog, te laat"),
  };
  const outcome = {
    accepted: () => klantreis.text("aangenomen"),
    refused: () => klantreis.text("geweigerd"),
    lost: () => klantreis.text("verloren"),
    open: () => klantreis.text("nog open"),
  };
  const kind = {
    melding: () => klantreis.text("melding"),
    intake: () => klantreis.text("intake"),
    verwijzing: () => klantreis.text("verwijzing"),
    acceptatie: () => klantreis.text("acceptatie"),
    weigering: () => klantreis.text("weigering"),
    start: () => klantreis.text("start"),
    contact: () => klantreis.text("contact"),
    overleg: () => klantreis.text("overleg"),
    plan: () => klantreis.text("plan"),
    besluit: () => klantreis.text("besluit"),
    evaluatie: () => klantreis.text("evaluatie"),
    regie_start: () => klantreis.text("begin van de regie"),
    regie_einde: () => klantreis.text("einde van de regie"),
    incident: () => klantreis.text("incident"),
    risico_beheerst: () => klantreis.text("risico beheerst"),
    herstel_gestart: () => klantreis.text("herstel gestart"),
    afsluiting: () => klantreis.text("afsluiting"),
    overig: () => klantreis.text("overig"),
  };
  const actor = {
    inwoner: () => klantreis.text("inwoner zelf"),
    netwerk: () => klantreis.text("eigen netwerk"),
  };
  const severity = {
    hoog: () => klantreis.text("hoog"),
    midden: () => klantreis.text("midden"),
    laag: () => klantreis.text("laag"),
  };
  const layer = {
    proces: () => klantreis.text("procesregie"),
    casus: () => klantreis.text("casusregie"),
    gedwongen: () => klantreis.text("gedwongen regie"),
    contact: () => klantreis.text("contactpersoon"),
    onbekend: () => klantreis.text("regie, rol niet ingedeeld"),
  };
  const safety = {
    onveilig: () => klantreis.text("onveilig: het laatste incident is minder dan een half jaar geleden"),
    "niet in zicht": () =>
      klantreis.text("niet in zicht: een half jaar geen incident, maar ook niemand die keek"),
    rustig: () => klantreis.text("rustig: een half jaar geen incident, en het gezin is in zicht"),
    stabiel: () => klantreis.text("stabiel: rustig, het risico is beheerst en het herstel is begonnen"),
  };
  const cause = {
    batching: () => klantreis.text("wachten op de rest van een stapel"),
    contention: () => klantreis.text("medewerker bezig met wat eerder aan de beurt was"),
    prioritisation: () => klantreis.text("medewerker bezig met wat later kwam"),
    unavailability: () => klantreis.text("buiten de werktijd van de medewerker"),
    extraneous: () => klantreis.text("iets anders"),
  };
  const because = {
    worker: () => klantreis.text("de bron noemt geen medewerker"),
    times: () => klantreis.text("de bron noemt geen begin en einde"),
    calendar: () => klantreis.text("de werktijden zijn niet bekend"),
  };
  const of = (words, key) => (Object.hasOwn(words, key) ? words[key]() : (key ?? ""));

  // A date as the data counts it, in days since 1970-01-01.
  const date = (day) => (day === null ? "" : klantreis.date(reisTijd.midnight(day)));
  const when = (event) =>
    event.precision === "day" ? klantreis.date(event.started) : klantreis.moment(event.started);
  function until(event) {
    if (event.running) return klantreis.text("loopt nog");
    if (event.duration === 0) return "";
    return event.precision === "day" ? klantreis.date(event.ended) : klantreis.moment(event.ended);
  }

  // Why a wait was so long, as far as the data tells: [[what, milliseconds]].
  function causes(wait) {
    if (wait.between_contacts) {
      return [[klantreis.text("tussen contacten: de bron legt geen eindes vast"), wait.idle]];
    }
    const known = Object.keys(cause).filter((key) => wait[key] > 0);
    const told = known.map((key) => [of(cause, key), wait[key]]);
    if (wait.unknown > 0) {
      const reason = klantreis.text("onbekend: {reden}", { reden: of(because, wait.because) });
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
        klantreis.text("{n}. {activiteit} bij {partner}", {
          n: event.seq,
          activiteit: name(event.activity),
          partner: partner(event.partner),
        }),
        event.kind === "incident" ? klantreis.text("incident") : null,
        when(event),
        event.running
          ? klantreis.text("loopt nog, al {duur}", { duur: days(event.duration) })
          : event.duration > 0
            ? klantreis.text("duurde {duur}", { duur: days(event.duration) })
            : null,
        event.referred_to === null
          ? null
          : klantreis.text("verwijst naar {partner}", { partner: name(event.referred_to) }),
      ),
    step: (step) =>
      say(
        klantreis.text("{activiteit} door {wie}", {
          activiteit: name(step.activity),
          wie: of(actor, step.actor),
        }),
        when(step),
        step.running
          ? klantreis.text("loopt nog, al {duur}", { duur: days(step.duration) })
          : step.duration > 0
            ? klantreis.text("duurde {duur}", { duur: days(step.duration) })
            : null,
        klantreis.text("telt in geen cijfer mee"),
      ),
    wait: (wait, from, to) =>
      say(
        wait.between_contacts
          ? klantreis.text("{duur} tussen contacten; of er gewacht werd, is niet te zien", {
              duur: days(wait.idle),
            })
          : klantreis.text("{duur} was niemand bezig", { duur: days(wait.idle) }),
        klantreis.text("tussen {van} en {naar}", {
          van: `${from.seq}. ${name(from.activity)}`,
          naar: `${to.seq}. ${name(to.activity)}`,
        }),
        ...causes(wait).map(([what, ms]) =>
          klantreis.text("{duur}: {waarom}", { duur: days(ms), waarom: what }),
        ),
      ),
    handover: (each, to) =>
      say(
        klantreis.text("Overdracht van {van} naar {naar}", {
          van: name(each.from_partner),
          naar: name(each.to_partner),
        }),
        of(handover, each.kind),
        each.is_return ? klantreis.text("terug naar een eerdere partner") : null,
        klantreis.date(to.started),
        each.idle > 0 ? klantreis.text("{duur} niemand bezig", { duur: days(each.idle) }) : null,
      ),
    spell: (spell, letter) =>
      say(
        klantreis.text("Regisseur {letter} had de regie van {van} tot {tot}", {
          letter,
          van: klantreis.date(spell.started),
          tot: klantreis.date(spell.ended),
        }),
        days(spell.duration),
        klantreis.plural("{n} gebeurtenis", "{n} gebeurtenissen", spell.n_events),
      ),
    gap: (spell, from, to) =>
      say(
        klantreis.text("{duur} geen regisseur", { duur: days(spell.gap) }),
        klantreis.text("tussen regisseur {van} en regisseur {naar}", { van: from, naar: to }),
        klantreis.text("tot {datum}", { datum: klantreis.date(spell.started) }),
      ),
    change: (spell, from, to) =>
      say(
        klantreis.text("De regie gaat van regisseur {van} naar regisseur {naar}", { van: from, naar: to }),
        klantreis.date(spell.started),
      ),
    norm: (check) =>
      say(
        klantreis.text("Norm {norm}: {uitslag}", {
          norm: name(check.norm),
          uitslag: of(verdict, check.verdict),
        }),
        klantreis.text("uiterlijk {datum}", { datum: date(check.due_on) }),
        check.finished_on === null
          ? null
          : klantreis.text("klaar op {datum}", { datum: date(check.finished_on) }),
        check.suspended_days > 0
          ? klantreis.plural("{n} dag opgeschort", "{n} dagen opgeschort", check.suspended_days)
          : null,
      ),
  };

  // The layers of the regie that a journey has, each with its spells.
  function layers({ spells }) {
    const found = new Map();
    for (const spell of spells) found.set(spell.layer, [...(found.get(spell.layer) ?? []), spell]);
    const several = found.size > 1 || spells.some((spell) => spell.layer !== "proces");
    return [...found].map(([key, own]) => ({
      title: several ? title(of(layer, key)) : klantreis.text("Regie"),
      spells: own,
    }));
  }
  function title(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
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
