import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/shared/status.ts';
import { checkHere } from '../../support/check-here.ts';
import { rebuild } from './archive-editor.ts';
import { corruptions } from './corruptions.ts';
import { formats, type Corruption, type Format } from './damage.ts';

const root = join(import.meta.dirname, '../../..');
const key = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';
const real = (name: string): Buffer => readFileSync(join(root, 'test/fixtures', name));

/** As Home Assistant wrote them: by itself, and with the Supervisor's apps and folders (of which none is SecureTar 1). */
const written = {
  core: {
    plain: real('ha-real/2026.11.0/plain.tar'),
    v1: real('ha-real/2025.1.4/protected.tar'),
    v2: real('ha-real/2026.2.3/protected.tar'),
    v3: real('ha-real/2026.11.0/protected.tar'),
  },
  supervisor: {
    plain: real('ha-os/2024.12.5/plain.tar'),
    v2: real('ha-os/2025.6.3/protected.tar'),
    v3: real('ha-os/2026.11.0/protected.tar'),
  },
} as const;
const shapes = ['core', 'supervisor'] as const;
type Shape = (typeof shapes)[number];
const writtenAs = (shape: Shape, format: Format): Buffer | undefined => {
  const archives: Partial<Record<Format, Buffer>> = written[shape];
  return archives[format];
};
const allWritten = shapes.flatMap((shape) =>
  formats.flatMap((format) => {
    const archive = writtenAs(shape, format);
    return archive === undefined ? [] : [{ shape, format, archive }];
  }),
);

const folder = mkdtempSync(join(tmpdir(), 'corruptions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = async (bytes: Buffer, keys: readonly string[] = [key]): Promise<CheckResult> => {
  const file = join(folder, 'backup.tar');
  await writeFile(file, bytes);
  return await checkHere(file, { keys });
};

interface Case {
  readonly corruption: Corruption;
  readonly shape: Shape;
  readonly format: Format;
  readonly archive: Buffer;
}

const damaged = async ({ corruption, shape, format, archive }: Case): Promise<Buffer> => {
  if ('bytes' in corruption) return corruption.bytes(archive, format);
  const { inside = {}, members } = corruption;
  const how = format === 'v2' ? 2 : format === 'v3' ? 3 : 'plain';
  return await rebuild(written[shape].plain, { how, key, inside, ...(members ? { members } : {}) });
};

/** A defect of the structure is told beside a level that holds. */
const caughtAt = ({ level, levels, defects }: CheckResult): number | undefined =>
  level > 0 && defects.length > 0 && levels[3]?.holds !== false
    ? 1
    : levels.find(({ holds }) => holds === false)?.level;

const cases = corruptions.flatMap((corruption) =>
  allWritten.flatMap((one) => {
    const level = corruption.caught[one.format];
    return level === undefined ? [] : [{ what: corruption.what, ...one, level, corruption }];
  }),
);

test('there are many of them', () => {
  expect(corruptions.length).toBeGreaterThanOrEqual(50);
  expect(cases.length).toBeGreaterThanOrEqual(300);
});

describe.each(shapes)('%s, untouched and built anew', (shape) => {
  test.each(allWritten.filter((one) => one.shape === shape))('$format makes sense', async ({ archive }) => {
    expect(await check(archive)).toMatchObject({ verdict: 'good', level: 4, defects: [] });
  });

  test.each([
    ['plain', 'plain'],
    ['v2', 2],
    ['v3', 3],
  ] as const)('%s of our own makes sense', async (_, how) => {
    const bytes = await rebuild(written[shape].plain, { how, key });
    expect(await check(bytes)).toMatchObject({ verdict: 'good', level: 4, defects: [] });
  });
});

describe('each is caught at the lowest level that can', () => {
  test.each(cases)('$what ($shape, $format): $level', async ({ level, ...one }) => {
    const found = await check(await damaged(one));
    expect([caughtAt(found), found.levels]).toEqual([level, found.levels]);
    expect(found.verdict).toBe(one.corruption.restorable ? 'defects' : 'refused');
  });
});
