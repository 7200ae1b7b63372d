import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { crc32, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, NOISE_BLOCK, noise, ofBuffer, toBuffer } from './byte-source.ts';
import { combineCrc, crcOf } from './crc.ts';
import { startHomeAssistantSimulator, type HaVersion, type HomeAssistantSimulator } from './index.ts';
import { gzip } from './parts.ts';

const pool = Buffer.alloc(NOISE_BLOCK, 'pool of noise ');
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

interface Member {
  name: string;
  type: string;
  content: Buffer;
}

/** A tar reader of its own: 512-byte blocks, octal sizes. */
function membersOf(archive: Buffer): Member[] {
  const members: Member[] = [];
  for (let at = 0; archive[at] !== 0;) {
    const header = archive.subarray(at, at + 512);
    const text = (from: number, to: number): string => header.toString('latin1', from, to).replace(/\0.*$/s, '');
    const size = parseInt(text(124, 136), 8);
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    expect(parseInt(text(148, 156), 8)).toBe(sum);
    members.push({ name: text(0, 100), type: text(156, 157), content: archive.subarray(at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** Names and types: what a reader meets, in order. */
const outline = (archive: Buffer): string[] => membersOf(archive).map(({ name, type }) => `${type} ${name}`);
const partOf = (archive: Buffer, name: string): Buffer => {
  const found = membersOf(archive).find((member) => member.type === '0' && member.name === name);
  if (!found) throw new Error(`No ${name}`);
  return found.content;
};

describe('byte sources', () => {
  it('give the same bytes whole and in any piece', () => {
    const source = concat([
      ofBuffer(Buffer.from('head')),
      noise(pool, 7, 3 * NOISE_BLOCK + 5),
      gzip(noise(pool, 8, 200_000)),
    ]);
    const whole = toBuffer(source);
    expect(whole.length).toBe(source.size);
    fc.assert(
      fc.property(fc.nat(source.size), fc.nat(300_000), (start, length) => {
        const stop = Math.min(source.size, start + length);
        const piece = Buffer.concat([...source.read(start, stop)]);
        return piece.equals(whole.subarray(start, stop));
      }),
      { numRuns: 60 },
    );
  });

  it('know their CRC-32 without being read', () => {
    fc.assert(
      fc.property(fc.nat(2 * NOISE_BLOCK + 100), fc.nat(), (size, seed) => {
        const source = noise(pool, seed, size);
        return source.crc() === crc32(toBuffer(source));
      }),
      { numRuns: 20 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
        const joined = combineCrc(crcOf(Buffer.from(first)), crcOf(Buffer.from(second)), second.length);
        return joined === crcOf(Buffer.concat([first, second]));
      }),
    );
  });

  it('make a gzip stream that unpacks to the content', () => {
    fc.assert(
      fc.property(fc.nat(300_000), (size) => {
        const content = noise(pool, 1, size);
        return gunzipSync(toBuffer(gzip(content))).equals(toBuffer(content));
      }),
      { numRuns: 20 },
    );
  });
});

interface BackupJson {
  folders: string[];
  addons: { slug: string; name: string; version: string }[];
}

const jsonOf = (archive: Buffer): BackupJson => JSON.parse(partOf(archive, './backup.json').toString()) as BackupJson;

const core: HaVersion[] = ['2025.1.4', '2025.2.5', '2025.6.3', '2026.2.3', '2026.8.3', '2026.11.0'];
const os: HaVersion[] = ['2024.12.5', '2025.1.4', '2025.6.3', '2026.11.0'];

/** What a part is, by its beginning and its length (facts#archive-encryption). */
function kindOfPart(part: Buffer): string {
  if (part.readUInt16BE(0) === 0x1f8b) return `gzip of ${gunzipSync(part).toString('latin1', 257, 262)}`;
  if (part.toString('latin1', 0, 9) !== 'SecureTar') return part.length % 16 === 0 ? 'v1' : 'nonsense';
  const plain = Number(part.readBigUInt64BE(16));
  const v2 = 48 + plain + 16 - (plain % 16);
  const v3 = 136 + plain + 17 * Math.max(1, Math.ceil(plain / 1048576));
  return `v${part[9]} ${part.length === (part[9] === 2 ? v2 : v3)}`;
}

describe.each([...core.map((version) => ['core', version] as const), ...os.map((version) => ['os', version] as const)])(
  'archives of %s %s',
  (install, version) => {
    let simulator: HomeAssistantSimulator;
    beforeAll(async () => {
      simulator = await startHomeAssistantSimulator({ version, install, mounts: ['nas'] });
    });
    afterAll(() => simulator.stop());

    const recorded = (name: string): Buffer =>
      readFileSync(`${fixtures}${install === 'os' ? 'ha-os' : 'ha-real'}/${version}/${name}.tar`);
    const full = { folders: ['share', 'addons/local', 'ssl', 'media'] };
    const addons = [{ slug: 'core_mosquitto' }, { slug: 'a0d7b954_nodered' }];

    it.each(['plain', 'protected'])('%s: members, keys and kinds of parts as recorded', async (name) => {
      const real = recorded(name);
      const { folders, addons } = jsonOf(real);
      const contents = install === 'os' ? { folders, addons } : {};
      const id = await simulator.addBackup({
        protected: name === 'protected',
        ...contents,
      });
      const made = simulator.archiveBytes(id);
      expect(outline(made)).toEqual(outline(real));
      expect(made.length % 10240).toBe(0);
      expect(Object.keys(jsonOf(made))).toEqual(Object.keys(jsonOf(real)));
      const [ours, theirs] = [partOf(made, 'homeassistant.tar.gz'), partOf(real, 'homeassistant.tar.gz')];
      expect(kindOfPart(ours)).toBe(kindOfPart(theirs));
    });

    it('holds every part that backup.json names', async () => {
      const id = await simulator.addBackup({ ...full, addons, protected: false });
      const names = membersOf(simulator.archiveBytes(id)).map((member) => member.name);
      const parts =
        install === 'os' ? ['homeassistant', 'core_mosquitto', 'addons_local', 'supervisor'] : ['homeassistant'];
      for (const part of parts) expect(names).toContain(`${part}.tar.gz`);
    });
  },
);

describe('sizes', () => {
  let simulator: HomeAssistantSimulator;
  beforeAll(async () => {
    simulator = await startHomeAssistantSimulator();
  });
  afterAll(() => simulator.stop());

  it('come as near to the wish as the tar format allows', async () => {
    for (const sizeBytes of [40_960, 1_000_000, 5_000_000_000]) {
      const id = await simulator.addBackup({ sizeBytes, protected: true });
      const size = simulator.backups().find((backup) => backup.id === id)?.agents['backup.local']?.size ?? 0;
      expect(size).toBeLessThanOrEqual(sizeBytes);
      expect(size).toBeGreaterThan(sizeBytes - 40_960);
    }
  });

  it('beyond 8 GiB stand in the PAX header', async () => {
    const id = await simulator.addBackup({ sizeBytes: 9_000_000_000 });
    const socket = await fetch(`${simulator.url}/api/backup/download/${id}?agent_id=backup.local`, {
      headers: { Authorization: `Bearer ${simulator.token}`, Range: 'bytes=0-3071' },
    });
    const head = Buffer.from(await socket.arrayBuffer());
    expect(head.toString('latin1')).toMatch(/\d+ size=89\d{8}\n/);
  });

  it('a torso looks like the real one', async () => {
    const id = await simulator.addBackup({ torso: true, protected: true });
    const [made, real] = [simulator.archiveBytes(id), readFileSync(`${fixtures}ha-real/2026.11.0/torso.tar`)];
    expect(made.length).toBe(real.length);
    // Header of the second member: 0 bytes, and SecureTar data where the next header should be.
    const dataAt = (archive: Buffer): number => archive.indexOf('SecureTar');
    expect(dataAt(made)).toBe(dataAt(real));
    expect(made.toString('latin1', dataAt(made) - 388, dataAt(made) - 376)).toBe('00000000000\0');
  });

  it('an archive can be given as bytes or as a file', async () => {
    const path = `${fixtures}archives/core_v3.tar`;
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for (const archive of [path, bytes]) {
      const id = await simulator.addBackup({ archive });
      expect(await simulator.archive(id)).toEqual({ size: bytes.length, sha256 });
    }
  });
});
