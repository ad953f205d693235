# Accesso e primo avvio.
