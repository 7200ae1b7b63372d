import type { Entry } from '../../support/tar-builder.ts';
import type { Inside } from './archive-editor.ts';

export const formats = ['plain', 'v1', 'v2', 'v3'] as const;
export type Format = (typeof formats)[number];

/** The lowest level that catches it, by format; a format that is left out has no such place. */
export type Caught = Partial<Readonly<Record<Format, 1 | 2 | 3 | 4>>>;

interface Common {
  /** For people: the table in docs/proof.md. */
  readonly what: string;
  readonly caught: Caught;
  /** It stays restorable: exit 4 instead of 1. */
  readonly restorable?: true;
}

/** Done to the bytes of an archive as Home Assistant wrote it. */
export interface ByteDamage extends Common {
  readonly bytes: (archive: Buffer, format: Format) => Buffer;
}

/** Done to what is inside, with all checksums, paddings and seals around it right. */
export interface InnerDamage extends Common {
  readonly inside?: Inside;
  readonly members?: (members: Entry[]) => Entry[];
}

export type Corruption = ByteDamage | InnerDamage;

export const everywhere = (level: 1 | 2 | 3 | 4): Caught => ({ plain: level, v1: level, v2: level, v3: level });
/** The insides are built again, which is not done for SecureTar 1. */
export const inside = (level: 1 | 2 | 3 | 4): Caught => ({ plain: level, v2: level, v3: level });

export const changed = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};

export const flip = (bytes: Buffer, at: number): Buffer =>
  changed(bytes, (copy) => void (copy[at] = (copy[at] ?? 0) ^ 0x10));
