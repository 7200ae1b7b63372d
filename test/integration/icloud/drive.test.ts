import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { TransferProgress } from '../../../src/core/ports/destination.ts';
import { startAppleSimulator } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { aManifest } from '../../support/domain-builders.ts';
import { never, signedInComputer, type Computer } from '../../support/signed-in.ts';

const base = 'HomeAssistantBackups';
const home = 'Home (1234abcd)';
const day = new Date('2026-01-02T03:04:05Z');
const ignore = (): void => undefined;

const fileWith = async (computer: Computer, bytes: Uint8Array, name = 'staged.tar'): Promise<string> => {
  const file = join(computer.dir, name);
  await writeFile(file, bytes);
  return file;
};

describe('looking', () => {
  it('takes folders that do not exist for empty, and says so', async ({ computer }) => {
    const drive = computer.drive();
    expect(await drive.folders(never)).toEqual([]);
    expect(await drive.names(home, never)).toEqual([]);
    expect(await drive.list(home, never)).toMatchObject({
      folder: home,
      exists: false,
      files: { complete: true, items: [] },
    });
  });

  it('sees instances, files, manifests and the marker', async ({ apple, computer }) => {
    const marker = { schema: 1, instanceId: 'i1', instanceName: 'Home', mintedBy: null };
    const manifest = aManifest();
    apple.putFolder(`${base}/Other (5678efab)`);
    apple.putFile(`${base}/stray.txt`, 'x');
    apple.putFile(`${base}/${home}/a.tar`, '12345');
    apple.putFile(`${base}/${home}/a.manifest.json`, JSON.stringify(manifest));
    apple.putFile(`${base}/${home}/b.manifest.json`, '{"schema":2}');
    apple.putFile(`${base}/${home}/instance.json`, JSON.stringify(marker));
    const drive = computer.drive();
    expect(new Set(await drive.folders(never))).toEqual(new Set([home, 'Other (5678efab)']));
    const listing = await drive.list(home, never);
    expect(listing).toMatchObject({ exists: true, marker, files: { complete: true } });
    expect(listing.manifests).toEqual(
      new Map<string, unknown>([
        ['a.manifest.json', manifest],
        ['b.manifest.json', 'newer'],
      ]),
    );
    const [archive] = apple.files(`${base}/${home}`).filter((file) => file.path.endsWith('a.tar'));
    expect(listing.files.items).toContainEqual({
      name: 'a.tar',
      size: 5,
      id: archive?.id,
      // Apple tells whole seconds.
      modifiedMs: Math.floor(Number(archive?.mtime) / 1000) * 1000,
    });
    expect(await drive.names(home, never)).toEqual(listing.files.items);
  });

  it("says how far Apple's clock is ahead", async () => {
    const ahead = 20 * 60_000;
    const apple = await startAppleSimulator({ clock: () => new Date(Date.now() + ahead) });
    const computer = await signedInComputer(apple);
    try {
      const { clockSkewMs = 0 } = await computer.drive().list(home, never);
      // The header has whole seconds, and the answer was under way for a moment.
      expect(Math.abs(clockSkewMs - ahead)).toBeLessThan(5_000);
    } finally {
      await computer.close();
      await apple.stop();
    }
  });
});

describe('putting', () => {
  it('uploads with the date of the backup and tells the progress to its end', async ({ apple, computer }) => {
    const bytes = randomBytes(3_000_000);
    const file = await fileWith(computer, bytes);
    // Apple takes its time after the last byte.
    apple.fault({ path: 'update/documents', delayMs: 2_500 });
    const seen: TransferProgress[] = [];
    await computer.drive().put(file, home, 'a.tar', day, (progress) => seen.push(progress), never);
    expect(apple.readFile(`${base}/${home}/a.tar`)?.equals(bytes)).toBe(true);
    expect(apple.files(base)).toMatchObject([{ path: `${base}/${home}/a.tar`, mtime: day }]);
    expect(seen.some((progress) => progress.finishing && progress.bytes === bytes.length)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ bytes: bytes.length, total: bytes.length, finishing: false });
  });

  it('never replaces a file of the same name', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'the first');
    const file = await fileWith(computer, Buffer.from('the second'));
    const put = computer.drive().put(file, home, 'a.tar', day, ignore, never);
    await expect(put).rejects.toMatchObject({ code: 'cloud.upload-unconfirmed' });
    expect(apple.readFile(`${base}/${home}/a.tar`)?.toString()).toBe('the first');
    expect(apple.tree().filter((entry) => entry.inTrash)).toEqual([]);
  });

  it.for([
    ['an overloaded host', { host: 'contentws', status: 503 }],
    ['a broken connection', { host: 'contentws', reset: true, afterBytes: 1_000_000 }],
    ['a lost session', { path: 'update/documents', status: 421, body: 'Invalid global session' }],
  ] as const)('starts anew after %s', async ([, fault], { apple, computer }) => {
    const bytes = randomBytes(3_000_000);
    const file = await fileWith(computer, bytes);
    apple.fault(fault);
    await computer.drive().put(file, home, 'a.tar', day, ignore, never);
    expect(apple.files(base)).toMatchObject([{ path: `${base}/${home}/a.tar`, size: bytes.length }]);
    expect(apple.readFile(`${base}/${home}/a.tar`)?.equals(bytes)).toBe(true);
  });

  it.for(['upload/web', 'update/documents'] as const)(
    'says when the account is full: %s',
    async (step, { apple, computer }) => {
      apple.account.quotaBytes = 1_000;
      apple.account.quotaAnswer = { step, status: 413, body: '{"reason":"quota exceeded"}' };
      const file = await fileWith(computer, randomBytes(2_000));
      const put = computer.drive().put(file, home, 'a.tar', day, ignore, never);
      await expect(put).rejects.toMatchObject({ code: 'cloud.full' });
      expect(apple.files(base)).toEqual([]);
      // Nobody sends gigabytes three times to hear the same.
      expect(apple.requests('upload')).toBe(step === 'upload/web' ? 0 : 1);
    },
  );

  it('takes a short store for a success, and the names show it', async ({ apple, computer }) => {
    const file = await fileWith(computer, randomBytes(5_000));
    apple.fault({ storeBytes: 1_234 });
    const drive = computer.drive();
    await drive.put(file, home, 'a.tar', day, ignore, never);
    expect(await drive.names(home, never)).toMatchObject([{ name: 'a.tar', size: 1_234 }]);
  });

  it('compares a text itself', async ({ apple, computer }) => {
    const drive = computer.drive();
    await drive.putText('Grüße', home, 'a.manifest.json', never);
    expect(apple.readFile(`${base}/${home}/a.manifest.json`)?.toString()).toBe('Grüße');
    apple.fault({ storeBytes: 2 });
    await expect(drive.putText('Grüße', home, 'b.manifest.json', never)).rejects.toMatchObject({
      code: 'cloud.upload-unconfirmed',
    });
    expect(await readdir(join(computer.dir, 'app-cache', 'outgoing'))).toEqual([]);
  });

  it('writes names as iCloud does, or macOS would make every folder twice', async ({ apple, computer }) => {
    const drive = computer.drive();
    const decomposed = 'Häuschen (1234abcd)'.normalize('NFD');
    await drive.putText('one', decomposed, 'ä.json'.normalize('NFD'), never);
    await drive.putText('two', decomposed.normalize('NFC'), 'b.json', never);
    expect(await drive.folders(never)).toEqual([decomposed.normalize('NFC')]);
    const paths = apple.files().map((file) => file.path.normalize('NFC'));
    expect(new Set(paths)).toEqual(
      new Set(['ä.json', 'b.json'].map((name) => `${base}/Häuschen (1234abcd)/${name}`.normalize('NFC'))),
    );
  });
});

describe('fetching', () => {
  const fetched = (computer: Computer): string => join(computer.dir, 'back.tar');
  const leftovers = async (computer: Computer): Promise<string[]> =>
    (await readdir(computer.dir)).filter((name) => name.startsWith('back.tar'));

  it.for([
    ['as it is', {}],
    ['over a broken connection', { host: 'icloud-content', reset: true, afterBytes: 1_000_000 }],
  ] as const)('brings a file back %s', async ([, fault], { apple, computer }) => {
    const bytes = randomBytes(3_000_000);
    apple.putFile(`${base}/${home}/a.tar`, bytes);
    if ('reset' in fault) apple.fault(fault);
    await writeFile(`${fetched(computer)}.partial`, 'left by a crash');
    const seen: number[] = [];
    const onProgress = ({ bytes: done }: TransferProgress): number => seen.push(done);
    await computer.drive().fetch(home, 'a.tar', bytes.length, fetched(computer), onProgress, never);
    expect((await readFile(fetched(computer))).equals(bytes)).toBe(true);
    expect(await leftovers(computer)).toEqual(['back.tar']);
    expect(seen.at(-1)).toBe(bytes.length);
  });

  it('does not touch what is there already', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'remote');
    await writeFile(fetched(computer), 'mine');
    const fetch = computer.drive().fetch(home, 'a.tar', 6, fetched(computer), ignore, never);
    await expect(fetch).rejects.toMatchObject({ code: 'restore.target-exists' });
    expect(await readFile(fetched(computer), 'utf8')).toBe('mine');
  });

  it.for([
    ['is not there', 'b.tar', 6, 'cloud.not-found'],
    ['has another size', 'a.tar', 7, 'cloud.copy-mismatch'],
  ] as const)('says when the file %s', async ([, name, size, code], { apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'remote');
    const fetch = computer.drive().fetch(home, name, size, fetched(computer), ignore, never);
    await expect(fetch).rejects.toMatchObject({ code });
    expect(await leftovers(computer)).toEqual([]);
  });

  it('leaves nothing when it fails for good', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, randomBytes(3_000_000));
    apple.fault({ host: 'icloud-content', reset: true, afterBytes: 1_000_000, times: Infinity });
    const fetch = computer.drive().fetch(home, 'a.tar', 3_000_000, fetched(computer), ignore, never);
    await expect(fetch).rejects.toMatchObject({ code: 'cloud.offline' });
    expect(await leftovers(computer)).toEqual([]);
  });
});

describe('removing', () => {
  it('moves to the trash, once', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'x');
    apple.putFile(`${base}/${home}/b.tar`, 'y');
    const drive = computer.drive();
    await drive.remove(home, 'a.tar', never);
    await drive.remove(home, 'a.tar', never);
    const trashed = apple.tree().filter((entry) => entry.inTrash);
    expect(trashed.map((entry) => entry.path)).toEqual([`${base}/${home}/a.tar`]);
    expect(await drive.names(home, never)).toMatchObject([{ name: 'b.tar' }]);
  });

  it('does not believe an answer', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'x');
    apple.fault({ path: 'moveItemsToTrash', status: 200, body: '{"items":[{"status":"OK"}]}' });
    await expect(computer.drive().remove(home, 'a.tar', never)).rejects.toMatchObject({
      code: 'cloud.delete-unconfirmed',
    });
  });
});

describe('moving a folder', () => {
  const tree = (files: readonly { path: string }[]): string[] => files.map((file) => file.path).sort();

  it("goes on Apple's side, and is done when it is done", async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, randomBytes(2_000));
    apple.putFile(`${base}/${home}/a.manifest.json`, '{}');
    const drive = computer.drive();
    await drive.moveFolder(home, 'Elsewhere', never);
    await drive.moveFolder(home, 'Elsewhere', never);
    expect(tree(apple.files())).toEqual([`Elsewhere/${home}/a.manifest.json`, `Elsewhere/${home}/a.tar`]);
    expect([apple.requests('upload'), apple.requests('download')]).toEqual([0, 0]);
  });

  it('joins a folder that is there, file by file', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'a');
    apple.putFile(`Elsewhere/${home}/b.tar`, 'b');
    await computer.drive().moveFolder(home, 'Elsewhere', never);
    expect(tree(apple.files())).toEqual([`Elsewhere/${home}/a.tar`, `Elsewhere/${home}/b.tar`]);
    expect([apple.requests('upload'), apple.requests('download')]).toEqual([0, 0]);
  });

  it('replaces nothing, and says what stayed behind', async ({ apple, computer }) => {
    apple.putFile(`${base}/${home}/a.tar`, 'mine');
    apple.putFile(`Elsewhere/${home}/a.tar`, 'another');
    await expect(computer.drive().moveFolder(home, 'Elsewhere', never)).rejects.toMatchObject({
      code: 'cloud.upload-unconfirmed',
      facts: { missing: 1, remaining: 1 },
    });
    expect(apple.readFile(`${base}/${home}/a.tar`)?.toString()).toBe('mine');
    expect(apple.readFile(`Elsewhere/${home}/a.tar`)?.toString()).toBe('another');
  });

  it('has to find something to move', async ({ computer }) => {
    await expect(computer.drive().moveFolder(home, 'Elsewhere', never)).rejects.toMatchObject({
      code: 'cloud.not-found',
    });
  });
});

it('keeps the staged file as it was, but for its date', async ({ computer }) => {
  const file = await fileWith(computer, Buffer.from('bytes'));
  await computer.drive().put(file, home, 'a.tar', day, ignore, never);
  expect(await readFile(file, 'utf8')).toBe('bytes');
  expect((await stat(file)).mtime).toEqual(day);
});
