import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Page } from '../../src/shared/contract/commands.ts';
import { viewState } from './bridge.ts';

const shown = signal<Page | undefined>(undefined);

/** The page that the main window shows; undefined before the first state. */
export const page: ReadonlySignal<Page | undefined> = shown;

export const goTo = (next: Page): void => {
  shown.value = next;
};

/** Main may ask for a page (tray, notification): followed once for each time it asks. */
export const followRoute = (): void => {
  let asked: number | undefined;
  effect(() => {
    const route = viewState.value?.route;
    if (route === undefined || route.asked === asked) return;
    asked = route.asked;
    shown.value = route.page;
  });
};
