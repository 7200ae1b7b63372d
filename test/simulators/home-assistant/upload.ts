import type { IncomingMessage } from 'node:http';
import { storeReceived } from './received-archive.ts';
import type { Exchange } from './responses.ts';
import type { Fault, FaultKind } from './types.ts';

/** From which size on 2026.7 and 2026.8 refuse (facts#uploading-to-home-assistant). */
const LIMIT_BYTES = 16 * 1024 * 1024;

const kinds: readonly FaultKind[] = [
  'upload-413',
  'upload-401',
  'upload-drop',
  'upload-stall',
  'upload-refused',
  'upload-vanishes',
];

/** POST of a multipart body whose first part is an archive: read to its end, then stored as is. */
export async function upload(exchange: Exchange, query: URLSearchParams, isAdmin: boolean): Promise<void> {
  const agents = query.getAll('agent_id');
  if (!isAdmin) exchange.text(401);
  else if (agents.length === 0) exchange.empty(400);
  else await receive(exchange, agents);
}

async function receive(exchange: Exchange, agents: readonly string[]): Promise<void> {
  const { manager, faults } = exchange.home;
  const boundary = /boundary=(.+)$/.exec(exchange.header('content-type') ?? '')?.[1];
  const isBusy = manager.state !== 'idle';
  if (boundary === undefined || isBusy) {
    const words = `Can't upload backup file: Backup manager busy: ${manager.state}`;
    await bodyOf(exchange);
    if (isBusy) exchange.core(500, words, PLAIN);
    else exchange.trouble();
    return;
  }
  const fault = faults.take(kinds);
  manager.receive('in_progress', null);
  const body = await bodyOf(exchange, fault);
  const answer = body === 'ended' ? undefined : take(exchange, body, boundary, agents, fault);
  manager.endReceiving(answer === undefined || answer.failed ? 'failed' : 'completed');
  answer?.say();
}

interface UploadAnswer {
  readonly failed: boolean;
  readonly say: () => void;
}

function take(
  exchange: Exchange,
  body: Buffer,
  boundary: string,
  agents: readonly string[],
  fault: Fault | undefined,
): UploadAnswer {
  const { home } = exchange;
  const part = partOf(body, boundary);
  const refusal = refusalOf(exchange, part?.fileName ?? '', body.length, fault);
  if (refusal) return { failed: true, say: refusal };
  home.manager.receive('in_progress', 'receive_file');
  const id = part && storeReceived(home, part.content, agents, fault?.kind === 'upload-vanishes');
  if (id === undefined) return { failed: true, say: () => exchange.trouble() };
  home.manager.uploadReceived(part?.content.length ?? 0, agents);
  // With a Supervisor, and in 2025.1, an agent that is not there is trouble; elsewhere a yes that means nothing.
  const isTrouble =
    (home.install === 'os' || home.traits.flatItems) && agents.some((one) => !home.agents.includes(one));
  if (isTrouble) return { failed: true, say: () => exchange.trouble() };
  const isNamed = !home.traits.flatItems;
  return {
    failed: false,
    say: () =>
      isNamed
        ? exchange.core(201, JSON.stringify({ backup_id: id }), 'application/json')
        : exchange.core(201, '', undefined),
  };
}

const PLAIN = 'text/plain; charset=utf-8';

function refusalOf(
  exchange: Exchange,
  fileName: string,
  bytes: number,
  fault: Fault | undefined,
): (() => void) | undefined {
  const { traits } = exchange.home;
  const say = (status: number, words: string) => (): void => exchange.core(status, words, PLAIN);
  if (fault?.kind === 'upload-413') return () => tooLarge(exchange, bytes);
  if (fault?.kind === 'upload-refused') return say(500, `Can't write backup file: ${fault.message ?? 'trouble'}`);
  if (traits.name === '2026.8.3' && bytes > LIMIT_BYTES) return () => tooLarge(exchange, bytes);
  if (traits.bareNames && /[/\\]/.test(fileName)) return say(400, `Invalid filename: ${fileName}`);
  return undefined;
}

function tooLarge(exchange: Exchange, bytes: number): void {
  exchange.core(413, `Maximum request body size ${LIMIT_BYTES} exceeded, actual body size ${bytes}`, PLAIN);
}

/** The whole body; `ended` where a fault ended it. */
function bodyOf({ request, response }: Exchange, fault?: Fault): Promise<Buffer | 'ended'> {
  const half = Number(request.headers['content-length'] ?? 0) / 2;
  const after = fault?.afterBytes ?? half;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes < after || !fault) return;
      if (fault.kind === 'upload-stall' && !request.isPaused()) stall(request, fault);
      if (fault.kind === 'upload-drop') request.socket.destroy();
      if (fault.kind === 'upload-401' && !response.headersSent) {
        // As aiohttp: the answer is out, and what still comes is read for a while.
        response.writeHead(401, { 'Content-Type': PLAIN, 'Content-Length': 17 }).write('401: Unauthorized');
        request.once('end', () => response.end());
        resolve('ended');
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    // A paused request hears nothing.
    request.socket.once('close', () => resolve('ended'));
  });
}

/** Nothing is taken any more, until somebody says so. */
function stall(request: IncomingMessage, { until }: Fault): void {
  request.pause();
  void until?.then(() => request.resume());
}

interface Part {
  readonly fileName: string;
  readonly content: Buffer;
}

function partOf(body: Buffer, boundary: string): Part | undefined {
  const start = body.indexOf('\r\n\r\n');
  const end = body.indexOf(`\r\n--${boundary}`, start);
  if (start === -1 || end === -1) return undefined;
  const fileName = /filename="([^"]*)"/.exec(body.subarray(0, start).toString('utf8'))?.[1] ?? '';
  return { fileName, content: body.subarray(start + 4, end) };
}
