import { yearAndMonth, type BackupJson } from './backup-json.ts';
import type { PartFormat } from './secure-tar.ts';

/** A file inside the archive other than backup.json. */
export interface Content {
  /** Of a part without `.tar` or `.tar.gz`. */
  readonly name: string;
  readonly isPart: boolean;
  /** Bytes. */
  readonly size: number;
  /** Undefined where there is nothing to look at. */
  readonly format: PartFormat | undefined;
}

/** Plain for certain, before backup.json was read. */
export const isPlain = ({ format }: Content): boolean =>
  format?.kind === 'plain' || format?.kind === 'unknown' || (format?.kind === 'unmarked' && !format.random);

/** By its bytes. Only SecureTar 1 left no mark in them: there the label has to help, and they must look like it. */
export const isEncrypted = (content: Content, json: BackupJson): boolean => {
  const { format } = content;
  if (format?.kind === 'unmarked') return format.random && isVersion1(json);
  return format?.kind === 'secure-tar' || format?.kind === 'newer-secure-tar';
};

/** No mark is right for SecureTar 1, which ended with Home Assistant 2025.1; later it is something we do not know. */
export const isVersion1 = (json: BackupJson): boolean => {
  const made = json.homeassistant?.version ?? json.date?.slice(0, 7).replace('-', '.');
  const [year, month] = yearAndMonth(made);
  return json.protected && (year < 2025 || (year === 2025 && month < 2));
};

/** Names for an error's facts: some thousand characters at most, whatever the archive holds. */
export const namesOf = (names: readonly string[]): string => {
  const shown = names.slice(0, 20).map((name) => (name.length > 100 ? `${name.slice(0, 99)}…` : name));
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};
