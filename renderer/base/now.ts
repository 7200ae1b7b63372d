import { useEffect } from 'preact/hooks';
import { signal, useSignal, type ReadonlySignal } from './signal.ts';

const tickMs = 1000;
const coarse = signal(new Date());

/** The clock of the windows: read it in a component, and ages stay true. Moves on each half minute. */
export const now: ReadonlySignal<Date> = coarse;

const coarseMs = 30_000;

/** Starts the clock of this window. Looks each second, for a computer that slept is late for its half minutes. */
export const startClock = (): void => {
  setInterval(() => {
    const moment = new Date();
    if (moment.getTime() - coarse.value.getTime() >= coarseMs) coarse.value = moment;
  }, tickMs);
};

/** The time, by the second: only what counts seconds is drawn again with it. */
export const useSecond = (): Date => {
  const shown = useSignal(new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      shown.value = new Date();
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return shown.value;
};
