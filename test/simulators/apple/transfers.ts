import { once } from 'node:events';
import type { Content, ContentStore, ContentWriter } from './content.ts';
import { streamOf } from './content.ts';
import type { Exchange } from './exchange.ts';
import type { HandedOut } from './handed-out.ts';
import { opaque } from './random.ts';
import { HOSTS } from './setup.ts';
import { Pace } from './throttle.ts';
import type { AppleFault } from './types.ts';

interface Upload {
  token: string;
  zone: string;
  size: number;
  done?: { content: Content; receipt: string };
}

/** First and last byte, or undefined if the header asks for something else. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return { start: Math.max(0, size - Number(to)), end: size - 1 };
  return { start: Number(from), end: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}

/** The content hosts: raw bytes in and out, at the ordered pace. */
export class Transfers {
  readonly up = new Pace();
  readonly down = new Pace();
  /** Bytes per second of one download, however many there are. */
  eachDownBps: number | undefined;
  redirect = false;
  ignoresRanges = false;
  readonly #contents: ContentStore;
  readonly #handedOut: HandedOut;
  readonly #stop: AbortSignal;
  readonly #uploads = new Map<string, Upload>();
  readonly #downloads = new Map<string, Content>();

  constructor(contents: ContentStore, handedOut: HandedOut, stop: AbortSignal) {
    this.#contents = contents;
    this.#handedOut = handedOut;
    this.#stop = stop;
  }

  expectUpload(id: string, zone: string, size: number): string {
    const token = opaque(20);
    this.#handedOut.add(token);
    this.#uploads.set(id, { token, zone, size });
    return token;
  }

  /** An empty file has no receipt (recorded answer). */
  finishedUpload(id: string, zone: string, receipt: string): Content | undefined {
    const upload = this.#uploads.get(id);
    return upload?.zone === zone && upload.done?.receipt === receipt ? upload.done.content : undefined;
  }

  forgetUpload(id: string): void {
    this.#uploads.delete(id);
  }

  expectDownload(content: Content): string {
    const token = opaque(12);
    this.#handedOut.add(token);
    this.#downloads.set(token, content);
    return token;
  }

  async receive(exchange: Exchange, fault: AppleFault | undefined): Promise<void> {
    const upload = this.#uploads.get(exchange.url.pathname.split('/')[1] ?? '');
    if (upload?.token !== exchange.url.searchParams.get('tk')) {
      await exchange.drain();
      exchange.answer({ status: 404, body: { errorCode: 404, errorReason: 'No such upload' } });
      return;
    }
    const writer = this.#contents.writer(upload.size, fault?.storeBytes);
    let content: Content | undefined;
    try {
      content = await this.#collect(exchange, writer, upload.size, fault);
    } finally {
      if (!content) writer.discard();
    }
    if (!content) return;
    if (upload.done) this.#contents.remove(upload.done.content);
    const receipt = upload.size === 0 ? '' : opaque(40);
    upload.done = { content, receipt };
    const singleFile = {
      referenceChecksum: opaque(20),
      size: content.size,
      fileChecksum: opaque(20),
      wrappingKey: opaque(16),
    };
    exchange.answer({ status: 200, body: { singleFile: receipt === '' ? singleFile : { ...singleFile, receipt } } });
  }

  /** undefined = the request has been answered or broken off already. */
  async #collect(
    exchange: Exchange,
    writer: ContentWriter,
    expected: number,
    fault: AppleFault | undefined,
  ): Promise<Content | undefined> {
    let received = 0;
    for await (const chunk of exchange.body()) {
      for (const slice of this.up.slices(chunk)) {
        await this.up.take(slice.length, this.#stop);
        await writer.write(slice);
      }
      received += chunk.length;
      if (fault?.afterBytes !== undefined && received >= fault.afterBytes) {
        await this.#strike(exchange, fault);
        return undefined;
      }
    }
    if (received === expected) return writer.finish();
    exchange.answer({
      status: 400,
      body: { errorCode: 400, errorReason: `Expected ${expected} bytes, got ${received}` },
    });
    return undefined;
  }

  async #strike(exchange: Exchange, fault: AppleFault): Promise<void> {
    if (fault.reset === true) exchange.reset();
    else if (fault.status !== undefined) {
      await exchange.drain();
      exchange.answer({ status: fault.status, headers: fault.headers ?? {}, body: fault.body });
    }
    // A stall is to do nothing: the rest of the body stays unread.
  }

  async send(exchange: Exchange, fault: AppleFault | undefined): Promise<void> {
    await exchange.drain();
    const { url, req } = exchange;
    const content = this.#downloads.get(url.searchParams.get('a') ?? '');
    if (!content || content.kept.in === 'nowhere') {
      exchange.answer({ status: 404, body: { errorCode: 404, errorReason: 'No such download' } });
      return;
    }
    if (this.redirect && !url.searchParams.has('r')) {
      const location = `https://${HOSTS.download}${url.pathname}${url.search}&r=1`;
      exchange.answer({ status: 330, headers: { Location: location } });
      return;
    }
    const range = this.#rangeOf(req.headers.range, content.size);
    if (range && (range.start >= content.size || range.start > range.end)) {
      exchange.answer({ status: 416, headers: { 'Content-Range': `bytes */${content.size}` } });
      return;
    }
    const { start, end } = range ?? { start: 0, end: content.size - 1 };
    const headers: Record<string, string> = {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(end - start + 1),
      'Accept-Ranges': 'bytes',
    };
    if (range) headers['Content-Range'] = `bytes ${start}-${end}/${content.size}`;
    exchange.begin(range ? 206 : 200, headers);
    await this.#pour(exchange, content, { start, end }, fault);
  }

  #rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
    return this.ignoresRanges ? undefined : parseRange(header, size);
  }

  async #pour(
    exchange: Exchange,
    content: Content,
    range: { start: number; end: number },
    fault: AppleFault | undefined,
  ): Promise<void> {
    const { res } = exchange;
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#stop]);
    const own = new Pace();
    own.set(this.eachDownBps);
    let left = fault?.afterBytes ?? Number.POSITIVE_INFINITY;
    for await (const chunk of streamOf(content, range.start, range.end) ?? []) {
      for (const slice of (this.eachDownBps === undefined ? this.down : own).slices(chunk as Buffer)) {
        await this.down.take(slice.length, signal);
        await own.take(slice.length, signal);
        const part = slice.subarray(0, left);
        left -= part.length;
        exchange.countOut(part.length);
        if (left > 0) {
          if (!res.write(part)) await once(res, 'drain', { signal });
          continue;
        }
        // A reset takes along what is not on the line yet.
        await new Promise((resolve) => res.write(part, resolve));
        if (fault?.reset === true) exchange.reset();
        return;
      }
    }
    res.end();
  }
}
