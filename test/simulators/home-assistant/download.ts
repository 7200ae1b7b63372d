import type { FaultTarget } from './faults.ts';
import { isCondition, parseRange } from './range.ts';
import type { Answer, Exchange, Headers } from './responses.ts';
import type { Copy } from './store.ts';
import { afterBytes, streamBody } from './stream.ts';
import type { Fault, FaultKind } from './types.ts';

const ARCHIVE_TYPE = 'application/x-tar';
/** Bytes of what Core gives when it decrypts with a wrong key (v3): only backup.json. */
const WRONG_KEY_BYTES = 1024;
const EXTRA_BYTES = 512;

/** Disposition and type. */
type FileHead = [[string, string], [string, string]];

/** Faults of the body; those of the status are asked for before. */
export const bodyFaults: readonly FaultKind[] = [
  'download-stall',
  'download-drop',
  'download-truncate',
  'download-longer',
  'download-slow',
];

export function etagOf(copy: Copy): string {
  return `"${copy.mtimeNs.toString(16)}-${copy.source.size.toString(16)}"`;
}

/** Python's slugify as Home Assistant uses it for file names. */
function slugify(name: string): string {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '').join('_');
}

/** `GET /api/backup/download/{backup_id}?agent_id=…` of an authenticated user. */
export function download(exchange: Exchange, backupId: string, query: URLSearchParams, isAdmin: boolean): Answer {
  const { home, request } = exchange;
  if (request.method !== 'GET') return () => exchange.methodNotAllowed('GET,OPTIONS');
  if (!isAdmin) return () => exchange.empty(401);
  const agentId = query.get('agent_id');
  if (agentId === null || !home.liveAgents.includes(agentId)) return () => exchange.empty(400);
  const backup = home.store.get(backupId);
  const copy = backup?.copies.get(agentId);
  if (!backup || !copy) {
    // 2025.1 does not catch what the Supervisor says.
    const isUncaught = home.traits.flatItems && home.supervisor !== undefined && !backup;
    return () => (isUncaught ? exchange.trouble() : exchange.empty(404));
  }
  const head: FileHead = [
    ['Content-Disposition', `attachment; filename=${slugify(backup.name)}.tar`],
    ['Content-Type', ARCHIVE_TYPE],
  ];
  return statusFault(exchange, { backupId, agentId }) ?? file(exchange, copy, head, { backupId, agentId }, query);
}

function statusFault(exchange: Exchange, target: FaultTarget): Answer | undefined {
  const { faults } = exchange.home;
  if (faults.take(['download-404'], target)) return () => exchange.empty(404);
  if (faults.take(['download-500'], target)) return () => exchange.trouble();
  if (faults.take(['download-401'], target)) return () => exchange.unauthorized();
  return undefined;
}

function file(exchange: Exchange, copy: Copy, head: FileHead, target: FaultTarget, query: URLSearchParams): Answer {
  const { faults, traits } = exchange.home;
  // Core decrypts on the way; what the simulator has is nothing but the answer to a wrong key.
  const decrypting = copy.protected && query.has('password') && !traits.flatItems;
  if (decrypting) return () => streamed(exchange, copy, head, { stop: WRONG_KEY_BYTES });
  const fault = faults.take(bodyFaults, target);
  if (target.agentId === 'backup.local') return localFile(exchange, copy, head, fault);
  return () => streamed(exchange, copy, head, { stop: copy.source.size, fault });
}

/** Every agent but `backup.local`: no length, no validators, no ranges. */
function streamed(
  exchange: Exchange,
  copy: Copy,
  head: FileHead,
  what: { stop: number; fault?: Fault | undefined },
): Promise<void> {
  const [disposition, type] = head;
  const chunked: [string, string] = ['Transfer-Encoding', 'chunked'];
  const old: Headers = [disposition, chunked, ['Content-Type', 'application/octet-stream']];
  const start = exchange.home.traits.fileTypeLast ? old : [disposition, type, chunked];
  exchange.begin(200, [...start, exchange.date, exchange.banner]);
  return streamBody(exchange, copy.source, { start: 0, stop: what.stop }, what.fault);
}

/** aiohttp's FileResponse: length, ranges and conditions. */
function localFile(exchange: Exchange, copy: Copy, [disposition, type]: FileHead, fault: Fault | undefined): Answer {
  const { fileTypeLast } = exchange.home.traits;
  const head = fileTypeLast ? [disposition] : [disposition, type];
  const lateType = fileTypeLast ? [type] : [];
  const etag = etagOf(copy);
  const { size } = copy.source;
  const validators: Headers = [
    ['Etag', etag],
    ['Last-Modified', lastModified(copy)],
  ];
  const bare =
    (status: number, own: Headers): Answer =>
    () => {
      exchange.file(status, head, own);
      exchange.response.end();
    };
  const ifMatch = exchange.header('if-match');
  if (ifMatch !== undefined && !isCondition(ifMatch, etag)) return bare(412, [['Content-Length', '0']]);
  const ifNoneMatch = exchange.header('if-none-match');
  if (ifNoneMatch !== undefined && isCondition(ifNoneMatch, etag)) return bare(304, validators);
  const range = parseRange(exchange.header('range'), size);
  if (range === 'unsatisfiable') return bare(416, noSuchRange(size, fileTypeLast));
  const { start, stop } = range ?? { start: 0, stop: size };
  const part: Headers = range ? [['Content-Range', `bytes ${start}-${stop - 1}/${size}`]] : [];
  const length = String(announced(start, stop, size, fault));
  const own: Headers = [...lateType, ...validators, ['Content-Length', length], ['Accept-Ranges', 'bytes'], ...part];
  return () => {
    exchange.file(range ? 206 : 200, head, own);
    return streamBody(exchange, copy.source, { start, stop }, fault);
  };
}

function lastModified(copy: Copy): string {
  return new Date(Math.ceil(Number(copy.mtimeNs / 1_000_000n) / 1000) * 1000).toUTCString();
}

function noSuchRange(size: number, withType: boolean): Headers {
  const type: Headers = withType ? [['Content-Type', 'application/octet-stream']] : [];
  return [['Content-Range', `bytes */${size}`], ['Transfer-Encoding', 'chunked'], ...type];
}

/** The Content-Length: a file that became shorter or longer announces its new length. */
function announced(start: number, stop: number, size: number, fault: Fault | undefined): number {
  if (fault?.kind === 'download-longer') return stop - start + (fault.extraBytes ?? EXTRA_BYTES);
  if (fault?.kind !== 'download-truncate') return stop - start;
  return Math.min(stop, Math.max(start, afterBytes(fault, size))) - start;
}
