import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import { describeProblem } from '../../../src/messages/problems.ts';
import {
  backups,
  days,
  hoursFromNow,
  notSetUp,
  problem,
  running,
  safeState,
  safeStatus,
  stateWith,
  longTexts,
  longBackups,
} from './view-state.ts';
import type { ListedBackup } from '../../../src/shared/status.ts';

export interface HomeCase {
  readonly name: string;
  readonly state: ViewState;
  /** What stands there in the largest letters. */
  readonly title: string;
  readonly backups?: readonly ListedBackup[];
}

/** In trouble the headline is the cause. */
const titled = (code: Problem['code'], facts: Problem['facts'] = {}): string => describeProblem(code, facts).title;

const upDown = running({
  phase: 'transferring',
  download: { name: 'Before the heating experiment', bytes: 310_000_000, total: 1_240_000_000 },
  upload: { name: 'Automatic backup 2026.11.2', bytes: 520_000_000, total: 1_232_700_000, finishing: false },
  waiting: 2,
});

/** Nothing waits. */
const stored = backups.filter(({ next }) => next !== 'pull');

const foundThere = { url: 'http://homeassistant.local:8123', found: '192.168.1.57:8123', places: 1 };

/** Every face of the home page. */
export const homeCases: readonly HomeCase[] = [
  { name: 'safe', state: safeState, title: 'Everything is backed up', backups: stored },
  { name: 'not-set-up', state: notSetUp, title: 'Not set up yet' },
  {
    name: 'found-elsewhere',
    state: stateWith(
      { safety: 'warning', problems: [problem('ha.found-elsewhere', foundThere)] },
      {
        moved: {
          failed: foundThere.url,
          places: [
            {
              ...{ url: `http://${foundThere.found}`, name: 'Beach House', version: '2026.11.2' },
              ...{ isOlder: false, isProven: false, isEncrypted: false },
            },
          ],
        },
      },
    ),
    title: titled('ha.found-elsewhere', foundThere),
    backups: stored,
  },
  {
    name: 'busy',
    state: stateWith(
      { waiting: 3, nextRun: null },
      { running: upDown, days: [...days.slice(0, -1), { ...days[29], state: 'running' } as ViewState['days'][number]] },
    ),
    title: 'Backing up now',
    backups,
  },
  {
    name: 'creating',
    state: stateWith({}, { running: running({ phase: 'creating', stage: 'apps' }, { secondsLeft: null }) }),
    title: 'Backing up now',
    backups,
  },
  {
    name: 'cancelling',
    state: stateWith({}, { running: running({ phase: 'checking' }, { cancelling: true, secondsLeft: null }) }),
    title: 'Backing up now',
    backups,
  },
  {
    name: 'warning',
    state: stateWith({
      safety: 'warning',
      waiting: 1,
      problems: [
        problem('sync.stale', { level: 'late', ageHours: 30 }),
        problem('ha.unpulled', { noticed: hoursFromNow(-50) }),
      ],
    }),
    title: titled('sync.stale', { level: 'late', ageHours: 30 }),
    backups,
  },
  {
    name: 'danger',
    state: stateWith({
      safety: 'danger',
      waiting: 2,
      newestVerified: {
        ...safeStatus.newestVerified,
        date: hoursFromNow(-74),
      } as ViewState['status']['newestVerified'],
      problems: [
        problem('ha.token-invalid'),
        problem('sync.stale', { level: 'stale', ageHours: 74 }),
        problem('ha.keeps-too-few', { copies: 3 }),
      ],
    }),
    title: titled('ha.token-invalid'),
    backups,
  },
  {
    name: 'sign-in-due',
    state: stateWith({
      safety: 'warning',
      signIn: { account: 'm…@example.com', daysLeft: 4, until: hoursFromNow(96), due: true },
      problems: [problem('icloud.sign-in-due', { daysLeft: 4 })],
    }),
    title: titled('icloud.sign-in-due', { daysLeft: 4 }),
    backups,
  },
  {
    name: 'sign-in-past',
    state: stateWith({
      safety: 'warning',
      signIn: { account: 'm…@example.com', daysLeft: -1, until: hoursFromNow(-2), due: true },
      problems: [problem('icloud.sign-in-due', { daysLeft: -1 })],
    }),
    title: titled('icloud.sign-in-due', { daysLeft: -1 }),
    backups,
  },
  {
    name: 'sign-in-over',
    state: stateWith({
      safety: 'danger',
      waiting: 2,
      signIn: { account: 'm…@example.com', daysLeft: 0, until: hoursFromNow(-2), due: true },
      problems: [problem('icloud.trust-expired', { since: hoursFromNow(-2) })],
    }),
    title: titled('icloud.trust-expired', { since: hoursFromNow(-2) }),
    backups,
  },
  {
    name: 'approval-needed',
    state: stateWith({ safety: 'danger', problems: [problem('icloud.approval-needed', { since: hoursFromNow(-2) })] }),
    title: titled('icloud.approval-needed', { since: hoursFromNow(-2) }),
    backups,
  },
  {
    name: 'icloud-full',
    state: stateWith({
      safety: 'danger',
      waiting: 1,
      problems: [problem('cloud.full', { neededBytes: 1_240_000_000 })],
    }),
    title: titled('cloud.full', { neededBytes: 1_240_000_000 }),
    backups,
  },
  {
    name: 'paused',
    state: stateWith({ pausedUntil: hoursFromNow(17.5), nextRun: hoursFromNow(17.5) }),
    title: 'Paused until tomorrow 05:30',
    backups,
  },
  {
    name: 'waiting',
    state: stateWith(
      {
        safety: 'waiting',
        newestVerified: null,
        lastRun: null,
        icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 },
      },
      { days: days.map((day) => ({ ...day, state: 'none', stored: 0 })) },
    ),
    title: 'Waiting for the first backup',
    backups: [],
  },
  {
    name: 'long-texts',
    state: longTexts,
    title: titled('ha.tls-untrusted', longTexts.status.problems[0]?.facts),
    backups: longBackups,
  },
  {
    name: 'notice',
    state: stateWith(
      {},
      {
        notices: [
          { id: 'sign-in', title: 'iCloud will soon need a code again', body: '4 days are left.', page: 'prompt' },
        ],
      },
    ),
    title: 'Everything is backed up',
    backups,
  },
];
