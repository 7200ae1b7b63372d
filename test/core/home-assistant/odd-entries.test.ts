import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HaBackup, Listing } from '../../../src/core/domain/backup.ts';
import { judgeListing } from '../../../src/core/home-assistant/describe.ts';
import * as schemas from '../../../src/core/home-assistant/schemas.ts';
import * as supervisor from '../../../src/core/home-assistant/supervisor-schemas.ts';
import { acting, aHostileName } from '../../support/hostile-names.ts';
import { recordings, resultsOf, withBackupApi } from './recordings.ts';

type Json = Record<string, unknown>;
const odd = fc.constantFrom<unknown>(
  null,
  -1,
  2 ** 60,
  '7',
  '',
  'x'.repeat(3000),
  true,
  [],
  {},
  [null],
  1.5,
  undefined,
);

const infos = withBackupApi.flatMap((recording) => resultsOf(recording, 'backup/info') as { backups: Json[] }[]);
const lists = infos.filter(({ backups }) => backups.length > 1);
const supervisorLists = recordings.flatMap(({ replies }) =>
  replies
    .filter(({ command, success }) => success && command['endpoint'] === '/backups')
    .map(({ result }) => result as { backups: Json[] }),
);

/** Every place of a value: the keys that lead to it. */
const pathsIn = (value: unknown, at: readonly string[] = []): (readonly string[])[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))];

const change = (root: unknown, path: readonly string[], value: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy: unknown = structuredClone(root);
  const object = copy as Json;
  object[key] = change(object[key], rest, value);
  return object;
};

const read = (info: unknown): Listing<HaBackup> =>
  judgeListing('RUNNING', ['backup.local', 'hassio.local'], schemas.infoSchema.parse(info));

describe('one odd entry costs itself alone', () => {
  it('whatever is changed in one backup, all others are listed as before', () => {
    expect(lists.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.constantFrom(...lists), fc.nat(), fc.nat(), odd, (info, which, where, value) => {
        const at = which % info.backups.length;
        const paths = pathsIn(info.backups[at]);
        const changed = change(info, ['backups', String(at), ...(paths[where % paths.length] ?? [])], value);
        const id = String(info.backups[at]?.['backup_id']);
        const rest = ({ items }: Listing<HaBackup>): readonly HaBackup[] => items.filter((item) => item.id !== id);
        expect(rest(read(changed)).filter(({ id: one }) => rest(read(info)).some((it) => it.id === one))).toEqual(
          rest(read(info)),
        );
      }),
    );
  });

  it('whatever is changed around them, the parser reads it or says that it is no list', () => {
    fc.assert(
      fc.property(fc.constantFrom(...lists), fc.nat(), odd, (info, where, value) => {
        const paths = pathsIn(info);
        const changed = change(info, paths[where % paths.length] ?? [], value);
        const parsed = schemas.infoSchema.safeParse(changed);
        if (parsed.success) judgeListing('RUNNING', ['backup.local'], parsed.data);
        else expect(Array.isArray((changed as Json | null | undefined)?.['backups'])).toBe(false);
      }),
    );
  });

  const backup = (extra: Json): Json => ({ ...newest, backup_id: 'odd', ...extra });
  const newest: Json = {
    name: 'Odd',
    date: '2026-11-20T05:00:00+00:00',
    agents: { 'backup.local': { size: 5, protected: true } },
    addons: [],
    folders: [],
    homeassistant_version: '2026.11.0',
  };
  const good = { ...newest, backup_id: 'good' };

  it.each<[string, Json, copies: string[] | undefined]>([
    [
      'a size of null on another location',
      { agents: { cloud: { size: null, protected: true }, 'backup.local': { size: 5, protected: true } } },
      ['backup.local'],
    ],
    ['a size as text', { agents: { 'backup.local': { size: '5', protected: true } } }, []],
    ['a size below zero', { agents: { 'backup.local': { size: -5, protected: true } } }, []],
    ['a size beyond all numbers', { agents: { 'backup.local': { size: 2 ** 60, protected: true } } }, []],
    ['a size that is no whole number', { agents: { 'backup.local': { size: 5.5, protected: true } } }, []],
    ['an id that every object has', { backup_id: 'constructor' }, undefined],
    ['another such id', { backup_id: '__proto__' }, undefined],
    ['no protection', { agents: { 'backup.local': { size: 5 } } }, []],
    ['no locations', { agents: undefined }, []],
    ['no name', { name: null }, ['backup.local']],
    ['no date', { date: null }, undefined],
    ['a date that is none', { date: 'yesterday' }, undefined],
    ['no id', { backup_id: null }, undefined],
    ['apps of another shape', { addons: [{ slug: 7 }, null] }, ['backup.local']],
    ['the id of another', { backup_id: 'good' }, undefined],
  ])('%s: the other is listed, and nothing is deleted by that list', (_, extra, copies) => {
    const listing = read({ backups: [good, backup(extra)], agent_errors: {}, state: 'idle' });
    expect(listing).toMatchObject({ complete: false, why: { code: 'ha.list-incomplete', facts: { entries: 1 } } });
    expect(listing.items[0]?.id).toBe('good');
    expect(listing.items.find(({ id }) => id === 'odd')?.copies.map(({ agentId }) => agentId)).toEqual(copies);
  });

  it('no name acts on what shows it, and none is empty or without end', () => {
    fc.assert(
      fc.property(fc.oneof(aHostileName, fc.constantFrom('', ' \n', '\u202E', 'x'.repeat(240_000))), (name) => {
        const [item] = read({ backups: [backup({ name })], agent_errors: {}, state: 'idle' }).items;
        expect(item?.name).toMatch(/^.{1,100}$/su);
        expect(item?.name).not.toMatch(acting);
        const old = { slug: 'a', name, date: '2026-11-20T05:00:00+00:00', protected: true };
        const [other] = supervisor.supervisorListSchema.parse({ backups: [old] }).backups;
        expect(other?.name).not.toMatch(acting);
        expect(other?.name).not.toBe('');
      }),
    );
  });

  it('a list without anything odd is complete', () => {
    expect(read({ backups: [good], agent_errors: {}, state: 'idle' })).toMatchObject({ complete: true });
  });
});

describe("the Supervisor's list", () => {
  it('loses no other entry to an odd one', () => {
    expect(supervisorLists.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.constantFrom(...supervisorLists), fc.nat(), odd, (list, where, value) => {
        const before = supervisor.supervisorListSchema.parse(list);
        expect(before.odd).toBe(0);
        const first = list.backups[0];
        if (!first) return;
        const paths = pathsIn(first);
        const changed = change(list, ['backups', '0', ...(paths[where % paths.length] ?? [])], value);
        const slugs = supervisor.supervisorListSchema.parse(changed).backups.map(({ slug }) => slug);
        expect(slugs).toEqual(expect.arrayContaining(before.backups.slice(1).map(({ slug }) => slug)));
      }),
    );
  });
});
