import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { ICloudDrive } from '../../../src/core/icloud/drive.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { startAppleSimulator, type AppleFault, type AppleSimulator } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { aManifest } from '../../support/domain-builders.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import { never, signedInComputer, type Computer } from '../../support/signed-in.ts';

const base = 'HomeAssistantBackups';
const home = 'Home (1234abcd)';
const day = new Date('2026-01-02T03:04:05Z');
const ignore = (): void => undefined;

const fileWith = async (computer: Computer, bytes: Uint8Array): Promise<string> => {
  const file = join(computer.dir, 'staged.tar');
  await writeFile(file, bytes);
  return file;
};

describe('a listing that shows late what is new or gone', () => {
  const late = async (
    lag: { newMs?: number; goneMs?: number },
    work: (apple: AppleSimulator, computer: Computer, drive: ICloudDrive) => Promise<void>,
  ): Promise<PatientClock> => {
    const clock = new PatientClock(new Date());
    const apple = await startAppleSimulator({ clock: () => clock.now() });
    const computer = await signedInComputer(apple);
    try {
      apple.putFile(`${base}/${home}/old.tar`, 'x');
      clock.forward(3_600_000);
      apple.lateListings(lag);
      await work(apple, computer, computer.drive({ clock }));
      return clock;
    } finally {
      await computer.close();
      await apple.stop();
    }
  };

  it('is looked at again, some seconds later, and few times', async () => {
    const clock = await late({ newMs: 20_000, goneMs: 20_000 }, async (apple, computer, drive) => {
      await drive.put(await fileWith(computer, Buffer.from('12345')), home, 'a.tar', day, ignore, never);
      apple.clearLog();
      expect(await drive.arrived(home, 'a.tar', 5, never)).toMatchObject([{ name: 'a.tar', size: 5 }]);
      expect(apple.requests('drive')).toBe(4 * 3);
      await drive.putText('{}', home, 'a.manifest.json', never);
      await drive.remove(home, 'old.tar', never);
    });
    expect(clock.waits).toEqual([2_000, 6_000, 15_000, 2_000, 6_000, 15_000, 2_000, 6_000, 15_000]);
  });

  it('is believed after about a minute', async () => {
    const clock = await late({ newMs: 3_600_000, goneMs: 3_600_000 }, async (_apple, computer, drive) => {
      await drive.put(await fileWith(computer, Buffer.from('12345')), home, 'a.tar', day, ignore, never);
      expect(await drive.arrived(home, 'a.tar', 5, never)).toEqual([]);
      await expect(drive.remove(home, 'old.tar', never)).rejects.toMatchObject({ code: 'cloud.delete-unconfirmed' });
    });
    expect(clock.waits).toEqual([2_000, 6_000, 15_000, 30_000, 2_000, 6_000, 15_000, 30_000]);
  });

  it('ends with the wait when it is cancelled', async () => {
    await late({ goneMs: 3_600_000 }, async (_apple, computer) => {
      const cancel = new AbortController();
      const clock = new PatientClock(new Date());
      clock.onWait = () => cancel.abort();
      const removing = computer.drive({ clock }).remove(home, 'old.tar', cancel.signal);
      await expect(removing).rejects.toMatchObject({ code: 'sync.cancelled' });
      expect(clock.waits).toEqual([2_000]);
    });
  });
});

describe('one file that cannot be had', () => {
  const path = `${base}/${home}`;
  it.for<[what: string, fault: AppleFault]>([
    ['is not there', { path: 'download/by_id', status: 404, body: '{}' }],
    ['is refused by the host of the contents', { host: 'icloud-content', status: 500 }],
    ['is denied', { path: 'download/by_id', status: 403, body: '{"errorCode":"ACCESS_DENIED"}' }],
    ['breaks off', { host: 'icloud-content', reset: true, afterBytes: 100 }],
    ['never comes', { host: 'icloud-content', stall: true }],
    ['is shorter than listed', { host: 'icloud-content', status: 200, body: '{}' }],
  ])('%s: it costs itself alone', { timeout: 60_000 }, async ([, fault], { apple, computer }) => {
    const manifest = aManifest();
    apple.putFile(`${path}/good.manifest.json`, JSON.stringify(manifest));
    await computer.drive().list(home, never);
    apple.putFile(`${path}/bad.manifest.json`, JSON.stringify({ ...manifest, backupId: 'b2' }));
    apple.fault({ ...fault, times: Infinity });
    const drive = computer.drive();
    const { manifests } = await drive.list(home, never);
    expect([manifests.get('good.manifest.json'), manifests.get('bad.manifest.json')]).toEqual([manifest, 'unfetched']);
    // What failed just now is left alone for a while.
    apple.clearLog();
    await drive.list(home, never);
    expect([apple.requests('drive'), apple.requests('download')]).toEqual([3, 0]);
  });

  it.for<[code: ErrorCode, fault: AppleFault]>([
    ['cloud.throttled', { status: 503, body: '{"errorCode":"THROTTLED"}' }],
    ['icloud.session-refused', { status: 421, body: 'Invalid global session' }],
    ['cloud.offline', { reset: true }],
  ])('is not blamed for what would meet every other one: %s', async ([code, fault], { apple, computer }) => {
    apple.putFile(`${path}/a.manifest.json`, JSON.stringify(aManifest()));
    computer.silent.left = 0;
    // From then on nothing can be had; rclone does not hand on how the first question was answered.
    apple.fault({ path: 'download/by_id', delayMs: 300, times: Infinity, ...fault });
    const asked = apple.waitFor((entry) => entry.path.endsWith('by_id'));
    const listing = computer.drive().list(home, never);
    await asked;
    apple.fault({ host: 'drivews', times: Infinity, ...fault });
    await expect(listing).rejects.toMatchObject({ code });
  });
});

describe('a file in the place of a folder', () => {
  it.for([base, `${base}/${home}`])('%s: is named as what it is', async (path, { apple, computer }) => {
    apple.putFile(path, 'a file');
    const drive = computer.drive();
    const taken = { code: 'cloud.name-taken', facts: { path } };
    await expect(drive.list(home, never)).rejects.toMatchObject(taken);
    await expect(drive.putText('{}', home, 'a.manifest.json', never)).rejects.toMatchObject({ code: taken.code });
    expect(apple.readFile(path)?.toString()).toBe('a file');
  });
});
