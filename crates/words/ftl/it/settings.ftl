# Le impostazioni.
