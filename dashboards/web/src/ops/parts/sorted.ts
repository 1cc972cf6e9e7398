// The rows of a table in the order that a person asked for. It does not change while somebody is in the table.

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";

import { comparing, keptInOrder } from "../order";

export interface Column<Row> {
  key: string;
  title: string;
  /** What it is sorted by; a column without cannot be sorted. */
  value?: (row: Row) => string | number | null | undefined;
  number?: boolean;
  /** What its title leaves open. */
  hint?: string;
  /** Left out where there is little room. */
  minor?: boolean;
}

export interface Table<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** The column it is sorted by at first; none keeps the rows as they come. */
  sortBy?: string;
  downwards?: boolean;
}

interface Sorted<Row> {
  shown: ShallowRef<readonly Row[]>;
  count: ComputedRef<number>;
  /** Somebody is in it. */
  held: Ref<boolean>;
  sort: (column: Column<Row>) => void;
  sortOf: (column: Column<Row>) => "none" | "ascending" | "descending";
  signOf: (column: Column<Row>) => string;
}

export function useSorted<Row>(table: Table<Row>): Sorted<Row> {
  const by = ref(table.sortBy ?? "");
  const descending = ref(table.downwards ?? false);
  const held = ref(false);
  const shown = shallowRef<readonly Row[]>([]);

  const sorted = computed(() => {
    const value = table.columns.find((column) => column.key === by.value)?.value;
    if (!value) return table.rows;
    // Each row's value is worked out once: a comparison is made ten times as often.
    const compare = comparing<{ row: Row; value: ReturnType<typeof value> }>((each) => each.value, descending.value);
    return table.rows.map((row) => ({ row, value: value(row) })).sort(compare).map(({ row }) => row);
  });
  watch(
    [sorted, held],
    () => {
      shown.value = held.value ? keptInOrder(table.rows, shown.value.map(table.keyOf), table.keyOf) : sorted.value;
    },
    { immediate: true },
  );

  function sort(column: Column<Row>): void {
    descending.value = by.value === column.key && !descending.value;
    by.value = column.key;
    shown.value = sorted.value;
  }
  const isSorted = (column: Column<Row>): boolean => by.value === column.key;
  const sortOf = (column: Column<Row>) =>
    !isSorted(column) ? "none" : descending.value ? "descending" : "ascending";
  const signOf = (column: Column<Row>): string => (!isSorted(column) ? "" : descending.value ? " ↓" : " ↑");
  return { shown, count: computed(() => shown.value.length), held, sort, sortOf, signOf };
}
