import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { isIndexName } from '../../../src/core/domain/names.ts';
import { manifestText } from '../../../src/core/domain/manifest-bounds.ts';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import { it } from '../../support/apple-fixture.ts';
import { aManifest, me } from '../../support/domain-builders.ts';
import { never, type Computer } from '../../support/signed-in.ts';

const home = 'Home (1234abcd)';
const folder = `HomeAssistantBackups/${home}`;
const count = 200;
const when = new Date('2026-11-20T10:00:00Z');

const nameOf = (index: number): string => `b${index}.manifest.json`;
const textOf = (index: number, more: Parameters<typeof aManifest>[0] = {}): string =>
  manifestText(aManifest({ backupId: `b${index}`, archive: `b${index}.tar`, ...more }));

const fill = (apple: AppleSimulator): void => {
  for (let index = 0; index < count; index += 1) {
    apple.putFile(`${folder}/b${index}.tar`, String(index), when);
    apple.putFile(`${folder}/${nameOf(index)}`, textOf(index), when);
  }
};
const indexes = (apple: AppleSimulator): readonly string[] =>
  apple
    .files(folder)
    .map(({ path }) => path.slice(folder.length + 1))
    .filter(isIndexName);

/** Another computer of the same account: it has never seen the folder. */
const list = async (computer: Computer) => {
  await rm(join(computer.dir, 'app-cache'), { recursive: true, force: true });
  return await computer.drive().list(home, never);
};

/** What a computer that has seen all of it leaves for others. */
const keep = async (computer: Computer): Promise<void> => {
  const drive = computer.drive();
  await drive.list(home, never);
  await drive.keepIndex(home, me, never);
};

describe('an index of manifests', { timeout: 60_000 }, () => {
  it('makes a first look at two hundred backups cost a handful of requests instead of four hundred', async ({
    apple,
    computer,
  }) => {
    fill(apple);
    await computer.drive().folders(never);
    const whole = await list(computer);
    await keep(computer);
    expect(indexes(apple)).toHaveLength(1);
    apple.clearLog();
    const first = await list(computer);
    // The way to the folder, once for the list and once for the index; the index in two requests.
    expect([apple.requests('drive'), apple.requests('download')]).toEqual([3 + 3 + 1, 1]);
    expect(first.manifests).toEqual(whole.manifests);
    expect(first.manifests.size).toBe(count);
    // What it knows now it goes on knowing.
    apple.clearLog();
    expect((await computer.drive().list(home, never)).manifests).toEqual(whole.manifests);
    expect([apple.requests('drive'), apple.requests('download')]).toEqual([3, 0]);
  });

  it('is written once, and again only for many that are in none', async ({ apple, computer }) => {
    fill(apple);
    await keep(computer);
    apple.clearLog();
    await keep(computer);
    expect([apple.requests('upload'), indexes(apple).length]).toEqual([0, 1]);
    for (let index = count; index < count + 99; index += 1) apple.putFile(`${folder}/${nameOf(index)}`, textOf(index));
    await keep(computer);
    expect(indexes(apple)).toHaveLength(1);
    apple.putFile(`${folder}/${nameOf(count + 99)}`, textOf(count + 99));
    await keep(computer);
    expect(indexes(apple)).toHaveLength(2);
    apple.clearLog();
    expect((await list(computer)).manifests.size).toBe(count + 100);
    expect(apple.requests('download')).toBe(2);
  });

  it('says nothing of a manifest that is not the one it was written about', async ({ apple, computer }) => {
    fill(apple);
    await keep(computer);
    const other = { sha256: 'f'.repeat(64) };
    // In its place, of the same length; and a new file of the same name, length and time.
    apple.putFile(`${folder}/${nameOf(1)}`, textOf(1, other), new Date('2026-11-21T10:00:00Z'));
    apple.removeFile(`${folder}/${nameOf(2)}`);
    apple.putFile(`${folder}/${nameOf(2)}`, textOf(2, other), when);
    apple.clearLog();
    const { manifests } = await list(computer);
    expect(apple.requests('download')).toBe(1 + 2);
    expect([1, 2, 3].map((index) => manifests.get(nameOf(index)))).toMatchObject([
      other,
      other,
      { sha256: aManifest({ backupId: 'b3' }).sha256 },
    ]);
  });

  it('that cannot be had costs itself alone', async ({ apple, computer }) => {
    fill(apple);
    await keep(computer);
    apple.fault({ path: 'download/by_id', status: 404, body: '{}', times: 1 });
    expect((await list(computer)).manifests.size).toBe(count);
    expect([...(await list(computer)).manifests.values()].filter((state) => typeof state !== 'object')).toEqual([]);
  });
});
