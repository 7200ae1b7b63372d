/** Could this be an address that a person typed? Main decides; this only spares the way for what cannot be one. */
export const looksLikeAddress = (typed: string): boolean => {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return false;
  return URL.canParse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
};

/** The same Home Assistant announces itself on every network card, and by name and by number. */
export const sameAddress = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (url: string): string => url.trim().replace(/\/+$/, '').toLowerCase();

/** Shorter than any token that Home Assistant makes (a JWT of about 180 characters). */
export const isShortToken = (token: string): boolean => token.trim().length < 40;

/** Where a token is made. An address without a scheme is one of the usual kind: http, port 8123. */
export const profileAddress = (typed: string): string => {
  const text = typed.trim();
  const isWhole = /^https?:\/\//i.test(text);
  const url = isWhole ? text : `http://${text}`;
  if (!URL.canParse(url)) return '';
  const { origin, hostname } = new URL(url);
  // A port that was typed may be the usual one of http, which a URL leaves out.
  const isExact = isWhole || /:\d+(?:\/|$)/.test(text);
  return `${isExact ? origin : `http://${hostname}:8123`}/profile/security`;
};
