import { ladder, levelName, type Level } from '../../shared/ladder.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { ListedBackup } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { copyFailure } from '../domain/verification.ts';

type CopyVerification = NonNullable<ListedBackup['verification']>;

/** The level and its name, as lists and status tell it. Bytes that came back and could be read count for more than those that went up. */
export const levelOf = ({
  manifest,
  test,
}: StoredBackup): Pick<CopyVerification, 'level' | 'levelName' | 'provedAt'> => {
  if (test?.verdict === 'came-back') return { level: 5, levelName: levelName(5), provedAt: test.at };
  const level = manifest.level < ladder.length ? (manifest.level as Level) : 0;
  return { level, levelName: levelName(level), provedAt: manifest.provedAt };
};

/** What is known of a stored copy, for lists. */
export const copyVerification = (copy: StoredBackup): CopyVerification => {
  const { defects, proof, confirmedAt } = copy.manifest;
  return {
    ...levelOf(copy),
    defects: [...defects, ...(proof?.doubts ?? [])].map(({ kind, part }) => `${kind} ${part}`),
    confirmedAt,
    levels: [...(proof?.levels ?? []), ...tested(copy)],
    counts: proof?.counts ?? null,
    problem: copyFailure(copy) ?? null,
  };
};

const tested = (copy: StoredBackup): LevelResult[] => {
  const { test } = copy;
  if (!test) return [];
  const failed: Problem | null = copyFailure(copy) ?? null;
  const holds = test.verdict === 'same-bytes' ? null : test.verdict === 'came-back';
  return [{ level: 5, name: levelName(5), holds, at: test.at, ms: null, problem: holds === false ? failed : null }];
};
