import { describe, expect, it } from 'vitest';
import { ClockReader } from '../../../src/core/icloud/clock-skew.ts';

const debug = (msg: string): string => JSON.stringify({ time: '…', level: 'debug', msg, source: 'fshttp/http.go:723' });
const answer = (status: string, date: string): string =>
  debug(`HTTP/1.1 ${status}\r\nContent-Length: 8\r\nDate: ${date}\r\nSet-Cookie: X=secret\r\n\r\n`);
const noon = 'Sat, 21 Nov 2026 12:00:00 GMT';

describe('ClockReader', () => {
  it('says how far Apple is ahead', () => {
    const reader = new ClockReader(() => new Date('2026-11-21T11:45:00Z'));
    reader.onLine(answer('200 OK', noon));
    expect(reader.skewMs).toBe(15 * 60_000);
  });

  it('believes good answers only, the last of them', () => {
    const reader = new ClockReader(() => new Date('2026-11-21T12:00:00Z'));
    reader.onLine(answer('421 Misdirected Request', 'Sat, 21 Nov 2026 18:00:00 GMT'));
    reader.onLine(answer('407 Proxy Authentication Required', 'Sat, 21 Nov 2026 18:00:00 GMT'));
    expect(reader.skewMs).toBeUndefined();
    reader.onLine(answer('200 OK', 'Sat, 21 Nov 2026 18:00:00 GMT'));
    reader.onLine(answer('200 OK', noon));
    reader.onLine(answer('200 OK', 'yesterday'));
    expect(reader.skewMs).toBe(0);
  });

  it.each([
    ['a dumped request', debug('POST / HTTP/1.1\r\nCookie: X=secret\r\n\r\n')],
    ['a dumped answer', answer('200 OK', noon)],
    ['a message that quotes a level', debug('"level":"notice" X=secret')],
    ['plain text with the password', '2026/11/21 DEBUG : Setting --iclouddrive-password "secret" from environment'],
    ['plain text of any kind', 'Cookie: X=secret'],
    ['half a line', '{"time":"…","level":"debug","msg":"Cookie: X=secret'],
  ])('lets nothing through of %s', (_what, line) => {
    expect(new ClockReader(() => new Date()).onLine(line)).toBe('progress');
  });

  it('leaves messages to the classifier', () => {
    const message = JSON.stringify({ time: '…', level: 'notice', msg: 'Failed to rc: HTTP error 421' });
    expect(new ClockReader(() => new Date()).onLine(message)).toBeUndefined();
  });
});
