"""Forms that are printed from a procedure's data, as PDF. Printers are beside, in `devices`."""
