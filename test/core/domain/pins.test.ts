import { describe, expect, it, test } from 'vitest';
import type { RemoteFile, StoredBackup } from '../../../src/core/domain/manifest.ts';
import { attemptOf, buildPinName, parsePinName } from '../../../src/core/domain/names.ts';
import { nextWordAt, pinnedSince, pinsAfter, spentPins, type Pins } from '../../../src/core/domain/pins.ts';
import { planPrune } from '../../../src/core/sync/plan-prune.ts';
import * as build from '../../support/domain-builders.ts';

const { archive } = build.aManifest();
const attempt = attemptOf(archive) ?? '';
const file = (name: string): RemoteFile => ({ name, size: 10, id: name });
const on = (at: string, of = attempt): RemoteFile =>
  file(buildPinName({ attempt: of, at: new Date(at), pinned: true }));
const off = (at: string, of = attempt): RemoteFile =>
  file(buildPinName({ attempt: of, at: new Date(at), pinned: false }));
const second = (day: string): string => new Date(day).toISOString();

describe('the name of a mark', () => {
  it('tells all that there is to tell', () => {
    const name = buildPinName({ attempt, at: new Date('2026-12-01T06:26:07.900Z'), pinned: true });
    expect(name).toBe(`pin-${attempt}-20261201T062607Z-on.json`);
    expect(parsePinName(name)).toEqual({ attempt, at: '2026-12-01T06:26:07.000Z', pinned: true });
  });

  it.each([
    'pin-1111aa00000-20261201T062607Z-on.json',
    `pin-${'a'.repeat(12)}-20261301T062607Z-on.json`,
    `pin-${'a'.repeat(12)}-20261201T062607Z-maybe.json`,
    `pin-${'a'.repeat(12)}-20261201T062607Z-on 2.json`,
    archive,
  ])('%s is none', (name) => {
    expect(parsePinName(name)).toBeUndefined();
  });
});

/** What is listed, what this computer saw before; since when the archive is pinned after both. */
test.each<[string, RemoteFile[], Pins, string | undefined]>([
  ['nothing at all', [], {}, undefined],
  ['a mark', [on('2026-11-01')], {}, '2026-11-01'],
  ['a mark that was taken away', [on('2026-11-01'), off('2026-11-02')], {}, undefined],
  ['a mark that was given again', [off('2026-11-02'), on('2026-11-03'), on('2026-11-01')], {}, '2026-11-03'],
  ['both in one second: it is kept', [off('2026-11-01'), on('2026-11-01')], {}, '2026-11-01'],
  ['a mark that is not listed any more', [], { [attempt]: second('2026-11-01') }, '2026-11-01'],
  ['one that another computer took away', [off('2026-11-02')], { [attempt]: second('2026-11-01') }, undefined],
  ['an older word than the last one', [off('2026-11-02')], { [attempt]: second('2026-11-03') }, '2026-11-03'],
  ['of another archive', [on('2026-11-01', 'abcdef0000ff')], { abcdef0000fe: second('2026-11-01') }, undefined],
])('%s', (_, files, seen, expected) => {
  const since = expected === undefined ? undefined : second(expected);
  for (const listed of [files, [...files].reverse()]) {
    expect(pinnedSince(listed, seen)(archive)).toBe(since);
    const after = pinsAfter(seen, listed);
    expect(after[attempt]).toBe(since);
    // The same listing again, and one that leaves everything out, change nothing.
    expect(pinsAfter(after, listed)).toEqual(after);
    expect(pinnedSince([], after)(archive)).toBe(since);
  }
});

it('the next word is later than every one before, also where a clock was ahead', () => {
  const ahead = [on('2099-01-01')];
  const at = nextWordAt(ahead, {}, attempt, build.now);
  const after = [...ahead, file(buildPinName({ attempt, at, pinned: false }))];
  expect(pinnedSince(after, pinsAfter({}, ahead))(archive)).toBeUndefined();
  expect(nextWordAt([], { [attempt]: second('2099-01-01') }, attempt, build.now) > new Date('2099-01-01')).toBe(true);
  expect(nextWordAt([], {}, attempt, build.now).getTime()).toBeLessThanOrEqual(build.now.getTime());
});

it('no clock is so far ahead that nothing can be said after it', () => {
  const last = `pin-${attempt}-99991231T235959Z-off.json`;
  const at = nextWordAt([file(last)], {}, attempt, build.now);
  const after = [file(last), file(buildPinName({ attempt, at, pinned: true }))];
  expect(pinnedSince(after, {})(archive)).toBe(at.toISOString());
});

it('what is remembered stands in one order, however it was listed', () => {
  const files = ['a', 'b', 'c', 'd'].map((sign) => on('2026-11-01', sign.repeat(12)));
  const after = JSON.stringify(pinsAfter({}, files));
  expect(JSON.stringify(pinsAfter({}, [...files].reverse()))).toBe(after);
  expect(JSON.stringify(pinsAfter(pinsAfter({}, files), files))).toBe(after);
});

it('only what a later word replaced is tidied up', () => {
  const [old, last, other] = [on('2026-11-01'), off('2026-11-02'), on('2026-10-01', 'abcdef0000ff')];
  expect(spentPins([old, last, other, file(archive)], attempt)).toEqual([old]);
});

describe('a pinned copy', () => {
  const aged = (days: number, given: Partial<StoredBackup['manifest']> = {}): StoredBackup =>
    build.aStored({ backupId: `d${days}`, date: build.daysAgo(days), confirmedAt: build.daysAgo(days), ...given });
  const pinned = (copy: StoredBackup): StoredBackup => ({ ...copy, pinnedAt: build.daysAgo(5) });
  const cloudOf = (...copies: readonly StoredBackup[]) => {
    const folder = build.folderOf(...copies);
    for (const copy of copies) {
      const of = attemptOf(copy.manifest.archive);
      if (copy.pinnedAt !== undefined && of !== undefined)
        folder.put(buildPinName({ attempt: of, at: new Date(copy.pinnedAt), pinned: true }), 100);
    }
    return folder.view();
  };

  it('does not go however old it is, and takes no place among the newest', () => {
    const copies = [aged(1), aged(2), aged(300), pinned(aged(400))];
    const settings = build.settingsOf({ retention: { days: 14, floor: 2 } });
    const plan = planPrune(build.factsOf({ cloud: cloudOf(...copies), settings, unlimited: true }), []);
    expect(plan.verdicts.map(({ reason }) => reason)).toEqual(['young', 'young', 'expired', 'pinned']);
    expect([...plan.remove, ...plan.later].map(({ manifest }) => manifest.backupId)).toEqual(['d300']);
  });

  it('is no second copy to be tidied up, and its equal goes instead where that may', () => {
    const equal = { sha256: 'e'.repeat(64), size: 1000 };
    const first = aged(1, equal);
    const another = first.manifest.archive.replace(/.{6}\.tar$/, 'ffffff.tar');
    const second = aged(1, { ...equal, archive: another, confirmedAt: build.daysAgo(0.5) });
    const duplicates = (...copies: readonly StoredBackup[]): string[] =>
      planPrune(build.factsOf({ cloud: cloudOf(...copies) }), []).duplicates.map(({ manifest }) => manifest.archive);
    expect(duplicates(first, second)).toEqual([second.manifest.archive]);
    expect(duplicates(first, pinned(second))).toEqual([first.manifest.archive]);
    expect(duplicates(pinned(first), pinned(second))).toEqual([]);
  });
});
