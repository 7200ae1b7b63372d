import type { Page } from '../../src/shared/contract/places.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { signal, type ReadonlySignal } from './signal.ts';

const shown = signal<Page | undefined>(undefined);

/** The page that the main window shows; undefined before the first state. */
export const page: ReadonlySignal<Page | undefined> = shown;

export const goTo = (next: Page): void => {
  shown.value = next;
};

let asked: number | undefined;
/** Main may ask for a page (tray, notification): followed once for each time it asks. */
export const followRoute = ({ route }: WindowState): void => {
  if (route.asked === asked) return;
  asked = route.asked;
  shown.value = route.page;
};

/** Another page leads to the question of the settings whether everything goes from this computer. */
export const asksToRemove = signal(false);

export const settingsSections = ['connections', 'backups', 'notifications', 'advanced'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** The one that the settings show, also when they are opened again. */
export const settingsSection = signal<SettingsSection>('connections');

export const openSettings = (section: SettingsSection): void => {
  settingsSection.value = section;
  goTo('settings');
};
