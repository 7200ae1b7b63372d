import type { ProofFindings } from '../ports/prover.ts';
import type { Tried } from './key-notes.ts';

/** What a proof tells of the keys that it was given. */
export const triesOf = (keys: readonly string[], { openedBy, levels }: ProofFindings): readonly Tried[] => {
  const opener = openedBy === undefined ? undefined : keys[openedBy];
  if (opener !== undefined) return [{ key: opener, opens: true }];
  const isWrong = levels.some(({ level, problem }) => level === 2 && problem?.code === 'proof.wrong-key');
  return isWrong ? keys.map((key) => ({ key, opens: false })) : [];
};
