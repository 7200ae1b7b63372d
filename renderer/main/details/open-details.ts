import { signal, type ReadonlySignal } from '../../base/signal.ts';

const shown = signal<string | null>(null);

/** The backup whose details lie over the page, by `keyOf`; null: none. */
export const shownDetails: ReadonlySignal<string | null> = shown;

/** @param key - `keyOf` a backup of one of the two lists */
export const openDetails = (key: string): void => {
  shown.value = key;
};

export const closeDetails = (): void => {
  shown.value = null;
};
