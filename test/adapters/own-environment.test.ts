import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environmentRules, forgetForeignOrders, ownEnvironment, type Way } from '../../src/adapters/own-environment.ts';
import { inheritedEnvironment } from '../../src/core/icloud/environment.ts';

const ways: readonly Way[] = ['source', 'packaged-cli', 'packaged-window'];
const everything = Object.fromEntries(Object.keys(environmentRules).map((name) => [name, 'x']));
/** What loads code, adds trust, or orders rclone or Node about, though no line here reads it. */
const foreign = {
  ...{ NODE_OPTIONS: 'x', NODE_EXTRA_CA_CERTS: 'x', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_PATH: 'x' },
  ...{ ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1', SSLKEYLOGFILE: 'x', DEBUG: '*' },
  ...{ RCLONE_CONFIG: 'x', RCLONE_PASSWORD_COMMAND: 'x', RCLONE_CA_CERT: 'x', rclone_ca_cert: 'x' },
  ...{ LD_PRELOAD: 'x', LD_LIBRARY_PATH: 'x', DYLD_INSERT_LIBRARIES: 'x', GODEBUG: 'x' },
  ...{ HA_ICLOUD_BACKUP_RCLONE_FILE: 'x', HA_ICLOUD_BACKUP_NEW: 'x' },
};
const seen = (way: Way, platform: NodeJS.Platform = 'linux'): string[] =>
  Object.keys(ownEnvironment({ ...everything, ...foreign }, way, platform).environment);

describe('who may use which variable', () => {
  it.each<[string, boolean, boolean]>([
    ['HA_ICLOUD_BACKUP_RCLONE', false, false],
    ['HA_ICLOUD_BACKUP_CA_FILE', true, false],
    ['SSL_CERT_FILE', true, false],
    ['SSL_CERT_DIR', true, false],
    ['HA_ICLOUD_BACKUP_HOME', true, true],
    ['HA_ICLOUD_BACKUP_TOKEN', true, true],
    ['HTTPS_PROXY', true, true],
    ['PATH', true, true],
  ])('%s: packaged command line %s, packaged window %s', (name, terminal, window) => {
    expect([seen('packaged-cli').includes(name), seen('packaged-window').includes(name)]).toEqual([terminal, window]);
    expect(seen('source')).toContain(name);
  });

  it.each(ways.slice(1))('%s: what is not in the table does not exist', (way) => {
    expect(seen(way).filter((name) => name in foreign)).toEqual([]);
  });

  it('tells which of its own were set in vain', () => {
    const given = {
      HA_ICLOUD_BACKUP_RCLONE: '/x',
      HA_ICLOUD_BACKUP_CA_FILE: '',
      HA_ICLOUD_BACKUP_TOKEN: 't',
      PATH: '/bin',
    };
    expect(ownEnvironment(given, 'packaged-window', 'linux').ignored).toEqual(['HA_ICLOUD_BACKUP_RCLONE']);
    expect(ownEnvironment(given, 'source', 'linux').ignored).toEqual([]);
  });

  it('Windows: names are the same in any case', () => {
    const given = { Path: 'C:\\', ha_icloud_backup_rclone: 'x', SystemRoot: 'C:\\Windows', ssl_cert_file: 'x' };
    expect(ownEnvironment(given, 'packaged-window', 'win32').environment).toEqual({
      PATH: 'C:\\',
      SYSTEMROOT: 'C:\\Windows',
    });
  });
});

it('rclone inherits nothing that is not in the table, and no library or order of its own', () => {
  const child = inheritedEnvironment({ ...everything, ...foreign }, {});
  expect(Object.keys(child).filter((name) => !(name in environmentRules))).toEqual([]);
});

it('Node and libraries find no orders left in the packaged program’s own environment', () => {
  const own: Record<string, string | undefined> = { ...foreign, PATH: '/bin', DBUS_SESSION_BUS_ADDRESS: 'x' };
  forgetForeignOrders(own);
  const ordered = /^(?:NODE_|ELECTRON_|RCLONE_|SSLKEYLOGFILE|DEBUG)/i;
  expect(Object.keys(own).filter((name) => ordered.test(name))).toEqual([]);
  expect(own).toMatchObject({ PATH: '/bin', DBUS_SESSION_BUS_ADDRESS: 'x' });
});

it('every variable that the program reads stands in the table, and is read through it', () => {
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(source, name), 'utf8') }));
  const named = files.flatMap(({ text }) =>
    [...text.matchAll(/\b(?:env|environment)\[?\.?'([A-Z_]+)'\]/g)].map(([, one]) => one),
  );
  const own = files.flatMap(({ text }) => text.match(/\bHA_ICLOUD_BACKUP_[A-Z_]*[A-Z]\b/g) ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect([...new Set([...named, ...own])].filter((name) => !(name !== undefined && name in environmentRules))).toEqual(
    [],
  );
  // Other code that asks the system only tells the system's own programs, by a table, what they may know.
  const readers = ['adapters/system-programs.ts', 'cli/run-in-process.ts', 'main/index.ts'];
  const reading = files.filter(({ text }) => /process\.env\b/.test(text)).map(({ name }) => name);
  expect(reading.filter((name) => !readers.includes(name))).toEqual([]);
});
