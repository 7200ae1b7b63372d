import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gatesSchema, isPruneHeld, openGates, type Gates } from '../../../src/core/state/gates.ts';
import { repairGates } from '../../../src/core/state/gates-repair.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import * as build from '../../support/domain-builders.ts';

const { now } = build;
const inAnHour = build.ago(-build.hourMs);
const tomorrow = build.daysAgo(-1);

/** Everything shut that can be shut. */
const shut: Gates = {
  tokensRefused: { home: { hash: 'h1', code: 'ha.token-invalid' }, cabin: { hash: 'h2', code: 'ha.banned' } },
  appleNeedsUser: { code: 'icloud.terms-pending', since: build.daysAgo(1) },
  appleNotBefore: build.ago(-3 * build.hourMs),
  appleRefusal: { code: 'icloud.no-drive' },
  applePauses: [build.ago(build.hourMs)],
  silentSignIns: [build.ago(build.hourMs)],
  full: { since: build.daysAgo(1), neededBytes: 5 },
  signIn: { codesAsked: [build.daysAgo(1)], wrongCodes: [build.daysAgo(1)], wrongPasswords: [build.daysAgo(1)] },
  backups: { b1: { failures: 4 }, b2: { failures: 1, refused: { code: 'archive.torn', size: null } } },
  pruned: [build.daysAgo(1)],
  pruning: ['old.manifest.json'],
  gone: { 'gone.manifest.json': build.ago(build.hourMs) },
  damagedUploads: { 'torn.tar': 5, 'other.tar': 6 },
  doubts: {
    'gone.tar': {
      kind: 'vanished',
      backupId: 'b7',
      own: true,
      since: build.daysAgo(2),
      seen: build.daysAgo(1),
      sightings: 2,
    },
  },
  spoilt: { 'spoilt.tar': build.daysAgo(1) },
  pins: { '0123456789ab': build.daysAgo(2) },
  adoptions: { 'half.tar': { failures: 1, notBefore: build.daysAgo(-1) } },
  knownCopies: { home: 7, cabin: 2 },
};

describe('gates of which a part is damaged', () => {
  test.each<[string, object, Partial<Gates>]>([
    [
      'one backup',
      { backups: { b1: { failures: -1 }, b2: shut.backups['b2'] } },
      { backups: { b2: { failures: 1, refused: { code: 'archive.torn', size: null } } } },
    ],
    ['all backups', { backups: 'none' }, { backups: {} }],
    [
      'a refused token',
      { tokensRefused: { home: 5, cabin: shut.tokensRefused['cabin'] } },
      { tokensRefused: { cabin: { hash: 'h2', code: 'ha.banned' } } },
    ],
    ['what was needed', { full: { since: 'once' } }, { full: undefined }],
    ['a torn upload', { damagedUploads: { 'torn.tar': '5', 'other.tar': 6 } }, { damagedUploads: { 'other.tar': 6 } }],
  ])('%s: the rest stays as it was, and nothing else is shut', (_, damage, expected) => {
    expect(repairGates({ ...shut, ...damage }, now)).toEqual({ ...shut, ...expected });
  });

  test.each<[string, object, Partial<Gates>]>([
    ['what Apple wanted', { appleNeedsUser: 'something' }, { appleNeedsUser: undefined }],
    ['one of the codes', { signIn: { ...shut.signIn, codesAsked: [build.daysAgo(1), 'once'] } }, {}],
    ['the sign-ins', { signIn: null }, { signIn: openGates().signIn }],
    [
      'a silent sign-in',
      { silentSignIns: ['once', ...shut.silentSignIns] },
      { silentSignIns: [...shut.silentSignIns, now.toISOString()] },
    ],
  ])('%s: Apple is left alone, as long as it wanted or for an hour', (_, damage, expected) => {
    expect(repairGates({ ...shut, ...damage }, now)).toEqual({ ...shut, ...expected });
    const { appleNotBefore, ...noQuiet } = shut;
    expect(appleNotBefore).toBeDefined();
    expect(repairGates({ ...noQuiet, ...damage }, now)).toEqual({ ...shut, ...expected, appleNotBefore: inAnHour });
  });

  test.each<[string, object, Partial<Gates>]>([
    ['a deletion', { pruned: [...shut.pruned, 7] }, {}],
    ['the deletions', { pruned: undefined }, { pruned: [] }],
    ['what is being deleted', { pruning: { a: 1 } }, { pruning: [] }],
    ['how many copies there were', { knownCopies: { home: 'seven', cabin: 2 } }, { knownCopies: { cabin: 2 } }],
  ])('%s: nothing is deleted unattended for a day', (_, damage, expected) => {
    expect(repairGates({ ...shut, ...damage }, now)).toEqual({ ...shut, ...expected, pruneNotBefore: tomorrow });
  });
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a list', []],
  ['a word', 'gates'],
  ['an empty object', {}],
])('gates of which nothing is left (%s) begin with care', (_, content) => {
  expect(repairGates(content, now)).toEqual({
    ...openGates(),
    appleNotBefore: inAnHour,
    silentSignIns: [now.toISOString()],
    pruneNotBefore: tomorrow,
  });
});

test.each<[string, string | undefined, boolean]>([
  ['no such word', undefined, false],
  ['a day from now', tomorrow, true],
  ['a moment from now', build.ago(-1), true],
  ['over', build.ago(0), false],
  ['set by a clock that was ahead', build.daysAgo(-2), false],
])('deletions wait for the user: %s', (_, pruneNotBefore, held) => {
  expect(isPruneHeld({ ...openGates(), ...(pruneNotBefore === undefined ? {} : { pruneNotBefore }) }, now)).toBe(held);
});

describe('a code that only a newer program knows', () => {
  const written = {
    ...shut,
    tokensRefused: { home: { hash: 'h1', code: 'ha.new-refusal' } },
    appleNeedsUser: { code: 'icloud.new-wish', since: build.daysAgo(1) },
    backups: { b1: { failures: 0, refused: { code: 'archive.new-defect', size: 5 } } },
  };

  test('still shuts its gate, and is there for that program again after this one wrote', () => {
    const read = gatesSchema.parse(written);
    expect(read.tokensRefused['home']).toEqual({ hash: 'h1', code: 'internal', newer: 'ha.new-refusal' });
    expect(read.appleNeedsUser).toMatchObject({ code: 'internal', newer: 'icloud.new-wish' });
    expect(read.backups['b1']?.refused).toEqual({ code: 'internal', newer: 'archive.new-defect', size: 5 });
    expect(gatesSchema.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
  });

  test('is itself again for the program that knows it', () => {
    const kept = { home: { hash: 'h1', code: 'internal', newer: 'ha.banned' } };
    const read = gatesSchema.parse({ ...shut, tokensRefused: kept });
    expect(JSON.parse(JSON.stringify(read.tokensRefused))).toEqual({ home: { hash: 'h1', code: 'ha.banned' } });
  });

  test.each(['constructor', 'toString'])('a word like %s is no code', (word) => {
    const read = gatesSchema.parse({ ...shut, appleNeedsUser: { code: word, since: build.daysAgo(1) } });
    expect(read.appleNeedsUser?.code).toBe('internal');
  });
});

describe('on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gates-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('half a file is kept aside, and the care outlives the program', async () => {
    const path = join(folder, 'gates.json');
    const half = JSON.stringify(shut).slice(0, 200);
    await writeFile(path, half);
    const broken: string[] = [];
    const open = (): JsonFile<Gates> =>
      new JsonFile(path, gatesSchema, openGates, (what) => broken.push(what), {
        repair: (content) => repairGates(content, now),
      });
    const mended = await open().read();
    expect(mended).toMatchObject({ appleNotBefore: inAnHour, pruneNotBefore: tomorrow });
    expect(await open().read()).toEqual(mended);
    expect(await readFile(`${path}.broken`, 'utf8')).toBe(half);
    expect(broken).toEqual([path]);
  });
});
