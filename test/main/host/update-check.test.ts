import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReleaseAnswer } from '../../../src/core/domain/newer-release.ts';
import { UpdateCheck } from '../../../src/main/host/update-check.ts';
import type { UpdateView } from '../../../src/shared/contract/views.ts';
import { MemoryLogger } from '../../shell/support/memory-logger.ts';
import { PatientClock } from '../../support/patient-clock.ts';

const hour = 3_600_000;
const start = new Date('2026-11-21T12:00:00.000Z');
const project = 'https://github.com/me/app';
const release = (version: string): ReleaseAnswer => ({
  tag_name: `v${version}`,
  html_url: `${project}/releases/tag/v${version}`,
  draft: false,
  prerelease: false,
});
const shown = (version: string): UpdateView => ({ version, page: `${project}/releases/tag/v${version}` });

let folder: string;
let memory: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-check-'));
  memory = join(folder, 'latest-release.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Life {
  /** How long the app runs. */
  readonly hours: number;
  readonly from?: Date;
  readonly version?: string;
  readonly latest?: () => Promise<ReleaseAnswer>;
  readonly isWanted?: () => boolean;
}

/** The app from a start to its end. */
const live = async ({ hours, from = start, version = '0.1.0', isWanted = () => true, ...rest }: Life) => {
  const clock = new PatientClock(from);
  const end = new AbortController();
  clock.onWait = () => {
    if (clock.now().getTime() - from.getTime() > hours * hour) end.abort();
  };
  const asked: Date[] = [];
  const found: (UpdateView | null)[] = [];
  const logger = new MemoryLogger();
  const latest = (): Promise<ReleaseAnswer> => {
    asked.push(clock.now());
    return rest.latest?.() ?? Promise.resolve(release('0.2.0'));
  };
  const onFound = (update: UpdateView | null): void => void found.push(update);
  const releases = { project, memory, latest };
  await new UpdateCheck({ releases, version, isWanted, clock, logger, onFound }).run(end.signal);
  return { asked, found, log: logger.lines, ended: clock.now() };
};

const gone = (): Promise<ReleaseAnswer> =>
  Promise.reject(Object.assign(new Error('https://me:secret@proxy'), { code: 'ENOTFOUND' }));

test('is asked once a day, not right after the start, and tells what is newer', async () => {
  const { asked, found, log } = await live({ hours: 24 * 7 });
  expect(asked).toHaveLength(7);
  expect((asked[0]?.getTime() ?? 0) - start.getTime()).toBe(5 * 60_000);
  for (const [index, at] of asked.entries())
    if (index > 0) expect(at.getTime() - (asked[index - 1]?.getTime() ?? 0)).toBeGreaterThanOrEqual(24 * hour);
  expect(found.at(-1)).toEqual(shown('0.2.0'));
  expect(log).toEqual([]);
});

test('a new start asks nobody before the day is over, and knows what was found', async () => {
  const { ended } = await live({ hours: 2 });
  const again = await live({ hours: 20, from: ended });
  expect(again.asked).toEqual([]);
  expect(again.found).toEqual([shown('0.2.0')]);
  expect((await live({ hours: 4, from: again.ended })).asked).toHaveLength(1);
});

test('what was found is no news once it is installed', async () => {
  const { ended } = await live({ hours: 1 });
  const updated = await live({ hours: 1, from: ended, version: '0.2.0' });
  expect(updated.found).toEqual([null]);
});

test('a failed try waits for its day, is told to nobody, and takes nothing back', async () => {
  const { ended } = await live({ hours: 1 });
  const from = new Date(ended.getTime() + 24 * hour);
  const { asked, found, log, ended: later } = await live({ hours: 12, from, latest: gone });
  expect(asked).toHaveLength(1);
  expect(found).toEqual([shown('0.2.0')]);
  expect(log).toEqual(['updates not checked {"code":"ENOTFOUND"}']);
  expect((await live({ hours: 2, from: later })).asked).toEqual([]);
});

test('nobody is asked as long as it is off', async () => {
  let on = false;
  const off = await live({ hours: 72, isWanted: () => on });
  expect(off).toMatchObject({ asked: [], log: [] });
  on = true;
  expect((await live({ hours: 2, from: off.ended, isWanted: () => on })).asked).toHaveLength(1);
});

test('a release that is not newer is not told', async () => {
  expect((await live({ hours: 1, version: '0.2.0' })).found).toEqual([null, null]);
  expect((await live({ hours: 25, version: '0.3.0' })).found).toEqual([null, null]);
});

test('a clock that was ahead when it was written does not stop the check', async () => {
  await live({ hours: 1, from: new Date('2031-01-01T00:00:00.000Z') });
  expect((await live({ hours: 1 })).asked).toHaveLength(1);
});

test('a file that was damaged, or forged, leads nowhere', async () => {
  await writeFile(memory, '{"triedAt": "yesterday"');
  expect((await live({ hours: 1 })).asked).toHaveLength(1);
  const kept = JSON.parse(await readFile(memory, 'utf8')) as { answer: ReleaseAnswer };
  await writeFile(memory, JSON.stringify({ ...kept, answer: { ...kept.answer, html_url: 'https://evil.example/' } }));
  expect((await live({ hours: 0, from: start })).found).toEqual([{ version: '0.2.0', page: `${project}/releases` }]);
});

test('who cannot remember that he asked does not ask', async () => {
  memory = join(folder, 'file', 'latest-release.json');
  await writeFile(join(folder, 'file'), '');
  const { asked, log } = await live({ hours: 3 });
  expect(asked).toEqual([]);
  expect(log[0]).toContain('updates not checked');
});
