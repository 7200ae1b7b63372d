import { describe, expect, it } from 'vitest';
import { manifestSchema } from '../../../src/core/domain/manifest.ts';
import { copyFailure, failureOf, highestLevel, isVerified } from '../../../src/core/domain/verification.ts';
import * as build from '../../support/domain-builders.ts';
import { aProof } from '../../support/proof-builders.ts';

describe('whether a copy can be counted on', () => {
  it.each([
    ['whole', 4, true, undefined],
    ['keyless', 1, true, undefined],
    ['undecided', 3, true, undefined],
    ['odd', 3, true, undefined],
    ['wrongKey', 1, false, 'proof.wrong-key'],
    ['damaged', 2, false, 'proof.part-damaged'],
    ['cannotStart', 3, false, 'proof.cannot-start'],
  ] as const)('%s: level %i, verified %s', (which, level, verified, code) => {
    const { levels } = aProof[which];
    expect(highestLevel(levels)).toBe(level);
    expect(failureOf(levels)?.code).toBe(code);
    expect(isVerified(build.aStored({ level, proof: aProof[which] }))).toBe(verified);
  });

  it.each([
    ['wrongKey', 'came-back', undefined],
    ['wrongKey', 'same-bytes', 'proof.wrong-key'],
    ['wrongKey', 'failed', 'proof.test-failed'],
    ['damaged', 'came-back', 'proof.part-damaged'],
    ['cannotStart', 'came-back', 'proof.cannot-start'],
  ] as const)('%s, and a test that says %s: only a right key makes up for a wrong one', (which, verdict, code) => {
    const copy = { ...build.aStored({ proof: aProof[which] }), test: { at: '2026-12-01T00:00:00.000Z', verdict } };
    expect(copyFailure(copy)?.code).toBe(code);
    expect(isVerified(copy)).toBe(code === undefined);
  });

  it('is not where a level does not hold, whether or not anybody said why, and whatever mild reason stands below it', () => {
    const [intact, opens, readable] = aProof.damaged.levels;
    const unsaid = [intact, opens, readable && { ...readable, problem: null }];
    const mild = [
      intact,
      opens && { ...opens, holds: false, problem: { code: 'proof.doubtful', facts: {} } },
      readable,
    ];
    for (const levels of [unsaid, mild]) {
      const manifest = manifestSchema.parse({ ...build.aManifest(), proof: { ...aProof.damaged, levels } });
      expect(isVerified(build.asStored(manifest))).toBe(false);
    }
  });

  it('is not where nothing was proven, nor where the structure speaks against it', () => {
    expect(isVerified(build.aStored({ level: 0 }))).toBe(false);
    expect(isVerified(build.aStored({ level: 4, proof: aProof.whole, defects: [...build.doubtful] }))).toBe(false);
  });

  it('a level above one that does not hold counts for nothing', () => {
    const [intact, , readable] = aProof.whole.levels;
    expect(highestLevel([intact, readable].filter((level) => level !== undefined))).toBe(1);
    expect(highestLevel([])).toBe(0);
  });
});

describe('a proof in a manifest', () => {
  const read = (proof: unknown) => manifestSchema.parse({ ...build.aManifest(), proof });

  it('comes back as it was written', () => {
    expect(read(aProof.cannotStart).proof).toEqual(aProof.cannotStart);
  });

  it('that a newer program gave for a reason unknown here still speaks against the copy', () => {
    const levels = aProof.damaged.levels.map((level) => ({ ...level, problem: { code: 'proof.of-2031', facts: {} } }));
    const manifest = read({ ...aProof.damaged, levels });
    expect(isVerified(build.asStored(manifest))).toBe(false);
  });

  it.each([
    ['no object', 7],
    ['no levels', { on: 'staged' }],
    ['endless levels', { ...aProof.whole, levels: Array.from({ length: 50 }, () => aProof.whole.levels[0]) }],
  ])('that is %s costs itself alone', (_, proof) => {
    const { proof: kept, ...rest } = read(proof);
    expect(kept).toBeUndefined();
    expect(isVerified(build.asStored(rest))).toBe(true);
  });
});
