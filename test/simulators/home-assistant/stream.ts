import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ByteSource } from './byte-source.ts';
import type { Exchange } from './responses.ts';
import { Throttle } from './throttle.ts';
import type { Fault } from './types.ts';

const SLOW_BYTES_PER_SECOND = 16 * 1024;
const EXTRA_BYTES = 512;

/** Where a fault cuts the archive, counted from its first byte: a resumed download meets it at the same place. */
export function afterBytes(fault: Fault, size: number): number {
  return fault.afterBytes ?? Math.floor(size / 2);
}

const cuts = (fault: Fault): boolean =>
  fault.kind === 'download-stall' || fault.kind === 'download-drop' || fault.kind === 'download-truncate';

/** The body of a download at the pace of the link and of the client, in slices: its size costs no memory. */
export async function streamBody(
  exchange: Exchange,
  source: ByteSource,
  { start, stop }: { start: number; stop: number },
  fault: Fault | undefined,
): Promise<void> {
  const { response, home } = exchange;
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, home.stopped.signal]);
  response.on('close', () => ended.abort());
  const last = fault && cuts(fault) ? Math.min(stop, Math.max(start, afterBytes(fault, source.size))) : stop;
  const slow = fault?.kind === 'download-slow' ? [new Throttle(fault.bytesPerSecond ?? SLOW_BYTES_PER_SECOND)] : [];
  try {
    const links = [...slow, home.throttle];
    await send(response, source.read(start, last), links, signal);
    if (fault?.until) {
      await fault.until;
      await send(response, source.read(last, stop), links, signal);
      response.end();
      return;
    }
    await end(response, fault, signal);
  } catch {
    // The client went away or the simulator stops: there is nobody left to tell.
    response.destroy();
  }
}

async function send(
  response: ServerResponse,
  chunks: Iterable<Buffer>,
  links: readonly Throttle[],
  signal: AbortSignal,
): Promise<void> {
  for (const chunk of chunks) {
    for (const slice of links[0]?.slices(chunk) ?? []) {
      for (const link of links) await link.take(slice.length, signal);
      if (!response.write(slice)) await once(response, 'drain', { signal });
    }
  }
}

async function end(response: ServerResponse, fault: Fault | undefined, signal: AbortSignal): Promise<void> {
  if (fault?.kind === 'download-drop') {
    response.socket?.destroySoon();
    return;
  }
  if (fault?.kind === 'download-stall') await once(response, 'close', { signal });
  if (fault?.kind === 'download-longer') response.write(Buffer.alloc(fault.extraBytes ?? EXTRA_BYTES));
  response.end();
}
