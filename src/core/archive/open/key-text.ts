/** Letters and digits of an encryption key, and how many of them stand between its dashes (facts#making-a-backup). */
const keyLength = 28;
const groupLength = 4;

/**
 * What somebody may mean by a key that was typed or pasted: the text itself, for the passwords of old backups can be anything, and
 * the key of an emergency kit that lost its dashes, gained blanks or is in small letters.
 */
export const meantBy = (text: string): string[] => {
  const plain = text.trim();
  const signs = plain.replace(/[\s\u00a0\u200b\ufeff\p{Pd}]/gu, '').toUpperCase();
  if (signs.length !== keyLength || /[^A-Z0-9]/.test(signs)) return [plain];
  const groups = signs.match(new RegExp(`.{${groupLength}}`, 'g')) ?? [];
  return [...new Set([plain, groups.join('-')])];
};
