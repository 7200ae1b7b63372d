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
