import { AppError } from '../errors/app-error.ts';

/** Marks that copying adds and nobody sees: byte-order marks, zero-width characters, soft hyphens, directions of writing. */
const unseen = /[\p{Cf}\p{Cc}\s]/gu;
const wrapped = /^(["'`“”„‘’«»]?)(.*?)["'`“”„‘’«»]?[,;]?$/u;

/** A token as it was meant, from windows, terminal or environment: without "Bearer", quotes, blanks and line breaks. */
export const cleanToken = (text: string): string => {
  const packed = text.replace(unseen, ' ').trim();
  const inner = wrapped.exec(packed)?.[2] ?? packed;
  const bare = inner.trim().replace(/^(?:authorization\s*:\s*)?bearer\s+/iu, '');
  return (wrapped.exec(bare.trim())?.[2] ?? bare).replace(/\s/gu, '');
};

/** Home Assistant's long-lived tokens are JWTs (facts#access-tokens): header, claims and signature in base64url. */
const shape = /^[\w-]{10,}\.[\w-]{10,}\.[\w-]{20,}$/;

/** The cleaned token. Error: `ha.token-malformed`; sending half a token would only count towards a ban. */
export const readToken = (text: string): string => {
  const token = cleanToken(text);
  if (!shape.test(token) || token.length > 4_096) throw new AppError('ha.token-malformed');
  return token;
};
