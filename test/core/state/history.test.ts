import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { History, keptEntries, type HistoryEntry } from '../../../src/core/state/history.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  path = join(folder, 'data', 'history.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 0, minute)).toISOString();
const start = (minute: number): HistoryEntry => ({
  kind: 'run-start',
  at: at(minute),
  run: `r${minute}`,
  trigger: 'user',
});

const oneOfEach: HistoryEntry[] = [
  start(0),
  { kind: 'backup', at: at(1), run: 'r0', what: 'stored', instance: 'k1', backupId: 'ab12', name: 'Daily', bytes: 42 },
  { kind: 'backup', at: at(2), what: 'refused', instance: 'k1', backupId: 'cd34', name: 'Torn', code: 'archive.torn' },
  { kind: 'sign-in', at: at(3), what: 'needed', code: 'icloud.trust-expired' },
  { kind: 'run-end', at: at(4), run: 'r0', outcome: 'warnings', code: 'archive.torn', stored: 1, pruned: 0 },
];

describe('history', () => {
  it('is empty before anything happened', async () => {
    expect(await new History(path).read()).toEqual({ entries: [], broken: 0 });
  });

  it('keeps what was added, in order, for this user alone', async () => {
    const history = new History(path);
    await Promise.all(oneOfEach.map((entry) => history.add(entry)));
    expect(await new History(path).read()).toEqual({ entries: oneOfEach, broken: 0 });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('reads from a moment on', async () => {
    const history = new History(path);
    for (const entry of oneOfEach) await history.add(entry);
    const { entries } = await history.read(new Date(at(3)));
    expect(entries.map((entry) => entry.kind)).toEqual(['sign-in', 'run-end']);
  });

  it('skips and counts what it cannot read, and loses nothing after a torn line', async () => {
    await new History(path).add(start(1));
    await appendFile(path, '{"kind":"run-end","at":\n[]\n{"kind":"dance","at":"2026-11-21T00:00:00Z"}\n{"kind":"ba');
    const history = new History(path);
    await history.add(start(2));
    expect(await history.read()).toEqual({ entries: [start(1), start(2)], broken: 4 });
  });

  it('stays bounded and keeps the newest', async () => {
    const history = new History(path);
    await history.add(start(0));
    const many = Array.from({ length: 3 * keptEntries }, (_, minute) => JSON.stringify(start(minute)));
    await writeFile(path, `${many.join('\n')}\n`);
    const again = new History(path);
    await again.add(start(9_999_999));
    const { entries } = await again.read();
    expect(entries).toHaveLength(keptEntries);
    expect(entries.at(-1)).toEqual(start(9_999_999));
    expect(entries[0]).toEqual(start(2 * keptEntries + 1));
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(keptEntries + 1);
  });

  it('says so when it cannot write, and goes on afterwards', async () => {
    await writeFile(join(folder, 'data'), 'in the way');
    const history = new History(path);
    await expect(history.add(start(1))).rejects.toMatchObject({ code: 'disk.failed' });
    await rm(join(folder, 'data'));
    await history.add(start(2));
    expect((await history.read()).entries).toEqual([start(2)]);
  });
});
