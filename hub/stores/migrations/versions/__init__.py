"""One file a change of the tables, numbered; once released, never changed again."""
