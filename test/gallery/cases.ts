import type { ViewState } from '../../src/shared/contract/views.ts';
import { activityAnswers, activityState } from '../ui/states/activity.ts';
import { ok, type Answers } from '../ui/states/answers.ts';
import { detailsAnswers, detailsState } from '../ui/states/details.ts';
import { checks, fileAnswers, fileButton, fileState } from '../ui/states/file.ts';
import { homeCases } from '../ui/states/home.ts';
import { promptCases, promptSize, stateOf } from '../ui/states/prompt.ts';
import {
  copiesAre,
  flawedCopies,
  keepsLast,
  lastRestore,
  remindedState,
  restoreAnswers,
  restoreRoute,
  restoreState,
  sheetAnswers,
} from '../ui/states/restore.ts';
import {
  alarmAnswers,
  attic,
  brokenReport,
  checked,
  oldMac,
  phoneCodeAnswers,
  settingsOf,
  state as settingsState,
  telling,
  withAlarm,
} from '../ui/states/settings.ts';
import { fullState, storageAnswers } from '../ui/states/storage.ts';
import { answers as setupAnswers, fresh, setupCases, setupSize, type Step } from '../ui/states/setup.ts';
import { backups, notSetUp, problem } from '../ui/states/view-state.ts';

/** A window as the tests of the windows open it. */
export interface GalleryCase {
  readonly room: 'Home' | 'Activity' | 'Restore' | 'Settings' | 'Set-up' | 'Prompt';
  readonly name: string;
  readonly page: 'index' | 'prompt';
  readonly state: ViewState;
  readonly answers: Answers;
  /** Pixels; the width is only where the gallery begins. */
  readonly size: { readonly width: number; readonly height: number };
  /** What is done before it looks like that; `press` says on what, as a CSS selector. */
  readonly steps: readonly (Step | `press ${string}`)[];
}

const main = { page: 'index', size: { width: 940, height: 700 }, steps: [] } as const;

const withSheet: Answers = { ...sheetAnswers, 'backups.list': () => ok({ backups: [...backups], problems: [] }) };
/** The reminder's button; Home has no other card with a line of its own. */
const openSheet = 'press .card > .line-apart > .button';

export const galleryCases: readonly GalleryCase[] = [
  ...homeCases.map(({ name, state, backups = [] }): GalleryCase => {
    const answers: Answers = { 'backups.list': () => ok({ backups: [...backups], problems: [] }) };
    return { ...main, room: 'Home', name, state, answers };
  }),
  {
    ...main,
    room: 'Home',
    name: 'storage-full',
    state: fullState,
    answers: storageAnswers(),
    steps: ['press .glance-open'],
  },
  { ...main, room: 'Home', name: 'sheet-reminder', state: remindedState, answers: withSheet },
  { ...main, room: 'Home', name: 'sheet', state: remindedState, answers: withSheet, steps: [openSheet] },
  {
    ...main,
    room: 'Home',
    name: 'sheet-saved',
    state: remindedState,
    answers: withSheet,
    steps: [openSheet, 'press dialog .button-primary'],
  },
  { ...main, room: 'Activity', name: 'activity', state: activityState, answers: activityAnswers },
  { ...main, room: 'Restore', name: 'restore', state: restoreState, answers: restoreAnswers },
  { ...main, room: 'Restore', name: 'newest-are-damaged', state: restoreState, answers: copiesAre(flawedCopies) },
  {
    ...main,
    room: 'Restore',
    name: 'none-verified',
    state: restoreState,
    answers: copiesAre(flawedCopies.slice(0, 5)),
  },
  {
    ...main,
    room: 'Restore',
    name: 'details',
    state: detailsState,
    answers: detailsAnswers,
    steps: ['press .long-row'],
  },
  {
    ...main,
    room: 'Restore',
    name: 'last-restore',
    state: { ...restoreState, route: { page: 'restored', asked: 1 } },
    answers: { ...restoreAnswers, ...keepsLast(lastRestore) },
  },
  {
    ...main,
    room: 'Restore',
    name: 'signed-out',
    state: { ...notSetUp, route: restoreRoute },
    answers: restoreAnswers,
  },
  {
    ...main,
    room: 'Restore',
    name: 'nothing-found',
    state: restoreState,
    answers: {
      'backups.list': () =>
        ok({
          backups: [],
          problems: [problem('cloud.folder-unread', { folder: 'Albums' })],
          search: { looked: ['', 'HomeAssistantBackups', 'Photos'], left: 4, found: [] },
        }),
    },
  },
  ...Object.entries(checks).map(([name, found]): GalleryCase => ({
    ...main,
    room: 'Restore',
    name: `file-${name}`,
    state: fileState,
    answers: fileAnswers(found),
    steps: [`press ${fileButton}`],
  })),
  {
    ...main,
    room: 'Restore',
    name: 'file-several',
    state: fileState,
    answers: { ...fileAnswers(), 'file.choose': () => ({ ok: false, problem: problem('file.several') }) },
    steps: [`press ${fileButton}`],
  },
  { ...main, room: 'Settings', name: 'settings', state: settingsState(), answers: settingsOf({}, [oldMac, attic]) },
  ...(['Backups', 'Notifications', 'Advanced'] as const).map((section): GalleryCase => ({
    ...main,
    room: 'Settings',
    name: section.toLowerCase(),
    state: settingsState(),
    answers: settingsOf({}, [oldMac, attic]),
    steps: [`press #settings-tab-${section.toLowerCase()}`],
  })),
  {
    ...main,
    room: 'Settings',
    name: 'doctor',
    state: settingsState({}, { doctor: checked(brokenReport()) }),
    answers: settingsOf(),
  },
  ...(['on', 'by-hand'] as const).map((alarm): GalleryCase => ({
    ...main,
    room: 'Settings',
    name: `alarm-${alarm}`,
    state: settingsState(telling(alarm)),
    answers: alarmAnswers(withAlarm),
    steps: ['press #settings-tab-notifications'],
  })),
  {
    ...main,
    room: 'Settings',
    name: 'phone-code',
    state: settingsState(),
    answers: phoneCodeAnswers(),
    steps: ['press #settings-tab-notifications'],
  },
  {
    ...main,
    room: 'Settings',
    name: 'after-a-damaged-file',
    state: settingsState({ problems: [problem('settings.broken', { lost: 'everything' })] }),
    answers: settingsOf(),
  },
  ...setupCases.map(({ name, state = fresh, answers = setupAnswers, steps = [] }): GalleryCase => ({
    page: 'index',
    room: 'Set-up',
    name,
    state,
    answers,
    steps,
    size: setupSize,
  })),
  ...promptCases.map(({ name, signIn, status }): GalleryCase => ({
    page: 'prompt',
    room: 'Prompt',
    name,
    state: stateOf(signIn, status),
    answers: {},
    steps: [],
    size: { ...promptSize, height: 420 },
  })),
];
