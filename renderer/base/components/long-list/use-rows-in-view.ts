import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useSignal } from '../../signal.ts';
import { rowsInView, type RowsInView } from './rows-in-view.ts';

interface InView extends RowsInView {
  /** Of the element that is as high as all rows together. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Pixels. */
  readonly row: number;
}

/** Until the list is there to be measured. */
const unmeasured = { first: 0, end: 24, row: 40 };

/** The style sheet says how high a row is (`--row`): higher in a narrow window, where it has two lines. */
const rowOf = (list: HTMLElement): number =>
  Number.parseFloat(getComputedStyle(list).getPropertyValue('--row')) || unmeasured.row;

/** Which of so many rows have to be drawn, whatever it is that scrolls. */
export const useRowsInView = (count: number): InView => {
  const ref = useRef<HTMLDivElement>(null);
  const seen = useSignal<RowsInView & { readonly row: number }>(unmeasured);
  const look = (): void => {
    const list = ref.current;
    if (list === null) return;
    const row = rowOf(list);
    const next = rowsInView({ top: list.getBoundingClientRect().top, height: window.innerHeight }, row, count);
    const { first, end, row: before } = seen.value;
    if (next.first !== first || next.end !== end || row !== before) seen.value = { ...next, row };
  };
  const newest = useRef(look);
  newest.current = look;
  // What stands above the list may have grown.
  useLayoutEffect(look);
  useLayoutEffect(() => {
    const lookAgain = (): void => newest.current();
    // Scrolling does not bubble; it is seen on its way down, from whichever element it is.
    const options = { capture: true, passive: true };
    window.addEventListener('scroll', lookAgain, options);
    window.addEventListener('resize', lookAgain);
    return () => {
      window.removeEventListener('scroll', lookAgain, options);
      window.removeEventListener('resize', lookAgain);
    };
  }, []);
  return { ref, ...seen.value };
};
