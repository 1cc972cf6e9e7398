"""Film, in the child: one encode, while a call or a recording wants it (docs/adr/0024).

`encoder` makes packets of pictures, `studio` gives them to whoever takes them: `recorder`, and a `peer` for
each call of `calls`; `service` answers the agent. `peer` alone loads aiortc, with the first call.
"""
