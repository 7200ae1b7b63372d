import '../../support/derived-once.ts';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers-sumo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptVersion2, decryptVersion3 } from '../../../src/core/archive/open/decrypt.ts';
import { KeyRing } from '../../../src/core/archive/open/key-ring.ts';
import { secureTarTotal } from '../../../src/core/archive/secure-tar.ts';
import { judgeDatabase } from '../../../src/core/proof/database.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { checkHere } from '../../support/check-here.ts';
import { NOISE_BLOCK, noise, toBuffer, type ByteSource, type CrcSource } from './byte-source.ts';
import {
  startHomeAssistantSimulator,
  simulatorKey,
  type BackupSpec,
  type HaVersion,
  type HomeAssistantSimulator,
} from './index.ts';
import { sampleDatabase } from './sample-database.ts';
import { sealed } from './secure-tar.ts';
import { command, create, simulators } from './test-support.ts';

const otherKey = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ01';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-proof-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = async (simulator: HomeAssistantSimulator, id: string, keys: string[]): Promise<CheckResult> => {
  const file = join(folder, `${id}.tar`);
  await writeFile(file, simulator.archiveBytes(id));
  return await checkHere(file, { keys });
};

/** `2 holds`, `3 null proof.not-tried`, and so on: all that a check says of the levels. */
const levelsOf = ({ levels }: CheckResult): string[] =>
  levels.map(({ level, holds, problem }) => `${level} ${holds === true ? 'holds' : `${holds} ${problem?.code}`}`);

const all = ['1 holds', '2 holds', '3 holds', '4 holds'];

const core: HaVersion[] = ['2025.1.4', '2025.2.5', '2025.6.3', '2026.2.3', '2026.8.3', '2026.11.0'];
const os: HaVersion[] = ['2024.12.5', ...core];
const contents = { folders: ['share', 'addons/local', 'ssl', 'media'], addons: [{ slug: 'core_mosquitto' }] };

describe.each([...core.map((version) => ['core', version] as const), ...os.map((version) => ['os', version] as const)])(
  'an archive of %s %s',
  (install, version) => {
    let simulator: HomeAssistantSimulator;
    beforeAll(async () => {
      simulator = await startHomeAssistantSimulator({ version, install });
    });
    afterAll(() => simulator.stop());
    const add = (spec: BackupSpec): Promise<string> =>
      simulator.addBackup({ ...(install === 'os' ? contents : {}), ...spec });

    it('makes sense when it is plain', async () => {
      expect(levelsOf(await check(simulator, await add({}), []))).toEqual(all);
    });

    it('makes sense with its key, and does not open with another', async () => {
      const id = await add({ protected: true });
      expect(levelsOf(await check(simulator, id, [otherKey, simulatorKey]))).toEqual(all);
      const refused = levelsOf(await check(simulator, id, [otherKey]));
      expect(refused.slice(0, 2)).toEqual(['1 holds', '2 false proof.wrong-key']);
    });
  },
);

describe('what an archive is encrypted with', () => {
  const start = simulators();
  const newKey = '1111-2222-3333-4444-5555-6666-7777';
  const automatic = { type: 'backup/generate_with_automatic_settings' };
  const newest = (simulator: HomeAssistantSimulator): string => simulator.backups().at(-1)?.id ?? '';

  it('is the key of the settings at that time', async () => {
    const simulator = await start({ encryptionKeySet: true, automatic: {} });
    await create(simulator, automatic);
    const before = newest(simulator);
    await command(simulator, { type: 'backup/config/update', create_backup: { password: newKey } });
    await create(simulator, automatic);
    expect(levelsOf(await check(simulator, before, [simulatorKey]))).toEqual(all);
    expect(levelsOf(await check(simulator, newest(simulator), [newKey]))).toEqual(all);
    expect(levelsOf(await check(simulator, newest(simulator), [simulatorKey]))).not.toEqual(all);
  });

  it('is the key of the request where it has its own', async () => {
    const simulator = await start({ encryptionKeySet: true });
    await create(simulator, { type: 'backup/generate', agent_ids: ['backup.local'], password: newKey });
    expect(levelsOf(await check(simulator, newest(simulator), [newKey]))).toEqual(all);
  });

  it('differs from agent to agent as protection does', async () => {
    const simulator = await start({ install: 'os' });
    const [local, nas] = ['hassio.local', 'hassio.nas'] as const;
    const id = await simulator.addBackup({ agents: [local, nas], protectedBy: { [nas]: true } });
    const file = join(folder, 'nas.tar');
    await writeFile(file, simulator.archiveBytes(id, nas));
    expect(levelsOf(await check(simulator, id, []))).toEqual(all);
    expect(levelsOf(await checkHere(file, { keys: [simulatorKey] }))).toEqual(all);
  });
});

describe('the database', () => {
  const start = simulators();
  const sizeOf = async (simulator: HomeAssistantSimulator): Promise<number | null | undefined> => {
    const result = await check(simulator, simulator.backups().at(-1)?.id ?? '', []);
    expect(levelsOf(result)).toEqual(all);
    return result.counts?.database;
  };

  it('is left out where the request says so', async () => {
    const simulator = await start();
    const request = { type: 'backup/generate', agent_ids: ['backup.local'] };
    await create(simulator, request);
    expect(await sizeOf(simulator)).toBe(1024);
    await create(simulator, { ...request, include_database: false });
    expect(await sizeOf(simulator)).toBeNull();
  });

  it('is as old as the backup', async () => {
    const simulator = await start();
    for (const date of ['2021-01-01T00:00:00+00:00', new Date()]) {
      await simulator.addBackup({ date });
      expect(await sizeOf(simulator)).toBe(1024);
    }
    const [newest, made] = [Date.parse('2026-11-20T04:44:00Z') / 1000, join(folder, 'sample.db')];
    await writeFile(made, sampleDatabase(newest));
    expect(judgeDatabase(made)).toEqual({ is: 'whole', newest });
  });
});

describe('sealed bytes', () => {
  const MIB = 1024 * 1024;
  const pool = Buffer.alloc(NOISE_BLOCK, 'pool of noise ');
  const plainOf = (size: number): CrcSource => noise(pool, 7, size);
  const seal = (version: 2 | 3, size: number): ByteSource =>
    sealed({ version, password: simulatorKey, archive: 'a', part: 'p' }, plainOf(size));
  beforeAll(() => sodium.ready);

  /** At the ends of blocks and chunks, where SecureTar pads and counts. */
  const sizes = [0, 1, 7, 8, 12, 15, 16, MIB - 8, MIB - 1, MIB, MIB + 1, 2 * MIB + 13];

  it.each(sizes)('open as what they were: %i bytes of SecureTar 2', async (size) => {
    const bytes = toBuffer(seal(2, size));
    const key = new KeyRing([simulatorKey]).tryCbc(bytes.subarray(32, 48), () => true);
    if (!key) throw new Error('no key');
    expect(await joined(decryptVersion2(piecesOf(bytes.subarray(48)), key, size))).toEqual(
      sha(toBuffer(plainOf(size))),
    );
  });

  it.each(sizes)('open as what they were: %i bytes of SecureTar 3', async (size) => {
    const bytes = toBuffer(seal(3, size));
    expect(bytes.length).toBe(secureTarTotal(3, size));
    const [rootSalt, validationSalt] = [bytes.subarray(32, 48), bytes.subarray(48, 64)];
    const [validationKey, keySalt] = [bytes.subarray(64, 96), bytes.subarray(96, 112)];
    const ring = new KeyRing([simulatorKey]);
    const key = await ring.tryStream({ rootSalt, validationSalt, validationKey, keySalt });
    if (!key) throw new Error('no key');
    const opened = decryptVersion3(piecesOf(bytes.subarray(136)), key, bytes.subarray(112, 136));
    expect(await joined(opened)).toEqual(sha(toBuffer(plainOf(size))));
  });

  it.each([2, 3] as const)('are the same whole and in any piece, in any order: SecureTar %i', (version) => {
    const size = 3 * MIB + 5;
    const whole = toBuffer(seal(version, size));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length), fc.nat(300_000)), { maxLength: 3 }), (pieces) => {
        const source = seal(version, size);
        return pieces.every(([start, length]) => {
          const end = Math.min(source.size, start + length);
          return Buffer.concat([...source.read(start, end)]).equals(whole.subarray(start, end));
        });
      }),
      { numRuns: 20 },
    );
  });
});

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const joined = async (pieces: AsyncIterable<Buffer>): Promise<string> => {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return sha(Buffer.concat(all));
};
