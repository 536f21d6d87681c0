"""The words of notes: what a reader of an export noticed (`journeys.notes.Note`), in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outputs.reader import Reader
from outputs.texts import marked, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeys.errors import Language
    from journeys.notes import Note, Summary

WORDS: Final[Mapping[str, str | tuple[str, str]]] = {
    "answers_no_events": plural(
        "{n} retourbericht weigert niets en is geen gebeurtenis.",
        "{n} retourberichten weigeren niets en zijn geen gebeurtenissen.",
    ),
    "birth_dates_unread": plural(
        "{n} geboortedatum is niet als datum te lezen; wie dat is, wordt aan de rest herkend.",
        "{n} verschillende geboortedata zijn niet als datum te lezen; wie dat zijn, wordt aan de"
        " rest herkend.",
    ),
    "case_wide": plural(
        "{n} rij (cliënten: {n_over}) staat in kolom ‘{column}’ onder een zaaknummer met onwaarschijnlijk"
        " veel cliënten.",
        "{n} rijen (cliënten: {n_over}) staan in kolom ‘{column}’ onder een zaaknummer met onwaarschijnlijk"
        " veel cliënten. Is dat nummer geen zaak, zet het dan bij deze bron in missing = [...].",
    ),
    "claims_no_events": plural(
        "{n} bericht is een declaratie en geen gebeurtenis; met options.claims = true wel.",
        "{n} berichten zijn declaraties en geen gebeurtenissen; met options.claims = true wel.",
    ),
    "confirmations_no_events": plural(
        "{n} ontvangstbevestiging (Bv) is geen gebeurtenis.",
        "{n} ontvangstbevestigingen (Bv) zijn geen gebeurtenissen.",
    ),
    "cost_unread": plural(
        "{n} bedrag in kolom ‘{column}’ is niet te lezen; die gebeurtenis staat er zonder bedrag in.",
        "{n} bedragen in kolom ‘{column}’ zijn niet te lezen; die gebeurtenissen staan er zonder bedrag in.",
    ),
    "cursor_lower": marked("De cursorkolom is lager dan op een eerdere nacht."),
    "cursor_other_type": marked(
        "De cursorkolom heeft een ander type dan eerst: alles is opnieuw gelezen."
    ),
    "end_without_key": marked(
        "Er is een einde maar geen sleutel: een einde dat later wordt ingevuld, maakt een nieuwe gebeurtenis;"
        " key = [...] noemt de kolommen waaraan een rij te herkennen is."
    ),
    "elements_no_rows": plural(
        "{n} element mist een waarde die een rij moet hebben (options.required), en is geen rij.",
        "{n} elementen missen een waarde die een rij moet hebben (options.required), en zijn geen rijen.",
    ),
    "ends_ahead": plural(
        "{n} gebeurtenis eindigt na de dag van het bericht dat haar meldt: zij ligt nog voor ons.",
        "{n} gebeurtenissen eindigen na de dag van het bericht dat ze meldt: zij liggen nog voor ons.",
    ),
    "key_cut": plural(
        "{n} rij (zaken: {n_over}) heeft in kolom ‘{column}’ een nummer dat Excel heeft afgekapt (zoals"
        " 1,23E+08): wie dat is, is niet te zeggen; die rij wordt daarom met niets samengenomen. Vraag om een"
        " export waarin die kolom tekst is.",
        "{n} rijen (zaken: {n_over}) hebben in kolom ‘{column}’ een nummer dat Excel heeft afgekapt (zoals"
        " 1,23E+08): wie dat zijn, is niet te zeggen; zij worden daarom met niemand samengenomen. Vraag om"
        " een export waarin die kolom tekst is.",
    ),
    "key_cut_kept": plural(
        "{n} rij (zaken: {n_over}) heeft in kolom ‘{column}’ een nummer dat Excel heeft afgekapt of afgerond"
        " (zoals 1,23E+08): verschillende nummers tellen zo misschien als één. Vraag om een export waarin die"
        " kolom tekst is.",
        "{n} rijen (zaken: {n_over}) hebben in kolom ‘{column}’ een nummer dat Excel heeft afgekapt of"
        " afgerond (zoals 1,23E+08): verschillende nummers tellen zo misschien als één. Vraag om een export"
        " waarin die kolom tekst is.",
    ),
    "key_filler": plural(
        "{n} rij (zaken: {n_over}) heeft in kolom ‘{column}’ een opvulling (zoals NULL, -, onbekend of"
        " 999999999) en geen nummer: wie dat is, is onbekend; die rij wordt daarom met niets samengenomen.",
        "{n} rijen (zaken: {n_over}) hebben in kolom ‘{column}’ een opvulling (zoals NULL, -, onbekend of"
        " 999999999) en geen nummer: wie dat zijn, is onbekend; zij worden daarom met niemand samengenomen.",
    ),
    "key_filler_kept": plural(
        "{n} rij (zaken: {n_over}) heeft in kolom ‘{column}’ een opvulling (zoals NULL, -, onbekend of"
        " 999999999) en geen nummer. Zet die opvulling bij deze bron in missing = [...], anders telt zij als"
        " één en dezelfde.",
        "{n} rijen (zaken: {n_over}) hebben in kolom ‘{column}’ een opvulling (zoals NULL, -, onbekend of"
        " 999999999) en geen nummer. Zet die opvulling bij deze bron in missing = [...], anders telt zij als"
        " één en dezelfde.",
    ),
    "key_wide": plural(
        "{n} rij (zaken: {n_over}) staat in kolom ‘{column}’ onder een sleutel met onwaarschijnlijk veel"
        " zaken.",
        "{n} rijen (zaken: {n_over}) staan in kolom ‘{column}’ onder een sleutel met onwaarschijnlijk veel"
        " zaken: misschien zijn daar verschillende mensen samengenomen. Is die sleutel geen nummer van"
        " iemand, zet hem dan bij deze bron in missing = [...].",
    ),
    "lifecycle_moments": plural(
        "{n} rij is een moment waarop niemand aan het werk was ({detail}); dat is geen gebeurtenis.",
        "{n} rijen zijn momenten waarop niemand aan het werk was ({detail}); dat zijn geen gebeurtenissen.",
    ),
    "lifecycle_others": plural(
        "{n} rij heeft een overgang die de XES-standaard niet kent; zij is een gebeurtenis op zich. "
        "[sources.transitions] kan zeggen wat zo’n woord betekent.",
        "{n} rijen hebben een overgang die de XES-standaard niet kent; elk is een gebeurtenis op zich. "
        "[sources.transitions] kan zeggen wat zo’n woord betekent.",
    ),
    "lifecycle_pairs": plural(
        "{n} rij vormt met een andere rij samen één gebeurtenis (begin en einde van een activiteit).",
        "{n} rijen vormen met een andere rij samen één gebeurtenis (begin en einde van een activiteit).",
    ),
    "lifecycle_running": plural(
        "{n} activiteit begint en wordt nergens beëindigd: die loopt nog.",
        "{n} activiteiten beginnen en worden nergens beëindigd: die lopen nog.",
    ),
    "lifecycle_unbegun": plural(
        "{n} activiteit eindigt zonder dat haar begin in dezelfde levering staat; die is één moment.",
        "{n} activiteiten eindigen zonder dat hun begin in dezelfde levering staat; die zijn één moment.",
    ),
    "lifecycle_unmapped": marked(
        "Kolom ‘{column}’ zegt wanneer een activiteit begint en eindigt, maar wordt zo niet gelezen: nu is "
        "elk moment een gebeurtenis op zich. Zet in de configuratie bij deze bron (bij een puntkomma begint "
        "een nieuwe regel): {detail}"
    ),
    "moments_alike": marked(
        "Alle {n} gebeurtenissen hebben hetzelfde moment; kolom ‘{column}’ is dan misschien de dag van de"
        " export, en niet het begin van elke gebeurtenis."
    ),
    "no_audittrail": marked(
        "Zonder audittrail is niet te zeggen wanneer een behandelaar is gestopt."
    ),
    "no_event": marked("Geen enkele van de {n} rijen werd een gebeurtenis."),
    "no_last_change": marked(
        "De dienst zegt niet wanneer een zaak voor het laatst is gewijzigd (laatstGemuteerd): een zaak die"
        " met een datum van lang geleden is gesloten, wordt alleen met --reread gezien."
    ),
    "no_rows": marked("De levering heeft geen rijen: er is niets te lezen."),
    "not_one_moment": marked("Deze database is niet op één moment gelezen."),
    "organisations_unlisted": plural(
        "{n} organisatie staat niet in de codelijst en heet zoals de berichten haar noemen.",
        "{n} organisaties staan niet in de codelijst en heten zoals de berichten ze noemen.",
    ),
    "partners_unlisted": plural(
        "{n} code van een partner staat niet in de codelijst (options.partners) en blijft zoals zij is.",
        "{n} codes van partners staan niet in de codelijst (options.partners) en blijven zoals zij zijn.",
    ),
    "path_in_no_element": marked("Pad ‘{column}’ staat in geen enkel element."),
    "path_in_no_row": marked("Pad ‘{column}’ staat in geen enkele rij."),
    "question_other": marked("De vraag is een andere dan eerst: alles is opnieuw gelezen."),
    "questions_lost": plural(
        "{n} antwoord hoort bij een vraag die niet bij de berichten is: het staat in de zaak van het nummer"
        " dat het noemt.",
        "{n} antwoorden horen bij een vraag die niet bij de berichten is: zij staan in de zaak van het nummer"
        " dat zij noemen.",
    ),
    "rows_skipped": plural(
        "{n} rij is weggelaten (skip_rows_where op {column}); zij telt niet als gelezen.",
        "{n} rijen zijn weggelaten (skip_rows_where op {column}); zij tellen niet als gelezen.",
    ),
    "settings_changed": plural(
        "{n} bestand is gelezen toen de configuratie anders was ({detail}); wat eruit is gelezen, blijft"
        " zoals het toen was. klantreis run … --reread met de naam van deze bron leest alles opnieuw.",
        "{n} bestanden zijn gelezen toen de configuratie anders was ({detail}); wat eruit is gelezen, blijft"
        " zoals het toen was. klantreis run … --reread met de naam van deze bron leest alles opnieuw.",
    ),
    "several_cases": plural(
        "{n} rij heeft meer zaken of huishoudens, en geen daarvan is die van de cliënt zelf: de eerste telt.",
        "{n} rijen hebben meer zaken of huishoudens, en geen daarvan is die van de cliënt zelf:"
        " de eerste telt.",
    ),
    "short_secret": marked("Het geheim van de cliënt is korter dan {detail} tekens."),
    "terms_unknown": plural(
        "{n} nieuwe term heeft geen betekenis in het begrippenkader.",
        "{n} nieuwe termen hebben geen betekenis in het begrippenkader.",
    ),
    "time_ancient": plural(
        "{n} tijd in kolom ‘{column}’ ligt in 1900 of eerder; betekent die datum ‘niet ingevuld’, zet hem dan"
        " als jjjj-mm-dd bij deze bron in missing = [...].",
        "{n} tijden in kolom ‘{column}’ liggen in 1900 of eerder; betekent zo’n datum ‘niet ingevuld’, zet"
        " hem dan als jjjj-mm-dd bij deze bron in missing = [...].",
    ),
    "time_far": plural(
        "{n} tijd in kolom ‘{column}’ ligt in 2099 of later en bepaalt geen peilmoment; betekent die datum"
        " ‘niet ingevuld’, zet hem dan als jjjj-mm-dd bij deze bron in missing = [...].",
        "{n} tijden in kolom ‘{column}’ liggen in 2099 of later en bepalen geen peilmoment; betekent zo’n"
        " datum ‘niet ingevuld’, zet hem dan als jjjj-mm-dd bij deze bron in missing = [...].",
    ),
    "time_filler": plural(
        "{n} tijd in kolom ‘{column}’ is {detail}: een datum die een programma zet waar niets is ingevuld."
        ' Klopt dat, zet dan bij deze bron missing = ["{detail}"].',
        "{n} tijden in kolom ‘{column}’ zijn {detail}: een datum die een programma zet waar niets is"
        ' ingevuld. Klopt dat, zet dan bij deze bron missing = ["{detail}"].',
    ),
    "time_later": plural(
        "{n} tijd in kolom ‘{column}’ ligt later dan het moment waarop het bestand is gelezen: een plan of"
        " een tikfout. Die gebeurtenis blijft staan en bepaalt geen peilmoment.",
        "{n} tijden in kolom ‘{column}’ liggen later dan het moment waarop het bestand is gelezen: een plan"
        " of een tikfout. Die gebeurtenissen blijven staan en bepalen geen peilmoment.",
    ),
    "time_outside": plural(
        "{n} rij is afgekeurd omdat kolom ‘{column}’ buiten 1900–2100 ligt; betekent die datum ‘niet"
        " ingevuld’, zet hem dan als jjjj-mm-dd bij deze bron in missing = [...].",
        "{n} rijen zijn afgekeurd omdat kolom ‘{column}’ buiten 1900–2100 ligt; betekent zo’n datum ‘niet"
        " ingevuld’, zet hem dan als jjjj-mm-dd bij deze bron in missing = [...].",
    ),
    "traces_nameless": plural(
        "{n} zaak heeft geen naam (concept:name); het nummer binnen het bestand is de zaak. In een "
        "andere levering kan dat een ander nummer zijn.",
        "{n} zaken hebben geen naam (concept:name); het nummer binnen het bestand is de zaak. In een "
        "andere levering kan dat een ander nummer zijn.",
    ),
    "unfinished": plural(
        "{n} bestand werd nog geschreven of breekt af, en is nog niet gelezen: een volgende nacht leest het.",
        "{n} bestanden werden nog geschreven of breken af, en zijn nog niet gelezen: een volgende nacht leest"
        " ze.",
    ),
    "without_case": plural(
        "{n} rij heeft geen zaak en staat in die van de cliënt of het huishouden.",
        "{n} rijen hebben geen zaak en staan in die van de cliënt of het huishouden.",
    ),
    "without_xsd": plural(
        "{n} bericht is van een versie waarvan options.schemas geen XSD heeft: alleen de opbouw is nagegaan.",
        "{n} berichten zijn van een versie waarvan options.schemas geen XSD heeft: alleen de opbouw"
        " is nagegaan.",
    ),
    "zaken_asked": plural(
        "Er is {n} keer een zaak opgevraagd.", "Er is {n} keer een zaak opgevraagd."
    ),
    "zaken_deleted": plural(
        "{n} opgevraagde zaak was intussen verwijderd.",
        "{n} opgevraagde zaken waren intussen verwijderd.",
    ),
    "identity_unread": plural(
        "{n} waarde in kolom ‘{column}’ is niet te lezen; wie het is, is zonder dat gegeven bepaald.",
        "{n} waarden in kolom ‘{column}’ zijn niet te lezen; wie het zijn, is zonder dat gegeven bepaald.",
    ),
    "title_lines": plural(
        "{n} regel boven de kop van de tabel is overgeslagen.",
        "{n} regels boven de kop van de tabel zijn overgeslagen.",
    ),
    "trailing_fields": plural(
        "{n} rij heeft achteraan lege velden meer dan de kop; die zijn weggelaten.",
        "{n} rijen hebben achteraan lege velden meer dan de kop; die zijn weggelaten.",
    ),
}
"""Of each kind its sentence in Dutch, or its two forms for 1 and for more; {n}, {column} and {detail} are
filled in."""


def sentence(note: Note, language: Language = "nl") -> str:
    """A note as a sentence.

    Raises:
        KeyError: its kind has no words.

    >>> from journeys.notes import Note
    >>> sentence(Note("cost_unread", n=3, column="Bedrag"), "en")
    '3 amounts in column ‘Bedrag’ cannot be read; those events are there without an amount.'
    """
    reader, words = Reader(language), WORDS[note.kind]
    values = {"column": note.column, "detail": note.detail, "n_over": reader.number(note.n_over)}
    if isinstance(words, tuple):
        return reader.plural(*words, note.n, **values)
    return reader.text(words, n=reader.number(note.n), **values)


def line(summary: Summary, language: Language = "nl") -> str:
    """A note over the files that have it, as one line: which file, or how many.

    >>> from journeys.notes import Note, Summary
    >>> line(Summary(Note("cost_unread", n=1, column="Bedrag"), ("a.csv",)), "en")
    '1 amount in column ‘Bedrag’ cannot be read; that event is there without an amount. (a.csv)'
    """
    reader, text = Reader(language), sentence(summary.note, language)
    if not summary.files:
        return text
    several = reader.plural("{n} bestand", "{n} bestanden", len(summary.files))
    return f"{text} ({summary.files[0] if len(summary.files) == 1 else several})"
