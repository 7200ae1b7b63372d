import { reasonOf, SetupError } from './setup-error.mjs';

/**
 * @typedef {object} DownloadLimits
 * @property {number} firstByteMs until the answer begins
 * @property {number} idleMs between two pieces of the answer
 * @property {number} maxBytes
 * @property {Record<string, string>} [headers]
 */
/** @typedef {{ bytes: Buffer, address: URL, type: string }} Downloaded `address`: the final one, after redirects */

/**
 * One GET into memory. Every failure, a silent server included, becomes a SetupError of a few words.
 *
 * @param {URL} address
 * @param {DownloadLimits} limits
 * @returns {Promise<Downloaded>}
 */
export async function download(address, limits) {
  const watchdog = new AbortController();
  /** @param {number} ms @param {string} complaint */
  const allow = (ms, complaint) =>
    setTimeout(() => watchdog.abort(new SetupError(`${complaint} for ${ms / 1000} s`)), ms);
  let timer = allow(limits.firstByteMs, 'no answer');
  try {
    const response = await fetch(address, { signal: watchdog.signal, headers: limits.headers ?? {} });
    if (!response.ok || response.body === null) throw new SetupError(`HTTP status ${response.status}`);
    const pieces = [];
    let size = 0;
    for await (const piece of /** @type {AsyncIterable<Uint8Array>} */ (response.body)) {
      clearTimeout(timer);
      timer = allow(limits.idleMs, 'the download stalled');
      size += piece.length;
      if (size > limits.maxBytes) throw new SetupError(`more than ${limits.maxBytes} bytes were sent`);
      pieces.push(piece);
    }
    const type = response.headers.get('content-type') ?? '';
    return { bytes: Buffer.concat(pieces), address: new URL(response.url), type };
  } catch (error) {
    throw error instanceof SetupError ? error : new SetupError(reasonOf(error));
  } finally {
    clearTimeout(timer);
    // Ends the connection when the body was not read to its end.
    watchdog.abort();
  }
}
