// What things on the map are called, and what is said of them in a sentence.
"use strict";
const kaartWoorden = (() => {
  const { text, plural, number, days, percent } = klantreis;

  const kinds = {
    step: () => text("stap bij dezelfde partner"),
    referred: () => text("overdracht na een verwijzing"),
    silent: () => text("stille overdracht"),
    parallel: () => text("overdracht terwijl een ander nog bezig is"),
    unknown: () => text("overdracht, niet te beoordelen"),
    contacts: () => text("tussen contacten: geen wachttijd"),
  };

  // What outputs/names.py calls it; the map's data brings those names.
  const named = (sort, name) => text(kaartGegevens.data.map.names[sort][name] ?? name);
  const said = (words, name) => (Object.hasOwn(words, name) ? words[name]() : name);

  // A period's number is months since year 0, divided by the months in a period.
  function period(value, months) {
    const month = value * months;
    const year = Math.floor(month / 12);
    if (months === 12) return String(year);
    if (months === 3) return text("{n}e kwartaal {year}", { n: (month % 12) / 3 + 1, year });
    const shown = new Intl.DateTimeFormat(klantreis.locale, {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    return shown.format(Date.UTC(year, month % 12, 1));
  }

  function view(one, months) {
    if (one.kind === "all") return text("Alles");
    if (one.kind === "period") return period(one.period, months);
    return klantreis.cut(one.title, 70);
  }
  const viewKinds = {
    municipality: () => text("Gemeente"),
    domain: () => text("Domein"),
    route: () => text("Route"),
    period: () => text("Periode"),
  };

  // The classes of waiting behind a click; the first is no waiting at all.
  const classes = () => [
    text("niet gewacht"),
    text("minder dan 1 dag"),
    text("1 tot 7 dagen"),
    text("7 tot 28 dagen"),
    text("28 tot 84 dagen"),
    text("84 dagen of meer"),
  ];

  function trend(row) {
    if (kaartGegevens.data.view !== 0) return text("alleen beoordeeld in het beeld Alles");
    if (!row || !row.trend) return text("te weinig om een trend te zien");
    const { kind, now, before } = row.trend;
    const values = { now: days(now), before: days(before) };
    if (kind === "langer") return text("langer geworden: mediaan van {before} naar {now}", values);
    if (kind === "korter") return text("korter geworden: mediaan van {before} naar {now}", values);
    return text("geen verschil aan te tonen: mediaan van {before} naar {now}", values);
  }

  // How often was waited, in how many of the journeys, and how long; of too few no median is told.
  function waiting(key, row) {
    if (row.between) return [text("Of er gewacht werd, is niet te zeggen: de bron legt geen eindes vast")];
    if (row.waits === 0) {
      return [row.isLine ? text("Er is niet gewacht") : text("Ervoor is geen wachttijd geteld")];
    }
    if (row.total === null) return [text("Te weinig klantreizen wachtten om te tonen")];
    const found = [];
    const values = { waits: number(row.waits ?? 0), all: number(row.journeys) };
    if (row.waited !== null && "mr".includes(key[0])) {
      found.push(
        plural(
          "{waits} keer gewacht, in {n} klantreis van de {all} met deze stap",
          "{waits} keer gewacht, in {n} klantreizen van de {all} met deze stap",
          row.waited,
          values,
        ),
      );
    } else if (row.waited !== null) {
      found.push(
        plural(
          "{waits} keer ervoor gewacht, in {n} klantreis",
          "{waits} keer ervoor gewacht, in {n} klantreizen",
          row.waited,
          values,
        ),
      );
    }
    if (row.median === null) {
      found.push(
        text("Samen {total}; van zo weinig klantreizen is geen mediaan te noemen", {
          total: days(row.total),
        }),
      );
    } else {
      found.push(
        text("Wachttijd als er gewacht werd: mediaan {median}, negen van de tien {p90}, samen {total}", {
          median: days(row.median),
          p90: klantreis.atMost(row.p90),
          total: days(row.total),
        }),
      );
    }
    return found;
  }

  function occurring(row, totals) {
    const often = plural("{n} keer", "{n} keer", row.n);
    const all = totals.journeys ?? 0;
    return [
      all < kaartGegevens.data.map.least
        ? plural("{often} in {n} klantreis", "{often} in {n} klantreizen", row.journeys, { often })
        : plural("{often} in {n} klantreis ({share})", "{often} in {n} klantreizen ({share})", row.journeys, {
            often,
            share: percent(row.journeys / all),
          }),
    ];
  }

  // The figures of a thing, one sentence each.
  function figures(key, row, totals) {
    if (!row) return [text("Komt in dit beeld niet voor.")];
    const found = [...occurring(row, totals), ...waiting(key, row)];
    if ("mr".includes(key[0]) && row.waits !== 0) found.push(text("Trend: {trend}", { trend: trend(row) }));
    if (row.begins) {
      found.push(plural("{n} klantreis begint hier", "{n} klantreizen beginnen hier", row.begins));
    }
    if (row.ends) {
      found.push(
        plural(
          "{n} klantreis eindigt hier, tot nu toe",
          "{n} klantreizen eindigen hier, tot nu toe",
          row.ends,
        ),
      );
    }
    return found;
  }

  return Object.freeze({
    kind: (name) => said(kinds, name),
    signal: (name) => named("signal", name),
    severity: (name) => named("severity", name),
    unknown: () => text("partner onbekend"),
    small: () => text("te kleine groep"),
    kept: () => text("niet getoond"),
    period,
    view,
    viewKind: (name) => said(viewKinds, name),
    classes,
    figures,
    whole: (key, row, totals) => [...occurring(row, totals), ...waiting(key, row)],
  });
})();
