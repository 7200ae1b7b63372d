import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { createNotifier, type Notifier } from '../../../src/main/notify/create-notifier.ts';
import type { Shell } from '../../../src/main/host-contract.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import { Notification, world } from '../electron-fake.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { settle } from '../support/settle.ts';
import { StubHost } from '../support/stub-host.ts';
import { safeState, withProblem } from '../support/view-state.ts';

let host: StubHost;
let logger: MemoryLogger;
let notifier: Notifier | undefined;
const shown: string[] = [];
const shell = { showWindow: (page: string) => shown.push(page) } as unknown as Shell;
const signedOut = withProblem('icloud.trust-expired');

beforeEach(() => {
  Notification.shown.length = 0;
  shown.length = 0;
  world.notifications = true;
  logger = new MemoryLogger();
});
afterEach(() => {
  notifier?.dispose();
});

const open = (state: ViewState): Notifier => {
  host = new StubHost(undefined, state);
  return (notifier = createNotifier({ host, shell, logger }));
};
const notices = (): readonly string[] => host.state.current().notices.map(({ id }) => id);

it('a hint that cannot be remembered is logged, and the app lives on', async () => {
  const newest = safeState.status.newestVerified;
  if (!newest) throw new Error('nothing is stored');
  const justNow = { ...newest, confirmedAt: new Date().toISOString() };
  host = new StubHost(undefined, {
    ...safeState,
    status: { ...safeState.status, newestVerified: justNow },
    desktop: { ...safeState.desktop, notifySuccess: true },
  });
  host.rememberHint = () => Promise.reject(new AppError('disk.full'));
  notifier = createNotifier({ host, shell, logger });
  await settle();
  expect(Notification.shown).toHaveLength(1);
  expect(logger.lines).toEqual(['hint-not-remembered {"code":"disk.full"}']);
});

it('a click goes by way of the host, so that the prompt shows nothing old', async () => {
  open(signedOut);
  Notification.shown[0]?.emit('click');
  await settle();
  expect(host.asked).toEqual(['window.show-prompt {}']);
});

it('what could not be shown is said in the window, unless it is over by then', () => {
  open(signedOut);
  Notification.shown[0]?.emit('failed', {}, '');
  expect(notices()).toEqual(['sign-in']);
  host.change({ status: safeState.status });
  expect(notices()).toEqual([]);
  Notification.shown[0]?.emit('failed', {}, '');
  expect(notices()).toEqual([]);
});

it('what the user took away does not come back with the next one', () => {
  world.notifications = false;
  const both = notifierFor(['ha.token-invalid', 'cloud.full']);
  expect(notices()).toEqual(['ha.token-invalid', 'cloud.full']);
  host.change({ notices: host.state.current().notices.slice(1) });
  both.sayFailed(new AppError('sync.running'));
  expect(notices()).toEqual(['cloud.full', 'failed sync.running']);
});

it('a failing command is said once, however often it fails', () => {
  const view = open(safeState);
  for (let time = 0; time < 2; time += 1) view.sayFailed(new AppError('sync.running', { pid: 1 }));
  expect(host.state.current().notices).toMatchObject([{ id: 'failed sync.running', title: 'Already running' }]);
});

const notifierFor = (codes: readonly ('ha.token-invalid' | 'cloud.full')[]): Notifier =>
  open({ ...safeState, status: { ...safeState.status, problems: codes.map((code) => ({ code, facts: {} })) } });

it('says that the diagnostics were copied, in the window where the system shows nothing', () => {
  const view = open(safeState);
  view.sayCopied();
  expect(Notification.shown[0]?.options.title).toBe('Diagnostics copied');
  expect(notices()).toEqual([]);
  Notification.shown[0]?.emit('failed', {}, '');
  expect(notices()).toEqual(['copied']);
});
