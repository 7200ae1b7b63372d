import type { HostState } from '../../src/main/host/reducer.ts';
import type { Status } from '../../src/shared/status.ts';

/** Set up, and all is well. */
export const status: Status = {
  safety: 'safe',
  newestVerified: null,
  nextRun: '2026-11-21T13:00:00.000Z',
  nextBackup: null,
  lastRun: null,
  running: null,
  signIn: null,
  home: null,
  icloud: { folder: null, seenAt: null, backups: 0, bytes: 0 },
  waiting: 0,
  missing: [],
  secretStore: null,
  pausedUntil: null,
  telling: { on: false, device: null, toldAt: null, trouble: null, alarm: 'off' },
  problems: [],
};
export const desktop = {
  notifyProblems: true,
  notifySignIn: true,
  notifySuccess: false,
  pauseOnBattery: false,
  checkUpdates: true,
};
export const loginItem = { supported: true, enabled: false, refused: false };
/** What the host starts with. */
export const first: HostState = {
  app: { version: '1.0.0', platform: 'linux', hasTray: true },
  status,
  failedOrder: null,
  held: { byBattery: false, byKeychain: null },
  running: null,
  search: null,
  moved: null,
  doctor: null,
  signIn: { step: 'idle' },
  days: [],
  loginItem,
  desktop,
  update: null,
  notices: [],
  remindsOfSheet: false,
  route: { page: 'home', asked: 0 },
};
