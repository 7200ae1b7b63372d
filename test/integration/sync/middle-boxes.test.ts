import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { startMiddleBox, type Manner, type MiddleBox } from '../../simulators/middle-box.ts';
import { never } from '../../support/app-harness.ts';
import { hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let box: MiddleBox;
/** Requests that reached the host to which people are sent to sign in. */
let elsewhere: string[];
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  elsewhere = [];
  const other = createServer((incoming, response) => {
    elsewhere.push(incoming.url ?? '');
    response.end('sign in');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  box = await startMiddleBox(world.home.url, `http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  ends.push(
    () => box.close(),
    () => new Promise((resolve) => other.close(resolve)),
  );
  await world.app.setUp({ url: box.url, token: world.home.token }, never);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('something between this computer and Home Assistant', () => {
  test.each<[Manner, ErrorCode]>([
    ['not-trusted', 'ha.proxy-not-trusted'],
    ['no-upgrade', 'ha.no-websocket'],
    ['basic', 'ha.login-in-front'],
    ['single-sign-on', 'ha.login-in-front'],
    ['portal-redirect', 'ha.login-in-front'],
    ['portal-page', 'ha.not-home-assistant'],
    ['client-certificate', 'ha.client-certificate'],
    ['forbidden', 'ha.in-between'],
    ['broken', 'ha.in-between'],
  ])('%s is named as what it is, gets no token, and nothing of it stays', async (manner, code) => {
    const id = await world.home.addBackup({ sizeBytes: 204_800, date: world.ago(0.1) });
    box.manner = manner;
    for (let look = 0; look < 2; look += 1) {
      expect(await world.run('schedule')).toMatchObject({ outcome: 'failed', problem: { code } });
      world.clock.forward(hour);
    }
    expect(box.refused.length).toBeGreaterThan(0);
    expect(box.refused.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(world.home.badTokenCount()).toBe(0);
    box.manner = 'open';
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
  });

  test('a page in place of the archive costs another try, and condemns nothing', async () => {
    const id = await world.home.addBackup({ sizeBytes: 204_800, date: world.ago(0.1) });
    box.manner = 'page-for-download';
    const report = await world.run('schedule');
    expect(report.backups).toMatchObject([{ id, outcome: 'failed', problem: { code: 'ha.not-archive' } }]);
    expect(elsewhere).toEqual([]);
    box.manner = 'open';
    world.clock.forward(24 * hour);
    expect(await world.run('schedule')).toMatchObject({ backups: [{ id, outcome: 'stored' }] });
  });
});
