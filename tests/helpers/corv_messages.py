"""Messages of the StUF koppelvlak Jeugdzorg, as they would be sent: invented, and valid by the XSDs."""

from __future__ import annotations

SPACES = {
    "JZ": "http://www.stufstandaarden.nl/koppelvlak/jz0100",
    "ZKN": "http://www.egem.nl/StUF/sector/zkn/0310",
    "BG": "http://www.egem.nl/StUF/sector/bg/0310",
    "StUF": "http://www.egem.nl/StUF/StUF0301",
}
POLITIE, GEMEENTE, RAAD, VT = "PL0600", "GM0344", "RK0001", "VT0012"
EXTRA = (
    '<StUF:extraElementen><StUF:extraElement naam="x">y</StUF:extraElement></StUF:extraElementen>'
)


def message(kind, number, at, sender, receiver, body, *, cross="", space="JZ"):
    """A whole message; `kind` is its root."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    is_plain = kind.endswith("Bericht")
    code = kind.removesuffix("Bericht") if is_plain else "Di01"
    crossed = f"<StUF:crossRefnummer>{cross}</StUF:crossRefnummer>" if cross else ""
    function = "" if is_plain else f"<StUF:functie>{kind}</StUF:functie>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{space}:{kind} {names}><{space}:stuurgegevens>'
        f"<StUF:berichtcode>{code}</StUF:berichtcode>"
        f"<StUF:zender>{system(sender)}</StUF:zender><StUF:ontvanger>{system(receiver)}</StUF:ontvanger>"
        f"<StUF:referentienummer>{number}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{at}</StUF:tijdstipBericht>{crossed}{function}"
        f"</{space}:stuurgegevens>{body}</{space}:{kind}>"
    )


def system(organisation):
    return (
        f"<StUF:organisatie>{organisation}</StUF:organisatie><StUF:applicatie>app</StUF:applicatie>"
    )


def person(bsn="", family="", given="", born="", sex="", address="", *, tag="BG:natuurlijkPersoon"):
    """A natural person, with what is told of them."""
    parts = [
        ("inp.bsn", bsn),
        ("geslachtsnaam", family),
        ("voornamen", given),
        ("geslachtsaanduiding", sex),
        ("geboortedatum", born),
    ]
    inner = "".join(f"<BG:{name}>{text}</BG:{name}>" for name, text in parts if text)
    if address:
        code, number = address
        inner += (
            f"<BG:verblijfsadres><BG:aoa.postcode>{code}</BG:aoa.postcode>"
            f"<BG:aoa.huisnummer>{number}</BG:aoa.huisnummer></BG:verblijfsadres>"
        )
    return f'<{tag} StUF:entiteittype="NPS">{inner}</{tag}>'


def about(people, role, *, space="ZKN"):
    """`heeftBetrekkingOp` for each of the people."""
    return "".join(
        f'<{space}:heeftBetrekkingOp StUF:entiteittype="ZAKOBJ">'
        '<ZKN:gerelateerde StUF:entiteittype="OBJ">'
        f"{each.replace('BG:natuurlijkPersoon', 'ZKN:natuurlijkPersoon')}"
        f"</ZKN:gerelateerde><ZKN:omschrijving>{role}</ZKN:omschrijving></{space}:heeftBetrekkingOp>"
        for each in people
    )


def zaak(inner):
    return f'<JZ:object StUF:entiteittype="ZAK">{inner}</JZ:object>'


def of_type(description):
    return (
        '<ZKN:isVan StUF:entiteittype="ZAKZKT"><ZKN:gerelateerde StUF:entiteittype="ZKT">'
        f"<ZKN:omschrijvingGeneriek>{description}</ZKN:omschrijvingGeneriek>"
        "</ZKN:gerelateerde></ZKN:isVan>"
    )


def contact(link, name="A. Agent"):
    return (
        f'<ZKN:heeftAlsAanspreekpunt StUF:entiteittype="{link}">'
        f'<ZKN:gerelateerde StUF:entiteittype="CTP"><ZKN:naam>{name}</ZKN:naam></ZKN:gerelateerde>'
        "</ZKN:heeftAlsAanspreekpunt>"
    )


def document(kind, content="QUJD"):
    return (
        '<ZKN:heeftRelevant StUF:entiteittype="ZAKEDC"><ZKN:gerelateerde StUF:entiteittype="EDC">'
        f"<ZKN:identificatie>D1</ZKN:identificatie><ZKN:dct.omschrijving>{kind}</ZKN:dct.omschrijving>"
        "<ZKN:creatiedatum>20250301</ZKN:creatiedatum>"
        f'<ZKN:inhoud StUF:bestandsnaam="a.pdf">{content}</ZKN:inhoud>'
        "</ZKN:gerelateerde></ZKN:heeftRelevant>"
    )


def zorgmelding(number, at, mark, people=(), *, sender=POLITIE, receiver=GEMEENTE, content="QUJD"):
    """The police tell the municipality of a child that they worry about."""
    body = (
        f"<ZKN:kenmerk><ZKN:kenmerk>{mark}</ZKN:kenmerk><ZKN:bron>Zorgmelding</ZKN:bron></ZKN:kenmerk>"
        f"{EXTRA}{of_type('Signaal behandelen')}{about(people, 'jeugdige')}"
        f'<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI">{contact("ZAKBTRINICTP")}'
        f"</ZKN:heeftAlsInitiator>{document('Zorgmelding', content)}"
    )
    return message("zorgmeldingDi01", number, at, sender, receiver, zaak(body))


def terugkoppeling(number, at, mark, result, *, sender=GEMEENTE, receiver=POLITIE):
    """The municipality tells the police what became of their report; of nobody by name."""
    body = (
        "<ZKN:identificatie>0344-G1</ZKN:identificatie>"
        f"<ZKN:kenmerk><ZKN:kenmerk>{mark}</ZKN:kenmerk><ZKN:bron>Zorgmelding</ZKN:bron></ZKN:kenmerk>"
        f"<ZKN:resultaat><ZKN:omschrijving>{result}</ZKN:omschrijving></ZKN:resultaat>{EXTRA}"
        f"{of_type('Signaal behandelen')}"
        f'<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI">{contact("ZAKBTRINICTP", "B. Wijk")}'
        "</ZKN:heeftAlsInitiator>"
    )
    return message("zorgmeldingTerugkoppelingDi01", number, at, sender, receiver, zaak(body))


def vto(number, at, case, people, *, sender=GEMEENTE, receiver=RAAD, content="QUJD"):
    """The municipality asks the Raad for an investigation."""
    parent = person("", "Ouder", "Anna", "19850202", tag="ZKN:natuurlijkPersoon").replace(
        "<BG:geslachtsnaam>", "<BG:inp.bsn>123456782</BG:inp.bsn><BG:geslachtsnaam>"
    )
    body = (
        f"<ZKN:identificatie>{case}</ZKN:identificatie><ZKN:startdatum>20250301</ZKN:startdatum>"
        f"<ZKN:registratiedatum>20250301</ZKN:registratiedatum>{EXTRA}"
        f"{of_type('Overwegen kinderbeschermingsmaatregel')}{about(people, 'Client (kind)')}"
        '<ZKN:heeftAlsBelanghebbende StUF:entiteittype="ZAKBTRBLH">'
        f'<ZKN:gerelateerde StUF:entiteittype="BTR">{parent}</ZKN:gerelateerde>'
        "<ZKN:omschrijving>ouder met gezag</ZKN:omschrijving></ZKN:heeftAlsBelanghebbende>"
        '<ZKN:heeftAlsUitvoerende StUF:entiteittype="ZAKBTRUTV"><ZKN:gerelateerde StUF:entiteittype="BTR">'
        '<ZKN:medewerker StUF:entiteittype="MDW"><ZKN:achternaam>Wijk</ZKN:achternaam>'
        "<ZKN:voorletters>C.</ZKN:voorletters></ZKN:medewerker>"
        '<ZKN:nietNatuurlijkPersoon StUF:entiteittype="NNP">'
        "<BG:statutaireNaam>Gemeente Heuvelrug</BG:statutaireNaam></ZKN:nietNatuurlijkPersoon>"
        "</ZKN:gerelateerde></ZKN:heeftAlsUitvoerende>"
        '<ZKN:heeftBetrekkingOpAndere StUF:entiteittype="ZAKZAKBTR">'
        '<ZKN:gerelateerde StUF:entiteittype="ZAK">'
        f"{of_type('Uitvoeren onderzoek kinderbeschermingsmaatregel')}"
        f"</ZKN:gerelateerde></ZKN:heeftBetrekkingOpAndere>"
        f"{document('Verzoek tot onderzoek RvdK', content)}"
    )
    return message("vtoDi01", number, at, sender, receiver, zaak(body))


def notificatie(
    number, at, status, people, *, case="", result="", own="0363-R1", role="Client (kind)"
):
    """The Raad tells the municipality how its investigation goes; without `case`: of its own accord."""
    told = (
        f"<ZKN:resultaat><ZKN:omschrijving>{result}</ZKN:omschrijving></ZKN:resultaat>"
        if result
        else ""
    )
    other = (
        '<ZKN:heeftBetrekkingOpAndere StUF:entiteittype="ZAKZAKBTR">'
        '<ZKN:gerelateerde StUF:entiteittype="ZAK">'
        f"<ZKN:identificatie>{case}</ZKN:identificatie>{of_type('Overwegen kinderbeschermingsmaatregel')}"
        "</ZKN:gerelateerde></ZKN:heeftBetrekkingOpAndere>"
        if case
        else ""
    )
    body = (
        f"<ZKN:identificatie>{own}</ZKN:identificatie>{told}"
        f"{of_type('Uitvoeren onderzoek kinderbeschermingsmaatregel')}{about(people, role)}{other}"
        '<ZKN:heeft StUF:entiteittype="ZAKSTT"><ZKN:gerelateerde StUF:entiteittype="STT">'
        f"<ZKN:omschrijving>{status}</ZKN:omschrijving></ZKN:gerelateerde>"
        "<ZKN:datumStatusGezet>20250320</ZKN:datumStatusGezet></ZKN:heeft>"
    )
    return message("notificatieDi01", number, at, RAAD, GEMEENTE, zaak(body))


def notificatiejr(number, at, people, *, sender="OM0001"):
    """The OM or the Raad tells the municipality of juvenile probation."""
    body = f"{EXTRA}{of_type('Signaal behandelen')}{about(people, 'jeugdige')}"
    return message("notificatiejrDi01", number, at, sender, GEMEENTE, zaak(body))


def vt_melding(number, at, mark, involved):
    """The police report to Veilig Thuis; `involved` are pairs of a jeugdzorgrol and a person."""
    people = "".join(
        '<JZ:heeftBetrokken StUF:entiteittype="ZOSNPS">'
        f"{each.replace('BG:natuurlijkPersoon', 'JZ:gerelateerde')}"
        f"<JZ:jeugzorgrol>{role}</JZ:jeugzorgrol></JZ:heeftBetrokken>"
        for role, each in involved
    )
    body = (
        f"<JZ:identificatieVtMelding>{mark}</JZ:identificatieVtMelding>"
        "<JZ:datumMelding>20250301</JZ:datumMelding><JZ:datumIncident>20250228</JZ:datumIncident>"
        "<JZ:locatieIncident>thuis</JZ:locatieIncident>"
        "<JZ:omschrijvingIncident>ruzie</JZ:omschrijvingIncident>"
        "<JZ:indicatieAgenderingAfstemmingsoverlegGewenst>Nee</JZ:indicatieAgenderingAfstemmingsoverlegGewenst>"
        "<JZ:contactgegevensVerdiepingOpInfo><JZ:naamContactpersoon>A. Agent</JZ:naamContactpersoon>"
        "</JZ:contactgegevensVerdiepingOpInfo>"
        "<JZ:indicatieSASHIngevuld>Nee</JZ:indicatieSASHIngevuld>"
        '<JZ:betreft StUF:entiteittype="VTMZOS"><JZ:gerelateerde StUF:entiteittype="ZOS">'
        f"<JZ:omschrijvingZorgelijkeSituatie>zorg</JZ:omschrijvingZorgelijkeSituatie>{people}"
        "</JZ:gerelateerde></JZ:betreft>"
        '<JZ:isIngediendDoor StUF:entiteittype="VTMBTR"><JZ:gerelateerde StUF:entiteittype="BTR">'
        "<ZKN:naam>Politie</ZKN:naam><ZKN:instantiecode>PL0600</ZKN:instantiecode>"
        '<ZKN:maatschappelijkeActiviteit StUF:entiteittype="MAC"><BG:kvkNummer>12345678</BG:kvkNummer>'
        "</ZKN:maatschappelijkeActiviteit></JZ:gerelateerde></JZ:isIngediendDoor>"
    )
    return message(
        "vtMeldingDi01",
        number,
        at,
        POLITIE,
        VT,
        f'<JZ:object StUF:entiteittype="VTM">{body}</JZ:object>',
    )


def vt_terugkoppeling(number, at, mark, status, outcome="", to=""):
    """Veilig Thuis tells the police what it did; `to`: who looks after the safety now."""
    onward = (
        '<JZ:betreft StUF:entiteittype="VTMZOS"><JZ:gerelateerde StUF:entiteittype="ZOS">'
        '<JZ:verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij StUF:entiteittype="ZOSBTR">'
        f'<JZ:gerelateerde StUF:entiteittype="BTR"><ZKN:naam>{to}</ZKN:naam></JZ:gerelateerde>'
        "</JZ:verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij></JZ:gerelateerde></JZ:betreft>"
        if to
        else ""
    )
    body = (
        "<ZKN:identificatie>0012-VT9</ZKN:identificatie>"
        + (f"<ZKN:uitkomst>{outcome}</ZKN:uitkomst>" if outcome else "")
        + f"<ZKN:status>{status}</ZKN:status>"
        '<ZKN:naarAanleidingVan StUF:entiteittype="ZAKVTM"><ZKN:gerelateerde StUF:entiteittype="VTM">'
        f"<JZ:identificatieVtMelding>{mark}</JZ:identificatieVtMelding>{onward}"
        "</ZKN:gerelateerde></ZKN:naarAanleidingVan>"
        '<ZKN:isUitgevoerdDoor StUF:entiteittype="ZAKBTR"><ZKN:gerelateerde StUF:entiteittype="BTR">'
        "<ZKN:naam>Veilig Thuis</ZKN:naam><ZKN:oinNummer>00000001802327497000</ZKN:oinNummer>"
        "</ZKN:gerelateerde></ZKN:isUitgevoerdDoor>"
    )
    return message("vtTerugkoppelingDi01", number, at, VT, POLITIE, zaak(body))


def unit(link, name, *, space="JZ"):
    return (
        f'<{space}:{link} StUF:entiteittype="{"ZAKBTRINI" if link == "heeftAlsInitiator" else "ZAKBTRUTV"}">'
        '<ZKN:gerelateerde StUF:entiteittype="BTR"><ZKN:organisatorischeEenheid StUF:entiteittype="OEH">'
        f"<ZKN:identificatie>1</ZKN:identificatie><ZKN:naam>{name}</ZKN:naam>"
        f"</ZKN:organisatorischeEenheid></ZKN:gerelateerde></{space}:{link}>"
    )


def vcob(number, at, case, one, *, sender=VT, receiver=GEMEENTE):
    """Is this person known to you?"""
    body = (
        f"<JZ:identificatie>{case}</JZ:identificatie><JZ:soortVerzoeker>05</JZ:soortVerzoeker>"
        "<JZ:redenVerzoek><JZ:code>01</JZ:code></JZ:redenVerzoek>"
        + about([one], "", space="JZ").replace("<ZKN:omschrijving></ZKN:omschrijving>", "")
        + unit("heeftAlsInitiator", "VT")
    )
    return message("vcobDi01", number, at, sender, receiver, vvz(body))


def ucob(number, at, case, one, cross, known="J", *, sender=GEMEENTE, receiver=VT):
    """Yes, or no."""
    body = (
        f"<JZ:identificatie>0344-A1</JZ:identificatie><JZ:verzoekidentificatie>{case}</JZ:verzoekidentificatie>"
        + about([one], "", space="JZ").replace(
            "<ZKN:omschrijving></ZKN:omschrijving>",
            f"<ZKN:indicatieBekend>{known}</ZKN:indicatieBekend>",
        )
        + unit("heeftAlsInitiator", "VT")
        + unit("heeftAlsUitvoerende", "Gemeente")
    )
    return message("ucobDi01", number, at, sender, receiver, vvz(body), cross=cross)


def vci(number, at, case, one):
    """What do you know of this person?"""
    asked = "<JZ:specifiekeVraag><JZ:code>V1</JZ:code></JZ:specifiekeVraag>"
    text = vcob(number, at, case, one).replace("vcobDi01", "vciDi01")
    return text.replace("</JZ:redenVerzoek>", f"</JZ:redenVerzoek>{asked}")


def uci(number, at, case, one, cross):
    """This."""
    return ucob(number, at, case, one, cross).replace("ucobDi01", "uciDi01")


def vvz(inner):
    return f'<JZ:object StUF:entiteittype="VVZ">{inner}</JZ:object>'


def melding(number, at, case, one, *, sort="VT", receiver=VT):
    """A report of any sort, in the form that all sorts share."""
    who = one.replace("BG:natuurlijkPersoon", "ZKN:natuurlijkPersoon").replace(
        "</ZKN:natuurlijkPersoon>",
        "<BG:adres><BG:soortadres>01</BG:soortadres><BG:nederlandsadres>"
        "<BG:wpl.woonplaatsNaam>Utrecht</BG:wpl.woonplaatsNaam><BG:aoa.postcode>3511AB</BG:aoa.postcode>"
        "<BG:aoa.huisnummer>12</BG:aoa.huisnummer></BG:nederlandsadres></BG:adres></ZKN:natuurlijkPersoon>",
    )
    body = (
        f"<ZKN:identificatie>{case}</ZKN:identificatie>"
        '<ZKN:heeftBetrekkingOp StUF:entiteittype="ZAKOBJ"><ZKN:gerelateerde StUF:entiteittype="OBJ">'
        f"{who}</ZKN:gerelateerde><ZKN:hoedanigheid>001</ZKN:hoedanigheid></ZKN:heeftBetrekkingOp>"
        f"{unit('heeftAlsInitiator', 'Politie', space='ZKN')}"
        f"{unit('heeftAlsUitvoerende', 'VT', space='ZKN')}"
        '<ZKN:betreft StUF:entiteittype="ZAKZOS"><ZKN:gerelateerde StUF:entiteittype="ZOS">'
        "<JZ:omschrijvingZorgelijkeSituatie>zorg</JZ:omschrijvingZorgelijkeSituatie>"
        "</ZKN:gerelateerde></ZKN:betreft>"
        "<JZ:datumTijdMelding>20250301101112</JZ:datumTijdMelding>"
        f"<JZ:soortmeldingCode>{sort}</JZ:soortmeldingCode><JZ:redenMelding></JZ:redenMelding>"
        "<JZ:verzoekOmschrijving>hulp</JZ:verzoekOmschrijving>"
    )
    return message("meldingGeneriekDi01", number, at, POLITIE, receiver, zaak(body))


def uitkomst(number, at, case, status, *, sort="VT", to=""):
    """What came of a report of any sort; `to`: where it should have gone."""
    route = (
        "<JZ:routerenNaarInstantie><JZ:identificatie>00000001802327497000</JZ:identificatie>"
        f"<JZ:naam>{to}</JZ:naam></JZ:routerenNaarInstantie>"
        if to
        else ""
    )
    body = (
        "<ZKN:identificatie>0012-VT9</ZKN:identificatie>"
        f"{unit('heeftAlsInitiator', 'Politie', space='ZKN')}"
        f"{unit('heeftAlsUitvoerende', 'VT', space='ZKN')}"
        f"<JZ:uwIdentificatie>{case}</JZ:uwIdentificatie>"
        f"<JZ:soortmeldingCode>{sort}</JZ:soortmeldingCode><JZ:statuscode>{status}</JZ:statuscode>{route}"
    )
    return message("uitkomstMeldingGeneriekDi01", number, at, VT, POLITIE, zaak(body))


def confirmation(number, at, cross, sender, receiver, *, code="Bv01"):
    return message(f"{code}Bericht", number, at, sender, receiver, "", cross=cross, space="StUF")


def error(number, at, cross, sender, receiver, *, code="Fo01", fault="StUF055"):
    """The receiver could not process a message."""
    body = (
        f"<StUF:body><StUF:code>{fault}</StUF:code><StUF:plek>server</StUF:plek>"
        "<StUF:omschrijving>Berichtbody is niet conform schema</StUF:omschrijving></StUF:body>"
    )
    return message(f"{code}Bericht", number, at, sender, receiver, body, cross=cross, space="StUF")
