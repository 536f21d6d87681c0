"""Messages of iJw and iWmo that the tests write themselves; every person in them is invented."""

from __future__ import annotations

HEEN = {301: "436", 305: "438", 307: "440", 315: "446", 317: "486", 319: "488", 323: "490"}
RETOUR = {302: "437", 306: "439", 308: "441", 316: "447", 318: "487", 320: "489", 325: "491"}
WMO = {
    301: "414", 302: "415", 305: "418", 306: "419", 307: "420", 308: "421", 315: "444", 316: "445",
    317: "480", 318: "481", 319: "482", 320: "483", 323: "484", 325: "485",
}  # fmt: skip
BY_GEMEENTE = {301, 302, 319, 320, 325}
GEMEENTE, AANBIEDER, OTHER = "0999", "41410001", "41410002"
BSN = "999990019"
HOME = ("9999ZZ", "7")


def element(name, *parts, **leaves):
    """An element: leaves by name, then parts; what is None is left out."""
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in leaves.items() if value is not None)
    return f"<{name}>{inner}{''.join(parts)}</{name}>"


def message(  # noqa: PLR0913 - what a header holds
    number, *parts, dated="2026-04-01", identity="B1", gemeente=GEMEENTE, aanbieder=AANBIEDER,
    standard="jw", version="3_2", returned=None, codes=(), code=None,
):  # fmt: skip
    """A message; `returned` is the identity and dagtekening of a return message."""
    sender, receiver = (gemeente, aanbieder) if number in BY_GEMEENTE else (aanbieder, gemeente)
    codes_of = {**HEEN, **RETOUR} if standard == "jw" else WMO
    back = (
        element("x", IdentificatieRetour=returned[0], DagtekeningRetour=returned[1])[3:-4]
        if returned
        else ""
    )
    header = element(
        "Header",
        element("BerichtIdentificatie", Identificatie=identity, Dagtekening=dated),
        back,
        refused(*codes) if codes else "",
        BerichtCode=code or codes_of[number],
        BerichtVersie=version[0],
        BerichtSubversie=version[-1],
        Afzender=sender,
        Ontvanger=receiver,
    )
    name = "ijw" if standard == "jw" else "iwmo"
    space = f"http://www.istandaarden.nl/{name}/{version}/{standard}{number}/schema"
    return f'<?xml version="1.0"?><Bericht xmlns="{space}">{header}{"".join(parts)}</Bericht>'


def refused(*codes):
    """Retourcodes."""
    return element("RetourCodes", *(element("RetourCode", *[code]) for code in codes))


def client(*parts, bsn=BSN, born="2012-03-04", name="Proefje", given="Pip", home=None):
    """A client; `home` is a postcode and a house number."""
    address = (
        element(
            "Contactgegevens",
            element(
                "Contact",
                element("Adres", element("Huis", Huisnummer=home[1]), Postcode=home[0]),
                Soort="01",
            ),
        )
        if home
        else ""
    )
    return element(
        "Client",
        f"<Bsn>{bsn}</Bsn>" if bsn else "",
        element("Geboortedatum", Datum=born),
        "<Geslacht>2</Geslacht>",
        element(
            "Naam",
            element("Geslachtsnaam", Achternaam=name, Voorvoegsel="van"),
            Voornamen=given,
        ),
        address,
        *parts,
    )


def product(code="45A01"):
    return element("Product", Categorie=code[:2], Code=code)


def toewijzing(
    number="77", on="2026-04-01", at="12:00:00", begins="2026-04-01", reason=None, **more
):
    return element(
        "ToegewezenProducten",
        element(
            "ToegewezenProduct", product(), ToewijzingNummer=number, Toewijzingsdatum=on,
            Toewijzingstijd=at, Ingangsdatum=begins, RedenWijziging=reason, **more,
        ),
    )  # fmt: skip


def start(number="77", begins="2026-04-10", status="1"):
    return element(
        "StartProducten",
        element(
            "StartProduct", product(), ToewijzingNummer=number, Begindatum=begins, StatusAanlevering=status
        ),
    )  # fmt: skip


def stop(number="77", begins="2026-04-10", ends="2026-06-01", reason="31", status="1"):
    return element(
        "StopProducten",
        element(
            "StopProduct", product(), ToewijzingNummer=number, Begindatum=begins, RedenBeeindiging=reason,
            Einddatum=ends, StatusAanlevering=status,
        ),
    )  # fmt: skip


def verzoek(reference="R1", *parts, referrer="02"):
    return element(
        "AangevraagdeProducten",
        element(
            "AangevraagdProduct", product(), element("Verwijzer", Type=referrer), *parts,
            ReferentieAanbieder=reference,
        ),
    )  # fmt: skip


def wijziging(reference="R1", *parts):
    return element("Verzoek", *parts, ReferentieAanbieder=reference, RedenVerzoek="1")


def antwoord(reference="R1", answer="1", reason="7", *parts):
    return element(
        "Antwoord", *parts,
        ReferentieAanbieder=reference, VerzoekAntwoord=answer, RedenAfwijzingVerzoek=reason,
    )  # fmt: skip


def declaratie(*prestaties, on="2026-05-05"):
    client_ = element("Client", element("Prestaties", *prestaties), Bsn=BSN)
    return element(
        "Declaratie", element("Clienten", client_), DeclaratieNummer="D1", DeclaratieDagtekening=on
    )


def prestatie(reference, cents, side="D", number="77", begins="2026-04-01"):
    return element(
        "Prestatie",
        element("ProductReferentie", ReferentieNummer=reference),
        element("ProductPeriode", Begindatum=begins, Einddatum="2026-04-30"),
        element("IngediendBedrag", Bedrag=cents, DebetCredit=side),
        ToewijzingNummer=number,
    )  # fmt: skip
