/** Rows that the user chose, by their keys. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Where a range begins: the row that was chosen last without Shift. */
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

/** One more, or one less. */
export const toggled = ({ keys }: Selection, key: string): Selection => {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { keys: next, anchor: key };
};

/** From the anchor to this row, both included, and nothing else. `order`: all rows as they are shown. */
export const extended = ({ anchor }: Selection, key: string, order: readonly string[]): Selection => {
  const begin = anchor !== null && order.includes(anchor) ? anchor : key;
  const [from, to] = [order.indexOf(begin), order.indexOf(key)];
  return { keys: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor: begin };
};

export const allSelected = (order: readonly string[]): Selection => ({
  keys: new Set(order),
  anchor: order[0] ?? null,
});

/** Without those that are not shown any more: nobody means what he does not see. */
export const stillShown = (selection: Selection, order: readonly string[]): Selection => {
  const shown = new Set(order);
  const keys = [...selection.keys].filter((key) => shown.has(key));
  return keys.length === selection.keys.size ? selection : { ...selection, keys: new Set(keys) };
};
