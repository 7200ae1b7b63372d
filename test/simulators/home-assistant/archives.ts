import { createHash } from 'node:crypto';
import { concat, noise, ofBuffer, startOf, type ByteSource, type CrcSource } from './byte-source.ts';
import { homeFiles } from './home-files.ts';
import { gzip, gzipWrites } from './parts.ts';
import { sealed, sealed1 } from './secure-tar.ts';
import { innerTar, memberHeader, tar, type InnerFile, type TarMember } from './tar.ts';
import type { AddonSpec, InstallKind } from './types.ts';

const SUPERVISOR_VERSION = '2026.08.0';
const REPOSITORIES = ['core', 'local', 'https://github.com/hassio-addons/repository'];
/** Bytes of a part that is not Home Assistant itself: they are small and count for nothing. */
const SMALL_PART = 200;
/** Seconds from the newest state in the database to the backup's date. */
const NEWEST_STATE_AGE = 60;
/** Bytes of the part that a torso still begins with: the header of SecureTar 3. */
const TORSO_MAGIC = 136;

export interface ArchivePlan {
  readonly layout: InstallKind;
  readonly slug: string;
  readonly name: string;
  /** ISO 8601 as in backup.json. */
  readonly date: string;
  readonly type: 'full' | 'partial';
  /** The key that its parts are encrypted with; undefined: they are not. */
  readonly password: string | undefined;
  readonly secureTar: 1 | 2 | 3;
  /** Undefined: Home Assistant is not included. */
  readonly haVersion: string | undefined;
  readonly databaseIncluded: boolean;
  readonly addons: readonly AddonSpec[];
  readonly folders: readonly string[];
  readonly extra: Readonly<Record<string, string | boolean>>;
  /** Bytes of noise among the files of the Home Assistant part. */
  readonly payloadBytes: number;
  readonly seed: string;
  readonly pool: Buffer;
}

const numberFrom = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

/** Keys in the order in which Core and the Supervisor write them. */
function backupJson(plan: ArchivePlan): Buffer {
  const homeassistant = plan.haVersion
    ? { exclude_database: !plan.databaseIncluded, version: plan.haVersion }
    : undefined;
  const { extra, name, slug, type } = plan;
  const isProtected = plan.password !== undefined;
  if (plan.layout === 'core') {
    const core = { compressed: true, date: plan.date, extra, homeassistant, name, protected: isProtected };
    return Buffer.from(JSON.stringify({ ...core, slug, type, version: 2 }));
  }
  const size = Math.round(plan.payloadBytes / 10_000) / 100;
  const head = { version: 2, slug, name, date: plan.date, type, supervisor_version: SUPERVISOR_VERSION, extra };
  return Buffer.from(
    JSON.stringify({
      ...head,
      compressed: true,
      protected: isProtected,
      homeassistant: homeassistant ? { ...homeassistant, size } : null,
      folders: plan.folders,
      addons: plan.addons.map((addon) => ({ ...addon, size: 0 })),
      repositories: REPOSITORIES,
    }),
  );
}

/** One inner archive: gzip of a tar, sealed where the backup has a key. */
function part(plan: ArchivePlan, name: string, files: readonly InnerFile[], mtime: number): TarMember {
  const content = partContent(plan, name, innerTar(files, mtime));
  return { name: `${name}.tar.gz`, content, mtime, pax: true };
}

function partContent({ password, secureTar, seed, slug }: ArchivePlan, part: string, inner: CrcSource): ByteSource {
  if (password === undefined) return gzip(inner);
  const how = { password, archive: `${seed} ${slug}`, part };
  return secureTar === 1 ? sealed1(how, gzipWrites(inner)) : sealed({ ...how, version: secureTar }, gzip(inner));
}

const noiseOf = (plan: ArchivePlan, name: string, bytes: number): CrcSource =>
  noise(plan.pool, numberFrom(`${plan.seed} ${plan.slug} ${name}`), bytes);

function homeassistantPart(plan: ArchivePlan, mtime: number): TarMember {
  const content = noiseOf(plan, 'homeassistant', plan.payloadBytes);
  const files = homeFiles(plan.databaseIncluded ? mtime - NEWEST_STATE_AGE : undefined);
  return part(plan, 'homeassistant', [...files, { name: 'data/www/noise.bin', content }], mtime);
}

const smallPart = (plan: ArchivePlan, name: string, mtime: number): TarMember =>
  part(plan, name, [{ name: 'data.bin', content: noiseOf(plan, name, SMALL_PART) }], mtime);

export function buildArchive(plan: ArchivePlan): ByteSource {
  const mtime = Date.parse(plan.date) / 1000;
  const json: TarMember = { name: './backup.json', content: ofBuffer(backupJson(plan)), mtime, pax: false };
  const homeassistant = plan.haVersion ? [homeassistantPart(plan, mtime)] : [];
  if (plan.layout === 'core') return tar([json, ...homeassistant], true);
  const others = [
    ...plan.addons.map((addon) => addon.slug),
    ...plan.folders.map((folder) => folder.replaceAll('/', '_')),
    'supervisor',
  ];
  return tar([...homeassistant, ...others.map((name) => smallPart(plan, name, mtime)), json], true);
}

/** The largest payload whose archive is not larger than `size` bytes (at least the empty one). */
export function payloadForSize(plan: ArchivePlan, size: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (buildArchive({ ...plan, payloadBytes: middle }).size <= size) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * What kill -9 leaves of a backup: a whole backup.json, then a member whose header still says 0 bytes, then raw data
 * that ends anywhere (recorded as test/fixtures/ha-real/2026.11.0/torso.tar).
 */
export function buildTorso(plan: ArchivePlan, size: number): ByteSource {
  const mtime = Date.parse(plan.date) / 1000;
  const whole = homeassistantPart(plan, mtime);
  const empty = { ...whole, content: ofBuffer(Buffer.alloc(0)) };
  const json = ofBuffer(backupJson(plan));
  const head = tarHead({ name: './backup.json', content: json, mtime, pax: false });
  const begun = [...head, ofBuffer(memberHeader(empty))];
  const used = begun.reduce((sum, piece) => sum + piece.size, 0);
  const raw = noise(plan.pool, numberFrom(`torso ${plan.slug}`), Math.max(0, size - used - TORSO_MAGIC));
  const magic = startOf(whole.content, TORSO_MAGIC);
  return concat([...begun, magic, raw]);
}

function tarHead(member: TarMember): ByteSource[] {
  const padding = (512 - (member.content.size % 512)) % 512;
  return [ofBuffer(memberHeader(member)), member.content, ofBuffer(Buffer.alloc(padding))];
}
