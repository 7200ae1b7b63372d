import type { CheckResult } from '../../shared/status.ts';
import { checkFile, type CheckInput, type CheckPorts } from './check-file.ts';
import { knownKeys, type PresentKeyNeeds } from './known-keys.ts';

export interface CheckWithKnownKeysInput extends Pick<CheckInput, 'file' | 'onRead'> {
  /** Tried before those that are known here. Secret. */
  readonly given: readonly string[];
}

/** A file as far as any key goes: one that was given, Home Assistant's present one, those that are remembered. Errors: those of `checkFile`. */
export const checkWithKnownKeys = async (
  context: PresentKeyNeeds & { readonly ports: CheckPorts },
  { given, ...input }: CheckWithKnownKeysInput,
  signal: AbortSignal,
): Promise<CheckResult> => {
  const keys = async (): Promise<readonly string[]> => [...new Set([...given, ...(await knownKeys(context, signal))])];
  return await checkFile(context, { ...input, keys }, signal);
};
