/** Byte range of a request, `stop` exclusive. aiohttp knows one range only: several are 416, nonsense too. */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; stop: number } | 'unsatisfiable' | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header);
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return 'unsatisfiable';
  if (first === '') return { start: Math.max(0, size - Number(last)), stop: size };
  const start = Number(first);
  const stop = last === '' ? size : Math.min(size, Number(last) + 1);
  return start >= size || stop <= start ? 'unsatisfiable' : { start, stop };
}

/** Whether an If-Match or If-None-Match list names that ETag. */
export function isCondition(header: string, etag: string): boolean {
  return header.split(',').some((item) => ['*', etag].includes(item.trim()));
}
