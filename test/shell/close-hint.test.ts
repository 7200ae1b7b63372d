import { beforeEach, expect, it } from 'vitest';
import { explainOnce } from '../../src/main/close-hint.ts';
import { dialog, Notification, world } from './electron-fake.ts';
import { StubHost } from './support/stub-host.ts';
import { safeState } from './support/view-state.ts';

const aHost = (): StubHost => new StubHost(undefined, safeState);

beforeEach(() => {
  Notification.shown.length = 0;
  dialog.boxes.length = 0;
  world.notifications = true;
});

it('is said once in the life of the app', async () => {
  const host = aHost();
  const shell = { platform: 'win32', hasTray: () => true } as const;
  await explainOnce(host, shell);
  await explainOnce(host, shell);
  expect(Notification.shown.map(({ options }) => options.body)).toEqual([expect.stringContaining('near the clock')]);
  expect([host.hints, dialog.boxes]).toEqual([['stays-open'], []]);
});

it('without tray icons it says how to get the window back', async () => {
  await explainOnce(aHost(), { platform: 'linux', hasTray: () => false });
  expect(Notification.shown[0]?.options.body).toContain('open the app again');
});

it('is not said, and not used up, while there is nothing that goes on', async () => {
  const host = new StubHost();
  await explainOnce(host, { platform: 'win32', hasTray: () => true });
  expect([Notification.shown, host.hints]).toEqual([[], []]);
});

it('on macOS nobody expects anything else', async () => {
  const host = aHost();
  await explainOnce(host, { platform: 'darwin', hasTray: () => true });
  expect([Notification.shown, host.hints]).toEqual([[], []]);
});

it('on macOS it is said where the system hides the icon', async () => {
  await explainOnce(aHost(), { platform: 'darwin', hasTray: () => false });
  expect(Notification.shown[0]?.options.body).toContain('System Settings > Menu Bar');
});

it('is said in a box where notifications do not arrive', async () => {
  const shell = { platform: 'linux', hasTray: () => false } as const;
  await explainOnce(aHost(), shell);
  Notification.shown[0]?.emit('failed', {}, '');
  world.notifications = false;
  await explainOnce(aHost(), shell);
  const box = [{ message: 'HA iCloud Backup keeps running' }];
  expect(dialog.boxes).toMatchObject([box, box]);
});
