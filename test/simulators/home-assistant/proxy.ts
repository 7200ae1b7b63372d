import { CommandError } from './command-error.ts';
import { bodyFaults, etagOf } from './download.ts';
import type { Answer, Exchange, Headers } from './responses.ts';
import type { Backup, Copy } from './store.ts';
import { streamBody } from './stream.ts';
import type { Supervisor } from './supervisor.ts';

/** The Supervisor's web server. */
const SUPERVISOR_BANNER = 'Python/3.14 aiohttp/3.14.3';
const BACKUP_PATH = /^backups\/([0-9a-f]{8})\/(info|download)$/;

/** `/api/hassio/…`: what Core passes on for an admin; everything else is a bare 401 (facts#supervisor-proxy). */
export function proxy(
  exchange: Exchange,
  supervisor: Supervisor,
  path: string,
  query: URLSearchParams,
  isAdmin: boolean,
): Answer {
  const { method } = exchange.request;
  if (method !== 'GET' && method !== 'POST') return () => exchange.methodNotAllowed('GET,OPTIONS,POST');
  const [, slug, what] = BACKUP_PATH.exec(path) ?? [];
  if (!isAdmin || slug === undefined || method !== 'GET') return () => exchange.empty(401);
  if (what === 'info') return info(exchange, supervisor, slug);
  return download(exchange, slug, query.get('location'));
}

function download(exchange: Exchange, slug: string, location: string | null): Answer {
  const backup = exchange.home.store.get(slug);
  if (!backup) return failed(exchange, 404, 'Backup does not exist');
  const [first] = backup.copies.keys();
  const agentId = location === null ? first : `hassio.${location === '.local' ? 'local' : location}`;
  const copy = agentId === undefined ? undefined : backup.copies.get(agentId);
  if (!copy || agentId === undefined)
    return failed(exchange, 400, `Backup ${slug} is not in location ${location ?? ''}`);
  return file(exchange, backup, agentId, copy);
}

function file(exchange: Exchange, backup: Backup, agentId: string, copy: Copy): Answer {
  const { faults } = exchange.home;
  const target = { backupId: backup.id, agentId };
  if (faults.take(['download-404'], target)) return failed(exchange, 404, 'Backup does not exist');
  if (faults.take(['download-500'], target)) return () => exchange.text(502);
  if (faults.take(['download-401'], target)) return () => exchange.unauthorized();
  const fault = faults.take(bodyFaults, target);
  const fileName = `${backup.name.replace(/[^\w.-]+/g, '_')}.tar`;
  return () => {
    exchange.begin(200, [
      ['Content-Disposition', `attachment; filename=${fileName}`],
      ['Etag', etagOf(copy)],
      ['Last-Modified', new Date(Number(copy.mtimeNs / 1_000_000n)).toUTCString()],
      ['Accept-Ranges', 'bytes'],
      ...passed(exchange, 'application/tar'),
    ]);
    return streamBody(exchange, copy.source, { start: 0, stop: copy.source.size }, fault);
  };
}

/** Length and encoding of the Supervisor are dropped: everything arrives in chunks. */
function passed(exchange: Exchange, type: string): Headers {
  return [exchange.date, ['Server', SUPERVISOR_BANNER], ['Content-Type', type], ['Transfer-Encoding', 'chunked']];
}

function answer(exchange: Exchange, status: number, body: unknown): Answer {
  return () => {
    exchange.begin(status, passed(exchange, 'application/json'));
    exchange.response.end(JSON.stringify(body));
  };
}

const failed = (exchange: Exchange, status: number, message: string): Answer =>
  answer(exchange, status, { result: 'error', message });

function info(exchange: Exchange, supervisor: Supervisor, slug: string): Answer {
  try {
    return answer(exchange, 200, { result: 'ok', data: supervisor.info(slug) });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return failed(exchange, 404, error.message);
  }
}
