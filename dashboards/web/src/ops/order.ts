// An order that does not change under the eyes of whoever reads.

/** The rows in the order in which they were shown before, what is new behind them. */
export function keptInOrder<Row>(rows: readonly Row[], before: readonly string[], keyOf: (row: Row) => string): Row[] {
  const places = new Map(before.map((key, index) => [key, index]));
  const placeOf = (row: Row): number => places.get(keyOf(row)) ?? before.length;
  return [...rows].sort((one, other) => placeOf(one) - placeOf(other));
}

const inWords = new Intl.Collator(undefined, { numeric: true });

/** Compare what a column holds; what is not there comes last, whichever way it is sorted. */
export function comparing<Row>(
  valueOf: (row: Row) => string | number | null | undefined,
  descending: boolean,
): (one: Row, other: Row) => number {
  return (one, other) => {
    const [first, second] = [valueOf(one), valueOf(other)];
    if (first === second) return 0;
    if (first === null || first === undefined) return 1;
    if (second === null || second === undefined) return -1;
    const order =
      typeof first === "number" && typeof second === "number"
        ? first - second
        : inWords.compare(String(first), String(second));
    return descending ? -order : order;
  };
}

/** Whether every word of the query occurs in the text. */
export function fits(text: string, query: string): boolean {
  const where = text.toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => where.includes(word));
}

/** What a person typed as a case's number: the whole, or its last eight places; null when it is neither. */
export function numberIn(typed: string): string | null {
  const plain = typed.trim().toLowerCase();
  const short = /^(?:[a-z0-9-]*(?:…|\.{2,3}))?-?([0-9a-f]{8})$/.exec(plain);
  if (short?.[1]) return short[1];
  return /^[a-z0-9][a-z0-9-]{8,62}$/.test(plain) ? plain : null;
}
