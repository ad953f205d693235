# La pagina del cliente.
