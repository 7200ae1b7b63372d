/** What a key asks of a list. */
export type ListWish =
  | { readonly wish: 'move'; readonly to: number; readonly extends: boolean }
  | { readonly wish: 'open' | 'toggle' | 'all' | 'none' | 'delete' };

type KeyInput = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

interface Place {
  /** Of the row that has the focus, among those that can have it. */
  readonly index: number;
  readonly count: number;
  /** Rows that fit into the window. */
  readonly page: number;
}

/** Undefined: a key that is none of the list's. A mouse can do nothing that these cannot. Pure. */
export const wishOf = (event: KeyInput, { index, count, page }: Place): ListWish | undefined => {
  const { key, shiftKey, altKey } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (altKey) return undefined;
  if (isCommand) return key.toLowerCase() === 'a' ? { wish: 'all' } : undefined;
  const to = moves[key]?.(index, count, page);
  if (to !== undefined) return { wish: 'move', to: Math.min(Math.max(to, 0), count - 1), extends: shiftKey };
  const wish = wishes[key];
  return wish === undefined || shiftKey ? undefined : { wish };
};

const moves: Readonly<Record<string, (index: number, count: number, page: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index, _count, page) => index + page,
  PageUp: (index, _count, page) => index - page,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

const wishes: Readonly<Record<string, Exclude<ListWish['wish'], 'move'>>> = {
  Enter: 'open',
  ' ': 'toggle',
  Escape: 'none',
  Delete: 'delete',
  // Macs have no other key for it.
  Backspace: 'delete',
};
