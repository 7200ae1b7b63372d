import type { JSX } from 'preact';
import { signal } from './signal.ts';

/** Lies over whatever page is shown: a dialog that has to be read though its own page is gone by then. */
export const overlay = signal<JSX.Element | null>(null);
