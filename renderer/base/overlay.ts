import type { JSX } from 'preact';
import { signal } from './signal.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { FileInHand } from '../../src/shared/contract/views.ts';

/** Lies over whatever page is shown: a dialog that has to be read though its own page is gone by then. */
export const overlay = signal<JSX.Element | null>(null);

/** The storage in the cloud: how much there is, and what would free some. */
export const asksAboutStorage = signal(false);

/** The user says that what disappeared from iCloud was their doing: a question lies over the page until it is answered. */
export const asksAboutRemoval = signal(false);

/** Home Assistant does not answer at its address: another one is looked for over the page. */
export const asksWhereHomeIs = signal(false);

/** What became of a file that was dropped on the window or chosen: what is found out about it lies over the page. Null: none is open. */
export const offered = signal<Result<FileInHand> | null>(null);

/** The page for the day when everything else is gone is wanted: what makes it lies over whatever page is shown. */
export const asksForSheet = signal(false);

/** Home Assistant's page for a new token is wanted: the settings begin there as soon as they are shown. */
export const asksToSignInHome = signal(false);
