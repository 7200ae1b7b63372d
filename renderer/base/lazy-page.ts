import type { ComponentType } from 'preact';
import type { PageProps } from './mount.tsx';
import { readMessages, type Part } from '../../src/messages/windows.ts';
import { signal, type ReadonlySignal } from './signal.ts';

/** A page, or what lies over one, that is a file of its own, read when it is first wanted. */
export interface LazyPage<Props = PageProps> {
  /** Null: not there yet. */
  readonly there: ReadonlySignal<ComponentType<Props> | 'failed' | null>;
  /** Reads it, unless it is there or on its way; what failed is tried again. */
  readonly load: () => Promise<void>;
}

/** @param parts - what of the messages it shows */
export const lazyPage = <Props = PageProps>(
  read: () => Promise<ComponentType<Props>>,
  ...parts: readonly Part[]
): LazyPage<Props> => {
  const there = signal<ComponentType<Props> | 'failed' | null>(null);
  let isAsked = false;
  const load = async (): Promise<void> => {
    if (isAsked) return;
    isAsked = true;
    there.value = null;
    try {
      [there.value] = await Promise.all([read(), readMessages(...parts)]);
    } catch {
      // Its file is gone (the app was replaced under its window) or broken: the window is told.
      isAsked = false;
      there.value = 'failed';
    }
  };
  return { there, load };
};
