/**
 * Whether an address may be handed to the browser: https, or the user's own Home Assistant, which often speaks plain http at
 * home. Anything else could start a program. Pure.
 */
export const isOpenable = (address: string, home: string | undefined): boolean => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // A name and password in front of the host only ever hide the host.
  if (url?.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && home !== undefined && URL.canParse(home) && url.origin === new URL(home).origin;
};
