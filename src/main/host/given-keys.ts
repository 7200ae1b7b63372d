import { keysInKit } from '../../core/keys/emergency-kit.ts';
import type { Redactor } from '../../core/state/redact.ts';
import type { GivenKey } from '../../shared/contract/given-key.ts';

/** Keys that a window sent, typed or in an emergency kit. From here on no log can tell them. Error: `keys.not-a-kit`. */
export const givenKeys = (given: GivenKey | undefined, redactor: Pick<Redactor, 'register'>): readonly string[] => {
  const { typed, kit } = given ?? {};
  const keys = [...(typed === undefined ? [] : [typed.trim()]), ...(kit === undefined ? [] : keysInKit(kit))];
  redactor.register(...keys);
  return keys.filter((key) => key !== '');
};
