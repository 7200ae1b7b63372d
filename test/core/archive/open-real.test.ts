import { createHash, type Hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArchiveFile } from '../../../src/core/archive/open/archive-file.ts';
import { KeyRing } from '../../../src/core/archive/open/key-ring.ts';
import { walkParts, type PartOutcome } from '../../../src/core/archive/open/walk-parts.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const key = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ01';
const realKey = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';

interface Walked {
  readonly outcomes: readonly PartOutcome[];
  /** SHA-256 by `part/file`. */
  readonly files: ReadonlyMap<string, string>;
}

const walk = async (path: string, keys: readonly string[]): Promise<Walked> => {
  const files = new Map<string, string>();
  const archive = await ArchiveFile.open(path);
  const signal = new AbortController().signal;
  try {
    const listed = await archive.list(signal);
    expect(listed).toMatchObject({ fault: undefined, json: { slug: expect.any(String) as unknown } });
    const outcomes = await walkParts(archive, listed, {
      keys: new KeyRing(keys),
      signal,
      visitor: {
        entry: (part, { name, kind }) => {
          if (kind !== 'file') return undefined;
          const hash: Hash = createHash('sha256');
          return {
            write: (bytes) => void hash.update(bytes),
            end: () => void files.set(`${part.name}/${name}`, hash.digest('hex')),
            broken: () => void files.set(`${part.name}/${name}`, 'broken'),
          };
        },
      },
    });
    return { outcomes, files };
  } finally {
    await archive.close();
  }
};

const summary = (outcomes: readonly PartOutcome[]): string[] =>
  outcomes.map((one) => `${one.part.name} ${one.outcome === 'failed' ? one.fault.trouble : one.outcome}`);

const recorded = ['ha-real', 'ha-os'].flatMap((folder) =>
  readdirSync(join(fixtures, folder)).flatMap((version) =>
    ['plain', 'protected'].map((kind) => `${folder}/${version}/${kind}.tar`),
  ),
);

describe('archives that Home Assistant wrote', () => {
  test.each(recorded)('%s is read to its last byte', async (path) => {
    const { outcomes, files } = await walk(join(fixtures, path), ['Another key', realKey]);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ outcome }) => outcome !== 'read')).toEqual([]);
    expect([...files.keys()]).toContain('homeassistant/data/configuration.yaml');
  });

  test.each(['core', 'sup'])('%s: plain, SecureTar 2 and 3 hold the same files', async (layout) => {
    const of = async (kind: string): Promise<Walked> =>
      walk(join(fixtures, 'archives', `${layout}_${kind}.tar`), [key]);
    const plain = await of('plain');
    expect(plain.files.size).toBeGreaterThan(1);
    for (const kind of ['v2', 'v3']) expect((await of(kind)).files).toEqual(plain.files);
  });

  test('without the key each part says so', async () => {
    const { outcomes } = await walk(join(fixtures, 'archives/core_v3.tar'), []);
    expect(summary(outcomes)).toEqual(['homeassistant key-needed']);
  });

  test.each(['core_v2', 'core_v3'])('%s: another key does not open it', async (name) => {
    const { outcomes, files } = await walk(join(fixtures, `archives/${name}.tar`), [realKey]);
    expect(summary(outcomes)).toEqual(['homeassistant wrong-key']);
    expect(files.size).toBe(0);
  });
});
