import type { ErrorCode } from '../shared/error-codes.ts';
import { AppError } from '../core/errors/app-error.ts';

/**
 * keytar passes on nothing but the system's sentence. Linux: messages of libsecret and GDBus, tested with gnome-keyring 42.
 * macOS: SecCopyErrorMessageString, in English only (on a Mac in another language they end in `secrets.unavailable`).
 * Windows: FormatMessage, equally.
 */
const sentences: readonly (readonly [RegExp, ErrorCode])[] = [
  [/locked collection|is locked|item or collection was locked/i, 'secrets.locked'],
  // errSecInteractionNotAllowed: the screen is locked, or nobody is logged in.
  [/user interaction is not allowed/i, 'secrets.locked'],
  [/prompt was dismissed|dismissed/i, 'secrets.denied'],
  // errSecUserCanceled, errSecAuthFailed.
  [/cancell?ed the operation|user name or passphrase you entered is not correct|access is denied/i, 'secrets.denied'],
];

/** What keytar threw, as one of ours. Anything unknown means that this keychain cannot be used. */
export const keychainError = (thrown: unknown): AppError => {
  if (thrown instanceof AppError) return thrown;
  const text = thrown instanceof Error ? thrown.message : '';
  const code = sentences.find(([pattern]) => pattern.test(text))?.[1] ?? 'secrets.unavailable';
  return new AppError(code, {}, thrown);
};
