# Le ore, i giorni e le durate. Le frasi intere le compone `words::when`.

time-monday = lunedì
time-tuesday = martedì
time-wednesday = mercoledì
time-thursday = giovedì
time-friday = venerdì
time-saturday = sabato
time-sunday = domenica

time-january = gennaio
time-february = febbraio
time-march = marzo
time-april = aprile
time-may = maggio
time-june = giugno
time-july = luglio
time-august = agosto
time-september = settembre
time-october = ottobre
time-november = novembre
time-december = dicembre

time-today = oggi
time-first = 1º
time-on-weekday = { $day }
time-on-date = il { $date }
time-on-date-elided = l’{ $date }
time-named-weekday = { $day } { $hour }
time-named-date = il { $date } { $hour }
time-named-date-elided = l’{ $date } { $hour }
time-from-weekday = da { $day } { $hour }
time-from-date = dal { $date } { $hour }
time-from-date-elided = dall’{ $date } { $hour }
time-from-hour = dalle { $time }
time-from-hour-one = dall’{ $time }
time-hour = le { $time }
time-hour-one = l’{ $time }
time-at-hour = alle { $time }
time-at-hour-one = all’{ $time }
time-by-today = oggi, entro { $hour }
time-by-day = { $day }, entro { $hour }
time-promise = { $register ->
    [tu] Ti rispondiamo { $by }
   *[lei] Le rispondiamo { $by }
}

time-left-moments = meno di un minuto
time-left-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minuti
}
time-left-hours = { $count ->
    [one] { $count } ora
   *[other] { $count } ore
}
time-left-both = { $hours } e { $minutes }
time-left-days = { $count ->
    [one] { $count } giorno
   *[other] { $count } giorni
}
time-unit-minutes = min
time-unit-hours = { $count ->
    [one] ora
   *[other] ore
}
time-unit-days = { $count ->
    [one] giorno
   *[other] giorni
}

time-holiday-new-year = Capodanno
time-holiday-epiphany = Epifania
time-holiday-easter = Pasqua
time-holiday-easter-monday = Lunedì dell’Angelo
time-holiday-liberation = Festa della Liberazione
time-holiday-labour = Festa del Lavoro
time-holiday-republic = Festa della Repubblica
time-holiday-assumption = Ferragosto
time-holiday-saint-francis = San Francesco
time-holiday-all-saints = Ognissanti
time-holiday-immaculate = Immacolata Concezione
time-holiday-christmas = Natale
time-holiday-saint-stephen = Santo Stefano
time-holiday-patron = Santo patrono

# Orari scritti male, accanto al campo.
time-hours-not-an-object = Qui serve un oggetto.
time-hours-not-a-list = Qui serve un elenco.
time-hours-unknown-key = Questa voce non esiste.
time-hours-unknown-zone = Questo fuso orario non esiste. Un esempio: Europe/Rome.
time-hours-unknown-holidays = Conosciamo solo le feste italiane (IT), oppure nessuna.
time-hours-bad-month-day = Servono mese e giorno, come 06-24.
time-hours-bad-date = Questa data non esiste. Un esempio: 2026-12-24.
time-hours-date-twice = Questa data è già fra le eccezioni.
time-hours-bad-interval = Servono due orari, come 09:00 e 18:00. L’ultimo può essere 24:00.
time-hours-closes-before-opening = Chiude prima di aprire.
time-hours-overlap = Si sovrappone a un altro intervallo dello stesso giorno.
time-hours-too-many-intervals = Al massimo 8 intervalli in un giorno.
time-hours-too-many-exceptions = Al massimo 400 eccezioni.
time-hours-missing = Manca.
