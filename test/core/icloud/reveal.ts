import { createDecipheriv } from 'node:crypto';

/** `cryptKey` of rclone's fs/config/obscure/obscure.go, written down a second time on purpose. */
const rcloneKey = Buffer.from('9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638', 'hex');

/** The password that rclone would read from an obscured one: base64url(iv, AES-256-CTR). */
export const reveal = (obscured: string): string => {
  const bytes = Buffer.from(obscured, 'base64url');
  const decipher = createDecipheriv('aes-256-ctr', rcloneKey, bytes.subarray(0, 16));
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
};
