# The customer’s page.
