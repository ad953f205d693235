# Gli arrivi.
