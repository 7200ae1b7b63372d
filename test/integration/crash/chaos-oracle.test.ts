import { describe, expect, test } from 'vitest';
import { judgeChange, judgeOrder, judgePeace, judgeStatus, type Claims } from '../../chaos/oracle.ts';
import { storyOf } from '../../chaos/story.ts';
import type { Keeper, Truth } from '../../chaos/truth.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const hour = 3_600_000;
const folder = 'HomeAssistantBackups/Home (12345678)';

const me: Keeper = { id: 'me', retention: { days: 2, floor: 1 } };

interface Stored {
  readonly id: string;
  readonly hours: number;
  readonly name?: string;
  readonly withoutNote?: boolean;
  readonly owner?: string;
}

/** Backups by the hours since they were made; their content is their id. */
const truthOf = (home: Record<string, number>, stored: readonly Stored[], more: Partial<Truth> = {}): Truth => {
  const at = new Date(now).toISOString();
  const files = stored.map(({ id, hours, name = id, withoutNote = false, owner = me.id }) => {
    const date = new Date(now - hours * hour).toISOString();
    const note = {
      backupId: id,
      archive: `${name}.tar`,
      size: 1,
      sha256: id,
      date,
      confirmedAt: date,
      computerId: owner,
    };
    return { name, sha256: id, note: withoutNote ? undefined : JSON.stringify(note) };
  });
  const entry = (path: string, sha256: string) =>
    ({
      path: `${folder}/${path}`,
      type: 'file',
      size: 1,
      sha256,
      mtime: new Date(at),
      inTrash: false,
      id: path,
    }) as const;
  return {
    now,
    machines: [me],
    home: Object.entries(home).map(([id, hours]) => ({
      id,
      made: now - hours * hour,
      sha256: id,
      listed: true,
      hiddenUntil: 0,
    })),
    drive: files.flatMap(({ name, sha256, note }) => [
      entry(`${name}.tar`, sha256),
      ...(note === undefined ? [] : [entry(`${name}.manifest.json`, '')]),
    ]),
    folder,
    notes: new Map(files.map(({ name, note }) => [`${folder}/${name}.manifest.json`, note ?? ''])),
    foreign: new Map(),
    removed: new Map(),
    ...more,
  };
};

/** A status that soothes. */
const soothing = (newest?: string): Claims => ({
  safety: 'safe',
  waiting: 0,
  home: { seenAt: new Date(now).toISOString() },
  icloud: { seenAt: new Date(now).toISOString() },
  newestVerified: newest === undefined ? null : { archive: newest },
  problems: [],
});

const kinds = (complaints: readonly { readonly kind: string }[]): string[] => complaints.map(({ kind }) => kind);
const a = { id: 'a', hours: 1 };
const old = { id: 'old', hours: 60 };

describe('the oracle', () => {
  test.each([
    ['a young copy goes', [a, old], [old], ['lost']],
    ['an expired one goes', [a, old], [a], []],
    ['an expired one that is the last goes', [old], [], ['lost', 'below-floor']],
    ['a second copy goes', [a, { ...a, name: 'a2' }], [a], []],
    ['a manifest goes, the archive stays', [a], [{ ...a, withoutNote: true }], ['lost', 'below-floor']],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(judgeChange(truthOf({}, before), truthOf({}, after)))).toEqual(expected);
  });

  const other: Keeper = { id: 'other', retention: { days: 9, floor: 2 } };
  const brief: Keeper = { id: 'brief', retention: { days: 1, floor: 1 } };
  const both = { machines: [me, other] };

  test.each([
    ['the user deleted it', [a, old], [old], { removed: new Map([['a.tar', { id: 'a', at: now }]]) }, []],
    ['its computer promised to keep it longer', [a, { ...old, owner: 'other' }], [a], both, ['lost', 'below-floor']],
    [
      'its computer keeps it for a shorter time',
      [a, { ...a, id: 'b', hours: 40, owner: 'brief' }, { ...old, owner: 'brief' }],
      [a, { ...a, id: 'b', hours: 40, owner: 'brief' }],
      { machines: [me, brief] },
      [],
    ],
  ])('one goes: %s', (_, before, after, more, expected) => {
    expect(kinds(judgeChange(truthOf({}, before, more), truthOf({}, after, more)))).toEqual(expected);
  });

  test.each([
    ['of which one promises all that the other does', other, ['twice']],
    ['of which each promises something more', { ...other, retention: { days: 9, floor: 0 } }, []],
  ])('two computers store the same: %s', (_, keeper, expected) => {
    const truth = truthOf({ a: 1 }, [a, { ...a, name: 'a2', owner: 'other' }], { machines: [me, keeper] });
    expect(kinds(judgeOrder(truth))).toEqual(expected);
  });

  test.each([
    ['before the next look', -1, []],
    ['after it', 1, ['false-everything']],
    ['when it counts as their word', 70, []],
  ])('what the user deleted may be unknown %s', (_, hours, expected) => {
    const removed = new Map([['b.tar', { id: 'b', at: now - hours * hour }]]);
    expect(kinds(judgeStatus(soothing(), me, truthOf({ a: 1, b: 2 }, [a], { removed })))).toEqual(expected);
  });

  test('what no listing of Home Assistant showed cannot be known', () => {
    const truth = truthOf({ a: 1, b: 2 }, [a]);
    const home = truth.home.map((entry) => ({ ...entry, hiddenUntil: now + 1 }));
    expect(judgeStatus(soothing(), me, { ...truth, home })).toEqual([]);
  });

  test('a file of somebody else is gone', () => {
    const foreign = new Map([['theirs', 'as it was']]);
    expect(kinds(judgeChange(truthOf({}, []), truthOf({}, [], { foreign })))).toEqual(['foreign-touched']);
  });

  test.each([
    ['everything wanted is there once', { a: 1, old: 60 }, [a], []],
    ['a wanted one is not there', { a: 1, b: 2 }, [a], ['missing']],
    ['its content is another', { a: 1 }, [{ ...a, id: 'b', name: 'a' }], ['missing']],
    ['the floor wants an old one', { old: 60 }, [], ['missing']],
    ['twice', { a: 1 }, [a, { ...a, name: 'a2' }], ['twice']],
    ['an upload without a manifest is left', { a: 1 }, [a, { ...a, name: 'a2', withoutNote: true }], ['leftover']],
    [
      'the same of one that is no longer kept',
      { a: 1, old: 60 },
      [a, { ...old, name: 'x_old_y', withoutNote: true }],
      ['leftover-unwanted'],
    ],
  ])('in peace: %s', (_, home, stored, expected) => {
    const truth = truthOf(home, stored);
    expect(kinds([...judgePeace(undefined, me, truth), ...judgeOrder(truth)])).toEqual(expected);
  });

  test.each([
    ['before it is true', { a: 1, b: 2 }, [a], ['false-everything']],
    ['when it is true', { a: 1 }, [a], []],
    ['of what it has not seen yet', { a: 1, b: -1 }, [a], []],
  ])('"everything is backed up" is said %s', (_, home, stored, expected) => {
    expect(kinds(judgeStatus(soothing(), me, truthOf(home, stored)))).toEqual(expected);
  });

  test('a newest copy is named that is not there', () => {
    expect(kinds(judgeStatus(soothing('_me_b.tar'), me, truthOf({}, [a])))).toEqual(['false-newest']);
  });
});

test('a story is decided by its seed', () => {
  expect(storyOf('a', 10)).toEqual(storyOf('a', 10));
  expect(storyOf('a', 10)).not.toEqual(storyOf('b', 10));
});
