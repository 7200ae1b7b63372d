import { signal, type ReadonlySignal } from '@preact/signals';

const tickMs = 1000;
const shown = signal(new Date());

/** The clock of the windows: read it in a component, and what it says stays true. Moves on each second. */
export const second: ReadonlySignal<Date> = shown;

const coarse = signal(new Date());
/** The same, moved on each half minute: for ages, so that a page is not drawn anew each second. */
export const now: ReadonlySignal<Date> = coarse;

const coarseMs = 30_000;

/** Starts the clock of this window. */
export const startClock = (): void => {
  setInterval(() => {
    shown.value = new Date();
    if (shown.value.getTime() - coarse.value.getTime() >= coarseMs) coarse.value = shown.value;
  }, tickMs);
};
