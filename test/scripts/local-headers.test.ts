import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localHeaders } from '../../scripts/dependencies.mjs';

let prefix: string;

beforeEach(async () => {
  prefix = await mkdtemp(join(tmpdir(), 'local-headers-'));
});

afterEach(async () => {
  await rm(prefix, { recursive: true, force: true });
});

async function writeHeaders(version: string): Promise<void> {
  const [major = '', minor = '', patch = ''] = version.split('.');
  const folder = join(prefix, 'include', 'node');
  await mkdir(folder, { recursive: true });
  const lines = [`#define NODE_MAJOR_VERSION ${major}`, `#define NODE_MINOR_VERSION ${minor}`];
  await writeFile(join(folder, 'node_version.h'), [...lines, `#define NODE_PATCH_VERSION ${patch}`, ''].join('\n'));
}

it('are named to npm where they belong to this Node', async () => {
  await writeHeaders(process.versions.node);
  expect(localHeaders({}, prefix)).toEqual({ npm_config_nodedir: prefix });
});

it.each([
  ['are not there', undefined, {}],
  ['are those of another Node', '4.0.0', {}],
  ['were chosen by the user', process.versions.node, { npm_config_nodedir: 'elsewhere' }],
])('are left to npm where they %s', async (_, version, env) => {
  if (version !== undefined) await writeHeaders(version);
  expect(localHeaders(env, prefix)).toEqual({});
});
