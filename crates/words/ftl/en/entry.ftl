# Sign-in and first run.
