import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { AppleSimulator } from './index.ts';
import type { Computer } from './run-rclone.ts';
import { it, requestLines } from './with-simulator.ts';

const MIB = 1024 * 1024;
/** One attempt: what a refusal looks like, without rclone's own patience. */
const ONCE = ['--low-level-retries', '1', '--retries', '1'];

async function upload(computer: Computer, bytes: Buffer, target: string, ...flags: string[]) {
  const source = join(computer.dir, 'source.bin');
  await writeFile(source, bytes);
  return computer.run(['copyto', source, `icloud:${target}`, ...flags]);
}

async function download(computer: Computer, path: string, ...flags: string[]): Promise<Buffer> {
  const target = join(computer.dir, 'target.bin');
  const result = await computer.run(['copyto', `icloud:${path}`, target, ...flags]);
  expect(result).toMatchObject({ code: 0 });
  return readFile(target);
}

function paths(apple: AppleSimulator): string[] {
  return apple.files().map((file) => file.path);
}

describe('an upload', () => {
  it.for([0, 1, MIB, MIB + 1, 5 * MIB])('of %i bytes arrives whole', async (size, { apple, computer }) => {
    await computer.signIn();
    const bytes = randomBytes(size);
    expect(await upload(computer, bytes, 'HA/x.tar')).toMatchObject({ code: 0 });
    expect(apple.files()).toMatchObject([{ size, sha256: createHash('sha256').update(bytes).digest('hex') }]);
    expect(apple.readFile('HA/x.tar')?.equals(bytes)).toBe(true);
    expect(apple.requests('upload')).toBe(1);
  });

  it('that is stored short is reported as a success', async ({ apple, computer }) => {
    await computer.signIn();
    apple.fault({ storeBytes: 1234 });
    expect(await upload(computer, randomBytes(5 * MIB), 'x.tar')).toMatchObject({ code: 0 });
    expect(apple.files()).toMatchObject([{ path: 'x.tar', size: 1234 }]);
  });

  it('gets a number when its name was taken in the meantime', async ({ apple, computer }) => {
    await computer.signIn();
    apple.fault({ path: 'update/documents', delayMs: 300 });
    const uploading = upload(computer, randomBytes(100), 'HA/x.tar');
    await apple.waitFor((entry) => entry.path.endsWith('update/documents'));
    apple.putFile('HA/x.tar', 'from the iPhone');
    expect(await uploading).toMatchObject({ code: 0 });
    expect(paths(apple)).toEqual(['HA/x.tar', 'HA/x 2.tar']);
    expect(apple.readFile('HA/x.tar')?.toString()).toBe('from the iPhone');
  });

  it.for(['upload/web', 'update/documents'] as const)(
    'does not fit: refused at %s',
    async (step, { apple, computer }) => {
      await computer.signIn();
      Object.assign(apple.account, { quotaBytes: 1000, quotaAnswer: { ...apple.account.quotaAnswer, step } });
      expect(await upload(computer, randomBytes(900), 'fits.tar')).toMatchObject({ code: 0 });
      const refused = await upload(computer, randomBytes(200), 'does-not.tar', ...ONCE);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toContain('Over quota');
      expect(paths(apple)).toEqual(['fits.tar']);
    },
  );

  it('that breaks off leaves nothing, and the next attempt is clean', async ({ apple, computer }) => {
    await computer.signIn();
    apple.fault({ host: 'contentws', reset: true, afterBytes: 2 * MIB });
    const bytes = randomBytes(6 * MIB);
    expect((await upload(computer, bytes, 'x.tar', ...ONCE)).code).not.toBe(0);
    expect(apple.tree()).toEqual([]);
    expect(await upload(computer, bytes, 'x.tar')).toMatchObject({ code: 0 });
    expect(apple.readFile('x.tar')?.equals(bytes)).toBe(true);
  });

  it('that stalls leaves nothing when the client gives up', async ({ apple, computer }) => {
    await computer.signIn();
    const source = join(computer.dir, 'source.bin');
    await writeFile(source, randomBytes(6 * MIB));
    apple.fault({ stall: true, afterBytes: MIB });
    const running = computer.start(['copyto', source, 'icloud:x.tar']);
    await apple.waitFor((entry) => entry.kind === 'upload' && entry.bytesIn >= MIB);
    running.kill();
    await running.result;
    expect(apple.tree()).toEqual([]);
  });

  it('replaces by trashing the old file first', async ({ apple, computer }) => {
    await computer.signIn();
    apple.putFile('x.tar', 'old');
    expect(await upload(computer, Buffer.from('new!'), 'x.tar')).toMatchObject({ code: 0 });
    expect(apple.readFile('x.tar')?.toString()).toBe('new!');
    expect(apple.tree()).toContainEqual(expect.objectContaining({ path: 'x.tar', inTrash: true, size: 3 }));
  });

  it('of which only the hash is kept can be listed, but not fetched', async ({ apple, computer }) => {
    await computer.signIn();
    apple.keepContent = 'hash-only';
    const bytes = randomBytes(2 * MIB);
    expect(await upload(computer, bytes, 'x.tar')).toMatchObject({ code: 0 });
    expect(apple.files()).toMatchObject([
      { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    ]);
    const result = await computer.run(['copyto', 'icloud:x.tar', join(computer.dir, 'y.tar'), ...ONCE]);
    expect(result.stderr).toContain('HTTP error 404');
  });
});

describe('a download', () => {
  it('that breaks off is resumed where it broke', async ({ apple, computer }) => {
    await computer.signIn();
    const bytes = randomBytes(8 * MIB);
    apple.putFile('HA/x.tar', bytes);
    apple.fault({ host: 'icloud-content', reset: true, afterBytes: 3 * MIB });
    expect((await download(computer, 'HA/x.tar')).equals(bytes)).toBe(true);
    const transfers = apple.log().filter((entry) => entry.kind === 'download');
    expect(transfers.map((entry) => entry.status)).toEqual([200, 206]);
    expect(transfers[1]?.bytesOut).toBeLessThan(bytes.length);
  });

  it('that stalls can be given up', async ({ apple, computer }) => {
    await computer.signIn();
    apple.putFile('x.tar', randomBytes(4 * MIB));
    apple.fault({ stall: true, afterBytes: MIB });
    const running = computer.start(['copyto', 'icloud:x.tar', join(computer.dir, 'target.bin')]);
    await apple.waitFor((entry) => entry.kind === 'download' && entry.bytesOut === MIB);
    running.kill();
    expect((await running.result).code).not.toBe(0);
    expect(await apple.waitFor((entry) => entry.kind === 'download' && entry.done)).toMatchObject({ bytesOut: MIB });
  });

  it('in parallel ranges gives the same bytes', async ({ apple, computer }) => {
    await computer.signIn();
    const bytes = randomBytes(16 * MIB + 5);
    apple.putFile('x.tar', bytes);
    const flags = ['--multi-thread-cutoff', '1M', '--multi-thread-streams', '4', '--multi-thread-chunk-size', '4M'];
    expect((await download(computer, 'x.tar', ...flags)).equals(bytes)).toBe(true);
    expect(new Set(requestLines(apple, (entry) => entry.kind === 'download').map((line) => line.slice(-3)))).toEqual(
      new Set(['206']),
    );
  });

  it('is followed through a 330', async ({ apple, computer }) => {
    await computer.signIn();
    apple.redirectDownloads = true;
    apple.putFile('x.tar', 'found');
    expect((await download(computer, 'x.tar')).toString()).toBe('found');
    expect(
      apple
        .log()
        .filter((entry) => entry.kind === 'download')
        .map((entry) => entry.status),
    ).toEqual([330, 200]);
  });
});

describe('a file and its folder', () => {
  it('is trashed in spite of an outdated etag', async ({ apple, computer }) => {
    await computer.signIn();
    apple.putFile('HA/x.tar', 'x');
    apple.fault({ path: 'moveItemsToTrash', delayMs: 300 });
    const deleting = computer.run(['deletefile', 'icloud:HA/x.tar']);
    await apple.waitFor((entry) => entry.path === '/moveItemsToTrash');
    apple.rename('HA/x.tar', 'HA/y.tar');
    expect(await deleting).toMatchObject({ code: 0 });
    expect(apple.tree()).toContainEqual(expect.objectContaining({ path: 'HA/y.tar', inTrash: true }));
    expect(requestLines(apple, (entry) => entry.path === '/moveItemsToTrash')).toHaveLength(2);
  });

  it('goes to the trash together when the folder is purged', async ({ apple, computer }) => {
    await computer.signIn();
    apple.putFile('HA/in/x.tar', 'x');
    expect(await computer.run(['purge', 'icloud:HA'])).toMatchObject({ code: 0 });
    expect(apple.tree().map((entry) => entry.inTrash)).toEqual([true, true, true]);
  });

  it('keeps names with spaces, signs and accents; those come back composed', async ({ apple, computer }) => {
    await computer.signIn();
    const name = 'Sicherung für Zürich: 50% & "neu" 🎉.v2.tar'.normalize('NFD');
    expect(await upload(computer, Buffer.from('x'), `HA Backups/${name}`)).toMatchObject({ code: 0 });
    expect(paths(apple)).toEqual([`HA Backups/${name.normalize('NFC')}`]);
  });

  it('works in the zone of an app', async ({ apple, computer }) => {
    await computer.signIn();
    apple.putAppLibrary('Obsidian', 'iCloud.md.obsidian');
    expect(await upload(computer, Buffer.from('note'), 'Obsidian/vault/a.md')).toMatchObject({ code: 0 });
    expect(apple.files()).toMatchObject([
      { path: 'Obsidian/vault/a.md', id: expect.stringContaining('iCloud.md.obsidian') as string },
    ]);
  });
});

describe('a fault', () => {
  it.for([429, 500, 503])('%i once at a listing is got over', async (status, { apple, computer }) => {
    await computer.signIn();
    apple.fault({ host: 'drivews', status });
    expect(await computer.run(['lsjson', 'icloud:'])).toMatchObject({ code: 0 });
    expect(requestLines(apple, (entry) => entry.kind === 'drive').map((line) => line.slice(-3))).toEqual([
      String(status),
      '200',
    ]);
  });

  it('lasts until it is cleared, if it is to', async ({ apple, computer }) => {
    await computer.signIn();
    apple.fault({ host: /drivews/u, status: 500, body: 'down', times: Number.POSITIVE_INFINITY });
    expect((await computer.run(['lsjson', 'icloud:', ...ONCE])).stderr).toContain('HTTP error 500');
    expect((await computer.run(['lsjson', 'icloud:', ...ONCE])).code).not.toBe(0);
    apple.clearFaults();
    expect(await computer.run(['lsjson', 'icloud:'])).toMatchObject({ code: 0 });
  });
});

describe('listings in trouble', () => {
  const list = async (computer: Computer): Promise<string[]> => {
    const { code, stdout } = await computer.run(['lsjson', 'icloud:HA', '--files-only']);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as { Name: string }[]).map(({ Name }) => Name).sort();
  };

  it('leave out, repeat, and are true again', async ({ apple, computer }) => {
    await computer.signIn();
    for (const name of ['a', 'b']) apple.putFile(`HA/${name}`, name);
    apple.troubleListings({ seed: '1', leaveOut: 1 });
    expect(await list(computer)).toEqual([]);
    apple.troubleListings({ seed: '1', repeat: 1 });
    expect(await list(computer)).toEqual(['a', 'a', 'b', 'b']);
    apple.troubleListings();
    expect(await list(computer)).toEqual(['a', 'b']);
  });

  it('show what is new late, and what is deleted still', async ({ apple, computer }) => {
    await computer.signIn();
    for (const name of ['stays', 'goes']) apple.putFile(`HA/${name}`, name);
    // With this seed one listing does not show the new file yet, and one still shows the deleted one.
    apple.troubleListings({ seed: '1', late: 3, stale: 3 });
    apple.putFile('HA/comes', 'new');
    apple.removeFile('HA/goes');
    const seen: string[][] = [];
    for (let count = 0; count < 3; count += 1) seen.push(await list(computer));
    const first = (name: string): number => seen.findIndex((names) => names.includes(name));
    const last = (name: string): number => seen.findLastIndex((names) => names.includes(name));
    expect([first('comes'), last('goes')]).toEqual([1, 0]);
    expect(seen[2]).toEqual(['comes', 'stays']);
  });
});
