import { aProblem } from '../../shared/problems/a-problem.ts';
import { namesOf } from '../archive/contents.ts';
import type { ArchiveBytes, Part } from '../archive/open/list-archive.ts';
import { unlockPart, type OpenContext } from '../archive/open/open-part.ts';
import { PartFault } from '../archive/open/part-fault.ts';
import { holds, type Verdict } from './steps.ts';

interface Failed {
  readonly part: Part;
  readonly fault: PartFault;
}

/**
 * Level 2: the key opens every part, each asked by itself, for the first part's word says nothing about the others. What is not
 * encrypted needs none.
 *
 * @param isProtected - what the labels say: then a part without an encryption that is known does not open
 */
export const opensWithKey = async (
  archive: ArchiveBytes,
  parts: readonly Part[],
  context: OpenContext,
  isProtected: boolean,
): Promise<Verdict> => {
  const failed: Failed[] = [];
  for (const part of parts) {
    try {
      await unlockPart(archive, part, context);
    } catch (error) {
      if (!(error instanceof PartFault)) throw error;
      if (isProtected || !isOfPlain(error)) failed.push({ part, fault: error });
    }
  }
  return verdictOf(failed);
};

const isOfPlain = ({ trouble }: PartFault): boolean => trouble === 'no-format' || trouble === 'empty';

const verdictOf = (failed: readonly Failed[]): Verdict => {
  const where = (matches: (fault: PartFault) => boolean): Failed[] => failed.filter(({ fault }) => matches(fault));
  const namesIn = (some: readonly Failed[]): string => namesOf(some.map(({ part }) => part.name));
  const damaged = where((fault) => fault.isDamage)[0];
  if (damaged) {
    const { part, fault } = damaged;
    return { holds: false, problem: aProblem('proof.part-damaged', { part: part.name, why: fault.trouble }) };
  }
  const wrong = where(({ trouble }) => trouble === 'wrong-key');
  if (wrong.length > 0) return { holds: false, problem: aProblem('proof.wrong-key', { parts: namesIn(wrong) }) };
  const unkeyed = where(({ trouble }) => trouble === 'key-needed');
  if (unkeyed.length > 0) return { holds: null, problem: aProblem('proof.key-needed', { parts: namesIn(unkeyed) }) };
  const undecided = where((fault) => fault.isUndecided)[0];
  if (!undecided) return holds;
  const { part, fault } = undecided;
  return { holds: null, problem: aProblem('proof.undecided', { part: part.name, why: fault.trouble }) };
};
