// What things on the map are called, and what is said of them in a sentence.
"use strict";
klantreis.kaart = {};
klantreis.kaart.woorden = (() => {
  const { text, plural, number, days, percent } = klantreis;

  const kinds = {
    step: () => text("stap bij dezelfde partner"),
    referred: () => text("overdracht na een verwijzing"),
    silent: () => text("stille overdracht"),
    parallel: () => text("overdracht terwijl een ander nog bezig is"),
  };

  // What outputs/names.py calls it; the map's data brings those names.
  const named = (sort, name) => text(klantreis.kaart.gegevens.data.map.names[sort][name] ?? name);
  const said = (words, name) => (Object.hasOwn(words, name) ? words[name]() : name);

  // A period's number is months since year 0, divided by the months in a period.
  function period(value, months) {
    const month = value * months;
    const year = Math.floor(month / 12);
    if (months === 12) return String(year);
    if (months === 3) return text("{n}e kwartaal {year}", { n: (month % 12) / 3 + 1, year });
    const shown = { month: "long", year: "numeric", timeZone: "UTC" };
    return new Intl.DateTimeFormat(klantreis.locale, shown).format(Date.UTC(year, month % 12, 1));
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
    if (!row || !row.trend) return text("te weinig om een trend te zien");
    const { kind, now, before } = row.trend;
    const values = { now: days(now), before: days(before) };
    if (kind === "langer") return text("langer geworden: mediaan van {before} naar {now}", values);
    if (kind === "korter") return text("korter geworden: mediaan van {before} naar {now}", values);
    return text("ongeveer gelijk: mediaan van {before} naar {now}", values);
  }

  // The figures of a thing, one sentence each.
  function figures(key, row, totals) {
    if (!row) return [text("Komt in dit beeld niet voor.")];
    const often = plural("{n} keer", "{n} keer", row.n);
    const share = percent(totals.journeys ? row.journeys / totals.journeys : 0);
    const found = [
      plural("{often} in {n} klantreis ({share})", "{often} in {n} klantreizen ({share})", row.journeys, { often, share }),
    ];
    if (row.median === null) found.push(text("Wachttijd: geen, of te weinig om te tonen"));
    else {
      const values = { median: days(row.median), p90: days(row.p90), total: days(row.total) };
      found.push(
        "pq".includes(key[0])
          ? text("Wachttijd ervoor: mediaan {median}, een op de tien langer dan {p90}, samen {total}", values)
          : text("Wachttijd: mediaan {median}, een op de tien langer dan {p90}, samen {total}", values),
      );
      found.push(text("Trend: {trend}", { trend: trend(row) }));
    }
    if (row.begins) found.push(plural("{n} klantreis begint hier", "{n} klantreizen beginnen hier", row.begins));
    if (row.ends) found.push(plural("{n} klantreis eindigt hier, tot nu toe", "{n} klantreizen eindigen hier, tot nu toe", row.ends));
    return found;
  }

  return {
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
    trend,
    figures,
  };
})();
