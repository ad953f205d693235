//! Numbers read across rooms, never written: the black-hole meter and the kept-rate.
