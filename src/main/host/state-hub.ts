import type { ViewState } from '../../shared/contract/views.ts';
import type { StateHub } from '../host-contract.ts';
import { reduce, viewOf, type HostEvent, type HostState } from './reducer.ts';

/** Ten a second: progress looks smooth, and a window has time to draw. */
export const pushMs = 100;

/** Holds the one state. Only the reducer changes it, and each change has a higher revision. */
export class ReducedState implements StateHub {
  readonly #listeners = new Set<(state: ViewState) => void>();
  #state: HostState;
  #view: ViewState;
  #timer: NodeJS.Timeout | undefined;
  #lastPush = 0;

  constructor(first: HostState) {
    this.#state = first;
    this.#view = viewOf(first, 1);
  }

  current(): ViewState {
    return this.#view;
  }

  dispatch(event: HostEvent): void {
    const next = reduce(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#view = viewOf(next, this.#view.revision + 1);
    this.#soon();
  }

  subscribe(listener: (state: ViewState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Nobody is told anything any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  /** Never in the middle of what changed the state: a listener may do anything. */
  #soon(): void {
    const wait = Math.max(this.#lastPush + pushMs - performance.now(), 0);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#lastPush = performance.now();
      for (const listener of [...this.#listeners]) listener(this.#view);
    }, wait);
  }
}
