# Hours, days and durations. Whole phrases are put together in `words::when`.

time-monday = Monday
time-tuesday = Tuesday
time-wednesday = Wednesday
time-thursday = Thursday
time-friday = Friday
time-saturday = Saturday
time-sunday = Sunday

time-january = January
time-february = February
time-march = March
time-april = April
time-may = May
time-june = June
time-july = July
time-august = August
time-september = September
time-october = October
time-november = November
time-december = December

time-today = today
time-first = 1
time-on-weekday = on { $day }
time-on-date = on { $date }
time-on-date-elided = on { $date }
time-named-weekday = { $day } { $hour }
time-named-date = { $date } { $hour }
time-named-date-elided = { $date } { $hour }
time-from-weekday = from { $day } { $hour }
time-from-date = from { $date } { $hour }
time-from-date-elided = from { $date } { $hour }
time-from-hour = from { $time }
time-from-hour-one = from { $time }
time-hour = { $time }
time-hour-one = { $time }
time-at-hour = at { $time }
time-at-hour-one = at { $time }
time-by-today = today, by { $hour }
time-by-day = on { $day }, by { $hour }
time-promise = You’ll have our answer { $by }

time-left-moments = less than a minute
time-left-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-left-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-left-both = { $hours } and { $minutes }
time-left-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
time-unit-minutes = min
time-unit-hours = { $count ->
    [one] hour
   *[other] hours
}
time-unit-days = { $count ->
    [one] day
   *[other] days
}

time-holiday-new-year = New Year’s Day
time-holiday-epiphany = Epiphany
time-holiday-easter = Easter
time-holiday-easter-monday = Easter Monday
time-holiday-liberation = Liberation Day
time-holiday-labour = Labour Day
time-holiday-republic = Republic Day
time-holiday-assumption = Assumption Day
time-holiday-saint-francis = Saint Francis
time-holiday-all-saints = All Saints’ Day
time-holiday-immaculate = Immaculate Conception
time-holiday-christmas = Christmas Day
time-holiday-saint-stephen = Saint Stephen’s Day
time-holiday-patron = Patron saint

# Hours written wrong, beside the field.
time-hours-not-an-object = An object is needed here.
time-hours-not-a-list = A list is needed here.
time-hours-unknown-key = There is no such entry.
time-hours-unknown-zone = There is no such time zone. An example: Europe/Rome.
time-hours-unknown-holidays = We know Italian holidays only (IT), or none.
time-hours-bad-month-day = Month and day are needed, as in 06-24.
time-hours-bad-date = There is no such date. An example: 2026-12-24.
time-hours-date-twice = This date is already an exception.
time-hours-bad-interval = Two times are needed, as in 09:00 and 18:00. The last may be 24:00.
time-hours-closes-before-opening = It closes before it opens.
time-hours-overlap = It overlaps another interval of the same day.
time-hours-too-many-intervals = At most 8 intervals in a day.
time-hours-too-many-exceptions = At most 400 exceptions.
time-hours-missing = Missing.
