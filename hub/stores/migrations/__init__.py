"""The numbered migrations of the hub's database; `hub.stores.schema` runs them."""
