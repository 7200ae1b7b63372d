import { parseArgs } from 'node:util';

export const help = `npm run test:real-ha -- [--start VERSION [--os]] | [--url URL [--token TOKEN] [--create]]

Checks this program against a real Home Assistant.

  (nothing)         starts the newest recorded version in a folder of its own and deletes it afterwards
  --start VERSION   the same with another version, e.g. 2025.6.3; needs the tool real-ha (HA_REAL_TOOL, or
                    ../shared/tools/real-ha beside the repository); without it everything is skipped
  --os              with a stand-in for the Supervisor, as on Home Assistant OS
  --url URL         your own Home Assistant: looks and downloads only
  --token TOKEN     its long-lived token; better in the environment as HA_ICLOUD_BACKUP_TOKEN
  --create          ... and makes one new backup there
  --only TEXT       only checks whose name contains this text, slow ones (an alarm, sensors) among them`;

/** Which Home Assistant, and what of it. */
export interface Arguments {
  readonly target:
    | { readonly kind: 'own'; readonly version: string; readonly os: boolean }
    | { readonly kind: 'yours'; readonly url: string; readonly token: string; readonly create: boolean };
  readonly only: string | undefined;
}

const newestVersion = '2026.11.0';

export class UsageError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Undefined: the help is wanted. Error: `UsageError`. */
export const readArguments = (args: string[], environment: Environment): Arguments | undefined => {
  const { values } = parse(args);
  if (values.help === true) return undefined;
  const target = values.url === undefined ? ownTarget(values) : yourTarget(values, values.url, environment);
  return { target, only: values.only };
};

const ownTarget = ({ token, create, start = newestVersion, os = false }: Values): Arguments['target'] => {
  if (token !== undefined || create === true) throw new UsageError('--token and --create need --url');
  return { kind: 'own', version: start, os };
};

const yourTarget = (values: Values, url: string, environment: Environment): Arguments['target'] => {
  const { start, os, token = environment['HA_ICLOUD_BACKUP_TOKEN'], create = false } = values;
  if (start !== undefined || os === true) throw new UsageError('--url does not go with --start or --os');
  if (token === undefined || token === '') throw new UsageError('--url needs --token or HA_ICLOUD_BACKUP_TOKEN');
  return { kind: 'yours', url, token, create };
};

type Values = ReturnType<typeof parse>['values'];

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        start: { type: 'string' },
        os: { type: 'boolean' },
        url: { type: 'string' },
        token: { type: 'string' },
        create: { type: 'boolean' },
        only: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
