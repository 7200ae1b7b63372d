import { randomBytes, randomUUID } from 'node:crypto';

/** An opaque value as Apple hands them out. */
export function opaque(bytes = 24): string {
  return randomBytes(bytes).toString('base64url');
}

export function documentId(): string {
  return randomUUID().toUpperCase();
}
