import type { HaVersion, InstallKind } from './types.ts';

/** What differs between the recorded versions (test/fixtures/ha-real, ha-os). */
export interface VersionTraits {
  readonly name: HaVersion;
  /** Header `Server` where Core itself does not blank it. */
  readonly banner: string;
  /** The backup manager of 2025.1. Before it, HA OS answers `unknown_command` to every `backup/…`. */
  readonly backupApi: boolean;
  /** 2025.1: `size`, `protected`, `agent_ids` on the item; then `agents: {id: {size, protected}}`, metadata, `reason`. */
  readonly flatItems: boolean;
  /** `failed_addons`, `failed_folders`, per-agent retention, `automatic_backups_configured`, state `blocked`. */
  readonly partsReported: boolean;
  readonly lastEventKey: 'last_non_idle_event' | 'last_action_event' | undefined;
  /** Progress events of the upload to agents: none, only the end, or start and end; then `cleaning_up` follows. */
  readonly uploadEvents: 'none' | 'end' | 'both';
  /** `agent_error_translations`, `last_completed_automatic_backup_size`. */
  readonly errorTranslations: boolean;
  /** `probatio` words its errors differently from `voluptuous`. */
  readonly schemaWords: 'voluptuous' | 'probatio';
  /** Version of the encrypted inner archives. */
  readonly secureTar: Readonly<Record<InstallKind, 1 | 2 | 3>>;
  /** Addresses in the OAuth metadata. */
  readonly absoluteMetadata: boolean;
  /** `WWW-Authenticate` names the resource; `logging` is in the configuration. */
  readonly resourceMetadata: boolean;
  /** Uploads have to name their file without a folder (2026.5). */
  readonly bareNames: boolean;
  /** aiohttp 3.14 puts the headers of one answer before its type. */
  readonly typeLast: boolean;
  /** aiohttp 3.11 and 3.12 put the type of a file behind Core's headers. */
  readonly fileTypeLast: boolean;
}

const base = {
  backupApi: true,
  flatItems: false,
  partsReported: true,
  lastEventKey: 'last_action_event',
  uploadEvents: 'none',
  errorTranslations: false,
  schemaWords: 'voluptuous',
  secureTar: { core: 2, os: 2 },
  absoluteMetadata: false,
  resourceMetadata: false,
  bareNames: false,
  typeLast: false,
  fileTypeLast: false,
} as const;

export const versionTraits: Readonly<Record<HaVersion, VersionTraits>> = {
  '2024.12.5': {
    ...base,
    name: '2024.12.5',
    banner: 'Python/3.13 aiohttp/3.11.11',
    fileTypeLast: true,
    backupApi: false,
    flatItems: true,
    partsReported: false,
    lastEventKey: undefined,
  },
  '2025.1.4': {
    ...base,
    name: '2025.1.4',
    banner: 'Python/3.13 aiohttp/3.11.11',
    fileTypeLast: true,
    flatItems: true,
    partsReported: false,
    lastEventKey: undefined,
    secureTar: { core: 1, os: 2 },
  },
  '2025.2.5': {
    ...base,
    name: '2025.2.5',
    banner: 'Python/3.13 aiohttp/3.11.12',
    fileTypeLast: true,
    partsReported: false,
    lastEventKey: 'last_non_idle_event',
  },
  '2025.6.3': { ...base, name: '2025.6.3', banner: 'Python/3.13 aiohttp/3.12.13', fileTypeLast: true },
  '2026.2.3': { ...base, name: '2026.2.3', banner: 'Python/3.13 aiohttp/3.13.3', absoluteMetadata: true },
  '2026.8.3': {
    ...base,
    name: '2026.8.3',
    bareNames: true,
    typeLast: true,
    banner: 'Python/3.14 aiohttp/3.14.3',
    uploadEvents: 'end',
    secureTar: { core: 3, os: 3 },
    absoluteMetadata: true,
    resourceMetadata: true,
  },
  '2026.11.0': {
    ...base,
    name: '2026.11.0',
    bareNames: true,
    typeLast: true,
    banner: 'Python/3.14 aiohttp/3.14.5',
    uploadEvents: 'both',
    errorTranslations: true,
    schemaWords: 'probatio',
    secureTar: { core: 3, os: 3 },
    absoluteMetadata: true,
    resourceMetadata: true,
  },
};
