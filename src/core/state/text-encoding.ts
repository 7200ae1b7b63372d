/** A text as editors and shells write it: UTF-8, or UTF-16 with the mark of its order. The decoder drops the mark itself. */
export const decodeText = (bytes: Uint8Array): string => {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
};
