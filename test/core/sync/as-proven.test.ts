import { describe, expect, it } from 'vitest';
import { ArchiveCheck } from '../../../src/core/archive/archive-check.ts';
import type { ArchiveReport, HaBackup } from '../../../src/core/domain/backup.ts';
import { asProven } from '../../../src/core/sync/as-proven.ts';
import * as build from '../../support/domain-builders.ts';
import { buildTar } from '../../support/tar-builder.ts';

interface Said {
  readonly name?: string;
  readonly date?: string;
  readonly addons?: readonly { readonly slug: string }[];
  readonly folders?: readonly string[];
  readonly homeassistant?: { readonly version: string };
}

/** What the check makes of an archive with this backup.json. */
const reportOf = (said: Said): ArchiveReport => {
  const json = { slug: 'b1', protected: false, ...said };
  const check = new ArchiveCheck({ slug: 'b1', protected: false, requireProtected: false });
  check.push(buildTar([{ name: 'backup.json', content: Buffer.from(JSON.stringify(json)) }, ...partsFor(json)]));
  return check.finish();
};
const partsFor = ({ addons = [], folders = [], homeassistant }: Said) =>
  [...(homeassistant ? ['homeassistant'] : []), ...addons.map(({ slug }) => slug), ...folders].map((name) => ({
    name: `${name}.tar.gz`,
    content: Buffer.from([0x1f, 0x8b, 0x08, 0]),
  }));

const listed = build.aBackup({
  date: '2026-11-20T05:00:00+01:00',
  name: 'Listed',
  haVersion: '2026.11.0',
  addons: ['db'],
  folders: ['share'],
});

describe('what an archive holds', () => {
  it.each<[what: string, said: Said, proven: Partial<HaBackup>]>([
    ['nothing said: the list, but for parts that are not there', {}, { addons: [], folders: [] }],
    ['another name', { name: 'In the bytes' }, { name: 'In the bytes', addons: [], folders: [] }],
    ['a name that acts', { name: '\u202E\u001B[2Jx\n' }, { name: '·[2Jx', addons: [], folders: [] }],
    ['no name', { name: ' ' }, { addons: [], folders: [] }],
    [
      'another day',
      { date: '2025-01-02T03:04:05+00:00' },
      { date: '2025-01-02T03:04:05+00:00', addons: [], folders: [] },
    ],
    [
      'the same moment in UTC: local time stays',
      { date: '2026-11-20T04:00:07.123+00:00' },
      { addons: [], folders: [] },
    ],
    ['a day without an offset', { date: '2025-01-02T03:04:05' }, { addons: [], folders: [] }],
    ['a day that is still to come', { date: '2099-01-01T00:00:00+00:00' }, { addons: [], folders: [] }],
    ['no date', { date: 'yesterday' }, { addons: [], folders: [] }],
    ['another version', { homeassistant: { version: '2026.1.0' } }, { haVersion: '2026.1.0', addons: [], folders: [] }],
    ['other apps and folders', { addons: [{ slug: 'ssh' }], folders: ['ssl'] }, { addons: ['ssh'], folders: ['ssl'] }],
  ])('%s', (_what, said, proven) => {
    expect(asProven(listed, reportOf(said), new Date('2026-11-21T12:00:00Z'))).toEqual({ ...listed, ...proven });
  });
});
