import { release } from 'node:os';
import type { DoctorView, ViewState } from '../../shared/contract/views.ts';
import type { CheckedLine } from '../../shared/doctor.ts';

/**
 * The doctor's list for a public report: what is told is chosen here. Ids, states, codes, and of the facts numbers, yes and no, and
 * versions; names, addresses and whatever else somebody typed stay out of it.
 */
export const doctorText = (
  { lines, firstBroken }: DoctorView,
  { version, platform }: Pick<ViewState['app'], 'version' | 'platform'>,
  redact: (text: string) => string,
): string => {
  const head = `version ${version} · ${platform} ${release()} ${process.arch}`;
  const first = `first broken: ${firstBroken ?? 'none'}`;
  return redact([head, first, '', ...lines.map(lineText), ''].join('\n'));
};

const lineText = ({ id, state, problem, reason, facts }: CheckedLine): string =>
  [id, state, problem?.code ?? reason ?? '', factsText({ ...facts, ...problem?.facts })]
    .filter((part) => part !== '')
    .join(' ');

const factsText = (facts: CheckedLine['facts']): string =>
  Object.entries(facts)
    .filter(([name, value]) => typeof value === 'number' || typeof value === 'boolean' || name === 'version')
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
