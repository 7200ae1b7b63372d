import { createCipheriv, createHmac } from 'node:crypto';

/** `cryptKey` of rclone's fs/config/obscure/obscure.go: public, so an obscured password is a clear one (facts#apple-passwords). */
const rcloneKey = Buffer.from('9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638', 'hex');
const ivLength = 16;

/**
 * A password as rclone wants it in a variable: base64url(iv, AES-256-CTR). The iv is drawn from the password and a key
 * instead of from chance, because rclone names its cache folder after a hash of this value: with a new iv each time no
 * two processes would share a session. With the key in it that folder's name tells nothing about the password.
 */
export const obscure = (password: string, ivKey: string): string => {
  const iv = createHmac('sha256', ivKey).update(password).digest().subarray(0, ivLength);
  const cipher = createCipheriv('aes-256-ctr', rcloneKey, iv);
  return Buffer.concat([iv, cipher.update(password, 'utf8'), cipher.final()]).toString('base64url');
};
