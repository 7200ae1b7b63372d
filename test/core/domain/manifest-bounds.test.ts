import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestText, withinBounds } from '../../../src/core/domain/manifest-bounds.ts';
import { manifestSchema, noteLimit } from '../../../src/core/domain/manifest.ts';
import { readManifest } from '../../../src/core/icloud/read-note.ts';
import { isVerified } from '../../../src/core/domain/verification.ts';
import * as build from '../../support/domain-builders.ts';

const bytesOf = (text: string): number => Buffer.byteLength(text);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('a manifest from outside', () => {
  it.each(['defects', 'addons', 'folders', 'plainParts'])('is given up at the first odd entry of %s', (list) => {
    const read = manifestSchema.safeParse({ ...build.aManifest(), [list]: many(100_000, () => 0) });
    expect(read.error?.issues).toHaveLength(1);
  });

  it('is read whole where all is in order, and without what nobody knows', () => {
    const manifest = build.aManifest({ defects: [{ kind: 'empty-part', part: 'share' }], plainParts: ['share'] });
    const later = { ...manifest, defects: [{ kind: 'empty-part', part: 'share', new: 1 }] };
    expect(manifestSchema.parse(later)).toEqual(manifest);
  });

  it('is not looked at where it holds more than any that is written', () => {
    const { state } = readManifest(JSON.stringify({ schema: 2, new: many(100_000, () => 0) }));
    expect(state).toBe('unreadable');
  });
});

describe('withinBounds', () => {
  it('leaves a usual manifest as it is', () => {
    const manifest = build.aManifest({ addons: many(60, (index) => `core_app_${index}`), folders: ['share', 'ssl'] });
    expect(withinBounds(manifest)).toEqual(manifest);
  });

  it.each<[what: string, given: object]>([
    ['a name of 240,000 letters', { name: 'x'.repeat(240_000) }],
    [
      'names that JSON writes six times as long',
      { instanceName: '\u0001'.repeat(90_000), computerName: '\uD800'.repeat(90_000) },
    ],
    ['a version and a program without end', { haVersion: '9'.repeat(300_000), appVersion: '1'.repeat(300_000) }],
    ['a hundred thousand apps', { addons: many(100_000, (index) => `app_${index}`) }],
    ['few folders with endless names', { folders: many(50, () => '📁'.repeat(100_000)) }],
    [
      'a hundred thousand defects',
      { defects: many(100_000, (index) => ({ kind: 'unlisted-part', part: `p${index}` })) },
    ],
    [
      'all of it',
      {
        name: 'é'.repeat(300_000),
        addons: many(20_000, (index) => `${index}`.repeat(50)),
        folders: many(20_000, (index) => `${index}`.repeat(50)),
        defects: many(20_000, (index) => ({ kind: 'empty-part', part: `${index}`.repeat(50) })),
      },
    ],
  ])('makes every program able to read %s', (_, given) => {
    const whole = build.aManifest(given);
    const bounded = withinBounds(whole);
    expect(bytesOf(manifestText(bounded))).toBeLessThanOrEqual(noteLimit);
    expect(manifestSchema.parse(JSON.parse(manifestText(bounded)))).toEqual(bounded);
    for (const list of ['addons', 'folders', 'defects'] as const)
      expect(bounded[list].length + (bounded.leftOut?.[list] ?? 0)).toBe(whole[list].length);
    const { backupId, archive, sha256, size, date } = whole;
    expect(bounded).toMatchObject({ backupId, archive, sha256, size, date });
    // The reader cuts as well, and finds nothing more to cut.
    expect(withinBounds(bounded)).toEqual(bounded);
  });

  it('cuts no character in two', () => {
    const { name } = withinBounds(build.aManifest({ name: `a${'👍'.repeat(300)}` }));
    expect(Buffer.from(name).toString()).toBe(name);
    expect(Array.from(name)).toHaveLength(200);
  });

  it('never makes a doubtful copy one to rely on', () => {
    const kinds = fc.constantFrom('empty-part', 'unknown-format', 'unlisted-part', 'app-missing', 'folder-missing');
    const defects = fc.array(fc.record({ kind: kinds, part: fc.constant('p'.repeat(300)) }), { maxLength: 2_000 });
    fc.assert(
      fc.property(defects, (list) => {
        const manifest = build.aManifest({ defects: list });
        const bounded = withinBounds(manifest);
        expect(isVerified({ manifest: bounded, manifestName: '' })).toBe(isVerified({ manifest, manifestName: '' }));
      }),
      { numRuns: 30 },
    );
  });
});
