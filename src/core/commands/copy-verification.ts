import { ladder, levelName, type Level } from '../../shared/ladder.ts';
import type { ListedBackup } from '../../shared/status.ts';
import type { Manifest } from '../domain/manifest.ts';
import { failureOf } from '../domain/verification.ts';

type CopyVerification = NonNullable<ListedBackup['verification']>;

/** The level and its name, as lists and status tell it. */
export const levelOf = ({ level, provedAt }: Manifest): Pick<CopyVerification, 'level' | 'levelName' | 'provedAt'> => ({
  level,
  levelName: levelName(level < ladder.length ? (level as Level) : 0),
  provedAt,
});

/** What is known of a stored copy, for lists. */
export const copyVerification = (manifest: Manifest): CopyVerification => ({
  ...levelOf(manifest),
  defects: [...manifest.defects, ...(manifest.proof?.doubts ?? [])].map(({ kind, part }) => `${kind} ${part}`),
  confirmedAt: manifest.confirmedAt,
  levels: manifest.proof?.levels ?? [],
  counts: manifest.proof?.counts ?? null,
  problem: failureOf(manifest.proof?.levels ?? []) ?? null,
});
