import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  doubtsAfter,
  isOpen,
  isRemoval,
  removedByUser,
  settledSightings,
  type Before,
  type Doubts,
} from '../../../src/core/domain/doubts.ts';
import * as build from '../../support/domain-builders.ts';

const copy = build.aStored();
const { archive, backupId } = copy.manifest;
const mine = (computerId: string): boolean => computerId === build.me;
const nobody = { stored: new Set<string>(), floor: 1 };

const before = (given: Partial<Before> = {}): Before => ({
  doubts: {},
  stored: [copy],
  pruning: [],
  mine,
  promised: () => false,
  ...given,
});
const there = build.folderOf(copy);
const vanished = (): build.Folder => {
  const folder = new build.Folder();
  folder.putManifest(archive, copy.manifest);
  return folder;
};
const unreadable = (): build.Folder => {
  const folder = build.folderOf(copy);
  folder.putManifest(archive, 'unreadable');
  return folder;
};

/** The doubts after these folders were listed, one a day. */
const daily = (...folders: readonly build.Folder[]): Doubts =>
  folders.reduce<Doubts>(
    (doubts, folder, day) =>
      doubtsAfter(before({ doubts }), folder.view(), new Date(build.now.getTime() + day * build.dayMs)),
    {},
  );

const settled = Array.from({ length: settledSightings }, vanished);

describe('one listing', () => {
  test.each<[what: string, folder: build.Folder, given: Partial<Before>, kind: string | undefined]>([
    ['that shows everything', there, {}, undefined],
    ['without the archive', vanished(), {}, 'vanished'],
    ['without the archive, which this computer is deleting', vanished(), { pruning: [copy.manifestName] }, undefined],
    ['without either file', new build.Folder(), {}, 'absent'],
    ['without either file, of which nobody knew', new build.Folder(), { stored: [] }, undefined],
    ["without another computer's files", new build.Folder(), { mine: () => false }, undefined],
    [
      "without another computer's, which it promised to keep",
      new build.Folder(),
      { mine: () => false, promised: () => true },
      'absent',
    ],
    ['with a manifest that cannot be read', unreadable(), {}, 'unreadable'],
  ])('%s', (_, folder, given, kind) => {
    expect(doubtsAfter(before(given), folder.view(), build.now)[archive]?.kind).toBe(kind);
  });

  test('that is incomplete says nothing', () => {
    expect(doubtsAfter(before(), new build.Folder().view(false), build.now)).toEqual({});
  });
});

describe('over time', () => {
  test('an archive that is back is in doubt no more', () => {
    expect(daily(vanished(), new build.Folder(), there)).toEqual({});
  });

  test('what a listing shows twice within hours counts once', () => {
    const first = doubtsAfter(before(), vanished().view(), build.now);
    const again = doubtsAfter(
      before({ doubts: first }),
      vanished().view(),
      new Date(build.now.getTime() + build.hourMs),
    );
    expect(again).toEqual(first);
  });

  test('a clock that jumps ahead by a year counts as one more day, and one that is set back as none', () => {
    const first = doubtsAfter(before(), vanished().view(), build.now);
    const year = doubtsAfter(
      before({ doubts: first }),
      vanished().view(),
      new Date(build.now.getTime() + 365 * build.dayMs),
    );
    expect(year[archive]?.sightings).toBe(2);
    const back = doubtsAfter(before({ doubts: year }), vanished().view(), build.now);
    expect(back[archive]).toMatchObject({ sightings: 2, seen: build.now.toISOString() });
  });

  test.each<[days: number, others: number, removal: boolean]>([
    [1, 9, false],
    [3, 9, false],
    [4, 9, true],
    [4, 3, true],
    [400, 2, false],
  ])(
    'missing on %d days while %d others stay, of which three have to: the user removed it: %s',
    (days, others, removal) => {
      const doubt = daily(...Array.from({ length: days }, vanished))[archive];
      const rest = { stored: new Set(Array.from({ length: others }, (_, index) => `o${index}`)), floor: 3 };
      if (!doubt) throw new Error('no doubt');
      expect([isRemoval(doubt, rest), isOpen(doubt, rest)]).toEqual([removal, !removal]);
    },
  );

  test.each<[string, folders: readonly build.Folder[], sightings: number | undefined]>([
    ['then the manifest is gone, too: the count goes on', [vanished(), vanished(), new build.Folder()], 2],
    ['one listing without the manifest settles nothing', [...settled, new build.Folder()], settledSightings - 1],
    ['the manifest is back: a count of its own', [...settled, new build.Folder(), vanished()], 1],
  ])('%s', (_, folders, sightings) => {
    expect(daily(...folders)[archive]?.sightings).toBe(sightings);
  });

  test.each([
    [1, false],
    [2, true],
    [3, true],
    [4, false],
  ])('a promise that another computer broke is told from its second day to its third: day %d %s', (days, open) => {
    const given = { mine: () => false, promised: () => true };
    const doubts = Array.from({ length: days }).reduce<Doubts>(
      (doubts, _, day) =>
        doubtsAfter(
          before({ ...given, doubts, stored: day === 0 ? [copy] : [] }),
          new build.Folder().view(),
          new Date(build.now.getTime() + day * build.dayMs),
        ),
      {},
    );
    const doubt = doubts[archive];
    if (!doubt) throw new Error('no doubt');
    expect(isOpen(doubt, nobody)).toBe(open);
    // Another copy of the same backup answers it.
    expect(isOpen(doubt, { stored: new Set([doubt.backupId]), floor: 1 })).toBe(false);
  });

  test("the user's word counts at once, also before the listings show it, and is not forgotten", () => {
    const told = { [archive]: removedByUser(copy.manifest, build.now) };
    const stillThere = doubtsAfter(
      before({ doubts: told }),
      there.view(),
      new Date(build.now.getTime() + build.minuteMs),
    );
    const gone = doubtsAfter(
      before({ doubts: stillThere }),
      vanished().view(),
      new Date(build.now.getTime() + build.hourMs),
    );
    expect(gone[archive] && isRemoval(gone[archive], nobody)).toBe(true);
  });

  test('another good copy of the same backup answers it', () => {
    const doubt = daily(vanished())[archive];
    expect(doubt && isOpen(doubt, { stored: new Set([backupId]), floor: 1 })).toBe(false);
  });
});

test('whatever the listings show, nothing becomes the user’s word before the fourth day', () => {
  const aFolder = fc.constantFrom(there, vanished(), new build.Folder(), unreadable());
  const someDays = fc.array(fc.record({ folder: aFolder, afterMs: fc.nat(3 * build.dayMs) }), { maxLength: 12 });
  fc.assert(
    fc.property(someDays, (steps) => {
      let time = build.now.getTime();
      let since: number | undefined;
      let doubts: Doubts = {};
      for (const { folder, afterMs } of steps) {
        time += afterMs;
        doubts = doubtsAfter(before({ doubts }), folder.view(), new Date(time));
        since = folder.files.has(archive) ? undefined : (since ?? time);
        const doubt = doubts[archive];
        if (doubt && isRemoval(doubt, { stored: new Set(['other']), floor: 1 })) {
          expect(since).toBeDefined();
          expect(time - (since ?? time)).toBeGreaterThanOrEqual(60 * build.hourMs);
        }
      }
    }),
    { numRuns: 500 },
  );
});
