# Le lettere che partono da sole.
