# Arrivals.
