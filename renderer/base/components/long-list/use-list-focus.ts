import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useSignal } from '../../signal.ts';

export interface ListFocus {
  /** The row that Tab leads to; undefined: there is none. */
  readonly key: string | undefined;
  /** It has the focus already. */
  readonly take: (key: string) => void;
  /** It gets the focus as soon as it is drawn. */
  readonly moveTo: (key: string) => void;
}

/** The one row of many that the keyboard is on; the first one before anybody was there, or where that row is gone. */
export const useListFocus = (list: RefObject<HTMLElement | null>, order: readonly string[]): ListFocus => {
  const last = useSignal<string | undefined>(undefined);
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(wanted.current)}"]`);
    wanted.current = null;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });
  return {
    key: last.value !== undefined && order.includes(last.value) ? last.value : order[0],
    take: (key) => {
      last.value = key;
    },
    moveTo: (key) => {
      wanted.current = key;
      last.value = key;
    },
  };
};
