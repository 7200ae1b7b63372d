import type { AppError } from '../errors/app-error.ts';
import { isDoubtful } from '../../shared/defects.ts';
import type { BackupKind } from '../../shared/vocabulary.ts';

export type { BackupKind } from '../../shared/vocabulary.ts';

/** One file of a backup: every agent keeps its own, and size and protection differ between them (facts#backup-entries). */
export interface AgentCopy {
  readonly agentId: string;
  /** Bytes, exact for a download as is. Undefined where Home Assistant only knows megabytes (before 2025.1). */
  readonly size: number | undefined;
  readonly protected: boolean;
}

/** A backup as Home Assistant lists it. */
export interface HaBackup {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 as Home Assistant wrote it, with its offset: file names show that local time. */
  readonly date: string;
  readonly kind: BackupKind;
  readonly copies: readonly AgentCopy[];
  readonly haVersion: string | undefined;
  /** Slugs of apps (add-ons) and names of folders that the backup holds. */
  readonly addons: readonly string[];
  readonly folders: readonly string[];
  /** What Home Assistant itself reports as not stored or not included. Never a reason not to keep the backup. */
  readonly failed: {
    readonly agents: readonly string[];
    readonly addons: readonly string[];
    readonly folders: readonly string[];
  };
  /** The id of the Home Assistant that made it, where the list tells. */
  readonly instanceId: string | undefined;
}

/** What was seen on one side. Only a complete listing may lead to a deletion. */
export type Listing<T> = { readonly items: readonly T[] } & (
  { readonly complete: true } | { readonly complete: false; readonly why: AppError }
);

/** Shortcomings of an archive that was stored all the same; the manifest keeps them. */
export type Defect =
  | { readonly kind: 'empty-part'; readonly part: string }
  | { readonly kind: 'unknown-format'; readonly part: string }
  | { readonly kind: 'app-missing'; readonly part: string }
  | { readonly kind: 'folder-missing'; readonly part: string }
  | { readonly kind: 'unlisted-part'; readonly part: string };

/** What the walk through an archive found (level L1 of the proof levels: structure). */
export interface ArchiveReport {
  readonly slug: string;
  /** By the bytes, whatever the labels say: every part is encrypted. */
  readonly protected: boolean;
  /** Parts that can be read by anyone who has the file although others are encrypted; empty where all or none are. */
  readonly plainParts: readonly string[];
  /** SecureTar version of the encrypted parts; undefined for a plain archive. */
  readonly secureTar: 1 | 2 | 3 | undefined;
  readonly parts: readonly { readonly name: string; readonly size: number }[];
  readonly defects: readonly Defect[];
  /** What backup.json says of itself, where it does. */
  readonly name: string | undefined;
  readonly date: string | undefined;
  readonly haVersion: string | undefined;
  readonly addons: readonly string[];
  readonly folders: readonly string[];
}

/** An archive on this computer's disk, whole, hashed and walked. */
export interface StagedArchive {
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly report: ArchiveReport;
}

/** Empty parts and formats newer than this program are kept, but nobody should count on such a copy. */
export const countsForFloor = (defects: readonly Defect[]): boolean => !defects.some(({ kind }) => isDoubtful(kind));
