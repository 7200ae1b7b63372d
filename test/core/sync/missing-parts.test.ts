import { describe, expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import { missingParts } from '../../../src/core/sync/missing-parts.ts';
import * as build from '../../support/domain-builders.ts';

const parts = { addons: ['core_ssh', 'db'], folders: ['share'] };
const today = (given: Partial<HaBackup> = {}): HaBackup =>
  build.aBackup({ id: 'today', date: build.now.toISOString(), ...given });
const before = (given: Partial<Manifest> = {}) =>
  build.aStored({ backupId: 'before', date: build.daysAgo(1), ...parts, ...given });
const failed = (addons: string[], folders: string[] = []) => ({ failed: { agents: [], addons, folders } });

describe('parts that the backup before had', () => {
  test.each<[what: string, backup: HaBackup, stored: ReturnType<typeof before>[], missing: string[]]>([
    ['nothing before', today(), [], []],
    ['all there', today(parts), [before()], []],
    ['more than before', today({ ...parts, addons: ['core_ssh', 'db', 'new'] }), [before()], []],
    ['an app is gone', today({ ...parts, addons: ['db'] }), [before()], ['app-missing core_ssh']],
    ['a folder is gone', today({ ...parts, folders: [] }), [before()], ['folder-missing share']],
    ['all is gone', today(), [before()], ['app-missing core_ssh', 'app-missing db', 'folder-missing share']],
    ['Home Assistant said so itself', today({ ...parts, addons: ['db'], ...failed(['core_ssh']) }), [before()], []],
    [
      'it said so of another',
      today({ ...parts, addons: ['db'], ...failed(['db']) }),
      [before()],
      ['app-missing core_ssh'],
    ],
    [
      'an app and a folder of one name',
      today({ addons: parts.addons, ...failed(['share']) }),
      [before()],
      ['folder-missing share'],
    ],
    ['only a manual one had it', today(), [before({ kind: 'manual' })], []],
    ['only the same backup had it: a second copy', today(), [before({ backupId: 'today' })], []],
    ['only a later one had it', today(), [before({ date: build.daysAgo(-1) })], []],
    [
      'said once: the one before lacked it already',
      today({ ...parts, addons: ['db'] }),
      [before({ addons: ['db'] }), before({ backupId: 'older', date: build.daysAgo(2) })],
      [],
    ],
    [
      'the one just before counts, in whatever order they come',
      today({ ...parts, addons: ['db'] }),
      [before({ backupId: 'older', date: build.daysAgo(2), addons: [] }), before()],
      ['app-missing core_ssh'],
    ],
  ])('%s', (_, backup, stored, missing) => {
    expect(missingParts(backup, stored).map(({ kind, part }) => `${kind} ${part}`)).toEqual(missing);
  });
});
