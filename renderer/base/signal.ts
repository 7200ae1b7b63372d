import { useState } from 'preact/hooks';

/** A value that is shown: setting it draws it again. */
export interface Signal<T> {
  value: T;
}
export type ReadonlySignal<T> = Readonly<Signal<T>>;

const create = <T>(first: T, redraw: () => void): Signal<T> => {
  let current = first;
  return {
    get value() {
      return current;
    },
    set value(next) {
      if (next === current) return;
      current = next;
      redraw();
    },
  };
};

const useRedraw = (): (() => void) => {
  const [, setCount] = useState(0);
  return () => {
    setCount((count) => count + 1);
  };
};

/** Of the window, once it is drawn. */
let redrawWindow = (): void => undefined;

/** For the root of the window alone. */
export const useSignals = (): void => {
  redrawWindow = useRedraw();
};

/** Belongs to the window, wherever it is shown: as main's state does, it has the whole of it drawn again. */
export const signal = <T>(first: T): Signal<T> => create(first, () => redrawWindow());

/** Belongs to one component, for as long as that is shown. */
export const useSignal = <T>(first: T): Signal<T> => {
  const redraw = useRedraw();
  return useState(() => create(first, redraw))[0];
};
